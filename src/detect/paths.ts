import { isAscii, isUtf8 } from "node:buffer";
import { showText } from "../diagnostics/index.ts";

const surrogate = 0xdc00;

/**
 * A path from git's bytes. Bytes that are not UTF-8 stand as lone surrogates U+DC80..U+DCFF
 * (byte + 0xDC00), which UTF-8 itself cannot spell: {@link encodePath} gives the same bytes back.
 */
export function decodePath(bytes: Buffer): string {
  if (isAscii(bytes)) return bytes.toString("latin1");
  if (isUtf8(bytes)) return bytes.toString("utf8");
  let path = "";
  for (let at = 0; at < bytes.length; ) {
    const length = sequence(bytes, at);
    path +=
      length > 0
        ? bytes.toString("utf8", at, at + length)
        : String.fromCharCode(surrogate + (bytes[at] ?? 0));
    at += length || 1;
  }
  return path;
}

/** Bytes of the UTF-8 sequence that begins here, or 0 where none does. */
function sequence(bytes: Buffer, at: number): number {
  const first = bytes[at] ?? 0;
  const length = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  const end = at + length;
  return end <= bytes.length && isUtf8(bytes.subarray(at, end)) ? length : 0;
}

/** The bytes of a path: the way back from {@link decodePath}. */
export function encodePath(path: string): Buffer {
  const parts = path.split(/([\udc80-\udcff])/u);
  if (parts.length === 1) return Buffer.from(path);
  return Buffer.concat(
    parts.map((part, index) =>
      index % 2 === 1 ? Buffer.of(part.charCodeAt(0) - surrogate) : Buffer.from(part),
    ),
  );
}

/** The paths of a list that git ends with NUL bytes, in git's order. */
export function decodeList(bytes: Buffer): string[] {
  const ascii = isAscii(bytes);
  if (!ascii && !isUtf8(bytes)) return splitNul(bytes).map(decodePath);
  const paths = bytes.toString(ascii ? "latin1" : "utf8").split("\0");
  paths.pop();
  return paths;
}

/** The parts that NUL bytes end. */
export function splitNul(bytes: Buffer): Buffer[] {
  const parts: Buffer[] = [];
  for (let from = 0; from < bytes.length; ) {
    const end = bytes.indexOf(0, from);
    parts.push(bytes.subarray(from, end));
    from = end + 1;
  }
  return parts;
}

/** Sorts paths by code unit and drops doubles, in place. */
export function sortPaths(paths: string[]): string[] {
  let sorted = true;
  for (let i = 1; i < paths.length && sorted; i++) sorted = paths[i - 1]! < paths[i]!;
  if (sorted) return paths;
  return [...new Set(paths)].sort();
}

/**
 * A path as it may be printed: control characters, characters that turn the direction of text and
 * backslashes are escaped, bytes that are not UTF-8 stand as `\xNN`.
 */
export const showPath = (path: string): string => showText(path.replaceAll("\\", "\\\\"));
