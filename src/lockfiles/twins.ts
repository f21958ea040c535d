import { refuse } from "./graph.ts";
import type { Indexed } from "./indexed.ts";

/** Far more than a real lock file has; one that is made for it could have the square of its size. */
const mostPairs = 500_000;

/** Which nodes of the base are still the same at the head, with all that can be reached from them. */
export interface Twins {
  /** Whether the pair, which must be one of those asked for, differs. */
  differ(base: number, head: number): boolean;
  /** Names of nodes below a pair that are what they were, and depend on other ones. */
  rewired(base: number, head: number): string[];
}

/**
 * Walks both graphs side by side, from the pairs that are asked for along equal labels. A pair
 * differs when its nodes do, when one has a label that the other has not, or when a pair below it
 * differs. Where a package lies is no part of this, nor is how often: two graphs that look the same
 * from a member are the same to it. Each pair is looked at once, for all members.
 */
export function twins(
  base: Indexed,
  head: Indexed,
  asked: readonly (readonly [base: number, head: number])[],
): Twins {
  const count = head.labels.length;
  const numbers = new Map<number, number>();
  const pairs: [base: number, head: number][] = [];
  const users: number[][] = [];
  const place = (from: number, to: number): number => {
    const known = numbers.get(from * count + to);
    if (known !== undefined) return known;
    if (pairs.length === mostPairs) refuse("it is too entangled to be compared");
    numbers.set(from * count + to, pairs.length);
    users.push([]);
    return pairs.push([from, to]) - 1;
  };
  for (const [from, to] of asked) place(from, to);

  const different: number[] = [];
  for (let pair = 0; pair < pairs.length; pair++) {
    const below = inCommon(base, head, pairs[pair]!);
    if (!below) different.push(pair);
    for (const [from, to] of below ?? []) users[place(from, to)]!.push(pair);
  }
  const marked = new Uint8Array(pairs.length);
  for (let pair = different.pop(); pair !== undefined; pair = different.pop()) {
    if (marked[pair]) continue;
    marked[pair] = 1;
    for (const user of users[pair]!) different.push(user);
  }

  const differ = (from: number, to: number) => marked[numbers.get(from * count + to) ?? -1] === 1;
  return { differ, rewired: (from, to) => [...rewired(base, head, [from, to], differ)] };
}

/** The pairs right below a pair by label; `undefined` where the pair itself differs. */
function inCommon(
  base: Indexed,
  head: Indexed,
  [from, to]: readonly [number, number],
): [number, number][] | undefined {
  if (base.labels[from] !== head.labels[to]) return undefined;
  const after = head.dependencies[to]!;
  if (base.dependencies[from]!.size !== after.size) return undefined;
  const below: [number, number][] = [];
  for (const [label, target] of base.dependencies[from]!) {
    const other = after.get(label);
    if (other === undefined) return undefined;
    below.push([target, other]);
  }
  return below;
}

function rewired(
  base: Indexed,
  head: Indexed,
  start: [number, number],
  differ: Twins["differ"],
): Set<string> {
  const names = new Set<string>();
  const seen = new Set<string>([start.join()]);
  const open = [start];
  for (let pair = open.pop(); pair !== undefined; pair = open.pop()) {
    const below = inCommon(base, head, pair);
    const same = below?.filter(([from, to]) => base.labels[from] === head.labels[to]);
    if (!below || same?.length !== below.length) {
      names.add(`${base.names[pair[0]]} ${base.versions[pair[0]]}`.trim());
    }
    for (const next of same ?? []) {
      if (!differ(...next) || seen.has(next.join())) continue;
      seen.add(next.join());
      open.push(next);
    }
  }
  return names;
}
