import type { Tree } from "../detect/index.ts";
import type { Cache } from "./cache.ts";
import type { Progress } from "./progress.ts";

/** Where files are read from, and kept. */
export interface Store {
  readonly tree: Tree;
  /** As `tree.ids()` gives them. */
  readonly ids: ReadonlyMap<string, string>;
  readonly cache: Cache;
}

/** How one kind of file is read and kept. */
export interface Reading<T> {
  /** Tells kinds, and ways of reading one kind, apart in the cache. */
  readonly keyOf: (path: string) => string;
  readonly parse: (files: readonly { path: string; text: string }[]) => Promise<readonly T[]>;
  /** Out of the cache; `undefined` for a value of another shape. */
  readonly decode: (value: unknown) => T | undefined;
  readonly encode: (value: T) => unknown;
}

const batch = 256;

/**
 * What is to be known of files, by path; one that git lists and nobody can read is left out. A
 * file that the cache knows by its blob is not read at all.
 */
export async function readThrough<T>(
  paths: readonly string[],
  { keyOf, parse, decode, encode }: Reading<T>,
  { tree, ids, cache }: Store,
  progress?: Progress,
): Promise<Map<string, T>> {
  const results = new Map<string, T>();
  const missing: string[] = [];
  const key = (path: string) => {
    const id = ids.get(path);
    return id === undefined ? undefined : `${keyOf(path)}:${id}`;
  };
  for (const path of paths) {
    const at = key(path);
    const known = at === undefined ? undefined : decode(cache.get(at));
    if (known === undefined) missing.push(path);
    else results.set(path, known);
  }
  for (let at = 0; at < missing.length; at += batch) {
    const part = missing.slice(at, at + batch);
    const texts = await tree.read(part);
    const files = part.flatMap((path) => {
      const text = texts.get(path);
      return text === undefined ? [] : [{ path, text }];
    });
    const parsed = await parse(files);
    files.forEach(({ path }, index) => {
      const value = parsed[index] as T;
      results.set(path, value);
      const keep = key(path);
      if (keep !== undefined) cache.set(keep, encode(value));
    });
    progress?.tell(results.size, paths.length);
  }
  return results;
}
