import {
  artifactJobsExist,
  dependenciesExist,
  dependenciesNeeded,
  onStopWorks,
  parallelBounded,
  somethingRuns,
  stagesKnown,
  tagsFew,
} from "./jobs.ts";
import { keywordsAgree } from "./keywords.ts";
import {
  crossNeedsFew,
  neededNamesShort,
  needsCertain,
  needsEarlier,
  needsExist,
  needsFew,
  needsOnce,
  noNeedsCycle,
} from "./needs.ts";
import { triggerInputsFew } from "./triggers.ts";
import type { Check } from "./types.ts";

export { checkedPipeline } from "./checked.ts";
export { doubts } from "./doubts.ts";
export type { Check, Checked, CheckedJob } from "./types.ts";

/** What GitLab checks across jobs when it creates a pipeline, in the order in which it is told. */
export const checks: readonly Check[] = [
  somethingRuns,
  keywordsAgree,
  stagesKnown,
  parallelBounded,
  tagsFew,
  needsExist,
  needsEarlier,
  needsOnce,
  noNeedsCycle,
  needsFew,
  crossNeedsFew,
  neededNamesShort,
  needsCertain,
  dependenciesExist,
  dependenciesNeeded,
  artifactJobsExist,
  onStopWorks,
  triggerInputsFew,
];
