export { kindName, kinds } from "./kinds.ts";
export { basePlan } from "./plan.ts";
export { readContext } from "./read.ts";
export type * from "./types.ts";
export { outsideSources, readUpstream } from "./upstream.ts";
