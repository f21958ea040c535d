import type { Clock } from "../../gitlab/index.ts";
import type { PipelineRef } from "../tree.ts";
import type { PipelineNode } from "../types.ts";
import { type Forest, forest } from "./forest.ts";
import { isHeld } from "./held.ts";
import type { Instance } from "./instances.ts";
import type { Followed } from "./types.ts";
import { isBlind, look, type Watched } from "./watched.ts";

/** The world of an engine. */
export interface Engine {
  readonly clock: Clock;
  /** Sleeps; comes back at once where the signal says so. */
  readonly nap: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  instance(url: string | undefined): Instance;
  /** When to stop, in milliseconds since 1970. */
  readonly until: number;
  /** Stop where all that is left waits for somebody or for a time. */
  readonly stopHeld: boolean;
  /** Read everything once, whatever its status. */
  readonly once: boolean;
  /** Ends the whole. */
  readonly interrupted: AbortSignal;
  /** Told after each look at one, with the way to see all. */
  looked(tree: () => readonly PipelineNode[]): void;
}

/** How many questions are under way at the same time. */
const together = 8;

/** From so many pipelines on, their jobs are read less often. */
const few = 20;
const fresh = 30_000;

/** How long one question may be repeated before others have their turn, in milliseconds. */
const patience = 120_000;

/** Looks at trees until they are over; gives how it ended, and what is known then. */
export async function watch(roots: readonly PipelineRef[], engine: Engine) {
  const { clock, until } = engine;
  const all = forest(roots, engine.instance, clock.now);
  const asking = new Set<Watched>();
  let bug: { readonly error: unknown } | undefined;
  // One promise a turn: one for all turns would keep something of each.
  let wake = () => {};
  engine.interrupted.addEventListener("abort", () => wake(), { once: true });
  const begin = (one: Watched, open: number) => {
    asking.add(one);
    ask(one, open, all, engine)
      .catch((error: unknown) => {
        bug = { error };
      })
      .finally(() => {
        asking.delete(one);
        wake();
      });
  };
  for (;;) {
    if (bug) throw bug.error;
    const met = all.reachable();
    const open = met.filter(({ ended }) => !ended);
    const ended = endOf(open, asking.size, all, engine);
    if (ended) return { ended, tree: all.tree() };
    const told = met.filter((one) => (one.ended ? all.speaks(one) && !engine.once : !isBlind(one)));
    const due = told.filter((one) => !asking.has(one) && one.due <= clock.now());
    for (const one of due.slice(0, together - asking.size)) begin(one, open.length);
    const pause = new AbortController();
    const woken = new Promise<void>((resolve) => {
      wake = resolve;
    });
    const idle = told.filter((one) => !asking.has(one));
    const next = nextOf(idle, asking.size, until);
    if (next !== undefined) void engine.nap(next - clock.now(), pause.signal).then(() => wake());
    await woken;
    pause.abort();
  }
}

/** One look at one; `open`: how many are. */
async function ask(one: Watched, open: number, all: Forest, engine: Engine): Promise<void> {
  const { clock, once } = engine;
  await look(one, {
    now: clock.now,
    until: Math.min(engine.until, clock.now() + patience),
    refresh: fresh * Math.max(1, open / few),
    speaks: all.speaks,
    child: all.meet,
  });
  if (once) {
    // What was ridden out in vain stays.
    one.problem ??= one.trouble;
    one.ended = true;
  }
  one.due = clock.now() + one.wait * (0.8 + clock.random() * 0.4);
  engine.looked(all.tree);
}

/** Whether this is the end, and which. */
function endOf(
  open: readonly Watched[],
  asking: number,
  all: Forest,
  engine: Engine,
): Followed["ended"] | undefined {
  if (engine.interrupted.aborted) return "interrupted";
  if (open.length === 0 || (engine.once && open.every(isBlind))) return "over";
  if (asking > 0) return undefined;
  if (engine.clock.now() >= engine.until) return "time";
  const held = (one: Watched) => isHeld(one, all.childOf);
  return engine.stopHeld && open.every(held) ? "held" : undefined;
}

/** When something is to be done besides waiting for answers; `undefined`: answers come first. */
function nextOf(idle: readonly Watched[], asking: number, until: number): number | undefined {
  const next = Math.min(...idle.map(({ due }) => due));
  if (asking === 0) return Math.min(next, until);
  return asking < together && Number.isFinite(next) ? next : undefined;
}
