import type { Begun } from "../begin.ts";
import type { ExitCode } from "../diagnostics/index.ts";
import {
  compareSides,
  diffReport,
  isEmpty,
  type Made,
  makeSides,
  markdownDifference,
  mergeViews,
  openTrees,
  pipelinesOf,
  printDifference,
  type Side,
  type Told,
  toldOf,
} from "../diff/index.ts";
import { writeFiles } from "../emit/index.ts";
import type { Io } from "../io.ts";
import type { Options } from "../options.ts";
import { pageMaker } from "../preview/index.ts";
import { printJson } from "../report/index.ts";
import { type View, viewOf } from "../view/index.ts";
import { tell } from "./_tell.ts";

/**
 * `fanout diff`: what a change does to the pipeline, configuration and generators included. Exit
 * code 1 on differences only where `--exit-code` asks for it.
 */
export async function diff(options: Options, io: Io, begun: Begun): Promise<ExitCode> {
  const trees = await openTrees(io);
  try {
    const sides = await makeSides(options, io, begun, trees);
    const [before, after] = [await viewed(sides.from), await viewed(sides.to)];
    const difference = compareSides(sideOf(sides.from, before), sideOf(sides.to, after));
    const told = toldOf(sides, difference);
    tell(sides.diagnostics, options, io);
    writeFiles(io, await filesOf(options, before, after, told, io));
    if (options.json) io.out(printJson(diffReport(sides, difference)));
    else if (options.markdown === "") io.out(markdownDifference(told));
    else io.out(printDifference(told, io.terminal, options.verbose));
    return options.exitCode && !isEmpty(difference) ? 1 : 0;
  } finally {
    await trees.close();
  }
}

const viewed = async ({ plan, io }: Made): Promise<View | undefined> => plan && viewOf(plan, io);

const sideOf = ({ plan, services }: Made, view: View | undefined): Side => ({
  pipelines: plan && view ? pipelinesOf(view, plan) : [],
  services,
});

async function filesOf(
  { html, markdown }: Options,
  before: View | undefined,
  after: View | undefined,
  told: Told,
  io: Io,
): Promise<{ path: string; text: string }[]> {
  const files = markdown ? [{ path: markdown, text: markdownDifference(told) }] : [];
  if (html === undefined) return files;
  const { pageAssets, pageOf } = await pageMaker();
  const text = await pageOf(mergeViews(before, after, told), pageAssets(io.files));
  return [...files, { path: html, text }];
}
