import type { Clock } from "../../gitlab/index.ts";
import type { PipelineFacts, PipelineRef } from "../tree.ts";
import type { PipelineNode } from "../types.ts";
import { isHeld } from "./held.ts";
import type { Instance } from "./instances.ts";
import { hear, isBlind, look, nodeOf, type Watched, watched } from "./watched.ts";

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
  const known = new Map<string, Watched>();
  const key = (of: Watched["ref"], id: number) => `${of.url ?? ""} ${id}`;
  const add = (ref: PipelineRef, parent?: Watched, facts?: PipelineFacts): Watched => {
    const found = known.get(key(ref, ref.id));
    if (found) return found;
    const one = watched(ref, engine.instance(ref.url), clock.now(), parent);
    one.facts = facts;
    known.set(key(ref, ref.id), one);
    return one;
  };
  const tops = [...new Set(roots.map((ref) => add(ref)))];
  const childOf = (one: Watched) => (facts: PipelineFacts) => known.get(key(one.ref, facts.id));
  const below = (one: Watched): Watched[] =>
    one.triggers.flatMap(({ downstream }) => (downstream && childOf(one)(downstream)) || []);
  const speaks = (one: Watched) => below(one).some((each) => each.parent === one && isBlind(each));
  const tree = () => tops.map((one) => nodeOf(one, childOf(one)));

  /** All that hangs on the roots now: what an earlier run of a trigger job started does not. */
  const reachable = () => {
    const all = new Set(tops);
    for (const one of all) for (const each of below(one)) all.add(each);
    return [...all];
  };
  const refresh = (open: readonly Watched[]) => fresh * Math.max(1, open.length / few);
  const ask = async (one: Watched, open: readonly Watched[]) => {
    one.asking = true;
    const child = (of: Watched, facts: PipelineFacts) =>
      hear(add({ project: facts.project, id: facts.id, url: of.ref.url }, of, facts), facts);
    const soon = Math.min(until, clock.now() + patience);
    await look(one, { now: clock.now, until: soon, refresh: refresh(open), speaks, child });
    if (engine.once && one.trouble === undefined) one.ended = true;
    one.due = clock.now() + one.wait * (0.8 + clock.random() * 0.4);
    one.asking = false;
    engine.looked(tree);
  };

  const asking = new Set<Watched>();
  let bug: { readonly error: unknown } | undefined;
  // One promise a turn: one for all turns would keep something of each.
  let wake = () => {};
  engine.interrupted.addEventListener("abort", () => wake(), { once: true });
  const begin = (one: Watched, open: readonly Watched[]) => {
    asking.add(one);
    ask(one, open)
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
    if (engine.interrupted.aborted) return { ended: "interrupted", tree: tree() } as const;
    const all = reachable();
    const open = all.filter(({ ended }) => !ended);
    const told = all.filter((one) => (one.ended ? speaks(one) && !engine.once : !isBlind(one)));
    if (open.length === 0 || (engine.once && open.every(isBlind))) {
      return { ended: "over", tree: tree() } as const;
    }
    if (asking.size === 0 && clock.now() >= until) return { ended: "time", tree: tree() } as const;
    const held = (one: Watched) => isHeld(one, (facts) => childOf(one)(facts));
    if (engine.stopHeld && asking.size === 0 && open.every(held)) {
      return { ended: "held", tree: tree() } as const;
    }
    const due = told.filter((one) => !one.asking && one.due <= clock.now());
    for (const one of due.slice(0, together - asking.size)) begin(one, open);
    const pause = new AbortController();
    const woken = new Promise<void>((resolve) => {
      wake = resolve;
    });
    const next = nextOf(told, asking.size, until);
    if (next !== undefined) void engine.nap(next - clock.now(), pause.signal).then(() => wake());
    await woken;
    pause.abort();
  }
}

/** When something is to be done besides waiting for answers; `undefined`: answers come first. */
function nextOf(told: readonly Watched[], asking: number, until: number): number | undefined {
  const next = Math.min(...told.filter((one) => !one.asking).map(({ due }) => due));
  if (asking === 0) return Math.min(next, until);
  return asking < together && Number.isFinite(next) ? next : undefined;
}
