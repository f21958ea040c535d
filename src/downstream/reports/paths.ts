import { dirname, join } from "node:path";
import type { Io } from "../../io.ts";

/** A name as one segment of a path, with nothing in it that means something there. */
export function segmentOf(name: string): string {
  const plain = name
    .replace(/[^\w.-]+/g, "_")
    .slice(0, 100)
    .replace(/^\.+/, "_");
  return plain === "" ? "_" : plain;
}

/** So many bytes a segment may have, so that a temporary file beside it has a name as well. */
const longestSegment = 200;

/**
 * Why a path of an archive is not taken, as the end of a sentence; `undefined` where it leads to
 * one place below a directory, on every system.
 */
export function unsafe(path: string): string | undefined {
  if (path.startsWith("/") || /^[A-Za-z]:/.test(path)) return "it leads out of the directory";
  const segments = path.split("/");
  if (segments.includes("..")) return "it leads out of the directory";
  if (segments.some((segment) => segment === "" || segment === "." || /[ .]$/.test(segment))) {
    return "it is no plain path";
  }
  if (/[\0-\x1f\x7f-\x9f\\:*?"<>|\u2028\u2029\p{Cs}]/u.test(path)) {
    return "it has characters that not every file system takes";
  }
  if (
    segments.some((segment) => Buffer.byteLength(segment) > longestSegment) ||
    path.length > 1_000
  )
    return "it is too long";
  return undefined;
}

/** Whether nothing on the way from a directory to a path below it is a link to elsewhere. */
export function staysBelow(root: string, path: string, { files }: Pick<Io, "files">): boolean {
  let there = dirname(join(root, path));
  const home = files.real(root);
  if (home === undefined) return true;
  while (files.real(there) === undefined) there = dirname(there);
  const rest = there.slice(root.length);
  return files.real(there) === `${home}${rest}`;
}
