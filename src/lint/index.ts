export { applyRules, type Finding, type Setting, type Settings } from "./check.ts";
export type { LintFinding, LintOutcome } from "./finding.ts";
export { applyFixes } from "./fix.ts";
export { codeQualityReport } from "./formats/codequality.ts";
export { jsonReport } from "./formats/json.ts";
export { junitReport } from "./formats/junit.ts";
export { sarifReport } from "./formats/sarif.ts";
export { tableReport } from "./formats/table.ts";
export { type Linting, type LintOptions, lint, lintRules } from "./lint.ts";
export { loadedPipeline } from "./read.ts";
export { commandsIn, scriptLines, words } from "./rules/facts/scripts.ts";
export { rules } from "./rules/index.ts";
export type {
  Fix,
  Found,
  Linted,
  MadeChild,
  Path,
  Repository,
  Rule,
  Severity,
} from "./types.ts";
export { type GitlabError, gitlabErrors } from "./words/index.ts";
