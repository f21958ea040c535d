import { refuse } from "../graph.ts";
import type { Table } from "../values.ts";

/** One entry of a lock file of yarn 1, with the descriptors that it stands for. */
export interface ClassicEntry {
  readonly names: readonly string[];
  readonly entry: Table;
}

/** Takes keys in the order of the lines, `__proto__` like any other. */
type Filling = Record<string, unknown>;

/** Reads the syntax of yarn 1. Throws NotUnderstood for a line that yarn would not write. */
export function readEntries(text: string): ClassicEntry[] {
  const entries: ClassicEntry[] = [];
  let entry: Filling | undefined;
  let table: Filling | undefined;
  for (const [index, source] of text.split("\n").entries()) {
    const line = source.trimEnd();
    if (line === "" || line.startsWith("#")) continue;
    const words = line.trimStart();
    const depth = line.length - words.length;
    if (depth === 0) {
      entry = Object.create(null) as Filling;
      table = undefined;
      entries.push({ names: namesOf(words, index), entry });
      continue;
    }
    const into = depth === 2 ? entry : depth === 4 ? table : undefined;
    if (!into) strange(index);
    if (depth === 2) table = undefined;
    if (depth === 2 && /^\w+:$/.test(words)) {
      table = Object.create(null) as Filling;
      put(into, words.slice(0, -1), table, index);
    } else {
      const [key, value] = pairOf(words, index);
      put(into, key, value, index);
    }
  }
  return entries;
}

function put(into: Filling, key: string, value: unknown, index: number): void {
  if (key in into) strange(index);
  into[key] = value;
}

const quoted = /"(?:[^"\\]|\\.)*"/y;
const name = /[^\s",:][^\s",]*/y;
const value = /[^\s"].*/y;

/** `"a@>= 1", b@^2:` */
function namesOf(words: string, index: number): string[] {
  const names: string[] = [];
  let at = 0;
  do {
    const word = take(words, at, quoted) ?? take(words, at, name) ?? strange(index);
    at += word.length;
    const last = at >= words.length && word.endsWith(":");
    names.push(plain(last ? word.slice(0, -1) : word, index));
    if (last) return names;
    if (words.startsWith(", ", at)) at += 2;
    else if (words.slice(at) === ":") return names;
    else strange(index);
  } while (at < words.length);
  return strange(index);
}

/** `version "1.0.0"`, `"@scope/name" "^1"`, `integrity sha512-x`. */
function pairOf(words: string, index: number): [key: string, value: string] {
  const key = take(words, 0, quoted) ?? take(words, 0, name) ?? strange(index);
  if (words[key.length] !== " ") strange(index);
  const at = key.length + 1;
  const found = take(words, at, quoted) ?? take(words, at, value) ?? strange(index);
  if (at + found.length !== words.length) strange(index);
  return [plain(key, index), plain(found, index)];
}

function take(text: string, at: number, pattern: RegExp): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

function plain(word: string, index: number): string {
  if (!word.startsWith('"')) return word;
  try {
    return JSON.parse(word) as string;
  } catch {
    return strange(index);
  }
}

function strange(index: number): never {
  refuse(`its line ${index + 1} is not what yarn writes`);
}
