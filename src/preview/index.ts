export { terminalPreview } from "./terminal.ts";
export { showName, table } from "./text.ts";
export { affectedTree } from "./tree.ts";
