export type { Asked } from "./ask.ts";
export { defineGenerator, shellQuote } from "./define.ts";
export type { Generated } from "./generate.ts";
export { generate } from "./generate.ts";
export { guardJob } from "./guard.ts";
export type { GenerateInput } from "./input.ts";
export { withLines } from "./lines.ts";
export { type LoadedGenerator, loadGenerators } from "./load.ts";
export type { SymbolicNeed } from "./need.ts";
export { strategyFor } from "./strategy.ts";
export type {
  DroppedNeed,
  GenerateContext,
  GeneratedJob,
  GeneratedService,
  Generator,
  JobMap,
  NeedOptions,
} from "./types.ts";
