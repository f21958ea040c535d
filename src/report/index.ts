export { affectedReport, neededJobs, printJson, report } from "./report.ts";
export type { AffectedReport, Report } from "./schema.ts";
