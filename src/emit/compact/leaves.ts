import { type Hash, isHash } from "../../model/index.ts";
import { parsedSize } from "../parsed-size.ts";

/** One value that can move on its own: of a keyword, or of a member of a keyword that is a hash. */
export interface Leaf {
  /** Equal for equal values at equal places. */
  readonly id: string;
  readonly keyword: string;
  /** `undefined` when the value is the keyword's own. */
  readonly member: string | undefined;
  readonly value: unknown;
}

/** Leaves by their id. */
export type Leaves = ReadonlyMap<string, Leaf>;

/**
 * The leaves of a job. GitLab merges hashes and replaces everything else, so a job is the merge of
 * any two parts of its leaves. An empty hash is a leaf: merged with members it would not be empty.
 */
export function leavesOf(config: Hash): Leaves {
  const leaves = new Map<string, Leaf>();
  const add = (keyword: string, member: string | undefined, value: unknown) => {
    const id = JSON.stringify([keyword, member ?? null, value]);
    leaves.set(id, { id, keyword, member, value });
  };
  for (const [keyword, value] of Object.entries(config)) {
    if (!isHash(value) || Object.keys(value).length === 0) add(keyword, undefined, value);
    else for (const [member, inner] of Object.entries(value)) add(keyword, member, inner);
  }
  return leaves;
}

/** A job that has these leaves and extends these hidden jobs. */
export function configOf(leaves: Iterable<Leaf>, bases: readonly string[] = []): Hash {
  const keywords = new Map<string, unknown>();
  const hashes = new Map<string, [string, unknown][]>();
  if (bases.length) keywords.set("extends", bases.length === 1 ? bases[0] : bases);
  for (const { keyword, member, value } of leaves) {
    if (member === undefined) {
      keywords.set(keyword, value);
      continue;
    }
    const known = hashes.get(keyword);
    if (known) known.push([member, value]);
    else hashes.set(keyword, [[member, value]]);
    keywords.set(keyword, undefined);
  }
  // From entries, so that a variable called `__proto__` is one of its own.
  for (const [keyword, members] of hashes) keywords.set(keyword, Object.fromEntries(members));
  return Object.fromEntries(keywords);
}

/** Names of hidden jobs are kept this short, so that each counts as one small string. */
const anyName = ".fanout:1";

/** Parsed size of a job with these leaves that extends so many hidden jobs. */
export const sizeOf = (leaves: Iterable<Leaf>, bases = 0): number =>
  parsedSize(configOf(leaves, Array<string>(bases).fill(anyName)));

/** What a hidden job costs beside its content: its name, and its place among the jobs. */
const placeSize = parsedSize(anyName) + 56;

/** Parsed size of a hidden job with these leaves. */
export const baseSizeOf = (leaves: Iterable<Leaf>): number => sizeOf(leaves) + placeSize;
