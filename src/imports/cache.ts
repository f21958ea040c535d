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
  const entries = readEntries(path, files);
  let added = false;
  return {
    get(key) {
      const entry = entries.get(key);
      if (!entry) return undefined;
      entry.used = true;
      return entry.value;
    },
    set(key, value) {
      entries.set(key, { value, used: true });
      added = true;
    },
    save() {
      let unused = 0;
      for (const { used } of entries.values()) if (!used) unused++;
      if (!added && unused <= spare) return;
      const kept: unknown[] = [version];
      for (const [key, { value, used }] of entries) {
        if (used || unused <= spare) kept.push(key, value);
      }
      try {
        files.write(path, JSON.stringify(kept));
      } catch {
        // The next run reads the files again.
      }
    },
  };
}

interface Entry {
  readonly value: unknown;
  used: boolean;
}

function readEntries(path: string, files: Io["files"]): Map<string, Entry> {
  const entries = new Map<string, Entry>();
  let stored: unknown;
  try {
    stored = JSON.parse(files.text(path) ?? "null");
  } catch {
    return entries;
  }
  if (!Array.isArray(stored) || stored[0] !== version || stored.length % 2 === 0) return entries;
  for (let at = 1; at < stored.length; at += 2) {
    const key: unknown = stored[at];
    if (typeof key === "string") entries.set(key, { value: stored[at + 1], used: false });
  }
  return entries;
}
