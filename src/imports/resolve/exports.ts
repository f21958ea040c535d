import { type Json, record } from "../json.ts";

/** A map of `exports` or `imports` in a package.json, or a part of it. */
type Value = unknown;

/**
 * The targets of a key (`.`, `./button`, `#internal`) under any condition whatever: which ones
 * hold is for runtimes and bundlers to say. `undefined` where the map has no such key.
 */
export function targetsOf(map: Value, key: string): readonly string[] | undefined {
  if (map === undefined) return undefined;
  const { entries, patterns } = compiled(map);
  // Without keys that are paths, all of it speaks of the package itself.
  if (!entries) return key === "." ? leaves(map, "") : undefined;
  if (Object.hasOwn(entries, key)) return leaves(entries[key], "");
  const best = patterns.find((pattern) => matches(pattern, key));
  if (best === undefined) return undefined;
  const start = starts(best);
  const star = key.slice(start.length, key.length - Math.max(0, best.length - start.length - 1));
  return leaves(entries[best], star);
}

interface Compiled {
  /** `undefined` for a map that is no map of keys. */
  readonly entries: Json | undefined;
  /** Keys with a star or a slash at the end, the most precise first. */
  readonly patterns: readonly string[];
}

const known = new WeakMap<object, Compiled>();

function compiled(map: Value): Compiled {
  const entries = record(map);
  const found = known.get(entries);
  if (found) return found;
  const names = Object.keys(entries);
  const keyed = names.some((name) => name.startsWith(".") || name.startsWith("#"));
  const patterns = names
    .filter((name) => name.includes("*") || name.endsWith("/"))
    .sort((a, b) => starts(b).length - starts(a).length || b.length - a.length);
  const made = { entries: keyed ? entries : undefined, patterns };
  known.set(entries, made);
  return made;
}

const starts = (pattern: string): string => {
  const star = pattern.indexOf("*");
  return star < 0 ? pattern : pattern.slice(0, star);
};

/** `./features/*` and the older `./features/`. */
function matches(pattern: string, key: string): boolean {
  const star = pattern.indexOf("*");
  if (star < 0) return pattern.endsWith("/") && key.startsWith(pattern);
  const end = pattern.slice(star + 1);
  return (
    key.length >= pattern.length - 1 && key.startsWith(pattern.slice(0, star)) && key.endsWith(end)
  );
}

/** Every string below a value, with what stands for the star filled in. */
function leaves(value: Value, star: string): readonly string[] {
  const found = new Set<string>();
  const queue: Value[] = [value];
  for (const each of queue) {
    if (typeof each !== "string") {
      const inner = Array.isArray(each) ? each : Object.values(record(each));
      for (const value of inner) queue.push(value);
    } else if (each.endsWith("/")) found.add(each + star);
    else found.add(each.replaceAll("*", () => star));
  }
  return [...found];
}
