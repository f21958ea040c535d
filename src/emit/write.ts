import { resolve } from "node:path";
import { fail } from "../diagnostics/index.ts";
import type { Io } from "../io.ts";

/**
 * Writes each file whole or not at all, directories made as needed; relative paths start at
 * `io.cwd`. Raises EMIT_WRITE for the first that cannot be written and leaves what was there.
 */
export function writeFiles(
  io: Pick<Io, "cwd" | "files">,
  files: readonly { readonly path: string; readonly text: string }[],
): void {
  for (const { path, text } of files) {
    try {
      io.files.write(resolve(io.cwd, path), text);
    } catch (cause) {
      const { code, message } = cause as NodeJS.ErrnoException;
      const problem = (code && reasons[code]) ?? message ?? String(cause);
      fail("EMIT_WRITE", [path], { problem }, { cause });
    }
  }
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EPERM: "permission denied",
  EROFS: "the file system is read-only",
  EISDIR: "it is a directory",
  ENOTDIR: "a part of its path is a file, not a directory",
  EEXIST: "a part of its path is a file, not a directory",
  ENOENT: "there is no such directory",
  ENOSPC: "no space is left on the device",
  EDQUOT: "the disk quota is used up",
  ENAMETOOLONG: "its name is too long",
};
