import { type Reply, reply } from "./http.ts";
import type { Token, World } from "./types.ts";

/** What GitLab counts by the minute: all requests, and some kinds of them. */
export interface Limits {
  /** The refusal where a request is one too many. */
  refuse(path: string, token: Token | undefined): Reply | undefined;
  /** `RateLimit-*`, as they stand on every answer. */
  headers(token: Token | undefined): Readonly<Record<string, string>>;
}

const none: Readonly<Record<string, string>> = {};

const perPipeline = /^projects\/[^/]+\/pipelines\/\d+\/(?:retry|cancel)$/;

/** user/gitlab_com: rate limits on GitLab.com; administration/settings/user_and_ip_rate_limits. */
export function limits(world: World): Limits {
  const counts = new Map<string, number>();
  const minute = () => Math.floor(world.now() / 60_000);
  const key = (what: string, token: Token | undefined) =>
    `${minute()} ${what} ${token?.user.username ?? "nobody"}`;
  const count = (name: string) => {
    counts.set(name, (counts.get(name) ?? 0) + 1);
    return counts.get(name) ?? 0;
  };
  const headers: Limits["headers"] = (token) => {
    const { rateLimit } = world;
    if (rateLimit === undefined) return none;
    const observed = counts.get(key("all", token)) ?? 0;
    const reset = (minute() + 1) * 60;
    return {
      "ratelimit-name": "throttle_authenticated_api",
      "ratelimit-limit": String(rateLimit),
      "ratelimit-observed": String(observed),
      "ratelimit-remaining": String(Math.max(0, rateLimit - observed)),
      "ratelimit-reset": String(reset),
      "ratelimit-resettime": new Date(reset * 1000).toUTCString(),
    };
  };
  return {
    headers,
    refuse(path, token) {
      const all = count(key("all", token));
      if (world.rateLimit !== undefined && all > world.rateLimit) {
        const wait = Math.ceil(((minute() + 1) * 60_000 - world.now()) / 1000);
        return reply(429, "Retry later\n", { ...headers(token), "retry-after": String(wait) });
      }
      if (!perPipeline.test(path) || count(key(path, token)) <= 5) return undefined;
      const error = "This endpoint has been requested too many times. Try again later.";
      return reply(429, { message: { error } });
    },
  };
}
