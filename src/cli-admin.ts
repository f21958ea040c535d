import { elsewhere } from "./cli-pipelines.ts";

/** The commands that look after projects and their tokens, for the table of cli.ts. */
export const adminCommands = {
  doctor: {
    summary: "say what keeps pipelines from being started, here and elsewhere, and mend it",
    options: ["project", "ref", "url", "fix", "yes"],
    help: {
      project:
        "look at this project as well: its full path or id (may be repeated; default: those of `downstream` in the configuration)",
      ref: "the branch or tag there (default: as configured, or its default branch)",
      verbose: "print every request",
      fix: "add this project to the job token allowlist of the others, after asking",
      ...({ all: false, services: false, upstream: false, param: false } as const),
    },
    load: async () => (await import("./commands/doctor.ts")).doctor,
  },
  token: {
    summary: "look after the trigger tokens of a project",
    options: ["project", "url", "description", "output", "force", "yes"],
    bare: ["output"],
    argument: { shown: "<action...>", help: "create, list, or revoke and the ids of tokens" },
    ...elsewhere,
    help: {
      ...elsewhere.help,
      project: "the project: its full path or id (default: this job's)",
      verbose: "print every request",
      output:
        "write the new token to this file, which its owner alone may read (default: print it)",
    },
    load: async () => (await import("./commands/token.ts")).token,
  },
} as const;
