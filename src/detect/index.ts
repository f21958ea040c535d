export { type Compared, type CompareOptions, compare, requireBase } from "./compare.ts";
export { showPath } from "./paths.ts";
export type { LastSuccess } from "./search.ts";
export type * from "./types.ts";
