import { type Hash, isHash } from "../model/index.ts";
import { type Marks, markOf } from "../yaml/index.ts";
import { member, put } from "./hash.ts";
import type { Place } from "./types.ts";

/** A text that was read, with the offsets at which its lines begin (made when first asked for). */
export interface Source {
  readonly path: string;
  readonly text: string;
  lines?: readonly number[];
}

/** A hash or list as it is written in one file, or one that came of merging two. */
type Layer =
  | { readonly source: Source; readonly at: Marks }
  | { readonly under: object; readonly over: object };

interface Spot {
  readonly source: Source;
  readonly offset: number;
}

type Path = readonly (string | number)[];

/** Knows where the hashes and lists of a document are written, one entry for each of them. */
export interface Places {
  mark(value: object, source: Source, at: Marks): void;
  /** Where the parts of a value stand, when it is written in one file. */
  marks(value: object): { readonly source: Source; readonly at: Marks } | undefined;
  /** GitLab's deep merge: hashes merge, everything else of `over` replaces. */
  merge(under: Hash, over: Hash): Hash;
  without(hash: Hash, key: string): Hash;
  where(document: unknown, path: Path): Place | undefined;
}

export function placeBook(): Places {
  const layers = new Map<object, Layer>();

  const marks = (value: object) => {
    const layer = layers.get(value);
    return layer && "source" in layer ? layer : undefined;
  };

  const merge = (under: Hash, over: Hash): Hash => {
    if (Object.keys(under).length === 0) return over;
    const merged: Record<string, unknown> = { ...under };
    for (const key of Object.keys(over)) {
      const below = member(merged, key);
      const above = over[key];
      put(merged, key, isHash(below) && isHash(above) ? merge(below, above) : above);
    }
    layers.set(merged, { under, over });
    return merged;
  };

  const without = (hash: Hash, key: string): Hash => {
    if (!Object.hasOwn(hash, key)) return hash;
    const { [key]: _, ...rest } = hash;
    layers.set(rest, { under: rest, over: hash });
    return rest;
  };

  const spotIn = (value: object, step: string | number): Spot | undefined => {
    let at: object = value;
    for (let layer = layers.get(at); layer; layer = layers.get(at)) {
      if ("source" in layer) {
        const offset = markOf(layer.at, step);
        return offset === undefined ? undefined : { source: layer.source, offset };
      }
      at = Object.hasOwn(layer.over, step) ? layer.over : layer.under;
      if (at === value) return undefined;
    }
    return undefined;
  };

  const where = (document: unknown, path: Path): Place | undefined => {
    let at = document;
    let found: Place | undefined;
    for (const step of path) {
      if (typeof at !== "object" || at === null || !Object.hasOwn(at, step)) break;
      const spot = spotIn(at, step);
      if (spot) found = placeAt(spot.source, spot.offset, typeof step === "string" ? step : "");
      at = (at as Record<string | number, unknown>)[step];
    }
    return found;
  };

  return {
    mark: (value, source, at) => layers.set(value, { source, at }),
    marks,
    merge,
    without,
    where,
  };
}

/**
 * The place of a path of the whole document. What the model keeps in `default` may be written at
 * the top level, by its old name.
 */
export function placeInDocument(document: Hash, path: Path, places: Places): Place | undefined {
  const found = places.where(document, path);
  const [first, second = ""] = path;
  const defaults = first === "default" && path.length > 1 ? member(document, "default") : document;
  const isThere = typeof defaults === "object" && defaults !== null;
  if (defaults === document || (isThere && Object.hasOwn(defaults, second))) return found;
  return places.where(document, path.slice(1)) ?? found;
}

/** Line and column of an offset; `key` gives the length where the text there is that key. */
export function placeAt(source: Source, offset: number, key = ""): Place {
  source.lines ??= lineStarts(source.text);
  let low = 0;
  let high = source.lines.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (source.lines[middle]! <= offset) low = middle;
    else high = middle;
  }
  const quote = /["']/.test(source.text[offset] ?? "") ? 1 : 0;
  const isKey = key !== "" && source.text.startsWith(key, offset + quote);
  const place = { file: source.path, line: low + 1, column: offset - source.lines[low]! + 1 };
  return isKey ? { ...place, length: key.length + 2 * quote } : place;
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (const match of text.matchAll(/\r\n|\n|\r/g)) starts.push(match.index + match[0].length);
  return starts;
}
