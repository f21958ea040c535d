import { relative, resolve } from "node:path";
import type { Begun } from "../begin.ts";
import type { ExitCode } from "../diagnostics/index.ts";
import { writeFiles } from "../emit/index.ts";
import type { Io } from "../io.ts";
import { headline, tally } from "../notes.ts";
import type { Options } from "../options.ts";
import { printJson, report } from "../report/index.ts";
import { plan } from "../run.ts";
import { tell } from "./_tell.ts";

/** `fanout generate`: writes the child pipeline, and the report where one is asked for. */
export async function generate(options: Options, io: Io, begun: Begun): Promise<ExitCode> {
  const made = await plan(options, io, begun);
  tell(made.diagnostics, options, io);
  const document = options.report || options.json ? printJson(report(made)) : "";
  const files = made.emitted.files.map(({ path, text }) => ({ path, text }));
  if (options.report) files.push({ path: options.report, text: document });
  writeFiles(io, files);
  if (options.json) io.out(document);
  else if (!options.quiet) {
    io.err(`${headline(made)}\n${tally(made)}\n`);
    for (const { path, bytes, jobs } of made.emitted.files) {
      const shown = relative(io.cwd, resolve(io.cwd, path));
      io.out(`${shown}: ${count(jobs, "job")}, ${count(bytes, "byte")}\n`);
    }
  }
  return 0;
}

const count = (number: number, word: string) => `${number} ${word}${number === 1 ? "" : "s"}`;
