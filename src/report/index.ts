export { annotationsText, type Link } from "./annotations.ts";
export {
  affectedReport,
  droppedNeeds,
  frameOf,
  limitsOf,
  type Needed,
  neededJobs,
  needsOf,
  printJson,
  report,
} from "./report.ts";
export type { AffectedReport, Report } from "./schema.ts";
