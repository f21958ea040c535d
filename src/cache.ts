import { homedir } from "node:os";
import { dirname, join } from "node:path";
import type { Io } from "./io.ts";

/**
 * Absolute path of the directory in which a run keeps what it made of a file, for the next run:
 * that of `--cache-dir`; else beside the packages that the file may import, so that Node finds
 * them from there; else the user's cache directory. It need not be there yet.
 */
export function cacheDirectory(io: Io, path: string): string {
  if (io.cache !== undefined) return io.cache;
  for (let at = dirname(path); at !== dirname(at); at = dirname(at)) {
    if (io.files.exists(join(at, "node_modules")))
      return join(at, "node_modules/.cache/gitlab-fanout");
    if (io.files.exists(join(at, ".git"))) break;
  }
  return join(io.env.XDG_CACHE_HOME || join(io.env.HOME || homedir(), ".cache"), "gitlab-fanout");
}
