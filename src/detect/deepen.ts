import { type Failure, type Fetcher, firstDepth } from "./fetch.ts";
import type { Git } from "./git.ts";

/** The history of a shallow clone, and the way to more of it. */
export interface History {
  readonly git: Git;
  readonly fetch: Fetcher | undefined;
  /** Commit ids whose history is searched. */
  readonly tips: readonly string[];
  /** For people: `to find the merge base with main`. */
  readonly purpose: string;
  /** Looks in the history that is here: the commit found, or `undefined`. */
  readonly find: () => Promise<string | undefined>;
  /** Any answer will do: what is found is not the nearest of several. */
  readonly any?: boolean;
}

/**
 * Looks for a commit in the history of `tips`, and in a shallow clone fetches more of it until the
 * answer is the one that a full clone would give: 20 commits more, then 40, 80, ...
 *
 * What is found in a cut history is trusted when no commit at which it is cut lies on the way, that
 * is among those that `tips` reach and the commit found does not: then nothing nearer is hidden.
 */
export async function search(history: History): Promise<string | Failure> {
  const { git, fetch, tips, purpose, find, any } = history;
  for (let by = firstDepth; ; by *= 2) {
    const found = await find();
    const boundary = await git.boundary();
    if (boundary.size === 0 || (any && found)) return found ?? { problem: "there is none" };
    const below = found ? ["--not", found] : [];
    const reached = (await git.text(["rev-list", ...tips, ...below, "--"])).split("\n");
    const inTheWay = reached.filter((sha) => boundary.has(sha));
    if (inTheWay.length === 0) return found ?? { problem: "there is none" };
    if (!fetch) return { problem: "this clone is shallow and has no remote" };
    const failure = await fetch.deepen(inTheWay, by, purpose);
    if (failure) return failure;
    const after = await git.boundary();
    if (inTheWay.every((sha) => after.has(sha))) {
      return { problem: `${fetch.remote.name} gave no more history` };
    }
  }
}
