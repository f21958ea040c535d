/** Options of what is looked at; part of the table of options.ts, which knows what they mean. */
export const previewOptions = {
  html: {
    flag: "--html <file>",
    type: "string",
    help: "write the page to this file: one HTML file that opens by itself",
  },
  markdown: {
    flag: "--markdown [file]",
    type: "string",
    help: "write Markdown for a merge request note to this file (default: print it)",
  },
  mermaid: {
    flag: "--mermaid",
    type: "boolean",
    default: false,
    help: "print the graph as a Mermaid flowchart",
  },
  annotations: {
    flag: "--annotations <file>",
    type: "string",
    help: "write a report for artifacts:reports:annotations that links the page from the job",
  },
  service: {
    flag: "--service <name>",
    type: "pairs",
    help: "show only this service; * stands for any characters (may be repeated)",
  },
  stage: {
    flag: "--stage <name>",
    type: "pairs",
    help: "show only this stage (may be repeated)",
  },
  affectedOnly: {
    flag: "--affected-only",
    type: "boolean",
    default: false,
    help: "do not tell why the other services are out",
  },
  watch: {
    flag: "--watch",
    type: "boolean",
    default: false,
    help: "follow the work tree and show the pipeline anew at each change, until Ctrl+C",
  },
  serve: {
    flag: "--serve [port]",
    type: "string",
    help: "serve the page on 127.0.0.1, made anew at each change, until Ctrl+C (default: port 4650, or one that is free)",
  },
  run: {
    flag: "--run [jobs...]",
    type: "words",
    help: "run the pipeline here with gitlab-ci-local, in a copy of the repository: these jobs and those that they need, or all",
  },
  shell: {
    flag: "--shell",
    type: "boolean",
    default: false,
    help: "with --run: run jobs that have an image in the shell of this machine (only those that you trust)",
  },
} as const;
