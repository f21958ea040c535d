import { createHash } from "node:crypto";
import type { Axes } from "./axes.ts";

/** Gives names that no other job of the pipeline has. */
export interface Names {
  /** Takes all of these names, or none where one is too long or taken: then `false`. */
  takeAll(names: readonly string[]): boolean;
  /** Takes this name; where it is too long or taken, its beginning and a hash of `identity`. */
  take(name: string, identity: string): string;
}

/** `taken` are the names of all jobs; `limit` is the greatest length (GitLab: 255). */
export function namesBeside(taken: Iterable<string>, limit: number): Names {
  const used = new Set(taken);
  const fits = (name: string) => name.length <= limit && !used.has(name);
  const hashed = (name: string, identity: string) => {
    const hash = createHash("sha256").update(identity).digest("hex");
    let made = name;
    for (let length = 8; !fits(made) && length <= hash.length; length += 8) {
      made = `${beginning(name, limit - length - 1)}:${hash.slice(0, length)}`;
    }
    return made;
  };
  return {
    takeAll(names) {
      if (new Set(names).size < names.length || !names.every(fits)) return false;
      for (const name of names) used.add(name);
      return true;
    },
    take(name, identity) {
      const made = fits(name) ? name : hashed(name, identity);
      used.add(made);
      return made;
    },
  };
}

/** The name of one cell's own job: `api:build:eu:amd64`. */
export const cellName = (job: string, cell: Axes): string =>
  [job, ...[...cell.values()].map(([value = ""]) => value.replace(/[^\w.+-]+/g, "-"))].join(":");

/** At most so many characters, none of them cut in half. */
const beginning = (text: string, length: number): string =>
  text.slice(0, Math.max(0, length)).replace(/[\uD800-\uDBFF]$/, "");
