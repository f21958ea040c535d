import { setTimeout as timer } from "node:timers/promises";
import type { Interrupt, Io } from "../../io.ts";
import type { FollowWorld } from "./types.ts";

/** Sleeps; comes back at once where the signal says so, and leaves no timer behind. */
export type Nap = (milliseconds: number, signal: AbortSignal) => Promise<void>;

/** The way to sleep in a world. */
export function napping({ clock }: FollowWorld): Nap {
  if (clock) return (milliseconds) => clock.sleep(milliseconds);
  // A timer takes no more than 2^31 - 1.
  return (milliseconds, signal) =>
    timer(Math.min(milliseconds, 2 ** 31 - 1), undefined, { signal }).catch(() => {});
}

/**
 * A signal that somebody asks to stop. Only the first time: from then on the process ends at once,
 * as it does where nobody listens. `by` tells how, once somebody did; `off` gives that back without
 * anybody having asked.
 */
export function interruption({ onInterrupt }: Pick<Io, "onInterrupt">) {
  const asked = new AbortController();
  let off = () => {};
  let by: Interrupt | undefined;
  const listening = onInterrupt?.((how) => {
    off();
    by = how;
    asked.abort();
  });
  off = listening ?? off;
  return { signal: asked.signal, by: () => by, off };
}
