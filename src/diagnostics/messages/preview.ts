import { didYouMean } from "../closest.ts";
import { row } from "../row.ts";

/** What the previews find. */
export const previewMessages = {
  PREVIEW_SERVICE_UNKNOWN: row<{ given: string; known: readonly string[] }>({
    severity: "error",
    text: (a) => `no service is called "${a.given}"`,
    next: (a) => didYouMean(a.given, a.known) || "fanout affected --verbose lists all services",
  }),
  PREVIEW_STAGE_UNKNOWN: row<{ given: string; known: readonly string[] }>({
    severity: "error",
    text: (a) => `no stage with jobs is called "${a.given}"`,
    next: (a) => didYouMean(a.given, a.known) || `There are ${a.known.join(", ")}`,
  }),
  PREVIEW_MODES: row<{ other: string }>({
    severity: "error",
    text: (a) => `cannot be had together with ${a.other}`,
    next: () => "Call fanout preview once for each",
  }),
  RUN_JOB_UNKNOWN: row<{ given: string; known: readonly string[] }>({
    severity: "error",
    text: (a) => `no job of this pipeline is called "${a.given}"`,
    next: (a) => didYouMean(a.given, a.known) || "fanout preview shows them all",
  }),
  RUN_TOOL_MISSING: row<{ tool: "gitlab-ci-local" | "rsync" }>({
    severity: "error",
    text: (a) => `running a pipeline here needs ${a.tool}, which is not installed`,
    next: (a) =>
      a.tool === "rsync"
        ? "Install it with your package manager, such as `apt-get install rsync` or `brew install rsync`"
        : "Install it in this repository (`npm install --save-dev gitlab-ci-local`) or for everything (`npm install --global gitlab-ci-local`)",
  }),
  RUN_NEEDS_DOCKER: row<{ jobs: readonly string[] }>({
    severity: "error",
    text: (a) => `${firstOf(a.jobs)} an image, and docker does not answer here`,
    next: () =>
      "Start docker, name other jobs, or let them run in the shell of this machine, if you trust them (--shell)",
  }),
  SERVE_PORT_FORM: row<{ port: string }>({
    severity: "error",
    text: (a) => `"${a.port}" is no port: write a number up to 65535`,
  }),
  SERVE_PORT: row<{ port: number; problem: string }>({
    severity: "error",
    text: (a) => `port ${a.port} cannot be had: ${a.problem}`,
    next: () => "Name another, or none to have a free one chosen",
  }),
  RUN_COPY: row<{ problem: string }>({
    severity: "error",
    text: (a) => `the repository could not be copied to run the pipeline in: ${a.problem}`,
  }),
  PAGE_LEFT_OUT: row<{ bytes: number; limit: number }>({
    severity: "warning",
    text: (a) =>
      `was not written: together with the generated files it would take ${a.bytes} bytes of an archive, and GitLab reads no file from an archive of more than ${a.limit}`,
    next: () => "Write it in a job of its own (fanout preview --html)",
  }),
} as const;

const firstOf = ([first, second, ...more]: readonly string[]): string => {
  if (second === undefined) return `${first} has`;
  return more.length === 0
    ? `${first} and ${second} have`
    : `${first} and ${more.length + 1} more jobs have`;
};
