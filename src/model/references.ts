import { type Hash, isHash, mapMembers, mapSame, member, put } from "./copy.ts";
import { Reference } from "./reference.ts";

/** Why a reference has no value. */
export interface BadReference {
  readonly reference: Reference;
  readonly problem: "missing" | "deep" | "loop";
}

/** A value without references; `open` when one of them may live in an included file. */
export interface Resolved {
  readonly value: unknown;
  readonly open: boolean;
  readonly bad: readonly BadReference[];
}

/** GitLab: lib/gitlab/ci/config/yaml/tags/reference.rb. */
const maxNesting = 10;
const nothing = Symbol("nothing");

/**
 * Resolves `!reference` against the whole configuration; what a reference leads to may hold
 * references again, to 10 levels. `included`: names may live in files that we do not see, so an
 * unknown path is left out instead of refused.
 */
export function referenceResolver(lookup: (path: readonly string[]) => unknown, included: boolean) {
  const walk = (
    value: unknown,
    trail: readonly string[],
    state: { open: boolean; bad: BadReference[] },
  ): unknown => {
    if (value instanceof Reference) return follow(value, trail, state);
    if (typeof value !== "object" || value === null) return value;
    if (Array.isArray(value)) {
      const list = mapSame(value, (item) => walk(item, trail, state));
      return Object.freeze(list === value ? list : list.filter((item) => item !== nothing));
    }
    const walkMember = (item: unknown) => {
      const made = walk(item, trail, state);
      return made === nothing ? undefined : made;
    };
    return Object.freeze(mapMembers(value as Hash, walkMember));
  };

  const follow = (
    reference: Reference,
    trail: readonly string[],
    state: { open: boolean; bad: BadReference[] },
  ): unknown => {
    const key = reference.path.join("\0");
    const problem = trail.includes(key) ? "loop" : trail.length >= maxNesting ? "deep" : undefined;
    if (problem) {
      state.bad.push({ reference, problem });
      return nothing;
    }
    let at: unknown = lookup(reference.path);
    for (const step of reference.path.slice(1)) at = isHash(at) ? member(at, step) : undefined;
    if (at === undefined || at === null) {
      if (included) state.open = true;
      else state.bad.push({ reference, problem: "missing" });
      return nothing;
    }
    return walk(at, [...trail, key], state);
  };

  return (value: unknown): Resolved => {
    const state = { open: false, bad: [] as BadReference[] };
    const resolved = walk(value, [], state);
    return { value: resolved === nothing ? undefined : resolved, ...state };
  };
}

/** GitLab's deep merge: hashes merge, everything else of `over` replaces. */
export function deepMerge(under: Hash, over: Hash): Hash {
  const merged: Record<string, unknown> = { ...under };
  for (const key of Object.keys(over)) {
    const below = member(merged, key);
    const above = over[key];
    put(merged, key, isHash(below) && isHash(above) ? deepMerge(below, above) : above);
  }
  return Object.freeze(merged);
}
