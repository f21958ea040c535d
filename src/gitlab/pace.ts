import type { Response } from "./transport.ts";
import type { Clock } from "./types.ts";
import { whole } from "./words.ts";

/** Keeps requests within what GitLab says is left. */
export interface Pace {
  /**
   * Milliseconds to wait before the next request with this token. Each call takes a place of its
   * own, so that questions side by side do not all come at once.
   */
  wait(token: string): number;
  /** Reads what an answer says of the limit. */
  heed(token: string, response: Response): void;
}

/** From this share of a limit on, what is left is spread over the time until it is whole again. */
const scarce = 0.2;

/**
 * By `RateLimit-Limit`, `RateLimit-Remaining` and `RateLimit-Reset` in seconds since 1970
 * (docs.gitlab.com, administration/settings/user_and_ip_rate_limits): slower where little is left,
 * and nothing before the reset where nothing is.
 */
export function pacing(clock: Clock): Pace {
  const limits = new Map<string, { next: number; gap: number; reset: number }>();
  return {
    wait(token) {
      const limit = limits.get(token);
      const now = clock.now();
      if (!limit || now >= limit.reset) return 0;
      const at = Math.max(now, limit.next);
      limit.next = Math.min(limit.reset, at + limit.gap);
      return at - now;
    },
    heed(token, { headers }) {
      const remaining = whole(headers["ratelimit-remaining"]);
      const reset = (whole(headers["ratelimit-reset"]) ?? 0) * 1000;
      const now = clock.now();
      if (remaining === undefined || reset <= now) return void limits.delete(token);
      const limit = whole(headers["ratelimit-limit"]);
      const ample = limit !== undefined && remaining > limit * scarce;
      if (ample) return void limits.delete(token);
      const gap = (reset - now) / Math.max(1, remaining);
      const before = limits.get(token)?.next ?? now;
      const next = remaining === 0 ? reset : Math.max(before, now + gap);
      limits.set(token, { next: Math.min(next, reset), gap, reset });
    },
  };
}
