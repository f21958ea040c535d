export { dotenvVariables } from "./dotenv.ts";
export { type AskedReports, type ReportWorld, writeReports } from "./write.ts";
