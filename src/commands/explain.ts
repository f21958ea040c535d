import type { Begun } from "../begin.ts";
import type { ExitCode } from "../diagnostics/index.ts";
import { explain as explainName, printExplanation } from "../explain/index.ts";
import type { Io } from "../io.ts";
import { headline } from "../notes.ts";
import type { Options } from "../options.ts";
import { printJson } from "../report/index.ts";
import { detect } from "../run.ts";
import { tell } from "./_tell.ts";

/** `fanout explain NAME`: why a service or a job is in the pipeline, or why not. */
export async function explain(options: Options, io: Io, begun: Begun): Promise<ExitCode> {
  const detected = await detect(options, io, begun);
  tell(detected.diagnostics, options, io);
  const explained = await explainName(options.name ?? "", detected, options, io);
  if (options.json) io.out(printJson({ version: 1, ...explained }));
  else {
    if (!options.quiet) io.err(`${headline(detected)}\n`);
    io.out(printExplanation(explained, options.verbose));
  }
  return 0;
}
