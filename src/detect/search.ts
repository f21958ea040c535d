import { type Failure, type Fetcher, fetcher } from "./fetch.ts";
import type { Git } from "./git.ts";
import { type Surroundings, surroundings } from "./refs.ts";

/** What the ways to a base share. */
export interface Search {
  readonly git: Git;
  /** The commit id whose base is looked for. */
  readonly head: string;
  /** Commit ids that are known to be in the clone. */
  readonly present: ReadonlySet<string>;
  readonly around: () => Promise<Around>;
  /** Asks for the last success of a branch, where the configuration wants it. */
  readonly lastSuccess?: LastSuccess | undefined;
}

/**
 * The commit of the newest pipeline of a branch that succeeded, among all or among those of one
 * source; or why it cannot be told.
 */
export type LastSuccess = (
  ref: string,
  source?: "schedule",
) => Promise<{ readonly sha: string; readonly pipeline: number } | Failure>;

/** Asked for only where the base is not at hand. */
export interface Around extends Surroundings {
  /** `undefined` without a remote. */
  readonly fetch: Fetcher | undefined;
}

/** A base that was had: the commit, the name that led to it, and what to put behind the reason. */
export interface Had {
  readonly sha: string;
  readonly ref: string | null;
  readonly detail: string;
}

/** Reads the surroundings once, when first asked; `known` are those that were read before. */
export function lookAround(
  git: Git,
  err: (text: string) => void,
  known?: Surroundings,
): () => Promise<Around> {
  let around: Promise<Around> | undefined;
  const look = async () => {
    const found = known ?? (await surroundings(git));
    return { ...found, fetch: found.remote && fetcher(git, found.remote, { err }) };
  };
  return () => {
    around ??= look();
    return around;
  };
}
