import { type Hash, isHash, Reference } from "../../model/index.ts";
import { parsedSize } from "../parsed-size.ts";

/** A keyword of jobs, one object a name. */
export interface Keyword {
  readonly name: string;
  /** Parsed size of its name. */
  readonly size: number;
}

/**
 * One value that can move on its own: of a keyword, or of a member of a keyword that is a hash.
 * Equal values at equal places are one object.
 */
export interface Leaf {
  readonly id: number;
  readonly keyword: Keyword;
  /** `undefined` when the value is the keyword's own. */
  readonly member: string | undefined;
  readonly value: unknown;
  /** Parsed size of the value, and of its member's name. */
  readonly size: number;
}

/** Those of one keyword stand together. */
export type Leaves = ReadonlySet<Leaf>;

/**
 * Reads the leaves of jobs. GitLab merges hashes and replaces everything else, so a job is the
 * merge of any two parts of its leaves. An empty hash is a leaf: merged with members it would not
 * be empty.
 */
export function leafReader(): (config: Hash) => Leaves {
  const keywords = new Map<string, Keyword>();
  const known = new Map<string, Leaf>();
  const leafOf = (name: string, member: string | undefined, value: unknown): Leaf => {
    const text = `${JSON.stringify([name, member ?? null])}${textOf(value)}`;
    const twin = known.get(text);
    if (twin) return twin;
    const keyword = keywords.get(name) ?? { name, size: parsedSize(name) };
    keywords.set(name, keyword);
    const size = parsedSize(value) + (member === undefined ? 0 : parsedSize(member));
    const leaf = { id: known.size, keyword, member, value, size };
    known.set(text, leaf);
    return leaf;
  };
  return (config) => {
    const leaves = new Set<Leaf>();
    for (const [name, value] of Object.entries(config)) {
      if (!isHash(value) || Object.keys(value).length === 0) {
        leaves.add(leafOf(name, undefined, value));
      } else {
        for (const [key, inner] of Object.entries(value)) leaves.add(leafOf(name, key, inner));
      }
    }
    return leaves;
  };
}

/** Equal for equal values; a reference is told from a hash that looks like one. */
function textOf(value: unknown): string {
  const text = JSON.stringify(value);
  if (!text.includes('"path":[')) return text;
  return JSON.stringify(value, (_, inner) =>
    inner instanceof Reference ? { "!reference": inner.path, "": 0 } : inner,
  );
}

/** The keywords that these leaves are, frozen. */
export function configOf(leaves: Iterable<Leaf>): [keyword: string, value: unknown][] {
  const keywords = new Map<string, unknown>();
  const hashes = new Map<string, [string, unknown][]>();
  for (const { keyword, member, value } of leaves) {
    if (member === undefined) {
      keywords.set(keyword.name, value);
      continue;
    }
    const known = hashes.get(keyword.name);
    if (known) known.push([member, value]);
    else hashes.set(keyword.name, [[member, value]]);
    keywords.set(keyword.name, undefined);
  }
  // From entries, so that a variable called `__proto__` is one of its own.
  for (const [name, members] of hashes) {
    keywords.set(name, Object.freeze(Object.fromEntries(members)));
  }
  return [...keywords];
}

/** Sizes that depend on a number alone, each worked out once. */
function bySize(size: (count: number) => number): (count: number) => number {
  const known: number[] = [];
  return (count) => {
    known[count] ??= size(count);
    return known[count];
  };
}

const numbered = (count: number) => Array.from({ length: count }, (_, index) => [index, true]);

export const hashSize = bySize((pairs) => {
  const keys = pairs * parsedSize("1");
  return parsedSize(Object.fromEntries(numbered(pairs))) - keys;
});

/** GitLab counts a reference as one small object, wherever it leads. */
export const referenceSize = parsedSize(new Reference(["a", "b"]));

/** Names of hidden jobs are kept this short, so that each counts as one small string. */
const anyName = ".fanout:1";

/** The keyword `extends` with so many names. */
const extendsSize = bySize((names) => {
  if (names === 0) return 0;
  const value = names === 1 ? anyName : Array<string>(names).fill(anyName);
  return parsedSize("extends") + parsedSize(value);
});

const none = (): boolean => false;

/** Parsed size of a job with these leaves, but those `left` out, that extends so many others. */
export function sizeOf(
  leaves: Iterable<Leaf>,
  names = 0,
  left: (leaf: Leaf) => boolean = none,
): number {
  let size = extendsSize(names);
  let keywords = names === 0 ? 0 : 1;
  let members = 0;
  let keyword: Keyword | undefined;
  for (const leaf of leaves) {
    if (left(leaf)) continue;
    if (leaf.keyword !== keyword) {
      if (members > 0) size += hashSize(members);
      keyword = leaf.keyword;
      size += keyword.size;
      members = 0;
      keywords++;
    }
    if (leaf.member !== undefined) members++;
    size += leaf.size;
  }
  if (members > 0) size += hashSize(members);
  return size + hashSize(keywords);
}

/** What a hidden job costs beside its content: its name, and its place among the jobs. */
const placeSize = parsedSize(anyName) + 56;

/** Parsed size of a hidden job with these leaves. */
export const baseSizeOf = (leaves: Iterable<Leaf>): number => sizeOf(leaves) + placeSize;
