import { basename, dirname, join, resolve } from "node:path";
import { fail } from "../diagnostics/index.ts";
import type { Io } from "../io.ts";

const names = ["ts", "mts", "js", "mjs", "json", "yml", "yaml"].map(
  (end) => `fanout.config.${end}`,
);

/** Whether a path is that of a configuration, by its name. */
export const isConfig = (path: string): boolean => names.includes(basename(path));

/**
 * Absolute path of the configuration: what `--config` names, else the first `fanout.config.*` in
 * the working directory or above it, up to the top of the repository.
 */
export function findConfig(io: Io, named: string | undefined): string {
  if (named !== undefined) {
    const path = resolve(io.cwd, named);
    return io.files.exists(path) ? path : fail("CONFIG_NOT_FOUND", [], { path: named });
  }
  for (let directory = io.cwd; ; directory = dirname(directory)) {
    for (const name of names) {
      const path = join(directory, name);
      if (io.files.exists(path)) return path;
    }
    const top = io.files.exists(join(directory, ".git")) || directory === dirname(directory);
    if (top) return fail("CONFIG_MISSING", [], { from: io.cwd });
  }
}
