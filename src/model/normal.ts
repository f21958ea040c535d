import { isHash, mapMembers, mapSame } from "./copy.ts";
import { nests } from "./keywords/shared.ts";

/** Hashes whose keys people choose: nothing under such a key is told apart from an absent key. */
const maps = new Set(["variables", "id_tokens", "secrets"]);
/** Values that GitLab hands on as they are. */
const opaque = new Set(["matrix", "inputs", "options"]);
/** Lists that GitLab flattens before it looks at their entries. */
const flattened = new Set(["rules", "needs", "services", "cache"]);

/** GitLab: MAX_NESTING_LEVEL of entry/processable.rb and entry/commands.rb. */
const maxNesting = 10;

/**
 * A value as GitLab's checks see it: a keyword without a value is not there
 * (lib/gitlab/config/entry/factory.rb), and lists in `rules`, `needs`, `services` and `cache`
 * are flat (composable_array.rb). Gives back the same object where nothing changes.
 */
export function normal<T>(value: T): T {
  return walk(value, false) as T;
}

function walk(value: unknown, map: boolean): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return mapSame(value, (item) => walk(item, false));
  if (!isHash(value)) return value;
  return mapMembers(value, (item, key) =>
    item === null ? (map ? null : undefined) : member(key, item, map),
  );
}

function member(key: string, item: unknown, map: boolean): unknown {
  if (typeof item !== "object" || (!map && opaque.has(key))) return item;
  if (!map && flattened.has(key) && Array.isArray(item)) {
    const list = flat(item);
    // An entry without a value is passed over (composable_array.rb, factory.rb), but not a rule.
    const given = key !== "rules" && list.includes(null) ? list.filter((n) => n !== null) : list;
    return walk(given, false);
  }
  return walk(item, !map && maps.has(key));
}

function flat(list: readonly unknown[]): readonly unknown[] {
  if (!list.some(Array.isArray)) return list;
  return nests(list, maxNesting, (item) => !Array.isArray(item)) ? list.flat(maxNesting) : list;
}
