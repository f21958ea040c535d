import { makeApart } from "./apart.ts";
import { valueAt, type YamlChange } from "./change.ts";
import { commentsOf } from "./comments.ts";
import { type Draft, draftOf, feedOf, how, usualTree } from "./draft.ts";
import { editIn, type Made, makeAll, makeInHalves, makeTogether, type Numbered } from "./make.ts";
import type { Span } from "./spans.ts";
import { readWritten } from "./written.ts";

/** A text after changes, and which of them were made, as indexes. */
export interface Edited {
  readonly text: string;
  readonly applied: readonly number[];
}

/** A text that is read once, to be changed in one way and another, each time from its start. */
export interface YamlEditor {
  /** As {@link editYaml}. */
  edit(changes: readonly YamlChange[]): Edited;
  /** Whether no comment stands in what changes replace, each of them made by itself. */
  keepsComments(changes: readonly YamlChange[]): boolean;
}

/** Reads a text to be changed. */
export function yamlEditor(text: string): YamlEditor {
  const start = headerEnd(text);
  const from = behindMarker(text, start);
  const before = draftOf(text.slice(from), feedOf(text.slice(start)));
  let comments: readonly number[] | undefined;
  const isCommented = (span: Span): boolean => {
    if (!before.text.slice(span.from, span.to).includes("#")) return false;
    comments ??= commentsOf(before.text).map(({ offset }) => offset);
    return isAnyWithin(comments, span);
  };
  return {
    edit(changes) {
      const all = changes.map((change, index) => ({ change, index }));
      const { draft, applied } = make(before, all);
      const whole = text.slice(0, from) + draft.text;
      return { text: whole, applied: applied.toSorted((a, b) => a - b) };
    },
    keepsComments(changes) {
      return changes.every((change) => {
        const edit = editIn(before, change);
        return !edit || !isCommented(edit);
      });
    },
  };
}

/** Whether one of sorted offsets lies within a span. */
function isAnyWithin(offsets: readonly number[], { from, to }: Span): boolean {
  let low = 0;
  let high = offsets.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (offsets[middle]! < from) low = middle + 1;
    else high = middle;
  }
  return low < offsets.length && offsets[low]! < to;
}

/**
 * Makes changes in a YAML text, in their order, and touches nothing else: every other byte stays. Paths
 * lead to where things stood before, so of two in one list the later one has to come first.
 *
 * A change is left out where it cannot be made alone: the text does not read, the path leads through
 * an alias or to what a merge key brings, or reading the result would not give the old value with
 * just that change. After a header (`spec:` and `---`) the paths lead into what follows it.
 */
export const editYaml = (text: string, changes: readonly YamlChange[]): Edited =>
  yamlEditor(text).edit(changes);

/** Characters that are read to find which of many changes cannot be made: 100 KB five times. */
const mostTried = 500_000;

function make(before: Draft, changes: readonly Numbered[]): Made {
  const together = makeTogether(before, changes);
  if (together) return together;
  const budget = { left: mostTried };
  const apart = makeApart(before, changes, budget);
  const { draft, applied, rest } = apart;
  // All of them at once was tried.
  if (rest.length === changes.length) return makeInHalves(draft, rest, budget);
  const made = makeAll(draft, rest, budget);
  return { draft: made.draft, applied: [...applied, ...made.applied] };
}

const marker = /---[ \t]*\r?\n/y;

/** The offset behind a line `---`, where what follows it is read quickly. */
function behindMarker(text: string, from: number): number {
  marker.lastIndex = from;
  const behind = from + (marker.exec(text)?.[0].length ?? 0);
  return behind > from && usualTree(text.slice(behind)) ? behind : from;
}

/** Where the configuration begins: behind the header that declares its inputs. */
function headerEnd(text: string): number {
  if (!/^spec\s*:/m.test(text)) return 0;
  const end = text.search(/^---(?=[ \t\r\n]|$)/m);
  const header = end > 0 ? draftOf(text.slice(0, end)) : undefined;
  if (header?.isUsual && header.root) return valueAt(header.value, ["spec"]) ? end : 0;
  const { value, notes } = readWritten(text, how);
  const rest = notes.find(({ kind }) => kind === "rest");
  return rest && valueAt(value, ["spec"]) ? rest.offset : 0;
}
