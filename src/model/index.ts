export { compiledJobs, compileJob, expandedJobs } from "./compile.ts";
export { isConditional } from "./conditional.ts";
export { type Hash, holdsReference, isHash, mapMembers, mapSame, member, put } from "./copy.ts";
export { expandedNames, nameEndings, parallelCount } from "./expand.ts";
export { jsonSchema } from "./json-schema.ts";
export type { Default, Include, Job, TriggerJob, Variables, Workflow } from "./keywords/index.ts";
export {
  environmentName,
  isRegex,
  isSoundRegex,
  longest,
  parseDuration,
} from "./keywords/index.ts";
export { type KnownTop, knownChoices, knownKeys } from "./known.ts";
export {
  type Limit,
  type LimitName,
  type Limits,
  limitNames,
  limitsFor,
  type Plan,
} from "./limits.ts";
export { globals, legacyGlobals } from "./names.ts";
export { byCodeUnit, ordered, orderedTop } from "./order.ts";
export { definePipeline } from "./pipeline.ts";
export { readConfiguration } from "./read.ts";
export { type Authored, Reference, reference } from "./reference.ts";
export { deepMerge } from "./references.ts";
export type { JobDraft, JobKind, Pipeline, PipelineDraft, PlannedJob } from "./types.ts";
