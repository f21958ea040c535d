import { type BasePlan, basePlan, type Context } from "../context/index.ts";
import { fail } from "../diagnostics/index.ts";
import type { Io } from "../io.ts";
import { resolveBase } from "./base.ts";
import { commitChanges, untrackedPaths, workTreeChanges } from "./changes.ts";
import { type Git, gitIn, openGit } from "./git.ts";
import { surroundings } from "./refs.ts";
import { revision } from "./revision.ts";
import { lookAround, type Search } from "./search.ts";
import { checkedOutTree, commitTree } from "./tree.ts";
import type { Base, Change, Comparison } from "./types.ts";

export interface CompareOptions {
  /** `--base`: compare with this revision, and with nothing else. */
  readonly base?: string | undefined;
  /** `--head`: look at this revision instead of what is checked out. */
  readonly head?: string | undefined;
  /** What to do when no base can be had. */
  readonly unknown: "all" | "fail";
  /** `--all`: look for no base, and ask no remote for one. */
  readonly all: boolean;
  /** No progress. */
  readonly quiet?: boolean;
}

/** A comparison, and the repository that it was made in. */
export interface Compared extends Comparison {
  /** Absolute path of the repository, links resolved. */
  readonly root: string;
  /** The branch that is checked out, or `undefined` where the head is detached. */
  readonly branch: string | undefined;
}

/**
 * Finds the repository and its base, and compares. On a developer's machine the work tree is the
 * head; `--head` names a commit instead. Throws UserErrors of exit code 3.
 */
export async function compare(
  io: Io,
  context: Context,
  options: CompareOptions,
): Promise<Compared> {
  const plan = basePlan(context, options.base === undefined ? {} : { base: options.base });
  const first = plan.candidates[0];
  const early = options.head !== undefined || (!options.all && first && !("sha" in first));
  const [git, known] = await Promise.all([
    openGit(io),
    early && io.files.exists(io.cwd)
      ? gitIn(io.cwd, io.env).then((run) => surroundings({ run }))
      : undefined,
  ]);
  const around = lookAround(git, options.quiet ? () => {} : io.err, known);
  const head = await headOf(git, options.head, around);
  const workTree = context.event === "local" && options.head === undefined;
  const untracked = workTree ? untrackedPaths(git) : undefined;
  const checkedOut = workTree || (context.event !== "local" && head === git.head);
  const [tree, { base, changes }] = await Promise.all([
    checkedOut ? checkedOutTree(git, io.files, untracked) : commitTree(git, head),
    changesFrom(options.all ? undefined : plan, { git, head, around }, options.unknown, untracked),
  ]);
  return { root: git.root, branch: git.branch, base, head, workTree, changes, tree };
}

/** The commit looked at. */
async function headOf(git: Git, named: string | undefined, around: Search["around"]) {
  if (named === undefined) return git.head;
  const sha = await revision(named, { git, head: git.head, around });
  if (typeof sha === "string") return sha;
  return fail("HEAD_NOT_FOUND", [], { revision: named, problem: sha.problem });
}

/** The base, and what changed since; no plan means that all is wanted. */
async function changesFrom(
  plan: BasePlan | undefined,
  search: Search,
  unknown: "all" | "fail",
  untracked: Promise<readonly string[]> | undefined,
): Promise<{ base: Base; changes: readonly Change[] }> {
  if (!plan) return { base: all, changes: [] };
  const { git, head } = search;
  const base = await resolveBase(plan, search, unknown);
  if (base.sha === null) return { base, changes: [] };
  const changes = untracked
    ? await workTreeChanges(git, base.sha, untracked)
    : await commitChanges(git, base.sha, head);
  return { base, changes };
}

const all: Base = {
  sha: null,
  ref: null,
  how: "none",
  why: "--all: everything counts as changed",
  fallback: false,
};
