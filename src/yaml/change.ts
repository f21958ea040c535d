import { setKey } from "./compose.ts";
import { Reference } from "./reference.ts";

export type YamlPath = readonly (string | number)[];

/** One change of a document: another value, another name of a key, or one key or item less. */
export type YamlChange =
  | { readonly path: YamlPath; readonly set: unknown }
  | { readonly path: YamlPath; readonly rename: string }
  | { readonly path: YamlPath; readonly remove: true };

type Hash = Readonly<Record<string, unknown>>;

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

/** A plain value with one change made; what a `set` leads through is made where it is not there. */
export function changed(value: unknown, change: YamlChange): unknown {
  return step(value, change.path, change);
}

function step(value: unknown, [first, ...rest]: YamlPath, change: YamlChange): unknown {
  if (first === undefined) return "set" in change ? change.set : value;
  const isLast = rest.length === 0;
  if (Array.isArray(value)) {
    const index = Number(first);
    if (isLast && "remove" in change) return value.toSpliced(index, 1);
    return value.with(index, step(value[index], rest, change));
  }
  const result: Record<string, unknown> = {};
  const name = String(first);
  for (const [key, inner] of Object.entries(isHash(value) ? value : {})) {
    if (key !== name) setKey(result, key, inner);
    else if (isLast && "remove" in change) continue;
    else if (isLast && "rename" in change) setKey(result, change.rename, inner);
    else setKey(result, key, step(inner, rest, change));
  }
  if ("set" in change && !Object.hasOwn(result, name)) {
    setKey(result, name, step(undefined, rest, change));
  }
  return result;
}
