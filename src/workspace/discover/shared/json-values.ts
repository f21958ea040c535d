import { fail } from "../../../diagnostics/index.ts";
import { at } from "../../manifests.ts";

/** Whether a value out of a manifest is an object, and no list. */
export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** What an object of a manifest holds; nothing where there is none. */
export const entriesOf = (value: unknown): [string, unknown][] =>
  isRecord(value) ? Object.entries(value) : [];

export const isText = (value: unknown): value is string => typeof value === "string";

/** The line of the first occurrence of a word from an offset on. */
export function lineOf(text: string, word: string, from = 0): number | undefined {
  const end = text.indexOf(word, from);
  if (end < 0) return undefined;
  let line = 1;
  for (let at = text.indexOf("\n"); at >= 0 && at < end; at = text.indexOf("\n", at + 1)) line++;
  return line;
}

/** A file, and where in it to look for what is being read. */
export interface Place {
  readonly path: string;
  readonly text: string;
  /** Offset from which on a word is looked for; the beginning unless told otherwise. */
  readonly from?: number;
}

/** The line on which a value is written; `undefined` where it is spelt with escapes. */
export const lineIn = ({ text, from }: Place, word: string): number | undefined =>
  lineOf(text, JSON.stringify(word), from);

/** The place from a key on. */
export function placeAt(place: Place, key: string): Place {
  const from = place.text.indexOf(JSON.stringify(key), place.from);
  return from < 0 ? place : { ...place, from };
}

/** A list of texts; none is an empty one. Throws MANIFEST_INVALID for anything else. */
export function textsOf(value: unknown, field: string, place: Place): readonly string[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value) && value.every(isText)) return value;
  const problem = `"${field}" is no list of texts`;
  fail("MANIFEST_INVALID", at(place.path, lineIn(place, field)), { problem });
}
