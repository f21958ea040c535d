export type { Asked } from "./ask.ts";
export { type Branches, branchesOf } from "./branches.ts";
export { defineGenerator, shellQuote } from "./define.ts";
export { checkDepth, childDepth, fileDepth, type Level, levelBelow } from "./depth.ts";
export type { Generated } from "./generate.ts";
export { generate } from "./generate.ts";
export { guardJob } from "./guard.ts";
export type { GenerateInput } from "./input.ts";
export { withLines } from "./lines.ts";
export { type LoadedGenerator, loadGenerators } from "./load.ts";
export type { ForeignNeed, ProjectNeed, SymbolicNeed } from "./need.ts";
export { ownProject, withoutOwnProject } from "./own-project.ts";
export { shippedTemplate } from "./shipped.ts";
export { strategyFor } from "./strategy.ts";
export { renderHtml } from "./template.ts";
export type {
  DroppedNeed,
  GenerateContext,
  GeneratedJob,
  GeneratedService,
  Generator,
  JobMap,
  NeedOptions,
} from "./types.ts";
