import type { Check, Here } from "./types.ts";
import { isAtLeast, ok, unknown } from "./words.ts";

/**
 * Whether the runner is as old as GitLab: they are made to go together
 * (docs.gitlab.com, runner: GitLab Runner versions).
 */
export const runner: Check<Here> = {
  name: "runner",
  title: "the runner",
  needs: [],
  async check({ io: { env } }) {
    const own = env.CI_RUNNER_VERSION;
    if (!env.GITLAB_CI) return unknown("only a job knows its runner");
    if (!own) return unknown("CI_RUNNER_VERSION is not set");
    const gitlab = env.CI_SERVER_VERSION;
    if (!gitlab) return unknown(`GitLab Runner ${own}, but CI_SERVER_VERSION is not set`);
    const major = /^\d+/.exec(gitlab)?.[0];
    if (major === undefined || !/^\d+\.\d+/.test(own)) {
      return unknown(`no versions: GitLab Runner ${own}, GitLab ${gitlab}`);
    }
    if (isAtLeast(own, `${major}.0`)) return ok(`GitLab Runner ${own} with GitLab ${gitlab}`);
    return {
      mark: "warning",
      what: `GitLab Runner ${own} is older than GitLab ${gitlab}`,
      why: "GitLab promises nothing for a runner of an earlier major version: reports and variables may be missing",
      next: `Update the runner to ${major}.x`,
    };
  },
};
