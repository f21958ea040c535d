import { isDeepStrictEqual } from "node:util";
import { LineCounter, type Node } from "yaml";
import { UserError } from "../diagnostics/index.ts";
import { changed, valueAt, type YamlChange } from "./change.ts";
import { compose } from "./compose.ts";
import { type Edit, editOf } from "./edits.ts";
import { readQuick } from "./read-quick.ts";
import { NotUtf8 } from "./scalars.ts";
import { readWritten } from "./written.ts";

/** A text after changes, and which of them were made, as indexes. */
export interface Edited {
  readonly text: string;
  readonly applied: readonly number[];
}

/**
 * Makes changes in a YAML text, in their order, and touches nothing else: every other byte stays. Paths
 * lead to where things stood before, so of two in one list the later one has to come first.
 *
 * A change is left out where it cannot be made alone: the text does not read, the path leads through
 * an alias or to what a merge key brings, or reading the result would not give the old value with
 * just that change. After a header (`spec:` and `---`) the paths lead into what follows it.
 */
export function editYaml(text: string, changes: readonly YamlChange[]): Edited {
  const from = contentStart(text);
  const all = changes.map((change, index) => ({ change, index }));
  const { text: own, applied } = makeAll(text.slice(from), all);
  return { text: text.slice(0, from) + own, applied: applied.toSorted((a, b) => a - b) };
}

interface Numbered {
  readonly change: YamlChange;
  readonly index: number;
}

/** All at once where that reads as it should, else in halves, down to single changes. */
function makeAll(text: string, changes: readonly Numbered[]): Edited {
  const together = makeTogether(text, changes);
  if (together) return together;
  if (changes.length < 2) return { text, applied: [] };
  const half = changes.length >> 1;
  const first = makeAll(text, changes.slice(0, half));
  const second = makeAll(first.text, changes.slice(half));
  return { text: second.text, applied: [...first.applied, ...second.applied] };
}

function makeTogether(text: string, changes: readonly Numbered[]): Edited | undefined {
  const before = read(text);
  if (before === undefined) return { text, applied: [] };
  const root = compose(text, new LineCounter())[0]?.contents as Node | null | undefined;
  if (!root) return { text, applied: [] };
  const edits: Edit[] = [];
  const applied: number[] = [];
  const own = new WeakSet<object>();
  let wanted: unknown = before;
  for (const { change, index } of changes) {
    const edit = isPossible(change, wanted)
      ? printed(() => editOf(text, root, before, change))
      : undefined;
    if (!edit) continue;
    edits.push(edit);
    applied.push(index);
    wanted = changed(wanted, change, own);
  }
  if (edits.length === 0) return { text, applied: [] };
  const after = replaceAll(text, edits);
  if (after === undefined || !isDeepStrictEqual(read(after), wanted)) return undefined;
  return { text: after, applied };
}

/** Not so for what is there already, or would stand twice. */
function isPossible(change: YamlChange, value: unknown): boolean {
  const known = valueAt(value, change.path);
  if ("set" in change) return !known || !isDeepStrictEqual(known.value, change.set);
  if ("remove" in change) return known !== undefined;
  if (!known || change.rename === "<<") return false;
  return !valueAt(value, [...change.path.slice(0, -1), change.rename]);
}

/** `undefined` for text that no UTF-8 file can hold. */
function printed<T>(print: () => T): T | undefined {
  try {
    return print();
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
const read = (text: string): unknown => (readQuick(text, how) ?? readWritten(text, how)).value;

/** Where the configuration begins: behind the header that declares its inputs. */
function contentStart(text: string): number {
  if (!/^spec\s*:/m.test(text)) return 0;
  const { value, notes } = readWritten(text, how);
  const rest = notes.find(({ kind }) => kind === "rest");
  return rest && valueAt(value, ["spec"]) ? rest.offset : 0;
}
