import { isDeepStrictEqual } from "node:util";
import { UserError } from "../diagnostics/index.ts";
import { changed, valueAt, type YamlChange } from "./change.ts";
import { commentsOf } from "./comments.ts";
import { type Edit, editOf } from "./edits.ts";
import { meaningOf } from "./meaning.ts";
import { quickTree } from "./quick/index.ts";
import { NotUtf8 } from "./scalars.ts";
import type { Span } from "./spans.ts";
import type { TreeNode } from "./tree.ts";
import { control, type Grown } from "./types.ts";
import { grown, readWritten } from "./written.ts";

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

export function yamlEditor(text: string): YamlEditor {
  const from = contentStart(text);
  const before = read(text.slice(from));
  let comments: readonly number[] | undefined;
  const isCommented = (span: Span): boolean => {
    if (!before.text.slice(span.from, span.to).includes("#")) return false;
    comments ??= commentsOf(before.text).map(({ offset }) => offset);
    return isAnyWithin(comments, span);
  };
  return {
    edit(changes) {
      const all = changes.map((change, index) => ({ change, index }));
      const { read: own, applied } = makeAll(before, all);
      const whole = text.slice(0, from) + own.text;
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

interface Numbered {
  readonly change: YamlChange;
  readonly index: number;
}

/** A text with what stands in it. */
interface Read {
  readonly text: string;
  readonly value: unknown;
  readonly root: TreeNode | null;
}

interface Made {
  readonly read: Read;
  readonly applied: readonly number[];
}

/** All at once where that reads as it should, else in halves, down to single changes. */
function makeAll(before: Read, changes: readonly Numbered[]): Made {
  const together = makeTogether(before, changes);
  if (together) return together;
  if (changes.length < 2) return { read: before, applied: [] };
  const half = changes.length >> 1;
  const first = makeAll(before, changes.slice(0, half));
  const second = makeAll(first.read, changes.slice(half));
  return { read: second.read, applied: [...first.applied, ...second.applied] };
}

function makeTogether(before: Read, changes: readonly Numbered[]): Made | undefined {
  const { text, value } = before;
  const edits: Edit[] = [];
  const applied: number[] = [];
  const own = new WeakSet<object>();
  let wanted: unknown = value;
  for (const { change, index } of changes) {
    const edit = isPossible(change, wanted) ? editIn(before, change) : undefined;
    if (!edit) continue;
    edits.push(edit);
    applied.push(index);
    wanted = changed(wanted, change, own);
  }
  if (edits.length === 0) return { read: before, applied: [] };
  const replaced = replaceAll(text, edits);
  if (replaced === undefined) return undefined;
  const after = read(replaced);
  return isDeepStrictEqual(after.value, wanted) ? { read: after, applied } : undefined;
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
function editIn({ text, value, root }: Read, change: YamlChange): Edit | undefined {
  if (value === undefined || !root) return undefined;
  try {
    return editOf(text, root, value, change);
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

/** Ten times what GitLab takes by itself: aliases of aliases end here. */
const limits = { bytes: 20 * 2 ** 20, depth: 200 };
const how = { offset: 0, limits, mark: () => {} };

function read(text: string): Read {
  const found: { root: TreeNode | null } = { root: null };
  const grow = (): Grown => {
    const quick = control.test(text) ? undefined : quickTree(text, limits);
    const all = quick === undefined ? grown(text, limits) : { tree: quick };
    if ("tree" in all) found.root = all.tree;
    return all;
  };
  const { value } = meaningOf(text, grow, how);
  return { text, value, ...found };
}

/** Where the configuration begins: behind the header that declares its inputs. */
function contentStart(text: string): number {
  if (!/^spec\s*:/m.test(text)) return 0;
  const { value, notes } = readWritten(text, how);
  const rest = notes.find(({ kind }) => kind === "rest");
  return rest && valueAt(value, ["spec"]) ? rest.offset : 0;
}
