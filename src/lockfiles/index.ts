export { lockChanges } from "./changes.ts";
export type * from "./types.ts";
