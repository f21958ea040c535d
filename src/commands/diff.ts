import type { Begun } from "../begin.ts";
import type { ExitCode } from "../diagnostics/index.ts";
import {
  compareSides,
  diffReport,
  isEmpty,
  type Made,
  makeSides,
  openTrees,
  pipelinesOf,
  printDifference,
  type Side,
  whyOf,
} from "../diff/index.ts";
import type { Io } from "../io.ts";
import type { Options } from "../options.ts";
import { printJson } from "../report/index.ts";
import { tell } from "./_tell.ts";

/**
 * `fanout diff`: what a change does to the pipeline, configuration and generators included. Exit
 * code 1 on differences only where `--exit-code` asks for it.
 */
export async function diff(options: Options, io: Io, begun: Begun): Promise<ExitCode> {
  const trees = await openTrees(io);
  try {
    const sides = await makeSides(options, io, begun, trees);
    const difference = compareSides(sideOf(sides.from), sideOf(sides.to));
    tell(sides.diagnostics, options, io);
    const { from, to, compared } = sides;
    const told = { from: from.commit, to: to.commit, why: whyOf(compared), difference };
    if (options.json) io.out(printJson(diffReport(sides, difference)));
    else io.out(printDifference(told, io.terminal, options.verbose));
    return options.exitCode && !isEmpty(difference) ? 1 : 0;
  } finally {
    await trees.close();
  }
}

const sideOf = ({ plan, services }: Made): Side => ({
  pipelines: plan ? pipelinesOf(plan.emitted) : [],
  services,
});
