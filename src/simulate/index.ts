export { inChild } from "./child.ts";
export { expandedValues } from "./expand.ts";
export { lintedPipeline } from "./linted.ts";
export { type Outline, outline } from "./outline.ts";
export { simulate } from "./simulate.ts";
export { type Facts, type SituationName, situations } from "./situations.ts";
export { tellVerdict } from "./tell.ts";
export type {
  Assumed,
  DecidedBy,
  JobVerdict,
  MergeRequest,
  Simulated,
  SimulatedJob,
  SimulatedWorkflow,
  Situation,
  When,
} from "./types.ts";
