export { terminalPreview } from "./terminal.ts";
export { affectedTree } from "./tree.ts";
