import { type ExitCode, fail } from "../diagnostics/index.ts";
import {
  type Done,
  doneText,
  type FollowOptions,
  type FollowWorld,
  instances,
  nameOf,
  pipelinesNamed,
  readTrees,
  type StepsReport,
} from "../downstream/index.ts";
import type { Io } from "../io.ts";
import { parseDuration } from "../model/index.ts";
import type { Options } from "../options.ts";
import { printJson } from "../report/index.ts";

/** How to follow, as the options say. Errors: TIMEOUT_FORM. */
export function followOptions(options: Options, io: Io): FollowOptions {
  const { strategy = "depend", onManual = "wait", verbose } = options;
  return { strategy, onManual, verbose, timeout: timeoutOf(options), show: showOf(options, io) };
}

/** GitLab's reader of durations passes over words that it does not know. */
const duration =
  /^(?:\d+(?:\.\d+)?\s*(?:s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|w|weeks?)[\s,]*)+$/i;

/** Milliseconds. */
function timeoutOf({ timeout }: Options): number {
  const seconds = duration.test(timeout.trim()) ? parseDuration(timeout) : undefined;
  return seconds ? seconds * 1000 : fail("TIMEOUT_FORM", ["--timeout"], { given: timeout });
}

/** A tree is drawn anew only where the output is a terminal that can. */
function showOf({ json, quiet }: Options, { env, terminal }: Io): FollowOptions["show"] {
  if (json || quiet) return "nothing";
  return terminal.columns === undefined || env.TERM === "dumb" ? "lines" : "live";
}

/** The tree of the pipeline that is named, read once. API_REFUSED where it cannot be read. */
export async function treeNamed(options: Options, world: FollowWorld) {
  const { io } = world;
  const refs = await pipelinesNamed([options.name ?? ""], options.url, io);
  const tell = options.quiet ? () => {} : io.err;
  const at = instances(world, { tell, verbose: options.verbose ? io.err : undefined });
  const [tree] = await readTrees(refs, at, world);
  const [ref] = refs;
  if (!tree || !ref) throw new Error("one pipeline was named");
  if (tree.problem !== undefined && tree.url === "") {
    const { problem } = tree;
    fail("API_REFUSED", [], { what: `${nameOf(tree)} cannot be read`, problem, lost: false });
  }
  return { tree, ref, instance: at(ref.url) };
}

/** Says what was done; the exit code. */
export function toldDone(done: readonly Done[], none: string, options: Options, io: Io): ExitCode {
  const steps = done.map(({ what, problem }) => ({ what, done: problem === undefined, problem }));
  const report: StepsReport = { version: 1, steps };
  const text = done.length === 0 ? `${none}\n` : done.map(doneText).join("");
  io.out(options.json ? printJson(report) : text);
  return done.some(({ problem }) => problem !== undefined) ? 5 : 0;
}
