import { baseSizeOf, type Leaf, type Leaves, sizeOf } from "./leaves.ts";

/** What a hidden job will hold. */
export interface Base {
  readonly leaves: Leaves;
}

/** A job under way: what it still holds itself, and what it extends. */
export interface Split {
  readonly name: string;
  readonly all: Leaves;
  readonly own: Leaves;
  readonly bases: readonly Base[];
}

type Change = (split: Split) => Split;

const sizeOfSplit = (split: Split): number => sizeOf(split.own.values(), split.bases.length);

/** The same job on other bases: it holds what none of them has. */
function withBases(split: Split, bases: readonly Base[]): Split {
  const covered = (id: string) => bases.some(({ leaves }) => leaves.has(id));
  const own = new Map([...split.all].filter(([id]) => !covered(id)));
  return { ...split, own, bases };
}

const holdsAll = (leaves: Leaves, of: Leaves): boolean =>
  leaves.size >= of.size && [...of.keys()].every((id) => leaves.has(id));

/** Jobs that have something in common, by their index, and all that they have in common. */
interface Candidate {
  readonly members: readonly number[];
  readonly leaves: Leaves;
}

/** For each leaf: the jobs that have it, and what else all of them have. Each such set once. */
function candidatesOf(jobs: readonly Leaves[]): readonly Candidate[] {
  const holders = new Map<string, number[]>();
  for (const [index, leaves] of jobs.entries()) {
    for (const id of leaves.keys()) {
      const known = holders.get(id);
      if (known) known.push(index);
      else holders.set(id, [index]);
    }
  }
  const groups = new Map<string, readonly number[]>();
  for (const members of holders.values()) {
    if (members.length > 1) groups.set(members.join(), members);
  }
  return [...groups.values()].map((members) => {
    const common = [...jobs[members[0]!]!].filter(([id]) =>
      members.every((member) => jobs[member]!.has(id)),
    );
    return { members, leaves: new Map(common) };
  });
}

interface Step {
  /** Bytes of parsed size that it saves. */
  readonly saved: number;
  readonly change: Change;
}

/**
 * The better of two ways to use what jobs have in common: one hidden job with all of it, in place
 * of those that hold less; or one with only what is not in a hidden job yet, beside the others.
 */
function bestStep({ members, leaves }: Candidate, splits: readonly Split[]): Step {
  const concerned = members.map((index) => splits[index]!);
  const left = new Map<string, Leaf>();
  for (const { own } of concerned) {
    for (const [id, leaf] of leaves) if (own.has(id)) left.set(id, leaf);
  }
  const nothing: Step = { saved: 0, change: (split) => split };
  if (left.size === 0) return nothing;
  const whole: Base = { leaves };
  const rest: Base = { leaves: left };
  const changes: readonly (readonly [Base, Change])[] = [
    [
      whole,
      (split) => {
        const kept = split.bases.filter((base) => !holdsAll(leaves, base.leaves));
        return withBases(split, [...kept, whole]);
      },
    ],
    [rest, (split) => withBases(split, [...split.bases, rest])],
  ];
  return changes.reduce((best, [base, change]) => {
    const saved = concerned.reduce(
      (sum, split) => sum + sizeOfSplit(split) - sizeOfSplit(change(split)),
      -baseSizeOf(base.leaves.values()),
    );
    return saved > best.saved ? { saved, change } : best;
  }, nothing);
}

/** More passes find next to nothing: what a step leaves is what the next one sees. */
const passes = 3;

/**
 * Chooses hidden jobs for what jobs share, largest saving first. Gives each job split into what it
 * keeps and what it extends; jobs that gain nothing keep everything.
 */
export function chooseBases(
  jobs: readonly { readonly name: string; readonly leaves: Leaves }[],
): readonly Split[] {
  const splits: Split[] = jobs.map(({ name, leaves }) => ({
    name,
    all: leaves,
    own: leaves,
    bases: [],
  }));
  let candidates = candidatesOf(jobs.map(({ leaves }) => leaves))
    .map((candidate) => ({ candidate, saved: bestStep(candidate, splits).saved }))
    .filter(({ saved }) => saved > 0)
    .sort((a, b) => b.saved - a.saved)
    .map(({ candidate }) => candidate);
  for (let pass = 0; pass < passes && candidates.length; pass++) {
    candidates = candidates.filter((candidate) => {
      const { saved, change } = bestStep(candidate, splits);
      if (saved <= 0) return false;
      for (const index of candidate.members) splits[index] = change(splits[index]!);
      return true;
    });
  }
  return dissolved(splits);
}

/** Takes back the hidden jobs that later ones left with too little use. */
function dissolved(splits: readonly Split[]): readonly Split[] {
  const users = new Map<Base, number[]>();
  for (const [index, { bases }] of splits.entries()) {
    for (const base of bases) {
      const known = users.get(base);
      if (known) known.push(index);
      else users.set(base, [index]);
    }
  }
  const result = [...splits];
  for (const [base, members] of users) {
    const without = members.map((index) => {
      const split = result[index]!;
      return withBases(
        split,
        split.bases.filter((each) => each !== base),
      );
    });
    const added = members.reduce(
      (sum, index, at) => sum + sizeOfSplit(without[at]!) - sizeOfSplit(result[index]!),
      0,
    );
    if (added > baseSizeOf(base.leaves.values())) continue;
    for (const [at, index] of members.entries()) result[index] = without[at]!;
  }
  return result;
}
