import { elsewhere } from "./cli-pipelines.ts";

/** The commands that tell elsewhere what came of pipelines, for the table of cli.ts. */
export const reportCommands = {
  comment: {
    summary: "write one note on the merge request, and keep it up to date",
    options: ["name", "mergeRequest", "pipeline", "url"],
    argument: {
      shown: "[files...]",
      help: "Markdown for the note; - is standard input, which is taken as well where nothing is named",
    },
    ...elsewhere,
    load: async () => (await import("./commands/comment.ts")).comment,
  },
} as const;
