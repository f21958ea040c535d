export { type Watched, watcher, whyNobody } from "./absent.ts";
export { explain, whyOut } from "./explain.ts";
export { printExplanation } from "./print.ts";
export type * from "./types.ts";
