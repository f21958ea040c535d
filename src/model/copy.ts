import { Reference } from "./reference.ts";

/** Why a value cannot stand in a pipeline, and where in it. */
export interface NotData {
  readonly path: readonly (string | number)[];
  readonly what: string;
}

/** A copy, and what of the value could not be copied. */
export interface Copied {
  readonly value: unknown;
  readonly problems: readonly NotData[];
}

const maxDepth = 100;

/** Copies that were made before: a job that goes from one pipeline to another is not copied again. */
const copies = new WeakSet<object>();

/**
 * A deeply frozen copy of plain data: strings, finite numbers, booleans, null, lists, plain
 * hashes and references. `undefined` members of a hash are left out; anything else is a problem.
 */
export function copyData(value: unknown): Copied {
  if (typeof value === "object" && value !== null && copies.has(value)) {
    return { value, problems: [] };
  }
  const problems: NotData[] = [];
  const open = new Set<object>();

  const wrong = (path: readonly (string | number)[], what: string): null => {
    problems.push({ path: [...path], what });
    return null;
  };

  const walk = (item: unknown, path: (string | number)[]): unknown => {
    switch (typeof item) {
      case "string":
      case "boolean":
        return item;
      case "number":
        return Number.isFinite(item) ? item : wrong(path, String(item));
      case "object":
        break;
      default:
        return wrong(path, item === undefined ? "undefined" : `a ${typeof item}`);
    }
    if (item === null) return null;
    if (item instanceof Reference) return item;
    if (open.has(item)) return wrong(path, "a value that holds itself");
    if (path.length >= maxDepth) return wrong(path, `nested deeper than ${maxDepth} levels`);
    open.add(item);
    const copy = Array.isArray(item) ? walkList(item, path) : walkHash(item, path);
    open.delete(item);
    return copy;
  };

  const walkList = (list: readonly unknown[], path: (string | number)[]): unknown => {
    const copy: unknown[] = [];
    for (let index = 0; index < list.length; index++) {
      path.push(index);
      copy.push(walk(list[index], path));
      path.pop();
    }
    return Object.freeze(copy);
  };

  const walkHash = (hash: object, path: (string | number)[]): unknown => {
    const prototype: unknown = Object.getPrototypeOf(hash);
    if (prototype !== null && Object.getPrototypeOf(prototype) !== null) {
      return wrong(path, `a ${hash.constructor?.name ?? "class instance"}`);
    }
    const copy: Record<string, unknown> = {};
    for (const [key, member] of Object.entries(hash)) {
      if (member === undefined) continue;
      path.push(key);
      put(copy, key, walk(member, path));
      path.pop();
    }
    return Object.freeze(copy);
  };

  const copy = walk(value, []);
  if (typeof copy === "object" && copy !== null && problems.length === 0) copies.add(copy);
  return { value: copy, problems };
}

/** Sets a member, also one called `__proto__`. */
export function put(hash: Record<string, unknown>, key: string, value: unknown): void {
  if (key === "__proto__") {
    Object.defineProperty(hash, key, {
      value,
      enumerable: true,
      writable: true,
      configurable: true,
    });
  } else hash[key] = value;
}

export type Hash = Readonly<Record<string, unknown>>;

/** Whether it is a hash, not a list and not a reference. */
export const isHash = (value: unknown): value is Hash =>
  typeof value === "object" &&
  value !== null &&
  !Array.isArray(value) &&
  !(value instanceof Reference);

/** Whether a reference stands anywhere in plain data. */
export function holdsReference(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return value instanceof Reference || Object.values(value).some(holdsReference);
}

/** An own member of a hash, so that `constructor` is no key of `{}`. */
export const member = (hash: Hash, key: string): unknown =>
  Object.hasOwn(hash, key) ? hash[key] : undefined;

/** `list.map`, but the same list where nothing changes: most jobs pass most steps as they are. */
export function mapSame(
  list: readonly unknown[],
  make: (item: unknown) => unknown,
): readonly unknown[] {
  let copy: unknown[] | undefined;
  for (let index = 0; index < list.length; index++) {
    const made = make(list[index]);
    if (made !== list[index]) copy ??= list.slice(0, index);
    copy?.push(made);
  }
  return copy ?? list;
}

/** The same for a hash; a member that becomes `undefined` is left out. */
export function mapMembers(hash: Hash, make: (item: unknown, key: string) => unknown): Hash {
  const keys = Object.keys(hash);
  let copy: Record<string, unknown> | undefined;
  for (let index = 0; index < keys.length; index++) {
    const key = keys[index]!;
    const item = hash[key];
    const made = make(item, key);
    if (made !== item && !copy) {
      copy = {};
      for (let before = 0; before < index; before++) put(copy, keys[before]!, hash[keys[before]!]);
    }
    if (copy && made !== undefined) put(copy, key, made);
  }
  return copy ?? hash;
}
