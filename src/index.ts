/** What a user's configuration, generators and tests need. */
export { type ConfigInput as Config, defineConfig } from "./config/index.ts";
export { UserError } from "./diagnostics/index.ts";
export {
  defineGenerator,
  type GenerateContext,
  type GeneratedJob,
  type GeneratedService,
  type Generator,
  type JobMap,
  type NeedOptions,
  type SymbolicNeed,
  shellQuote,
} from "./generate/index.ts";
export { type Job, type Pipeline, reference, type TriggerJob } from "./model/index.ts";
export { type PipelineOf, planPipeline } from "./plan-pipeline.ts";
