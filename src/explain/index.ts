export { explain } from "./explain.ts";
export { printExplanation } from "./print.ts";
export type * from "./types.ts";
