import type { Io } from "../io.ts";
import { gitIn } from "./git.ts";
import { surroundings } from "./refs.ts";

/** Names of branches and tags, without `refs/...` in front. */
export interface RefNames {
  readonly branches: ReadonlySet<string>;
  readonly tags: ReadonlySet<string>;
}

/**
 * The names that the repository around `io.cwd` knows: branches of its remote, or its own where there
 * is none. `undefined` where git cannot tell.
 */
export async function refNames(io: Io): Promise<RefNames | undefined> {
  const run = await gitIn(io.cwd, io.env);
  const [{ remote }, listed] = await Promise.all([
    surroundings({ run }),
    run(["for-each-ref", "--format=%(refname)", "refs/heads", "refs/remotes", "refs/tags"]),
  ]);
  if (listed.code !== 0) return undefined;
  const refs = listed.stdout.toString("utf8").split("\n");
  const under = (prefix: string) =>
    new Set(refs.filter((ref) => ref.startsWith(prefix)).map((ref) => ref.slice(prefix.length)));
  const branches = under(remote ? `refs/remotes/${remote.name}/` : "refs/heads/");
  return { branches, tags: under("refs/tags/") };
}
