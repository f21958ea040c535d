import { search } from "./deepen.ts";
import type { Failure, Fetcher } from "./fetch.ts";
import type { Git } from "./git.ts";
import { isCommitId, resolve } from "./refs.ts";
import type { Search } from "./search.ts";

/**
 * The commit that a user names: a branch, tag or commit as git itself reads it, else a branch of
 * the remote, else what can be fetched: a commit by its full id, a branch, a tag, or in a shallow
 * clone a commit some steps before the head (`HEAD~30`).
 */
export async function revision(name: string, world: Search): Promise<string | Failure> {
  const { git, head } = world;
  const { fetch } = await world.around();
  const remote = fetch?.remote.name;
  const [here, tracked] = await resolve(git, [name, `refs/remotes/${remote}/${name}`]);
  if (here ?? tracked) return (here ?? tracked)!;
  if (!fetch) return { problem: "it is not here, and there is no remote" };
  if (isCommitId(name)) {
    const failure = await fetch.commit(name);
    if (failure) return failure;
    return (await resolve(git, [name]))[0] ?? { problem: "it is no commit" };
  }
  if (/^(?:HEAD|@)[~^]/.test(name)) {
    const find = async () => (await resolve(git, [name]))[0];
    return search({ git, fetch, tips: [head], purpose: `to reach ${name}`, find, any: true });
  }
  return named(name, git, fetch);
}

/** Fetches a branch or a tag by its name. */
async function named(name: string, git: Git, fetch: Fetcher): Promise<string | Failure> {
  const { name: remote } = fetch.remote;
  const bare = name.replace(/^refs\/(?:heads|tags)\//, "");
  const own = bare.startsWith(`${remote}/`) ? bare.slice(remote.length + 1) : bare;
  const wanted = [`refs/heads/${bare}`, `refs/tags/${bare}`, `refs/heads/${own}`];
  const listed = await fetch.list(wanted);
  if ("problem" in listed) return { problem: `${remote} does not answer: ${listed.problem}` };
  const from = wanted.find((ref) => listed.some(([known]) => known === ref));
  if (!from) return { problem: `it is not here, and ${remote} has no such branch or tag` };
  const to = from.replace(/^refs\/heads\//, `refs/remotes/${remote}/`);
  const failure = await fetch.ref(from, to, 1);
  if (failure) return failure;
  const [sha] = await resolve(git, [to]);
  return sha ?? { problem: "it leads to no commit" };
}
