import type { Context } from "../context/index.ts";
import type { Io } from "../io.ts";
import { gitIn } from "./git.ts";
import { surroundings } from "./refs.ts";

/** Names of branches and tags, without `refs/...` in front. */
export interface RefNames {
  readonly branches: ReadonlySet<string>;
  readonly tags: ReadonlySet<string>;
}

/** A tag as many repositories have them. */
const usualTag = "v1.0.0";

/** The tag of a tag's pipeline: that of this one, else the newest. */
export const tagFor = async (
  { event, ref }: Pick<Context, "event" | "ref">,
  io: Pick<Io, "cwd" | "env">,
): Promise<string> => (event === "tag" ? ref : newestTag(io));

/** The tag that was made last in the repository around `cwd`; `v1.0.0` where git knows none. */
export async function newestTag({ cwd, env }: Pick<Io, "cwd" | "env">): Promise<string> {
  const run = await gitIn(cwd, env);
  const newest = ["--sort=-creatordate", "--count=1", "--format=%(refname:lstrip=2)"];
  const { stdout } = await run(["for-each-ref", ...newest, "refs/tags"]);
  return stdout.toString("utf8").trim() || usualTag;
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
