import { type Begun, begin } from "../begin.ts";
import { type ExitCode, sentence, UserError } from "../diagnostics/index.ts";
import type { Io } from "../io.ts";
import type { Options } from "../options.ts";
import { errorPage, type Served, serve, watch } from "../preview/index.ts";
import { plan } from "../run.ts";
import { viewOf } from "../view/index.ts";
import { pageText } from "./_drawn.ts";
import { lintPlan } from "./_lint.ts";
import { tell } from "./_tell.ts";

export type Look = (options: Options, io: Io, begun: Begun) => Promise<string>;

/** Looks at every change anew, on the terminal or in a served page, until Ctrl+C: that is no failure. */
export async function follow(
  look: Look,
  options: Options,
  io: Io,
  first: Begun,
): Promise<ExitCode> {
  const { serve: port, html, markdown } = options;
  const served = port === undefined ? undefined : await serve(port);
  if (served) io.out(`${served.address}\n`);
  let begun: Begun | undefined = first;
  const again = async () => {
    if (!served && !begun) io.out(separator(io));
    const now = begun ?? begin(options, io);
    begun = undefined;
    const work = served ? serveOnce(served, options, io, now) : look(options, io, now);
    io.out(await attempt(work, io, served));
  };
  try {
    await watch({ own: [html, markdown].flatMap((path) => path || []), again }, io);
  } finally {
    await served?.close();
  }
  return 0;
}

const clear = "\u001b[2J\u001b[H";
const separator = ({ terminal }: Io) =>
  terminal.columns === undefined ? `\n${"─".repeat(40)}\n\n` : clear;

/** A mistake that the user can mend is told, and no reason to end. */
async function attempt(work: Promise<string>, io: Io, served: Served | undefined) {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const lines = error.diagnostics.map((each) => `${each.severity}: ${sentence(each)}`);
    io.err(`${lines.join("\n")}\n`);
    served?.show(errorPage(lines));
    return "";
  }
}

/** Puts the page of the present work tree in place; nothing is printed. */
async function serveOnce(served: Served, options: Options, io: Io, begun: Begun): Promise<string> {
  const made = await plan(options, io, begun);
  tell([...made.diagnostics, ...(await lintPlan(made, io))], options, io);
  served.show(await pageText(await viewOf(made, io), io, true));
  return "";
}
