import type { ExitCode } from "../diagnostics/index.ts";
import { drawTree, pipelinesIn, statusReport } from "../downstream/index.ts";
import { guarded } from "../gitlab/index.ts";
import type { Io } from "../io.ts";
import type { Options } from "../options.ts";
import { printJson } from "../report/index.ts";
import { treeNamed } from "./_pipelines.ts";
import { reporting } from "./_reports.ts";

/**
 * `fanout status`: a pipeline and all that it started, once, with addresses. Exit code 0 whatever
 * the statuses are; 5 where something of the tree cannot be read.
 */
export async function status(options: Options, unguarded: Io): Promise<ExitCode> {
  const io = guarded(unguarded);
  const reports = reporting(options, io);
  const { tree, ref } = await treeNamed(options, { io });
  const { color } = io.terminal;
  const lines = drawTree([tree], { color, all: true, urls: true }).map((line) => `${line}\n`);
  io.out(options.json ? printJson(statusReport([tree])) : lines.join(""));
  const unread = pipelinesIn([tree]).some(({ problem }) => problem !== undefined);
  return reports.end([ref], [tree], unread ? 5 : 0);
}
