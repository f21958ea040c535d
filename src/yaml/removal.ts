import { isMap, type Node } from "yaml";
import type { Edit, Spot } from "./edits.ts";
import {
  type Collection,
  colonAfter,
  endOf,
  endOfPair,
  type KeyAndValue,
  lineEnd,
  lineStart,
  startOf,
} from "./spans.ts";

/** The edit that takes a key, or an item among others, out of its collection; comments of others stay. */
export function removalOf(text: string, { parent, index }: Spot): Edit | undefined {
  if (parent.flow) return removalFromFlow(text, parent, index);
  const from = startOfItem(parent, index, text);
  if (from === undefined) return undefined;
  const to = endOfItem(parent, index, text);
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
  const start = startOfNode(parent, index);
  const end = endOfItem(parent, index, text);
  const next = parent.items.length > index + 1 ? startOfNode(parent, index + 1) : undefined;
  const before = index > 0 ? endOfItem(parent, index - 1, text) : undefined;
  const edit =
    next !== undefined
      ? { from: start, to: next, text: "" }
      : { from: before ?? start, to: end, text: "" };
  const between = text.slice(edit.from, start) + text.slice(end, edit.to);
  return /^[\s,]*$/.test(between) ? edit : undefined;
}

function startOfNode(parent: Collection, index: number): number {
  const item = parent.items[index];
  return startOf(isMap(parent) ? (item as KeyAndValue).key : (item as Node));
}

/** Where a key begins, or the dash of an item; `undefined` where something else stands before it. */
function startOfItem(parent: Collection, index: number, text: string): number | undefined {
  if (index >= parent.items.length) return undefined;
  const start = startOfNode(parent, index);
  if (isMap(parent)) {
    const key = (parent.items[index] as KeyAndValue).key;
    return colonAfter(key.range?.[1] ?? 0, text) === undefined ? undefined : start;
  }
  const from = Math.max(0, start - 200);
  const before = text.slice(from, start).trimEnd();
  return before.endsWith("-") ? from + before.length - 1 : undefined;
}

function endOfItem(parent: Collection, index: number, text: string): number {
  const item = parent.items[index];
  return isMap(parent) ? endOfPair(item as KeyAndValue, text) : endOf(item as Node, text);
}
