import type { Clock } from "../../../src/gitlab/index.ts";

/** Time that moves only when everybody sleeps, or by hand. */
export interface HandClock extends Clock {
  /** Lets so many seconds pass. */
  pass(seconds: number): void;
}

/**
 * A clock for many sleepers side by side: when no request is under way, it jumps to the first who
 * wants to wake. Chance is always 0.
 */
export function handClock(busy: () => boolean): HandClock {
  let now = Date.UTC(2026, 0, 1);
  let sleepers: { readonly at: number; readonly wake: () => void }[] = [];
  let pumping = false;
  const turn = () => new Promise((resolve) => setTimeout(resolve, 1));
  const wakeDue = () => {
    const due = sleepers.filter(({ at }) => at <= now);
    sleepers = sleepers.filter(({ at }) => at > now);
    for (const { wake } of due) wake();
  };
  const pump = async () => {
    if (pumping) return;
    pumping = true;
    while (sleepers.length > 0) {
      for (let quiet = 0; quiet < 2; quiet = busy() ? 0 : quiet + 1) await turn();
      now = Math.max(now, Math.min(...sleepers.map(({ at }) => at)));
      wakeDue();
    }
    pumping = false;
  };
  return {
    now: () => now,
    random: () => 0,
    sleep(milliseconds) {
      return new Promise((wake) => {
        sleepers.push({ at: now + milliseconds, wake });
        void pump();
      });
    },
    pass(seconds) {
      now += seconds * 1000;
      wakeDue();
    },
  };
}
