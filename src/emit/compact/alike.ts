import { Reference } from "../../model/index.ts";
import { hashSize, type Keyword, type Leaf, type Leaves, referenceSize } from "./leaves.ts";

interface Part {
  readonly size: number;
  readonly leaves: readonly Leaf[];
}

/** The leaves of each keyword, and the parsed size of its value. */
function partsOf(leaves: Iterable<Leaf>): ReadonlyMap<Keyword, Part> {
  const lists = new Map<Keyword, Leaf[]>();
  for (const leaf of leaves) {
    const known = lists.get(leaf.keyword);
    if (known) known.push(leaf);
    else lists.set(leaf.keyword, [leaf]);
  }
  return new Map(
    [...lists].map(([keyword, list]) => {
      const members = list[0]?.member === undefined ? 0 : hashSize(list.length);
      return [keyword, { leaves: list, size: list.reduce((sum, { size }) => sum + size, members) }];
    }),
  );
}

/**
 * What references would save among jobs that hold these leaves themselves: all but one refer to a
 * keyword where they have nothing else in it.
 */
export function savedByReferences(splits: readonly { readonly own: Leaves }[], leaves: Leaves) {
  const parts = partsOf(leaves);
  const alike = new Map<Keyword, number>();
  for (const { own } of splits) {
    // By keyword: how many of the leaves it has; 0 where it has another one.
    const shared = new Map<Keyword, number>();
    for (const leaf of own) {
      const known = shared.get(leaf.keyword);
      if (!leaves.has(leaf)) shared.set(leaf.keyword, 0);
      else if (known !== 0) shared.set(leaf.keyword, (known ?? 0) + 1);
    }
    for (const [keyword, count] of shared) {
      const isAlike = count > 0 && count === parts.get(keyword)!.leaves.length;
      if (isAlike) alike.set(keyword, (alike.get(keyword) ?? 0) + 1);
    }
  }
  let saved = 0;
  for (const [keyword, count] of alike) {
    saved += (count - 1) * Math.max(0, parts.get(keyword)!.size - referenceSize);
  }
  return saved;
}

/** By job: its keywords that are references. */
export type References = ReadonlyMap<string, ReadonlyMap<string, Reference>>;

/** A job as it is to be written. */
export interface Written {
  readonly name: string;
  /** What it holds itself. */
  readonly own: Leaves;
  /** The same with what the hidden jobs hold that it extends. */
  readonly leaves: Leaves;
  /** Others extend it: they may add members to its hashes. */
  readonly isBase: boolean;
}

const idsOf = (leaves: readonly Leaf[]): string =>
  leaves
    .map(({ id }) => id)
    .sort((a, b) => a - b)
    .join();

/**
 * The keywords that an earlier job has in the same way, each as a reference to it. GitLab merges
 * first and resolves references then (lib/gitlab/ci/config.rb, `build_config`): a reference
 * replaces what the job extends, and gives all that the other job has with what it extends. So the
 * jobs must be alike both in what they hold and in what they come to; then the order is no matter.
 */
export function referencesOf(jobs: readonly Written[]): References {
  const writers = new Map<string, string>();
  const references = new Map<string, Map<string, Reference>>();
  for (const { name, own, leaves, isBase } of jobs) {
    const found = new Map<string, Reference>();
    const whole = partsOf(leaves);
    for (const [keyword, part] of partsOf(own)) {
      if (part.size <= referenceSize || (isBase && part.leaves[0]?.member !== undefined)) continue;
      const text = `${idsOf(part.leaves)}/${idsOf(whole.get(keyword)!.leaves)}`;
      const writer = writers.get(text);
      if (writer === undefined) writers.set(text, name);
      else found.set(keyword.name, new Reference([writer, keyword.name]));
    }
    if (found.size > 0) references.set(name, found);
  }
  return references;
}
