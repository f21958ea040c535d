/**
 * What a user's configuration, generators and tests need. It is loaded with the command, so it
 * draws in nothing but these few functions: not even the faces of their folders.
 */
export { lint, type SimulateOptions, simulate } from "./checking.ts";
export { defineConfig } from "./config/define.ts";
export type { ConfigInput as Config } from "./config/index.ts";
export { UserError } from "./diagnostics/index.ts";
export { defineGenerator, literal, shellQuote } from "./generate/define.ts";
export type {
  ForeignNeed,
  GenerateContext,
  GeneratedJob,
  GeneratedService,
  Generator,
  JobMap,
  NeedOptions,
  ProjectNeed,
  SymbolicNeed,
} from "./generate/index.ts";
export type { Job, Pipeline, TriggerJob } from "./model/index.ts";
export { type PipelineOf, planPipeline } from "./plan-pipeline.ts";
export {
  type Evaluated,
  type EvaluateOptions,
  evaluateExpression,
  matchGlob,
} from "./rules/index.ts";
export { reference } from "./yaml/reference.ts";
