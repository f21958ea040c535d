import { didYouMean } from "../closest.ts";
import { row } from "../row.ts";

const quoted = (text: string) => JSON.stringify(text);

/** Codes of context/ and detect/: git, the base, the changes. */
export const contextMessages = {
  SOURCE_UNKNOWN: row<{ source: string; known: readonly string[] }>({
    severity: "error",
    text: (a) => `--source ${quoted(a.source)} is no kind of pipeline`,
    next: (a) => didYouMean(a.source, a.known) || `Known are ${a.known.join(", ")}`,
  }),
  UPSTREAM_UNKNOWN: row<{ project: string; known: readonly string[] }>({
    severity: "error",
    text: (a) => `\`upstream\` of the configuration does not name ${quoted(a.project)}`,
    next: (a) =>
      didYouMean(a.project, a.known) ||
      (a.known.length > 0 ? `It names ${a.known.join(", ")}` : "Name it there, with its services"),
  }),
  UPSTREAM_UNNAMED: row<{
    what: string;
    project: string | undefined;
    known: readonly string[];
  }>({
    severity: "info",
    text: (a) =>
      `a ${a.what} started this pipeline, which is not named here, so it counts as any other`,
    next: (a) =>
      a.project === undefined
        ? "Where the project is meant to be known, give its `id`"
        : didYouMean(a.project, a.known) ||
          "Name the project where its changes concern services here",
  }),
  UPSTREAM_UNREADABLE: row<{ problem: string }>({
    severity: "warning",
    text: (a) =>
      `${a.problem}, so nobody knows which project started this pipeline: all services count that \`upstream\` names, beside those that changed here`,
    next: () => "See what was sent in the webhook's recent events",
  }),
  BASE_NOT_FOUND: row<{ revision: string; problem: string }>({
    severity: "error",
    exit: 3,
    text: (a) => `--base ${quoted(a.revision)} could not be had: ${a.problem}`,
    next: () => "Name a branch, tag or commit that is here or on the remote",
  }),
  BASE_UNKNOWN: row<{ why: string }>({
    severity: "error",
    exit: 3,
    text: (a) => `there is no base to compare with: ${a.why}`,
    next: () =>
      'Name one with --base, or let everything count as changed with base.unknown: "all" in the configuration',
  }),
  HEAD_NOT_FOUND: row<{ revision: string; problem: string }>({
    severity: "error",
    exit: 3,
    text: (a) => `--head ${quoted(a.revision)} could not be had: ${a.problem}`,
    next: () => "Name a branch, tag or commit that is here or on the remote",
  }),
  GIT_MISSING: row({
    severity: "error",
    exit: 3,
    text: () => "git could not be started",
    next: () => "Install git and see that it is on PATH",
  }),
  GIT_NO_REPOSITORY: row<{ path: string }>({
    severity: "error",
    exit: 3,
    text: (a) => `${a.path} is not inside a git repository`,
    next: () => "Run fanout inside one, or name one with -C",
  }),
  GIT_BARE: row<{ path: string }>({
    severity: "error",
    exit: 3,
    text: (a) => `${a.path} is a bare repository, or the inside of one: it has no files to look at`,
    next: () => "Clone it and run fanout in the clone",
  }),
  GIT_NO_COMMITS: row<{ path: string }>({
    severity: "error",
    exit: 3,
    text: (a) => `the repository ${a.path} has no commits`,
    next: () => "Commit something first",
  }),
  GIT_UNSAFE: row<{ path: string }>({
    severity: "error",
    exit: 3,
    text: (a) => `git does not trust ${a.path}, because it belongs to another user`,
    next: (a) => `If you trust it, run: git config --global --add safe.directory ${shell(a.path)}`,
  }),
  GIT_FAILED: row<{ command: string; problem: string }>({
    severity: "error",
    exit: 3,
    text: (a) => `\`${a.command}\` failed: ${a.problem}`,
  }),
  FILE_UNREADABLE: row<{ problem: string }>({
    severity: "error",
    exit: 3,
    text: (a) => `could not be read: ${a.problem}`,
    next: () => "Mend its permissions",
  }),
  PATHS_UNOWNED: row<{ paths: readonly string[] }>({
    severity: "warning",
    text: ({ paths }) => {
      const shown = paths.slice(0, 3).join(", ");
      const more = paths.length > 3 ? ` and ${paths.length - 3} more` : "";
      return `${paths.length === 1 ? "a changed path belongs" : `${paths.length} changed paths belong`} to no service: ${shown}${more}`;
    },
    next: () => "Name them in `everything`, in `ignore`, or in the inputs of a service",
  }),
} as const;

/** A word as a shell takes it. */
const shell = (word: string) =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
