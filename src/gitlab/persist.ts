import type { Response, Silence } from "./transport.ts";
import type { Clock } from "./types.ts";
import { transient, whole } from "./words.ts";

/** The process's own time. */
export const clock: Clock = {
  now: () => Date.now(),
  sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
  random: () => Math.random(),
};

export interface Persistence {
  readonly clock: Clock;
  /** When to give up, in milliseconds since 1970; asked after each attempt. */
  until(): number;
  /** The most milliseconds for one attempt. */
  readonly each: number;
  /** Told before each wait that people will notice. */
  readonly waiting: (seconds: number, outcome: Response | Silence) => void;
}

/**
 * Makes an attempt again as long as another one may help and there is time: after a network fault,
 * a 5xx, or a 429 at the time that GitLab names. Gives the last outcome. Only for what may be
 * repeated.
 */
export async function persist(
  attempt: (timeout: number) => Promise<Response | Silence>,
  { clock, until, each, waiting }: Persistence,
): Promise<Response | Silence> {
  for (let tries = 0; ; tries++) {
    const left = Math.max(1, Math.ceil(until() - clock.now()));
    const outcome = await attempt(Math.min(each, left));
    if (!passing(outcome)) return outcome;
    const wait = named(outcome, clock) ?? backoff(tries, clock);
    if (clock.now() + wait >= until()) return outcome;
    if (wait >= noticed) waiting(Math.ceil(wait / 1000), outcome);
    await clock.sleep(wait);
  }
}

const passing = (outcome: Response | Silence) =>
  "silence" in outcome
    ? transient.has(outcome.code ?? "")
    : outcome.status === 408 || outcome.status === 429 || outcome.status >= 500;

/** Waits from here on are told. */
const noticed = 1_000;

/** Milliseconds: half a second, then twice as long each time up to ten; the second half by chance. */
function backoff(tries: number, clock: Clock): number {
  const longest = Math.min(10_000, 500 * 2 ** Math.min(tries, 10));
  return longest * (0.5 + clock.random() / 2);
}

/**
 * Milliseconds until the time that the answer names, and up to a second more, so that not all come
 * back at once: `Retry-After` in seconds or as a date, else `RateLimit-Reset` of a used-up limit
 * in seconds since 1970 (docs.gitlab.com, administration/settings/user_and_ip_rate_limits).
 */
export function named(outcome: Response | Silence, clock: Clock): number | undefined {
  if ("silence" in outcome) return undefined;
  const { headers, status } = outcome;
  const now = clock.now();
  const after = whole(headers["retry-after"]);
  const date = Date.parse(String(headers["retry-after"] ?? ""));
  const reset = status === 429 ? whole(headers["ratelimit-reset"]) : undefined;
  let wait: number | undefined;
  if (after !== undefined) wait = after * 1000;
  else if (!Number.isNaN(date)) wait = date - now;
  else if (reset !== undefined) wait = reset * 1000 - now;
  return wait === undefined ? undefined : Math.max(0, wait) + clock.random() * 1000;
}
