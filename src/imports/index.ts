export { importReach } from "./reach.ts";
export type * from "./types.ts";
