export { parseHcl, parseHclTemplate } from "./read.ts";
export type { HclAttribute, HclBlock, HclBody, HclExpression } from "./types.ts";
