import { type Begun, begin } from "../begin.ts";
import { type ExitCode, fail } from "../diagnostics/index.ts";
import { writeFiles } from "../emit/index.ts";
import type { Io } from "../io.ts";
import type { Options } from "../options.ts";
import {
  markdownPreview,
  mermaidPreview,
  runLocally,
  select,
  terminalPreview,
} from "../preview/index.ts";
import { printJson, report } from "../report/index.ts";
import { type Plan, plan } from "../run.ts";
import { type View, viewOf } from "../view/index.ts";
import { filtersOf, pageText, type Written } from "./_drawn.ts";
import { lintPlan } from "./_lint.ts";
import { tell } from "./_tell.ts";

/** `fanout preview`: the pipeline as people look at it, once or at every change, or run here. */
export async function preview(options: Options, io: Io, begun: Begun): Promise<ExitCode> {
  checkModes(options);
  if (options.run) return (await run(options.run, options, io, begun)) ? 0 : 1;
  if (options.serve !== undefined || options.watch) {
    const { follow } = await import("./_follow.ts");
    return follow(look, options, io, begun);
  }
  io.out(await look(options, io, begun));
  return 0;
}

async function run(jobs: readonly string[], options: Options, io: Io, begun: Begun) {
  const made = await plan(options, io, begun);
  tell(made.diagnostics, options, io);
  const { pipeline, comparison } = made;
  const { var: variables = [], shell } = options;
  return runLocally({ pipeline, root: comparison.root, jobs, variables, shell }, io);
}

/** What is printed can be one thing only; a run and a server print their own. */
function checkModes(options: Options): void {
  const { json, mermaid, markdown, run, serve, watch } = options;
  const modes = [
    ...(json ? ["--json"] : []),
    ...(mermaid ? ["--mermaid"] : []),
    ...(markdown === "" ? ["--markdown"] : []),
    ...(run ? ["--run"] : []),
    ...(serve === undefined ? [] : ["--serve"]),
  ];
  if (modes.length > 1) fail("PREVIEW_MODES", modes.slice(0, 1), { other: modes[1]! });
  if (run && watch) fail("PREVIEW_MODES", ["--run"], { other: "--watch" });
}

/** One look: what is asked for is written, and what is to be printed given back. */
async function look(options: Options, io: Io, begun: Begun = begin(options, io)): Promise<string> {
  const made = await plan(options, io, begun);
  tell([...made.diagnostics, ...(await lintPlan(made, io))], options, io);
  const { html, markdown, as } = options;
  const needsView = !options.json || html !== undefined || markdown !== undefined;
  const detail = html !== undefined || as !== undefined ? "page" : "list";
  const view = needsView ? await viewOf(made, io, { detail }) : undefined;
  if (view) writeFiles(io, await files(view, options, io));
  return printed(made, view, options, io);
}

async function files(view: View, options: Options, io: Io): Promise<Written[]> {
  const { html, markdown } = options;
  const made: Written[] = [];
  if (html !== undefined) made.push({ path: html, text: await pageText(view, io) });
  if (markdown) {
    made.push({ path: markdown, text: markdownPreview(select(view, filtersOf(options))) });
  }
  return made;
}

function printed(made: Plan, view: View | undefined, options: Options, io: Io): string {
  if (options.json || !view) return printJson(report(made));
  const shown = select(view, filtersOf(options));
  if (options.mermaid) return mermaidPreview(shown).text;
  if (options.markdown === "") return markdownPreview(shown);
  return terminalPreview(shown, { ...io.terminal, all: options.verbose });
}
