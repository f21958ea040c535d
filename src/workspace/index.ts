export { askGraph } from "./graph.ts";
export { graphJsonSchema } from "./graph-schema.ts";
export { baseName, byCodeUnit, directoryOf, groupBy, outwards } from "./paths.ts";
export { allBelow, type Branch, literal, type Pattern, parsePattern } from "./pattern.ts";
export { type PatternList, patternList, patternReader } from "./pattern-list.ts";
export { readWorkspace } from "./read.ts";
export { type Removed, readRemoved } from "./removed.ts";
export type * from "./types.ts";
