import { byCodeUnit, type Hash, isHash, ordered, put, Reference } from "../model/index.ts";
import type { KeyChange } from "./types.ts";

/** Keywords that GitLab reads as lines, however lists are nested in each other. */
const scripts = new Set(["before_script", "script", "after_script", "pre_get_sources_script"]);
/** Lists that GitLab flattens before it looks at their entries (composable_array.rb). */
const flattened = new Set(["rules", "needs", "services", "cache"]);

/**
 * What differs between two jobs, or two top levels: the deepest keys that say it all, in the order
 * in which keywords are written. Lists of hashes are compared by position; scripts and other lists
 * of plain values are one key each.
 */
export function changedKeys(
  before: Hash,
  after: Hash,
  inOrder: (keywords: Hash) => Hash = ordered,
): readonly KeyChange[] {
  const all: Record<string, unknown> = {};
  for (const key of [...Object.keys(after), ...Object.keys(before)]) put(all, key, null);
  const keywords = Object.keys(inOrder(all));
  return membersOf(keywords, compared(before), compared(after), "");
}

/** Whether two values say the same; the order of a hash says nothing. */
export function isSame(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((item, index) => isSame(item, other[index]));
  }
  if (one instanceof Reference && other instanceof Reference) return isSame(one.path, other.path);
  if (!isHash(one) || !isHash(other)) return false;
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => Object.hasOwn(other, key) && isSame(one[key], other[key]))
  );
}

/** Values as they are compared: scripts as lists of lines, lists in `rules` and the like flat. */
function compared(config: Hash): Hash {
  const copy: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(config)) put(copy, key, plain(key, value));
  return copy;
}

function plain(key: string, value: unknown): unknown {
  if (scripts.has(key)) return lines(value);
  if (flattened.has(key) && Array.isArray(value)) return value.flat(Number.POSITIVE_INFINITY);
  if (key !== "hooks" || !isHash(value)) return value;
  return compared(value);
}

const lines = (value: unknown): unknown =>
  value === null ? null : [value].flat(Number.POSITIVE_INFINITY);

const inHashes = (before: Hash, after: Hash, path: string): KeyChange[] => {
  const keys = new Set([...Object.keys(after), ...Object.keys(before)]);
  return membersOf([...keys].sort(byCodeUnit), before, after, path);
};

const membersOf = (keys: readonly string[], before: Hash, after: Hash, path: string): KeyChange[] =>
  keys.flatMap((key) => inMembers(held(before, key), held(after, key), step(path, key)));

const held = (hash: Hash, key: string): Held | undefined =>
  Object.hasOwn(hash, key) ? { value: hash[key] } : undefined;

interface Held {
  readonly value: unknown;
}

function inMembers(before: Held | undefined, after: Held | undefined, key: string): KeyChange[] {
  if (!before || !after) {
    return [{ key, ...(before && { before: before.value }), ...(after && { after: after.value }) }];
  }
  const [one, other] = [before.value, after.value];
  if (isSame(one, other)) return [];
  if (isHash(one) && isHash(other)) return inHashes(one, other, key);
  if (Array.isArray(one) && Array.isArray(other) && hasHash(one) && hasHash(other)) {
    const longest = Math.max(one.length, other.length);
    return Array.from({ length: longest }, (_, at) =>
      inMembers(entry(one, at), entry(other, at), `${key}[${at}]`),
    ).flat();
  }
  return [{ key, before: one, after: other }];
}

const hasHash = (list: readonly unknown[]) => list.some(isHash);

const entry = (list: readonly unknown[], at: number): Held | undefined =>
  at < list.length ? { value: list[at] } : undefined;

function step(path: string, key: string): string {
  if (!/^[\w-]+$/.test(key)) return `${path}[${JSON.stringify(key)}]`;
  return path === "" ? key : `${path}.${key}`;
}
