import { row } from "../row.ts";

/** `a; b; and 3 more`. */
function some(parts: readonly string[], most = 3): string {
  const more = parts.length - most;
  return [...parts.slice(0, most), ...(more > 0 ? [`and ${more} more`] : [])].join("; ");
}

export interface Place {
  /** Pipeline, job, path. */
  readonly where: string;
  readonly problem: string;
}

/** What downstream/reports/ finds. */
export const reportMessages = {
  REPORT_OPTION: row<{ next: string }>({
    severity: "error",
    text: () => "cannot be taken like this",
    next: (a) => a.next,
  }),
  REPORT_CUT: row<{ left: number; count: number; what: "pipelines" | "links" | "tests" }>({
    severity: "warning",
    text: (a) => `${a.left} of ${a.count} ${a.what} are left out: GitLab takes no more`,
    next: (a) =>
      a.what === "pipelines"
        ? "The pipelines furthest below are left out; --dotenv-limit tells how many variables your GitLab takes"
        : a.what === "tests"
          ? "Tests that succeeded are left out first"
          : "Links to failed jobs are left out first",
  }),
  TESTS_UNREAD: row<{ unread: readonly (readonly [pipeline: string, problem: string])[] }>({
    severity: "warning",
    text: (a) =>
      `the tests of ${a.unread.length === 1 ? "a pipeline" : `${a.unread.length} pipelines`} cannot be read (${some(a.unread.map(([pipeline, problem]) => `${pipeline}: ${problem}`))})`,
    next: () =>
      "No job token may read test reports: put a token with the scope read_api, of somebody who may see these pipelines, into GITLAB_TOKEN",
  }),
  ARTIFACT_FORM: row<{ given: string; problem: string }>({
    severity: "error",
    text: (a) => `${JSON.stringify(a.given)} ${a.problem}`,
    next: () => "Write JOB:PATH, such as 'build:dist/**' or 'test*:report.xml'",
  }),
  ARTIFACT_NONE: row<{ given: string }>({
    severity: "warning",
    text: (a) => `no downstream job that ran has artifacts like ${JSON.stringify(a.given)}`,
    next: () =>
      "What stands behind the last colon is the path; GitLab says the same where the token may not read the artifacts, and where they have expired",
  }),
  ARTIFACT_LEFT: row<Place>({
    severity: "warning",
    text: (a) => `${a.where} is left out: ${a.problem}`,
  }),
  ARTIFACT_ARCHIVE: row<Place>({
    severity: "warning",
    text: (a) => `the artifacts of ${a.where} cannot be unpacked: ${a.problem}`,
    next: () => "A path without * is asked for by itself, without the archive",
  }),
  ARTIFACT_UNREAD: row<Place>({
    severity: "warning",
    text: (a) => `the artifacts of ${a.where} cannot be read: ${a.problem}`,
  }),
  NOTE_NOWHERE: row<{ open: readonly string[] }>({
    severity: "error",
    text: (a) =>
      a.open.length > 1
        ? `there are several merge requests of this branch (${some(a.open)})`
        : "this is no pipeline of a merge request",
    next: () =>
      "Say which with --merge-request 12 or --merge-request group/app!12, or run the job only where CI_MERGE_REQUEST_IID is set",
  }),
  NOTE_FORM: row<{ given: string }>({
    severity: "error",
    text: (a) => `${JSON.stringify(a.given)} is no merge request`,
    next: () => "Write 12, or group/app!12",
  }),
  NOTE_WHERE: row<{ number: string }>({
    severity: "error",
    text: (a) => `it is not clear of which project ${a.number} is: CI_PROJECT_ID is not set`,
    next: (a) => `Name it with its project, group/app!${a.number}`,
  }),
  NOTE_NAME: row<{ given: string }>({
    severity: "error",
    text: (a) => `${JSON.stringify(a.given)} cannot be the name of a note`,
    next: () => "Take up to 60 letters, digits, dots and single hyphens",
  }),
  NOTE_EMPTY: row({
    severity: "error",
    text: () => "there is nothing to write into the note",
    next: () =>
      "Name a file, hand something over (fanout preview --markdown | fanout comment), or name pipelines with --pipeline",
  }),
  NOTE_FILE: row<{ problem: string }>({
    severity: "error",
    text: (a) => `cannot be read: ${a.problem}`,
  }),
  NOTE_TOKEN: row<{ host: string }>({
    severity: "error",
    exit: 5,
    text: (a) => `there is no token that may write a note at ${a.host}`,
    next: () =>
      "A job token can write none: put a project access token with the role Reporter and the scope api into GITLAB_TOKEN, masked and without protection where merge requests come from branches that are not protected",
  }),
  NOTE_CUT: row<{ left: number }>({
    severity: "warning",
    text: (a) => `the note is cut by ${a.left} characters: GitLab takes 1,000,000`,
  }),
  COMMIT_STATUS_NOWHERE: row({
    severity: "error",
    text: () => "there is no commit to give a status to",
    next: () =>
      "--commit-status works in a job of GitLab's, where CI_PROJECT_ID and CI_COMMIT_SHA are set",
  }),
  COMMIT_STATUS_FAILED: row<{ name: string; state: string; problem: string }>({
    severity: "error",
    exit: 5,
    text: (a) =>
      `the status ${JSON.stringify(a.name)} of the commit could not be set to ${a.state}: ${a.problem}`,
    next: () =>
      "It takes a token with the scope api and the role Developer (Maintainer on a protected branch) in GITLAB_TOKEN; no job token may do it, and no job of the pipeline may have the same name",
  }),
} as const;
