export { compareSides, isEmpty, pipelinesOf } from "./compare.ts";
export { printDifference } from "./print.ts";
export { diffReport } from "./report.ts";
export { diffSchema } from "./schema.ts";
export { type Made, makeSides, type Sides } from "./sides.ts";
export { openTrees, type Trees } from "./trees.ts";
export type { Difference, Side } from "./types.ts";
export { type Told, whyOf } from "./words.ts";
