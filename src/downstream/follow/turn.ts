import type { Clock } from "../../gitlab/index.ts";

/** Requests a minute of one follower; GitLab.com takes 2,000 of a user (user/gitlab_com). */
export const perMinute = 600;

/** How many may come at once after a rest, so that a small tree is read quickly. */
const burst = 60;

/**
 * The turns of all questions of one follower: at most `perMinute + burst` in any minute, however
 * many pipelines there are.
 */
export function turns(clock: Clock): () => Promise<void> {
  const each = 60_000 / perMinute;
  let left = burst;
  let at = clock.now();
  return async () => {
    const now = clock.now();
    left = Math.min(burst, left + (now - at) / each) - 1;
    at = now;
    // Whoever comes too early stands in line: the debt is what the line is long.
    if (left < 0) await clock.sleep(-left * each);
  };
}
