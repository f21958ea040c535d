import { describeReason } from "../affected/index.ts";
import type { Begun } from "../begin.ts";
import type { ExitCode } from "../diagnostics/index.ts";
import type { Io } from "../io.ts";
import { headline, tally } from "../notes.ts";
import type { Options } from "../options.ts";
import { affectedTree } from "../preview/index.ts";
import { affectedReport, printJson } from "../report/index.ts";
import { detect } from "../run.ts";
import { showName, table } from "../terminal.ts";
import { tell } from "./_tell.ts";

/** `fanout affected`: services in and out, with reasons, as a table or (--tree) by what depends on what. */
export async function affected(options: Options, io: Io, begun: Begun): Promise<ExitCode> {
  const detected = await detect(options, io, begun);
  tell(detected.diagnostics, options, io);
  if (options.json) {
    io.out(printJson(affectedReport(detected)));
    return 0;
  }
  if (!options.quiet) io.err(`${headline(detected)}\n${tally(detected)}\n`);
  if (options.tree) {
    io.out(affectedTree(detected.affected.verdicts, options.verbose));
    return 0;
  }
  const shown = options.verbose ? Number.POSITIVE_INFINITY : 3;
  const rows = detected.affected.verdicts.flatMap(({ service, affected, reasons }) => {
    const lines = reasons.slice(0, shown).map(describeReason);
    const hidden = reasons.length - lines.length;
    if (hidden > 0) lines.push(`and ${hidden} more (--verbose)`);
    if (!affected) return options.verbose ? [["-", showName(service), "not affected"]] : [];
    return lines.map((line, index) => (index ? ["", "", line] : ["+", showName(service), line]));
  });
  const gone = detected.removed.map(({ name, root }) => [
    "-",
    showName(name),
    `gone from ${showName(root)}`,
  ]);
  io.out(table([...rows, ...gone]));
  return 0;
}
