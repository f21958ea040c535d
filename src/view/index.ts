/** What people look at: the pipeline that a change makes, as plain data. */
export { type ViewedSituation, viewedSituations } from "./situations.ts";
export type {
  View,
  ViewChange,
  ViewJob,
  ViewJobChange,
  ViewJudgement,
  ViewNeed,
  ViewPipeline,
  ViewReason,
  ViewService,
  ViewSituation,
} from "./types.ts";
export { type ViewOptions, viewOf } from "./view.ts";
