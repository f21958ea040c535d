import { lstatSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import type { Io } from "../io.ts";

/** So many changed files are looked at closely. */
const most = 5_000;

/**
 * What the work tree is like, as a text that differs where it does: the commit and the branch, the
 * index, and each file that git sees as changed or untracked with its size and time. Ignored
 * files do not count, nor do `own` (absolute paths): what fanout writes itself.
 */
export async function stateOf(io: Io, own: readonly string[]): Promise<string> {
  const options = ["--porcelain=v2", "--branch", "-z", "--untracked-files=all"];
  const asked = ["git", "--no-optional-locks", "status", ...options];
  const [root, status] = await Promise.all([
    io.run(["git", "rev-parse", "--show-toplevel"], { cwd: io.cwd, timeout: 60_000 }),
    io.run(asked, { cwd: io.cwd, timeout: 60_000 }),
  ]);
  if (status.code !== 0) return status.problem ?? status.stderr;
  const top = root.stdout.replace(/\n$/, "");
  const written = new Set(own.map((path) => relative(top, resolve(io.cwd, path))));
  const lines: string[] = [];
  for (const line of status.stdout.split("\0")) {
    const path = pathOf(line);
    if (path !== undefined && written.has(path)) continue;
    lines.push(
      path === undefined || lines.length > most ? line : `${line} ${stamp(join(top, path))}`,
    );
  }
  return lines.join("\n");
}

/** Fields before the path of each kind of line (git-status, porcelain format version 2). */
const fields: Readonly<Record<string, number>> = { "1": 8, "2": 9, u: 10, "?": 1 };

function pathOf(line: string): string | undefined {
  const before = fields[line.slice(0, 1)];
  if (before === undefined || line[1] !== " ") return undefined;
  return line.split(" ").slice(before).join(" ");
}

function stamp(path: string): string {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  return stats ? `${stats.size} ${stats.mtimeMs} ${stats.mode}` : "";
}
