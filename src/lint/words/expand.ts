import { didYouMean } from "../../diagnostics/index.ts";
import {
  deepMerge,
  type Hash,
  isHash,
  mapMembers,
  mapSame,
  member,
  put,
  Reference,
} from "../../model/index.ts";
import type { RefusalCode } from "../refusals/index.ts";
import type { GitlabError, Path } from "./entry.ts";
import { isList, pairsOf, textOf } from "./ruby.ts";

/** The configuration without `extends` and references, or the error at which GitLab stops. */
export type Expanded = { readonly document: Hash } | { readonly error: GitlabError };

/** One error ends it all (GitLab: config.rb, RESCUE_ERRORS). */
class Stop extends Error {
  readonly error: GitlabError;
  constructor(code: RefusalCode, message: string, path: Path, hint: string) {
    super(message);
    this.error = { code, message, path, ...(hint !== "" && { hint }) };
  }
}

/** First every `extends`, then every reference (GitLab: lib/gitlab/ci/config.rb, `build_config`). */
export function expand(document: Hash, mostLevels: number): Expanded {
  try {
    return { document: resolveAll(extendAll(document, mostLevels)) };
  } catch (error) {
    if (error instanceof Stop) return { error: error.error };
    throw error;
  }
}

const nameOf = (base: unknown): string =>
  base instanceof Reference ? `!reference ${JSON.stringify(base.path)}` : textOf(base);

/** The names that an `extends` has, as Ruby's `Array()` takes it apart. */
export function basesOf(config: unknown): readonly string[] {
  const value = isHash(config) ? member(config, "extends") : undefined;
  if (value === undefined || value === null) return [];
  if (isHash(value)) return pairsOf(value);
  return (isList(value) ? value : [value]).map(nameOf);
}

interface Extended {
  readonly value: Hash;
  /** How many hashes with `extends` stand on top of each other. */
  readonly height: number;
}

/** GitLab: lib/gitlab/ci/config/extendable/entry.rb. */
function extendAll(document: Hash, mostLevels: number): Hash {
  const done = new Map<string, Extended>();

  const judge = (name: string, bases: readonly string[], around: readonly string[]): void => {
    const stop = (code: RefusalCode, words: string, hint = ""): never => {
      throw new Stop(code, `${name}: ${words}`, [name, "extends"], hint);
    };
    const listed = (names: readonly string[]) => `(${names.join(", ")})`;
    const unknown = bases.filter((base) => !Object.hasOwn(document, base));
    const [missing] = unknown;
    if (missing !== undefined) {
      const near = didYouMean(missing, Object.keys(document));
      stop("extends-missing-job", `unknown keys in \`extends\` ${listed(unknown)}`, near);
    }
    const invalid = bases.filter((base) => !isHash(document[base]));
    if (invalid.length > 0) {
      stop("extends-form", `invalid base hashes in \`extends\` ${listed(invalid)}`);
    }
    if (around.length > mostLevels) stop("extends-too-deep", "nesting too deep in `extends`");
    if (around.includes(name)) {
      stop("circular-extends", "circular dependency detected in `extends`");
    }
  };

  const extend = (name: string, around: readonly string[]): Extended => {
    const value = document[name] as Hash;
    if (!Object.hasOwn(value, "extends")) return { value, height: 0 };
    const known = done.get(name);
    if (known && around.length + known.height - 1 <= mostLevels) return known;
    const bases = basesOf(value);
    judge(name, bases, around);
    const below = bases.map((base) => extend(base, [...around, name]));
    const [first = {}, ...others] = below.map((each) => each.value);
    const under = others.reduce(deepMerge, first);
    const height = 1 + Math.max(0, ...below.map((each) => each.height));
    const extended = { value: deepMerge(under, value), height };
    done.set(name, extended);
    return extended;
  };

  const result: Record<string, unknown> = {};
  for (const name of Object.keys(document)) {
    const value = document[name];
    put(result, name, isHash(value) ? extend(name, []).value : value);
  }
  return result;
}

/** References that lead to lists of references grow without end; the reader of YAML stops here too. */
const mostValues = 1_000_000;

/** GitLab: lib/gitlab/ci/config/yaml/tags/reference.rb. */
function resolveAll(document: Hash): Hash {
  const underWay = new Set<Reference>();
  const done = new Map<Reference, { readonly value: unknown; readonly weight: number }>();
  /** Values without references, and how many values they hold: jobs share what they extend. */
  const plain = new Map<object, number>();
  /** Where the walk is in the document; it stays while references are followed. */
  const path: (string | number)[] = [];
  let count = 0;

  const stop = (code: RefusalCode, message: string): never => {
    throw new Stop(code, message, [...path], "");
  };
  const grow = (weight: number): void => {
    count += weight;
    if (count > mostValues) stop("yaml-too-big", "The parsed YAML is too big");
  };

  const find = (steps: readonly string[]): unknown => {
    let at: unknown = document;
    for (const step of steps) at = isHash(at) ? member(at, step) : undefined;
    return at;
  };

  const follow = (reference: Reference): unknown => {
    const known = done.get(reference);
    if (known) {
      grow(known.weight);
      return known.value;
    }
    const tag = `!reference [${reference.path.map((step) => JSON.stringify(step)).join(", ")}]`;
    if (underWay.has(reference)) stop("reference-circle", `${tag} is part of a circular chain`);
    const before = count;
    underWay.add(reference);
    const value = walk(find(reference.path));
    underWay.delete(reference);
    if (value === undefined || value === null || value === false) {
      stop("reference-missing", `${tag} could not be found`);
    }
    done.set(reference, { value, weight: count - before });
    return value;
  };

  const within = (item: unknown, step: string | number): unknown => {
    if (underWay.size > 0) return walk(item);
    path.push(step);
    const made = walk(item);
    path.pop();
    return made;
  };

  const walk = (value: unknown): unknown => {
    grow(1);
    if (value instanceof Reference) return follow(value);
    if (typeof value !== "object" || value === null) return value;
    const weight = plain.get(value);
    if (weight !== undefined) {
      grow(weight);
      return value;
    }
    const before = count;
    let index = 0;
    const made = isList(value)
      ? mapSame(value, (item) => within(item, index++))
      : mapMembers(value as Hash, (item, key) => within(item, key));
    if (made === value) plain.set(value, count - before);
    return made;
  };

  return walk(document) as Hash;
}
