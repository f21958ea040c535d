export { chainReason } from "./chain.ts";
export {
  type Followed,
  type FollowOptions,
  type FollowWorld,
  follow,
  instances,
  readTrees,
  refOf,
} from "./follow/index.ts";
export { exitAfter } from "./outcome.ts";
export { knownReasons, type Reason, reasonOf } from "./reasons.ts";
export { pipelinesNamed } from "./reference.ts";
export { type Refused, refusalOf } from "./refusals.ts";
export type {
  NotedReport,
  PlannedReport,
  StepsReport,
  TokenMade,
  TokensReport,
  TokensRevoked,
  TriggerReport,
  WebhookReport,
} from "./schema.ts";
export { cancelSteps, type Done, doneText, retrySteps, type Step, take } from "./steer.ts";
export {
  drawTree,
  type Failure,
  failureText,
  type Show,
  statusReport,
  waitReport,
  whyText,
} from "./tell/index.ts";
export { type NewTrigger, type Trigger, triggersOf } from "./token-admin.ts";
export {
  type Ability,
  abilities,
  type Starter,
  type Tokens,
  tokensFor,
  type Wanted,
} from "./tokens.ts";
export { nameOf, type PipelineRef, pipelinesIn } from "./tree.ts";
export * from "./types.ts";
