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
