import { search } from "./deepen.ts";
import { type Failure, firstDepth } from "./fetch.ts";
import type { Result } from "./git.ts";
import { resolve } from "./refs.ts";
import type { Around, Had, Search } from "./search.ts";

/** A branch by a full name of the clone: `refs/remotes/origin/main`. */
interface Branch {
  readonly name: string;
  readonly ref: string;
}

/**
 * Where the head left a branch of the remote, `undefined` for its default branch. GitLab's clones
 * often know one ref only: a branch that is not here is fetched to where git keeps it.
 */
export async function mergeBase(
  named: string | undefined,
  { git, head, around }: Search,
): Promise<Had | Failure> {
  const world = await around();
  const branch = named === undefined ? await defaultBranch(git, world) : branchOf(named, world);
  if ("problem" in branch) return branch;
  const { name, ref } = branch;
  const look = () => git.run(["merge-base", head, ref]);
  let looked: Result | undefined = await look();
  if (looked.code > noneFound) {
    const failure = await fetchBranch(branch, world);
    if (failure) return failure;
    looked = undefined;
  }
  const found = await search({
    git,
    fetch: world.fetch,
    tips: [head, ref],
    purpose: `to find the merge base with ${name}`,
    async find() {
      const { stdout } = looked ?? (await look());
      looked = undefined;
      return /^[0-9a-f]+/.exec(stdout.toString("latin1"))?.[0];
    },
  });
  if (typeof found !== "string") {
    return { problem: `the merge base with ${name} could not be found: ${found.problem}` };
  }
  const detail = `${named === undefined ? `, ${name},` : ""} at ${found.slice(0, 8)}`;
  return { sha: found, ref: name, detail };
}

/** The exit code of `git merge-base` for histories without a common commit; a ref that is not there gives 128. */
const noneFound = 1;

async function fetchBranch({ name, ref }: Branch, { fetch }: Around): Promise<Failure | undefined> {
  if (!fetch) return { problem: `there is no branch ${name}, and no remote` };
  const failure = await fetch.ref(`refs/heads/${name}`, ref, firstDepth);
  return (
    failure && {
      problem: `branch ${name} could not be fetched from ${fetch.remote.name} (${failure.problem})`,
    }
  );
}

/** What git allows in no branch name, and would read as something else (git-check-ref-format). */
const noBranchName = /[\0-\x20\x7f~^:?*[\\]|\.\.|@\{|^$/;

function branchOf(name: string, { fetch }: Around): Branch | Failure {
  if (noBranchName.test(name)) return { problem: `${JSON.stringify(name)} is no branch name` };
  const place = fetch ? `refs/remotes/${fetch.remote.name}` : "refs/heads";
  return { name, ref: `${place}/${name}` };
}

const usual = ["main", "master"];

/** The default branch on a developer's machine: the remote's, or without a remote a local one. */
async function defaultBranch(git: Search["git"], around: Around): Promise<Branch | Failure> {
  const { fetch, initial } = around;
  if (fetch?.remote.head) return branchOf(fetch.remote.head, around);
  const names = fetch ? usual : [...new Set([initial ?? "main", ...usual])];
  const refs = names.map((name) => branchOf(name, around)).filter((each) => "ref" in each);
  const tips = await resolve(
    git,
    refs.map(({ ref }) => ref),
  );
  const known = refs.find((_, index) => tips[index]);
  if (!fetch) {
    if (!known) return { problem: "there is no remote, and no branch main or master" };
    if (known.name === git.branch)
      return { problem: `there is no remote to compare ${known.name} with` };
    return known;
  }
  if (known) return known;
  const { name } = fetch.remote;
  const listed = await fetch.list(["HEAD"]);
  if ("problem" in listed) {
    return { problem: `${name} does not tell its default branch (${listed.problem})` };
  }
  const head = listed.map(([, value]) => /^ref: refs\/heads\/(.+)$/.exec(value)?.[1]).find(Boolean);
  return head ? branchOf(head, around) : { problem: `${name} has no default branch` };
}
