import type { ExitCode } from "../diagnostics/index.ts";
import {
  drawTree,
  type Followed,
  failureText,
  follow,
  pipelinesNamed,
  waitReport,
  whyText,
} from "../downstream/index.ts";
import { guarded } from "../gitlab/index.ts";
import type { Io } from "../io.ts";
import type { Options } from "../options.ts";
import { printJson } from "../report/index.ts";
import { followOptions } from "./_pipelines.ts";
import { reporting } from "./_reports.ts";

/**
 * `fanout wait`: follows pipelines and all that they start to their end. Exit code 1 where one
 * failed, or where not all are over in time; 5 where one cannot be read; 130 or 143 where somebody
 * interrupted.
 */
export async function wait(options: Options, unguarded: Io): Promise<ExitCode> {
  const io = guarded(unguarded);
  const how = followOptions(options, io);
  const reports = reporting(options, io);
  const refs = await pipelinesNamed(options.names ?? [], options.url, io);
  await reports.begin();
  const followed = await follow(refs, how, { io });
  io.out(options.json ? printJson(waitReport(followed)) : endText(followed, options, io));
  if (followed.ended === "interrupted") return followed.exit;
  return reports.end(refs, followed.roots, followed.exit);
}

/** How it ended: the trees, the jobs that failed, and why the exit code is not 0. */
export function endText(
  { roots, failures, why }: Followed,
  { quiet, verbose }: Pick<Options, "quiet" | "verbose">,
  { terminal }: Pick<Io, "terminal">,
): string {
  const { color } = terminal;
  const tree = quiet ? [] : drawTree(roots, { color, all: verbose, urls: true });
  const end = why.length > 0 ? `\n${whyText(why)}` : "";
  const text = `${tree.map((line) => `${line}\n`).join("")}${failureText(failures, color)}${end}`;
  return text.replace(/^\n/, "");
}
