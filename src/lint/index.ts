export { applyRules, type Finding, type Setting, type Settings } from "./check.ts";
export { rules } from "./rules/index.ts";
export type { Fix, Found, Linted, Path, Repository, Rule, Severity } from "./types.ts";
