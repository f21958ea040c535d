export { type AffectedRules, affected } from "./affected.ts";
export { describeReason, describeStep, summarize } from "./describe.ts";
export type { Evidence } from "./direct.ts";
export { dependenciesFrom, pathJudge } from "./judge.ts";
export type * from "./types.ts";
