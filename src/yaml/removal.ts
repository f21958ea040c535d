import type { Edit, Spot } from "./edits.ts";
import {
  type Collection,
  colonAfter,
  endAt,
  lineEnd,
  lineStart,
  sizeOf,
  startAt,
} from "./spans.ts";

/** The edit that takes a key, or an item among others, out of its collection; comments of others stay. */
export function removalOf(text: string, { parent, index }: Spot): Edit | undefined {
  if (parent.flow) return removalFromFlow(text, parent, index);
  const from = startOfItem(parent, index, text);
  if (from === undefined) return undefined;
  const to = endAt(parent, index, text);
  const line = lineStart(text, from);
  if (text.slice(line, from).trim() === "") {
    // The line feed goes too; at the end of the text there may be none.
    return { from: line, to: Math.min(lineEnd(text, to) + 1, text.length), text: "" };
  }
  // It stands behind a dash (`- a: 1`): the next one moves up to its place.
  const next = startOfItem(parent, index + 1, text);
  if (next === undefined || text.slice(to, next).trim() !== "") return undefined;
  return { from, to: next, text: "" };
}

function removalFromFlow(text: string, parent: Collection, index: number): Edit | undefined {
  const start = startAt(parent, index);
  const end = endAt(parent, index, text);
  const next = sizeOf(parent) > index + 1 ? startAt(parent, index + 1) : undefined;
  const before = index > 0 ? endAt(parent, index - 1, text) : undefined;
  const edit =
    next !== undefined
      ? { from: start, to: next, text: "" }
      : { from: before ?? start, to: end, text: "" };
  const between = text.slice(edit.from, start) + text.slice(end, edit.to);
  return /^[\s,]*$/.test(between) ? edit : undefined;
}

/** Where a key begins, or the dash of an item; `undefined` where something else stands before it. */
function startOfItem(parent: Collection, index: number, text: string): number | undefined {
  if (index >= sizeOf(parent)) return undefined;
  const start = startAt(parent, index);
  if (parent.kind === "hash") {
    return colonAfter(parent.keys[index]?.to ?? 0, text) === undefined ? undefined : start;
  }
  const from = Math.max(0, start - 200);
  const before = text.slice(from, start).trimEnd();
  return before.endsWith("-") ? from + before.length - 1 : undefined;
}
