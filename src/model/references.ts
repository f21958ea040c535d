import { type Hash, isHash, mapMembers, mapSame, member, put } from "./copy.ts";
import { Reference } from "./reference.ts";

/** Why a reference has no value. */
export interface BadReference {
  readonly reference: Reference;
  readonly problem: "missing" | "deep" | "loop";
  /** Where the reference stands, or the one that led to it. */
  readonly at: Path;
}

type Path = readonly (string | number)[];

/** A value without references; `open` when one of them may live in an included file. */
export interface Resolved {
  readonly value: unknown;
  readonly open: boolean;
  readonly bad: readonly BadReference[];
}

/** GitLab: lib/gitlab/ci/config/yaml/tags/reference.rb. */
const maxNesting = 10;
const nothing = Symbol("nothing");

/** What a reference can lead into: a whole job; `open` when `extends` may bring more into it. */
export interface Target {
  readonly config: unknown;
  readonly open: boolean;
}

interface State {
  open: boolean;
  readonly bad: BadReference[];
  /** Where the walk is in the value itself; it stays while references are followed. */
  readonly at: (string | number)[];
}

/**
 * Resolves `!reference` against the whole configuration; what a reference leads to may hold
 * references again, to 10 levels. `included`: names may live in files that we do not see, so an
 * unknown path is left out instead of refused.
 */
export function referenceResolver(lookup: (path: readonly string[]) => Target, included: boolean) {
  const walk = (value: unknown, trail: readonly string[], state: State): unknown => {
    if (value instanceof Reference) return follow(value, trail, state);
    if (typeof value !== "object" || value === null) return value;
    const into = (item: unknown, step: string | number): unknown => {
      if (trail.length > 0) return walk(item, trail, state);
      state.at.push(step);
      const made = walk(item, trail, state);
      state.at.pop();
      return made;
    };
    if (Array.isArray(value)) {
      let index = 0;
      const list = mapSame(value, (item) => into(item, index++));
      return Object.freeze(list === value ? list : list.filter((item) => item !== nothing));
    }
    const walkMember = (item: unknown, key: string) => {
      const made = into(item, key);
      return made === nothing ? undefined : made;
    };
    return Object.freeze(mapMembers(value as Hash, walkMember));
  };

  const follow = (reference: Reference, trail: readonly string[], state: State): unknown => {
    const key = reference.path.join("\0");
    const problem = trail.includes(key) ? "loop" : trail.length >= maxNesting ? "deep" : undefined;
    if (problem) {
      state.bad.push({ reference, problem, at: [...state.at] });
      return nothing;
    }
    const { config, open } = lookup(reference.path);
    let at: unknown = config;
    for (const step of reference.path.slice(1)) at = isHash(at) ? member(at, step) : undefined;
    if (at === undefined || at === null) {
      if (included || open) state.open = true;
      else state.bad.push({ reference, problem: "missing", at: [...state.at] });
      return nothing;
    }
    if (open && isHash(at)) state.open = true;
    return walk(at, [...trail, key], state);
  };

  return (value: unknown): Resolved => {
    const state: State = { open: false, bad: [], at: [] };
    const resolved = walk(value, [], state);
    const { open, bad } = state;
    return { value: resolved === nothing ? undefined : resolved, open, bad };
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
