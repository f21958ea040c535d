import { resolve } from "node:path";
import { type ExitCode, fail, found, sentence, showText } from "../diagnostics/index.ts";
import {
  exitAfter,
  type Followed,
  follow,
  refOf,
  type Started,
  type TriggerReport,
  waitReport,
} from "../downstream/index.ts";
import {
  cancelAll,
  forget,
  type Outcome,
  problemsIn,
  startAll,
  startedIn,
} from "../downstream/start/index.ts";
import { guarded } from "../gitlab/index.ts";
import type { Interrupt, Io } from "../io.ts";
import type { Options } from "../options.ts";
import { printJson } from "../report/index.ts";
import { showName, table } from "../terminal.ts";
import { followOptions } from "./_pipelines.ts";
import { dryRun } from "./_planned.ts";
import { reporting } from "./_reports.ts";
import { type Aim, aimsOf } from "./_targets.ts";
import { endText } from "./wait.ts";

/**
 * `fanout trigger`: starts pipelines of other projects, each once, and follows them with `--wait`.
 * Exit code 5 where one could not be started, 1 where one that was followed failed; 130 or 143 where
 * somebody interrupted.
 */
export async function trigger(options: Options, unguarded: Io): Promise<ExitCode> {
  const io = guarded(unguarded);
  checkModes(options);
  const waits = options.wait || options.strategy !== undefined;
  // A time limit that cannot be read is told before anything is started, whoever waits.
  const how = followOptions(options, io);
  const reports = reporting(options, io);
  const aims = await aimsOf(options, io);
  if (options.dryRun)
    return dryRun(
      aims.map(({ target }) => target),
      options,
      io,
    );
  const { outcomes, interrupted } = await start(aims, waits, options, io);
  const started = startedIn(outcomes);
  say(outcomes, waits, options, io);
  if (interrupted && !options.detach) await cancel(started, options, io);
  if (started.length > 0 && !interrupted) await reports.begin();
  const followed =
    waits && !interrupted ? await wait(started, aims, { ...how, options, io }) : undefined;
  if (options.json) io.out(printJson(reported(outcomes, followed)));
  else if (followed) io.out(endText(followed, options, io));
  if (interrupted) return exitAfter[interrupted];
  if (followed?.ended === "interrupted") return followed.exit;
  const exit = problemsIn(outcomes).length > 0 ? 5 : (followed?.exit ?? 0);
  if (started.length === 0) return exit;
  return reports.end(started.map(refOf), followed?.roots, exit);
}

function checkModes({ curl, crontab, dryRun, resume }: Options): void {
  const flag = crontab ? "--crontab" : "--curl";
  if ((curl || crontab) && !dryRun) {
    const problem = "prints a command and starts nothing";
    fail("TRIGGER_OPTION", [flag], { problem, next: "Give --dry-run with it" });
  }
  if (resume === "") {
    fail("TRIGGER_OPTION", ["--resume"], { problem: "names no file", next: "Give its name" });
  }
}

/** Starts all; who asks to end is heard, and who asks twice ends the process at once. */
async function start(aims: readonly Aim[], waits: boolean, options: Options, io: Io) {
  let interrupted: Interrupt | undefined;
  let off = () => {};
  const listening = io.onInterrupt?.((by) => {
    interrupted = by;
    off();
    io.err("Nothing more is started ...\n");
  });
  off = listening ?? off;
  const tell = (line: string) => {
    if (!options.quiet && !options.json) io.err(`${showText(line)}\n`);
  };
  for (const { target } of aims) if (target.why) tell(`${target.project}: ${target.why}`);
  try {
    const targets = aims.map(({ target }) => target);
    const outcomes = await startAll(targets, io, {
      ...mannerOf(options, io),
      tell,
      waits,
      ending: () => interrupted !== undefined,
    });
    return { outcomes, interrupted };
  } finally {
    off();
  }
}

const mannerOf = ({ resume, verbose }: Options, io: Io) => ({
  resume: resume === undefined ? undefined : resolve(io.cwd, resume),
  ...(verbose && { verbose: io.err }),
});

/** What was started and what was not. */
function say(outcomes: readonly Outcome[], waits: boolean, options: Options, io: Io): void {
  const started = startedIn(outcomes);
  for (const problem of problemsIn(outcomes)) io.err(`error: ${sentence(problem)}\n`);
  const rows = started.map((one) => [
    one.found ? "found" : "started",
    showName(`${one.project.path}#${one.pipeline}`),
    showName(one.ref),
    showName(one.url),
  ]);
  if (!options.json && !waits) io.out(table(rows));
  else if (!options.quiet && !options.json) io.err(table(rows));
  if (options.quiet || options.json) return;
  if (outcomes.length === 0)
    io.err("There is nothing to start: no entry of downstream concerns what is affected.\n");
  else if (outcomes.length > 1)
    io.err(`Started ${started.length} of ${outcomes.length} pipelines.\n`);
}

async function cancel(started: readonly Started[], options: Options, io: Io): Promise<void> {
  if (started.length === 0) return;
  io.err("Cancelling what this run started (--detach lets it go on) ...\n");
  const lines = await cancelAll(started, io, mannerOf(options, io));
  for (const line of lines) io.err(`${showText(line)}\n`);
}

type How = ReturnType<typeof followOptions> & { readonly options: Options; readonly io: Io };

/** Follows what counts; what is cancelled when somebody interrupts is forgotten. */
async function wait(
  started: readonly Started[],
  aims: readonly Aim[],
  { options, io, ...how }: How,
): Promise<Followed | undefined> {
  const ways = new Map(aims.map(({ target, strategy }) => [target, strategy]));
  const counted = started.filter(({ target }) => ways.get(target) !== "none");
  if (counted.length === 0) return undefined;
  const configured = counted.map(({ target }) => ways.get(target));
  const mirror = configured.every((strategy) => strategy === "mirror");
  const strategy = options.strategy ?? (mirror ? "mirror" : "depend");
  const followed = await follow(counted, { ...how, strategy, cancel: !options.detach }, { io });
  const cancelled = followed.ended === "interrupted" && !options.detach;
  if (cancelled) forget(counted, io, mannerOf(options, io));
  return followed;
}

const reported = (outcomes: readonly Outcome[], followed: Followed | undefined): TriggerReport => ({
  version: 1,
  targets: outcomes.map((outcome) => {
    const { project, ref = null } = outcome.target;
    if ("started" in outcome) {
      const { project: own, pipeline, url, ref: sent, how, found } = outcome.started;
      return {
        project: own.path,
        projectId: own.id,
        ref: sent,
        status: "started",
        pipeline,
        url,
        how,
        found,
      };
    }
    if ("skipped" in outcome) {
      const { message } = found("TRIGGER_ENDED", [project], {});
      return { project, ref, status: "not started", message };
    }
    const { code, message } = outcome.problem;
    return { project, ref, status: outcome.open ? "unknown" : "not started", code, message };
  }),
  ...(followed && { followed: waitReport(followed) }),
});
