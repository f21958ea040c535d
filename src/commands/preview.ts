import type { Begun } from "../begin.ts";
import type { ExitCode } from "../diagnostics/index.ts";
import type { Io } from "../io.ts";
import type { Options } from "../options.ts";
import { select, terminalPreview } from "../preview/index.ts";
import { printJson, report } from "../report/index.ts";
import { plan } from "../run.ts";
import { viewOf } from "../view/index.ts";
import { lintPlan } from "./_lint.ts";
import { tell } from "./_tell.ts";

/** `fanout preview`: the pipeline as people look at it; nothing is written. */
export async function preview(options: Options, io: Io, begun: Begun): Promise<ExitCode> {
  const made = await plan(options, io, begun);
  tell([...made.diagnostics, ...(await lintPlan(made, io))], options, io);
  if (options.json) {
    io.out(printJson(report(made)));
    return 0;
  }
  const view = await viewOf(made, io, { detail: "list" });
  io.out(terminalPreview(select(view), { ...io.terminal, all: options.verbose }));
  return 0;
}
