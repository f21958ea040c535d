/** What concerns a comparison with a base means nothing to those who only ask GitLab. */
export const elsewhere = {
  compares: false,
  help: {
    ...({ config: false, base: false, head: false, source: false, precision: false } as const),
    ...({ cacheDir: false, all: false, services: false, upstream: false, param: false } as const),
    verbose: "print every request, and every job's changes",
  },
} as const;
const pipeline = "its id here (123), group/app#123, or its web address";

/** What comes back of pipelines. */
const reports = ["dotenv", "dotenvLimit", "annotations", "junit", "artifacts", "artifact"] as const;
const annotations =
  "write a report for artifacts:reports:annotations that links the pipelines and their failed jobs from the job";

/** The commands that start, follow and steer pipelines, for the table of cli.ts. */
export const pipelineCommands = {
  trigger: {
    summary: "start pipelines of other projects, each once, and follow them",
    options: [
      ...(["project", "target", "ref", "fallbackRef", "var", "input", "url", "token"] as const),
      ...(["wait", "strategy", "timeout", "onManual", "detach", "resume"] as const),
      ...(["dryRun", "curl", "crontab"] as const),
      ...reports,
      "commitStatus",
    ],
    help: {
      annotations,
      project:
        "a project: its full path, or its id (may be repeated; default: what `downstream` of the configuration starts by the API for the services that the change affects)",
      ref: "the branch or tag there (default: the project's default branch)",
      var: "a variable of the pipeline; it arrives as it is written (may be repeated)",
      strategy:
        "wait, and count a skipped pipeline as failed (depend, default), or as it is (mirror)",
      detach: "when interrupted, let go on what was started",
      verbose: "print every request, every job's changes, and all that is good to know",
    },
    // Only where it names no project; then it begins by itself.
    compares: false,
    load: async () => (await import("./commands/trigger.ts")).trigger,
  },
  "webhook-url": {
    summary: "print the address that another project calls to start a pipeline",
    options: ["project", "ref", "var", "url"],
    ...elsewhere,
    help: {
      ...elsewhere.help,
      project:
        "the project whose pipeline is started: its full path, or its id (default: this job's)",
      ref: "the branch or tag that the pipeline runs for (default: this job's default branch)",
      var: "a variable of the pipeline (may be repeated)",
      url: "address of its GitLab (default: the one that runs this job)",
    },
    load: async () => (await import("./commands/webhook-url.ts")).webhookAddress,
  },
  wait: {
    summary: "follow pipelines and all that they start to their end",
    options: ["url", "strategy", "timeout", "onManual", ...reports, "commitStatus"],
    argument: { shown: "<pipelines...>", help: pipeline },
    ...elsewhere,
    help: { ...elsewhere.help, annotations },
    load: async () => (await import("./commands/wait.ts")).wait,
  },
  status: {
    summary: "show a pipeline and all that it started, with addresses",
    options: ["url", ...reports],
    argument: { shown: "<pipeline>", help: pipeline },
    ...elsewhere,
    help: { ...elsewhere.help, annotations },
    load: async () => (await import("./commands/status.ts")).status,
  },
  cancel: {
    summary: "cancel a pipeline and all that it started",
    options: ["url"],
    argument: { shown: "<pipeline>", help: pipeline },
    ...elsewhere,
    load: async () => (await import("./commands/cancel.ts")).cancel,
  },
  retry: {
    summary: "retry what failed or was cancelled in a pipeline and in all that it started",
    options: ["url", "recreate"],
    argument: { shown: "<pipeline>", help: pipeline },
    ...elsewhere,
    load: async () => (await import("./commands/retry.ts")).retry,
  },
} as const;
