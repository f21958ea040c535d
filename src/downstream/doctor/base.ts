import type { Check, Here } from "./types.ts";
import { ok, saidBy } from "./words.ts";

/** Whether the commit to compare with can be had. */
export const base: Check<Here> = {
  name: "base",
  title: "the base to compare with",
  needs: ["repository"],
  async check({ comparing, io }) {
    const compared = await comparing.catch(saidBy);
    if (typeof compared === "string") {
      return {
        mark: "problem",
        what: compared,
        why: "without a base nothing can be compared",
        next: "Name one that the clone has or can fetch: --base",
      };
    }
    const { sha, why, fallback } = compared.base;
    if (sha !== null && !fallback) return ok(named(sha, why));
    const wanted = io.env.GITLAB_CI
      ? 'Set GIT_DEPTH: "0" in the job, and see that it may fetch from the repository'
      : "Name a base that is here: --base. Of a shallow clone fetch the rest first: git fetch --unshallow";
    if (sha !== null) {
      return {
        mark: "warning",
        what: `not the first choice: ${named(sha, why)}`,
        why: "more services than needed count as affected",
        next: wanted,
      };
    }
    if (!fallback) return ok(`none, and every service counts as affected: ${why}`);
    return {
      mark: "problem",
      what: `no base can be had: ${why}`,
      why: "every service counts as affected, in each run",
      next: wanted,
    };
  },
};

/** The reason mostly names the commit already. */
function named(sha: string, why: string): string {
  const short = sha.slice(0, 8);
  return why.includes(short) ? why : `${short}: ${why}`;
}
