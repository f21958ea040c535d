export { type AffectedRules, affected } from "./affected.ts";
export { describeReason, describeStep, summarize } from "./describe.ts";
export type { Evidence } from "./direct.ts";
export {
  type Concern,
  type DownstreamSubject,
  downstreamJob,
  downstreamOf,
  idleDownstream,
} from "./downstream.ts";
export { dependenciesFrom, pathJudge } from "./judge.ts";
export { type DownstreamTarget, downstreamTargets } from "./targets.ts";
export type * from "./types.ts";
export { mappedProjects, type UpstreamReach, upstreamOf, upstreamReach } from "./upstream.ts";
