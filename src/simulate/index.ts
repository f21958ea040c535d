export { inChild } from "./child.ts";
export { expandedValues } from "./expand.ts";
export { lintedPipeline } from "./linted.ts";
export { simulate } from "./simulate.ts";
export { type Facts, type SituationName, situations } from "./situations.ts";
export type {
  Assumed,
  DecidedBy,
  MergeRequest,
  Simulated,
  SimulatedJob,
  SimulatedWorkflow,
  Situation,
  When,
} from "./types.ts";
