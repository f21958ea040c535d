import { join } from "node:path";
import type { Io } from "../io.ts";

/** What is kept of files, by a key that names their content and how it was read. */
export interface Cache {
  /** The value under a key, as JSON gives it: whoever reads it checks its shape. */
  get(key: string): unknown;
  set(key: string, value: unknown): void;
  /** Writes what this run used, where that is not what is there already. */
  save(): void;
}

/** Changes with the shape or the meaning of any value. */
const version = "fanout imports 1";

/** So many entries are kept although a run does not use them: those of another branch, say. */
const spare = 2000;

/**
 * One file of the cache directory. Garbage in it, another version, or no way to write it cost
 * time, never an error. It is written whole or not at all.
 */
export function openCache(directory: string, { files }: Pick<Io, "files">): Cache {
  const path = join(directory, "imports-1.json");
  const known = readEntries(path, files);
  const used = new Map<string, unknown>();
  let added = false;
  return {
    get(key) {
      const value = known.get(key);
      if (value !== undefined) used.set(key, value);
      return value;
    },
    set(key, value) {
      used.set(key, value);
      added = true;
    },
    save() {
      const unused = [...known].filter(([key]) => !used.has(key));
      const dropped = unused.length > spare;
      if (!added && !dropped) return;
      const kept = dropped ? [...used] : [...used, ...unused];
      try {
        files.write(path, JSON.stringify([version, ...kept.flat(1)]));
      } catch {
        // The next run reads the files again.
      }
    },
  };
}

function readEntries(path: string, files: Io["files"]): ReadonlyMap<string, unknown> {
  const entries = new Map<string, unknown>();
  let stored: unknown;
  try {
    stored = JSON.parse(files.text(path) ?? "null");
  } catch {
    return entries;
  }
  if (!Array.isArray(stored) || stored[0] !== version || stored.length % 2 === 0) return entries;
  for (let at = 1; at < stored.length; at += 2) {
    const key: unknown = stored[at];
    if (typeof key === "string") entries.set(key, stored[at + 1]);
  }
  return entries;
}
