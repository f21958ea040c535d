export { type AffectedRules, affected } from "./affected.ts";
export { describeReason, describeStep, summarize } from "./describe.ts";
export type * from "./types.ts";
