import type { Options } from "./options.ts";

/** What concerns a comparison with a base means nothing to those who ask GitLab about pipelines. */
const elsewhere = {
  means: (options: Options): Options => ({ ...options, all: true }),
  help: {
    ...({ config: false, base: false, head: false, source: false, precision: false } as const),
    ...({ cacheDir: false, all: false, services: false, upstream: false, param: false } as const),
  },
};
const pipeline = "its id here (123), group/app#123, or its web address";

/** The commands that start, follow and steer pipelines, for the table of cli.ts. */
export const pipelineCommands = {
  wait: {
    summary: "follow pipelines and all that they start to their end",
    options: ["url", "strategy", "timeout", "onManual"],
    argument: { shown: "<pipelines...>", help: pipeline },
    ...elsewhere,
    load: async () => (await import("./commands/wait.ts")).wait,
  },
  status: {
    summary: "show a pipeline and all that it started, with addresses",
    options: ["url"],
    argument: { shown: "<pipeline>", help: pipeline },
    ...elsewhere,
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
