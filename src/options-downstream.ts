/** Options of other pipelines; part of the table of options.ts, which knows what they mean. */
export const downstreamOptions = {
  project: {
    flag: "--project <path>",
    type: "pairs",
    help: "a project: its full path, or its id (may be repeated)",
  },
  url: {
    flag: "--url <address>",
    type: "string",
    help: "address of another GitLab (default: the one that runs this job)",
  },
  yes: {
    flag: "-y, --yes",
    type: "boolean",
    default: false,
    help: "do it without asking",
  },
  force: {
    flag: "--force",
    type: "boolean",
    default: false,
    help: "print the token even where a log keeps it",
  },
  description: {
    flag: "--description <text>",
    type: "string",
    help: "what the token is for, as GitLab's list shows it",
  },
  strategy: {
    flag: "--strategy <how>",
    type: "string",
    choices: ["depend", "mirror"],
    help: "what a skipped pipeline counts as: failed (depend, default), or as it is (mirror)",
  },
  timeout: {
    flag: "--timeout <duration>",
    type: "string",
    default: "1h",
    help: "wait no longer than this, such as 90m",
  },
  onManual: {
    flag: "--on-manual <what>",
    type: "string",
    choices: ["wait", "succeed", "fail"],
    help: "what counts where only manual or delayed jobs are left: wait for them (default), or end with success or failure",
  },
  detach: {
    flag: "--detach",
    type: "boolean",
    default: false,
    help: "when interrupted, let go on what was started",
  },
  recreate: {
    flag: "--recreate",
    type: "boolean",
    default: false,
    help: "start failed downstream pipelines anew by their trigger jobs, instead of retrying jobs in them",
  },
  target: {
    flag: "--target <json>",
    type: "pairs",
    help: 'a project that differs from the others, as {"project": "group/app", "ref": ..., "variables": {...}, "inputs": {...}, "url": ..., "token": ...} (may be repeated)',
  },
  fallbackRef: {
    flag: "--fallback-ref",
    type: "boolean",
    default: false,
    help: "take the default branch of a project that has no such branch or tag",
  },
  input: {
    flag: "--input <name=value>",
    type: "pairs",
    help: "an input of the pipeline; name:=JSON for what is no text (may be repeated)",
  },
  token: {
    flag: "--token <variable>",
    type: "string",
    help: "the variable that holds a trigger token of the project (default: CI_JOB_TOKEN, then GITLAB_TOKEN)",
  },
  wait: {
    flag: "--wait",
    type: "boolean",
    default: false,
    help: "follow what was started to its end, as fanout wait does",
  },
  resume: {
    flag: "--resume <file>",
    type: "string",
    help: "write down here what is started; a run that is given the file again starts none of it twice",
  },
  dryRun: {
    flag: "--dry-run",
    type: "boolean",
    default: false,
    help: "say what would be started and with which token, and ask GitLab nothing",
  },
  curl: {
    flag: "--curl",
    type: "boolean",
    default: false,
    help: "with --dry-run: print the equal call of curl, the token as a variable",
  },
  crontab: {
    flag: "--crontab",
    type: "boolean",
    default: false,
    help: "with --dry-run: print it as a line of a crontab",
  },
} as const;
