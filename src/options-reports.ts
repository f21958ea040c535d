/** Options of what comes back; part of the table of options.ts, which knows what they mean. */
export const reportOptions = {
  dotenv: {
    flag: "--dotenv <file>",
    type: "string",
    help: "write ids, statuses and addresses of the pipelines for artifacts:reports:dotenv",
  },
  dotenvLimit: {
    flag: "--dotenv-limit <number>",
    type: "string",
    help: "how many variables GitLab takes of a dotenv report (default: 20)",
  },
  junit: {
    flag: "--junit <file>",
    type: "string",
    help: "write the tests of all pipelines as one report for artifacts:reports:junit",
  },
  artifacts: {
    flag: "--artifacts <dir>",
    type: "string",
    help: "write artifacts of downstream jobs to this directory: those that --artifact names",
  },
  artifact: {
    flag: "--artifact <job:path>",
    type: "pairs",
    help: "artifacts to bring: a job's name, where * stands for any characters, and a path or pattern; no path: all (may be repeated)",
  },
  commitStatus: {
    flag: "--commit-status <name>",
    type: "string",
    help: "give this job's commit a status of this name that is as the pipelines are",
  },
  mergeRequest: {
    flag: "--merge-request <number>",
    type: "string",
    help: "the merge request: 12 or group/app!12 (default: that of this pipeline)",
  },
  name: {
    flag: "--name <name>",
    type: "string",
    help: "the name by which the note is found again: one note a name (default: fanout)",
  },
  pipeline: {
    flag: "--pipeline <pipeline>",
    type: "pairs",
    help: "tell what came of this pipeline and all that it started: its id here (123), group/app#123, or its web address (may be repeated)",
  },
} as const;
