export type { Lane, PipelineLayout } from "./layout.ts";
export { type LocalRun, runLocally } from "./local.ts";
export { markdownPreview } from "./markdown.ts";
export { codeName, codeText, row } from "./markdown-text.ts";
export { type Mermaid, mermaidPreview } from "./mermaid.ts";
export type { PageAssets, PageData, PageOptions } from "./page.ts";
export { errorPage, type Served, serve } from "./serve.ts";
export { type Filters, type Shown, select } from "./shown.ts";
export { terminalPreview } from "./terminal.ts";
export { affectedTree } from "./tree.ts";
export { type Watching, watch } from "./watch.ts";

/** The page as a file; its libraries are loaded when there is a page to make. */
export const pageMaker = () => import("./page.ts");
