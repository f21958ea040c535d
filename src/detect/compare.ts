import {
  type BasePlan,
  basePlan,
  type Candidate,
  type Context,
  type Policy,
} from "../context/index.ts";
import { fail } from "../diagnostics/index.ts";
import type { Io } from "../io.ts";
import { resolveBase } from "./base.ts";
import {
  commitChanges,
  type Diff,
  diffOf,
  parseRaw,
  untrackedPaths,
  workTreeChanges,
} from "./changes.ts";
import { type Git, gitIn, openGit } from "./git.ts";
import { surroundings } from "./refs.ts";
import { revision } from "./revision.ts";
import { type LastSuccess, lookAround, type Search } from "./search.ts";
import { checkedOutTree, commitTree, listing, treeBefore } from "./tree.ts";
import type { Base, Comparison, Tree } from "./types.ts";

export interface CompareOptions {
  /** `--base`: compare with this revision, and with nothing else. */
  readonly base?: string | undefined;
  /** `--head`: look at this revision instead of what is checked out. */
  readonly head?: string | undefined;
  /** `--all`: look for no base, and ask no remote for one. */
  readonly all: boolean;
  /** No progress. */
  readonly quiet?: boolean;
}

/** What the configuration says of the base, with the one who tells the last success where one is wanted. */
export interface Settled extends Policy {
  readonly lastSuccess?: LastSuccess | undefined;
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
 * head; `--head` names a commit instead. `settled` resolves when the configuration is known. Git
 * works before; only where it matters, the choice of the base waits. Throws UserErrors of exit
 * code 3.
 */
export async function compare(
  io: Io,
  context: Context,
  options: CompareOptions,
  settled: Promise<Settled> = Promise.resolve({ branch: "before" }),
): Promise<Compared> {
  const { base: named } = options;
  const plan = basePlan(context, { base: named });
  const first = options.all ? undefined : plan.candidates[0];
  const early = options.head !== undefined || (first && !("sha" in first));
  const foreseen = foresee(context, options, first);
  const [git, known] = await Promise.all([
    openGit(io, foreseen ? [listing, foreseen.diff] : []),
    early ? gitIn(io.cwd, io.env).then((run) => surroundings({ run })) : undefined,
  ]);
  const around = lookAround(git, options.quiet ? () => {} : io.err, known);
  const head = await headOf(git, options.head, around);
  const workTree = context.event === "local" && options.head === undefined;
  const untracked = workTree ? untrackedPaths(git) : undefined;
  // Whoever awaits it is told; a run that ends before leaves it to nobody.
  untracked?.catch(() => {});
  const checkedOut = workTree || (context.event !== "local" && head === git.head);
  const seek = async () => {
    if (options.all) return { base: all, diff: none };
    const { lastSuccess, ...policy } = waits(context, named) ? await settled : before;
    const search = { git, head, around, present: new Set<string>(), lastSuccess };
    return changesFrom(basePlan(context, { base: named, ...policy }), search, untracked, foreseen);
  };
  const [tree, { base, diff }] = await Promise.all([
    checkedOut ? checkedOutTree(git, io.files, untracked) : commitTree(git, head),
    seek(),
  ]);
  const baseTree = base.sha === null ? nothing : treeBefore(git, tree, diff);
  const { root, branch } = git;
  return { root, branch, base, head, workTree, changes: diff.changes, tree, baseTree };
}

const before: Settled = { branch: "before" };

/** Whether the configuration may have a say in the choice of the base. */
const waits = (context: Context, base: string | undefined): boolean =>
  base === undefined &&
  (context.upstream !== undefined ||
    context.event === "schedule" ||
    basePlan(context, { branch: "last-success" }).candidates[0]?.how === "last-success");

const none: Diff = { changes: [], before: new Map() };
const nothing: Tree = {
  paths: [],
  listing: "",
  has: () => false,
  read: async () => new Map(),
  ids: async () => new Map(),
};

/** A comparison that will most likely be asked for: the variables name both of its commits. */
interface Foreseen {
  readonly base: string;
  readonly head: string;
  readonly diff: readonly string[];
}

function foresee(
  { event, sha }: Context,
  { head }: CompareOptions,
  first: Candidate | undefined,
): Foreseen | undefined {
  if (event === "local" || head !== undefined || !sha || !first || !("sha" in first))
    return undefined;
  return { base: first.sha, head: sha, diff: diffOf(first.sha, sha) };
}

/** The commit looked at. */
async function headOf(git: Git, named: string | undefined, around: Search["around"]) {
  if (named === undefined) return git.head;
  const sha = await revision(named, { git, head: git.head, around, present: new Set() });
  if (typeof sha === "string") return sha;
  return fail("HEAD_NOT_FOUND", [], { revision: named, problem: sha.problem });
}

/** The base, and what changed since. */
async function changesFrom(
  plan: BasePlan,
  search: Search,
  untracked: Promise<readonly string[]> | undefined,
  foreseen: Foreseen | undefined,
): Promise<{ base: Base; diff: Diff }> {
  const { git, head } = search;
  const shown = foreseen?.head === head ? await git.run(foreseen.diff) : undefined;
  // Where the comparison worked, both commits are in the clone and nothing else has to be asked.
  const at = foreseen && shown?.code === 0 ? foreseen.base : undefined;
  const base = await resolveBase(plan, at ? { ...search, present: new Set([at]) } : search);
  if (base.sha === null || base.how === "upstream") return { base, diff: none };
  if (shown && base.sha === at) return { base, diff: parseRaw(shown.stdout) };
  const diff = untracked
    ? await workTreeChanges(git, base.sha, untracked)
    : await commitChanges(git, base.sha, head);
  return { base, diff };
}

/** Under `base.unknown: "fail"`: BASE_UNKNOWN (exit code 3) where there is no base to compare with. */
export function requireBase({ base }: Pick<Comparison, "base">): void {
  if (base.sha === null && base !== all) fail("BASE_UNKNOWN", [], { why: base.why });
}

const all: Base = {
  sha: null,
  ref: null,
  how: "none",
  why: "--all: everything counts as changed",
  fallback: false,
};
