import type { Candidate } from "../context/index.ts";
import type { Failure } from "./fetch.ts";
import { mergeBase } from "./merge-base.ts";
import { previousTag } from "./previous-tag.ts";
import { resolve } from "./refs.ts";
import { revision } from "./revision.ts";
import type { Had, Search } from "./search.ts";

const short = (sha: string) => sha.slice(0, 8);

/** Tries one candidate. */
export async function tryCandidate(candidate: Candidate, world: Search): Promise<Had | Failure> {
  switch (candidate.how) {
    case "before-sha":
    case "diff-base":
    case "target-sha":
      return commit(candidate.sha, world);
    case "last-success":
      return lastSuccess(candidate, world);
    case "upstream":
      return { sha: world.head, ref: null, detail: "" };
    case "merge-base":
      return mergeBase(candidate.branch, world);
    case "previous-tag":
      return previousTag(world);
    case "option":
      return option(candidate.revision, world);
  }
}

async function option(name: string, world: Search): Promise<Had | Failure> {
  const sha = await revision(name, world);
  return typeof sha === "string" ? { sha, ref: name, detail: ` at ${short(sha)}` } : sha;
}

async function lastSuccess(
  { ref, source }: Extract<Candidate, { how: "last-success" }>,
  world: Search,
): Promise<Had | Failure> {
  const told = await world.lastSuccess?.(ref, source);
  if (!told) return { problem: "nobody was asked for the last success" };
  if ("problem" in told) return told;
  const had = await commit(told.sha, world);
  if ("problem" in had)
    return { problem: `${had.problem}, where pipeline ${told.pipeline} succeeded` };
  return { ...had, ref, detail: `, ${short(told.sha)} (pipeline ${told.pipeline})` };
}

async function commit(sha: string, { git, around, present }: Search): Promise<Had | Failure> {
  const had = { sha, ref: null, detail: "" };
  if (present.has(sha) || (await resolve(git, [sha]))[0]) return had;
  const { fetch } = await around();
  if (!fetch) return { problem: `commit ${short(sha)} is not here, and there is no remote` };
  const failure = await fetch.commit(sha);
  if (!failure && (await resolve(git, [sha]))[0]) return had;
  const reason = failure ? ` (${failure.problem})` : "";
  return {
    problem: `commit ${short(sha)} could not be fetched from ${fetch.remote.name}${reason}`,
  };
}
