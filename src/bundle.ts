/** All of dist/fanout.js: the library and the command share one file, and so one copy of each. */
export { cli } from "./cli.ts";
export * from "./index.ts";
export { nodeIo } from "./io.ts";
