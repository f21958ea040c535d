import { search } from "./deepen.ts";
import type { Failure } from "./fetch.ts";
import type { Git } from "./git.ts";
import { resolve } from "./refs.ts";
import type { Had, Search } from "./search.ts";

/**
 * The nearest tag in the history of the head, tags of the head itself left aside. A shallow clone
 * has hardly any tags: there the remote is asked for their names, and history is fetched until the
 * nearest shows; the tags themselves are not fetched.
 */
export async function previousTag(world: Search): Promise<Had | Failure> {
  const { git, head } = world;
  const { fetch } = await world.around();
  const complete = (await git.boundary()).size === 0;
  const local = complete || !fetch ? await described(git, head) : undefined;
  if (local || !fetch) return local ?? { problem: "there is no tag before it" };
  const listed = await fetch.list(["refs/tags/*"]);
  if ("problem" in listed) {
    return { problem: `the tags of ${fetch.remote.name} could not be listed (${listed.problem})` };
  }
  const tags = byCommit(listed);
  tags.delete(head);
  if (tags.size === 0) return { problem: "there is no tag before it" };
  const found = await search({
    git,
    fetch,
    tips: [head],
    purpose: "to find the tag before this one",
    find: () => nearest(git, head, tags),
  });
  if (typeof found === "string") return had(tags.get(found) ?? "", found);
  return { problem: `the tag before it could not be found: ${found.problem}` };
}

const had = (tag: string, sha: string): Had => ({
  sha,
  ref: tag,
  detail: `, ${tag} at ${sha.slice(0, 8)}`,
});

/** What `git describe` finds in the history that is here. */
async function described(git: Git, head: string): Promise<Had | undefined> {
  const here = await git.text(["tag", "--points-at", head]);
  const others = here
    .split("\n")
    .filter(Boolean)
    .map((tag) => `--exclude=${tag}`);
  const tag = await git.attempt(["describe", "--tags", "--abbrev=0", ...others, head]);
  if (!tag) return undefined;
  const [sha] = await resolve(git, [`refs/tags/${tag}`]);
  return sha ? had(tag, sha) : undefined;
}

/** The name of a tag by the commit that it leads to; of several names the last by code unit. */
function byCommit(listed: readonly (readonly [string, string])[]): Map<string, string> {
  const commits = new Map<string, string>();
  // An annotated tag stands there twice; `^{}` marks the commit that it leads to.
  for (const [name, id] of listed) {
    if (name.startsWith("refs/tags/")) commits.set(name.slice(10).replace(/\^\{\}$/, ""), id);
  }
  return new Map([...commits].sort().map(([name, id]) => [id, name]));
}

/** How many tagged commits are compared: as many as `git describe` looks at. */
const considered = 10;

/** The tagged commit that leaves the fewest commits of the head's history out. */
async function nearest(git: Git, head: string, tags: ReadonlyMap<string, string>) {
  const history = (await git.text(["rev-list", head, "--"])).split("\n");
  const tagged = history.filter((sha) => tags.has(sha)).slice(0, considered);
  if (tagged.length < 2) return tagged[0];
  const counts = await Promise.all(
    tagged.map(async (sha) =>
      Number(await git.text(["rev-list", "--count", head, "--not", sha, "--"])),
    ),
  );
  return tagged[counts.indexOf(Math.min(...counts))];
}
