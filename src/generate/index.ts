export { defineGenerator, shellQuote } from "./define.ts";
export type { Asked, Generated, GenerateInput } from "./generate.ts";
export { generate } from "./generate.ts";
export { withLines } from "./lines.ts";
export { type LoadedGenerator, loadGenerators } from "./load.ts";
export type { SymbolicNeed } from "./need.ts";
export type {
  DroppedNeed,
  GenerateContext,
  GeneratedJob,
  GeneratedService,
  Generator,
  JobMap,
  NeedOptions,
} from "./types.ts";
