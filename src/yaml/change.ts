import { Reference } from "./reference.ts";
import { setKey } from "./set-key.ts";

export type YamlPath = readonly (string | number)[];

/** One change of a document: another value, another name of a key, or one key or item less. */
export type YamlChange =
  | { readonly path: YamlPath; readonly set: unknown }
  | { readonly path: YamlPath; readonly rename: string }
  | { readonly path: YamlPath; readonly remove: true };

type Hash = Record<string, unknown>;

const isHash = (value: unknown): value is Hash =>
  typeof value === "object" &&
  value !== null &&
  !Array.isArray(value) &&
  !(value instanceof Reference);

/** What stands at a path of a plain value; `undefined` where nothing does. */
export function valueAt(value: unknown, path: YamlPath): { readonly value: unknown } | undefined {
  let at = value;
  for (const step of path) {
    if (Array.isArray(at)) {
      if (typeof step !== "number" || step >= at.length) return undefined;
      at = at[step];
    } else {
      if (!isHash(at) || !Object.hasOwn(at, String(step))) return undefined;
      at = at[step];
    }
  }
  return { value: at };
}

/**
 * A plain value with one change made; what a `set` leads through is made where it is not there. Copies
 * what it changes once: `own` keeps what is such a copy, so that the next change may go into it.
 */
export function changed(value: unknown, change: YamlChange, own: WeakSet<object>): unknown {
  return step(value, change.path, change, own);
}

function step(
  value: unknown,
  [first, ...rest]: YamlPath,
  change: YamlChange,
  own: WeakSet<object>,
): unknown {
  if (first === undefined) return "set" in change ? change.set : value;
  const isLast = rest.length === 0;
  if (Array.isArray(value)) {
    const list: unknown[] = own.has(value) ? value : [...value];
    own.add(list);
    const index = Number(first);
    if (isLast && "remove" in change) list.splice(index, 1);
    else list[index] = step(list[index], rest, change, own);
    return list;
  }
  const hash = isHash(value) && own.has(value) ? value : copyOf(value);
  own.add(hash);
  const name = String(first);
  const inner = Object.hasOwn(hash, name) ? hash[name] : undefined;
  if (isLast && !("set" in change)) {
    delete hash[name];
    if ("rename" in change) setKey(hash, change.rename, inner);
  } else setKey(hash, name, step(inner, rest, change, own));
  return hash;
}

function copyOf(value: unknown): Record<string, unknown> {
  const copy: Record<string, unknown> = {};
  for (const [key, inner] of Object.entries(isHash(value) ? value : {})) setKey(copy, key, inner);
  return copy;
}
