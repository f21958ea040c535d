export { resultsOf } from "./brought.ts";
export {
  type CommitPlace,
  type CommitState,
  type CommitStatus,
  commitPlace,
  commitStatusOf,
  setCommitStatus,
} from "./commit-status.ts";
export { dotenvVariables } from "./dotenv.ts";
export { type Noted, type NotePlace, putNote } from "./note.ts";
export { noteText } from "./note-text.ts";
export { notePlace } from "./place.ts";
export {
  type AskedReports,
  checkReports,
  type ReportOptions,
  type ReportWorld,
  writeReports,
} from "./write.ts";
