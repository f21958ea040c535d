import { savedByReferences } from "./alike.ts";
import { baseSizeOf, type Leaf, type Leaves, sizeOf } from "./leaves.ts";

/** What a hidden job will hold. */
export interface Base {
  readonly leaves: Leaves;
}

/** A job whose values may move. */
export interface Material {
  readonly name: string;
  readonly leaves: Leaves;
  /** What it extends already. */
  readonly extended: readonly string[];
}

/** A job under way: what it still holds itself, and the hidden jobs that it extends. */
export interface Split extends Material {
  readonly own: Leaves;
  readonly bases: readonly Base[];
  /** Parsed size of the job as it now is. */
  readonly size: number;
}

/** Which hidden jobs a job extends after a step. */
type Change = (split: Split) => readonly Base[];

const heldBy =
  (bases: readonly Base[]) =>
  (leaf: Leaf): boolean => {
    for (const { leaves } of bases) if (leaves.has(leaf)) return true;
    return false;
  };

/** The size of the same job on other bases: it holds what none of them has. */
const sizeOn = ({ leaves, extended }: Split, bases: readonly Base[]): number =>
  sizeOf(leaves, bases.length + extended.length, heldBy(bases));

function withBases(split: Split, bases: readonly Base[]): Split {
  const isHeld = heldBy(bases);
  const own = new Set<Leaf>();
  for (const leaf of split.leaves) if (!isHeld(leaf)) own.add(leaf);
  return { ...split, own, bases, size: sizeOf(own, bases.length + split.extended.length) };
}

function holdsAll(leaves: Leaves, of: Leaves): boolean {
  if (of.size > leaves.size) return false;
  for (const leaf of of) if (!leaves.has(leaf)) return false;
  return true;
}

/** Jobs that have something in common, by their index, and all that they have in common. */
interface Candidate {
  readonly members: readonly number[];
  readonly leaves: Leaves;
}

/** For each leaf: the jobs that have it, and what else all of them have. Each such set once. */
function candidatesOf(jobs: readonly Material[]): readonly Candidate[] {
  const holders = new Map<Leaf, number[]>();
  for (const [index, { leaves }] of jobs.entries()) {
    for (const leaf of leaves) {
      const known = holders.get(leaf);
      if (known) known.push(index);
      else holders.set(leaf, [index]);
    }
  }
  const groups = new Map<string, readonly number[]>();
  for (const members of holders.values()) {
    if (members.length > 1) groups.set(members.join(), members);
  }
  return [...groups.values()].map((members) => {
    const common = [...jobs[members[0]!]!.leaves].filter(
      (leaf) =>
        holders.get(leaf)!.length >= members.length &&
        members.every((member) => jobs[member]!.leaves.has(leaf)),
    );
    return { members, leaves: new Set(common) };
  });
}

interface Step {
  /** Bytes of parsed size that it saves beyond what references would. */
  readonly saved: number;
  readonly change: Change;
}

/**
 * The better of two ways to use what jobs have in common: one hidden job with all of it, in place
 * of those that hold less; or one with only what is not in a hidden job yet, beside the others.
 */
function bestStep({ members, leaves }: Candidate, splits: readonly Split[]): Step {
  const concerned = members.map((index) => splits[index]!);
  const left = new Set<Leaf>();
  for (const leaf of leaves) {
    if (concerned.some(({ own }) => own.has(leaf))) left.add(leaf);
  }
  const nothing: Step = { saved: 0, change: ({ bases }) => bases };
  if (left.size === 0) return nothing;
  const whole: Base = { leaves };
  const rest: Base = { leaves: left };
  const beside: Change = ({ bases }) => [...bases, rest];
  const instead: Change = ({ bases }) => [
    ...bases.filter((base) => !holdsAll(leaves, base.leaves)),
    whole,
  ];
  const isOneWay = left.size === leaves.size && concerned.every(({ bases }) => bases.length === 0);
  const changes: readonly (readonly [Base, Change])[] = [
    [whole, instead],
    ...(isOneWay ? [] : [[rest, beside] as const]),
  ];
  const otherwise = savedByReferences(concerned, left);
  return changes.reduce((best, [base, change]) => {
    const saved = concerned.reduce(
      (sum, split) => sum + split.size - sizeOn(split, change(split)),
      -baseSizeOf(base.leaves) - otherwise,
    );
    return saved > best.saved ? { saved, change } : best;
  }, nothing);
}

/** More passes find next to nothing: what a step leaves is what the next one sees. */
const passes = 3;

/**
 * Chooses hidden jobs for what jobs share, largest saving first, where references would save less.
 * Gives each job split into what it keeps and what it extends; jobs that gain nothing keep
 * everything.
 */
export function chooseBases(jobs: readonly Material[]): readonly Split[] {
  const splits: Split[] = jobs.map((job) => {
    const size = sizeOf(job.leaves, job.extended.length);
    return { ...job, own: job.leaves, bases: [], size };
  });
  let candidates = candidatesOf(jobs)
    .map((candidate) => ({ candidate, saved: bestStep(candidate, splits).saved }))
    .filter(({ saved }) => saved > 0)
    .sort((a, b) => b.saved - a.saved)
    .map(({ candidate }) => candidate);
  for (let pass = 0; pass < passes && candidates.length; pass++) {
    candidates = candidates.filter((candidate) => {
      const { saved, change } = bestStep(candidate, splits);
      if (saved <= 0) return false;
      for (const index of candidate.members) {
        const split = splits[index]!;
        splits[index] = withBases(split, change(split));
      }
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
      (sum, index, at) => sum + without[at]!.size - result[index]!.size,
      -savedByReferences(without, base.leaves),
    );
    if (added > baseSizeOf(base.leaves)) continue;
    for (const [at, index] of members.entries()) result[index] = without[at]!;
  }
  return result;
}
