export { compileJob } from "./compile.ts";
export { isConditional } from "./conditional.ts";
export { type Hash, isHash } from "./copy.ts";
export { expandedNames, parallelCount } from "./expand.ts";
export { jsonSchema } from "./json-schema.ts";
export type { Default, Include, Job, TriggerJob, Variables, Workflow } from "./keywords/index.ts";
export {
  type Limit,
  type LimitName,
  type Limits,
  limitNames,
  limitsFor,
  type Plan,
} from "./limits.ts";
export { ordered, orderedTop } from "./order.ts";
export { definePipeline } from "./pipeline.ts";
export { readConfiguration } from "./read.ts";
export { type Authored, Reference, reference } from "./reference.ts";
export type { JobDraft, JobKind, Pipeline, PipelineDraft, PlannedJob } from "./types.ts";
