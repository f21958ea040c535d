import { Reference } from "../../model/index.ts";
import { parsedSize } from "../parsed-size.ts";
import type { References } from "./alike.ts";
import { baseSizeOf, type Leaf, type Leaves, referenceSize } from "./leaves.ts";

interface Item {
  readonly value: unknown;
  readonly size: number;
  uses: number;
}

/** Items of lists that many jobs share, and lists that hold references to them instead. */
export interface Pool {
  /** The items by key; empty where none is worth it. */
  readonly items: Readonly<Record<string, unknown>>;
  /** The same leaf, or one whose items are references. */
  readonly poolOf: (leaf: Leaf) => Leaf;
}

/** What an item costs beside itself: its key, and its place among the others. */
const placeSize = parsedSize("i1") + 56;

/** What the hidden job costs that holds them. */
const hiddenSize = baseSizeOf([]) + parsedSize({ i1: true });

const isList = ({ member, value }: Leaf): boolean => member === undefined && Array.isArray(value);

/**
 * What different lists have in common, such as needs on services that many depend on: lists do not
 * merge, but each item may be a reference. `name` is that of the hidden job which will hold them;
 * keywords that are `references` already have no lists.
 */
export function poolItems(
  name: string,
  jobs: readonly { readonly name: string; readonly own: Leaves }[],
  references: References,
): Pool {
  const items = new Map<string, Item>();
  for (const job of jobs) {
    for (const leaf of job.own) {
      if (!isList(leaf) || references.get(job.name)?.has(leaf.keyword.name)) continue;
      for (const value of leaf.value as readonly unknown[]) {
        const size = parsedSize(value);
        if (size <= referenceSize) continue;
        const text = JSON.stringify(value);
        const known = items.get(text);
        if (known) known.uses++;
        else items.set(text, { value, size, uses: 1 });
      }
    }
  }
  const gain = ({ size, uses }: Item) => uses * (size - referenceSize) - size - placeSize;
  const worth = [...items]
    .filter(([text, item]) => gain(item) > 0 && !text.includes('"path":['))
    .sort(([, a], [, b]) => b.uses - a.uses);
  const saved = worth.reduce((sum, [, item]) => sum + gain(item), -hiddenSize);
  if (saved <= 0) return { items: {}, poolOf: (leaf) => leaf };
  const keys = new Map(worth.map(([text], index) => [text, `i${index + 1}`]));
  const replaced = (value: unknown) => {
    const key = keys.get(JSON.stringify(value));
    return key === undefined ? value : new Reference([name, key]);
  };
  return {
    items: Object.freeze(
      Object.fromEntries(worth.map(([text, { value }]) => [keys.get(text)!, value])),
    ),
    poolOf: (leaf) => {
      if (!isList(leaf)) return leaf;
      return { ...leaf, value: Object.freeze((leaf.value as readonly unknown[]).map(replaced)) };
    },
  };
}
