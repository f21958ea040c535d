export { type AffectedRules, affected } from "./affected.ts";
export { describeReason, summarize } from "./describe.ts";
export type { Evidence } from "./direct.ts";
export type * from "./types.ts";
