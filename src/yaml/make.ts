import { isDeepStrictEqual } from "node:util";
import { UserError } from "../diagnostics/index.ts";
import { changed, valueAt, type YamlChange } from "./change.ts";
import { type Draft, draftOf } from "./draft.ts";
import { type Edit, editOf } from "./edits.ts";
import { NotUtf8 } from "./scalars.ts";

/** A change and its place among those that are asked for. */
export interface Numbered {
  readonly change: YamlChange;
  readonly index: number;
}

/** A text after changes, and the indexes of those that were made. */
export interface Made {
  readonly draft: Draft;
  readonly applied: readonly number[];
}

/** What may still be tried, in characters of text. */
export interface Budget {
  left: number;
}

/**
 * Makes changes all at once where that reads as it should, else in halves, down to single changes.
 * What the budget does not reach is not made.
 */
export function makeAll(before: Draft, changes: readonly Numbered[], budget: Budget): Made {
  // To read a text by the library takes ten times as long.
  budget.left -= before.text.length * (before.isUsual ? 1 : 10);
  if (changes.length === 0 || budget.left < 0) return { draft: before, applied: [] };
  return makeTogether(before, changes) ?? makeInHalves(before, changes, budget);
}

export function makeInHalves(before: Draft, changes: readonly Numbered[], budget: Budget): Made {
  if (changes.length < 2) return { draft: before, applied: [] };
  const half = changes.length >> 1;
  const first = makeAll(before, changes.slice(0, half), budget);
  const second = makeAll(first.draft, changes.slice(half), budget);
  return { draft: second.draft, applied: [...first.applied, ...second.applied] };
}

/** `undefined` where edits meet, or the text would not read as it should. */
export function makeTogether(before: Draft, changes: readonly Numbered[]): Made | undefined {
  const edits: Edit[] = [];
  const applied: number[] = [];
  const own = new WeakSet<object>();
  let wanted: unknown = before.value;
  for (const { change, index } of changes) {
    const edit = isPossible(change, wanted) ? editIn(before, change) : undefined;
    if (!edit) continue;
    edits.push(edit);
    applied.push(index);
    wanted = changed(wanted, change, own);
  }
  if (edits.length === 0) return { draft: before, applied: [] };
  const replaced = replaceAll(before.text, edits);
  if (replaced === undefined) return undefined;
  const draft = draftOf(replaced, before.feed);
  return isDeepStrictEqual(draft.value, wanted) ? { draft, applied } : undefined;
}

/** Not so for what is there already, or would stand twice. */
function isPossible(change: YamlChange, value: unknown): boolean {
  const known = valueAt(value, change.path);
  if ("set" in change) return !known || !isDeepStrictEqual(known.value, change.set);
  if ("remove" in change) return known !== undefined;
  if (!known || change.rename === "<<") return false;
  return !valueAt(value, [...change.path.slice(0, -1), change.rename]);
}

/** `undefined` where no edit makes the change, and for text that no UTF-8 file can hold. */
export function editIn(draft: Draft, change: YamlChange): Edit | undefined {
  try {
    return editOf(draft, change);
  } catch (error) {
    if (error instanceof NotUtf8 || error instanceof UserError) return undefined;
    throw error;
  }
}

/** The text with all edits made, from its end on; `undefined` where two of them meet. */
function replaceAll(text: string, edits: readonly Edit[]): string | undefined {
  const sorted = edits.toSorted((a, b) => a.from - b.from);
  const parts: string[] = [];
  let at = 0;
  for (const [index, { from, to, text: replacement }] of sorted.entries()) {
    if (from < at || (index > 0 && from === sorted[index - 1]?.from)) return undefined;
    parts.push(text.slice(at, from), replacement);
    at = to;
  }
  return parts.join("") + text.slice(at);
}
