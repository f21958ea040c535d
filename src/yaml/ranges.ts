import { LineCounter, type Node } from "yaml";
import { commentsOf } from "./comments.ts";
import { compose } from "./compose.ts";
import { how } from "./draft.ts";
import { endAt } from "./spans.ts";
import { treeOf } from "./tree-of.ts";
import { readWritten } from "./written.ts";

/** A key of the outermost mapping and the lines that it takes, the first line being 1. */
export interface TopLevelRange {
  readonly name: string;
  readonly first: number;
  /** The last line with a part of its value; comments and blank lines behind it are not counted. */
  readonly last: number;
}

/** A comment from its `#` to the end of its line. */
export interface YamlComment {
  readonly text: string;
  readonly line: number;
  /** From 1, in UTF-16 units. */
  readonly column: number;
}

/**
 * The keys of the outermost mapping in the order of the text, of a header (`spec:` and `---`) as
 * of what follows it. A text that does not read gives what can be made out.
 */
export function topLevelRanges(text: string): readonly TopLevelRange[] {
  // What is too deep or too big is not composed.
  const { notes } = readWritten(text, how);
  if (notes.some(({ kind }) => kind === "big")) return [];
  const lines = lineStarts(text);
  const ranges: TopLevelRange[] = [];
  for (const { contents } of compose(text, new LineCounter())) {
    const root = contents ? treeOf(contents as Node, how.limits.depth) : null;
    if (root?.kind !== "hash") continue;
    for (const [index, key] of root.keys.entries()) {
      if (key?.kind !== "text") continue;
      const first = lineOf(lines, key.from);
      const last = Math.max(first, lineOf(lines, endAt(root, index, text) - 1));
      ranges.push({ name: key.value, first, last });
    }
  }
  return ranges;
}

/** The comments of a text in their order; a `#` in a value is none. */
export function yamlComments(text: string): readonly YamlComment[] {
  const lines = lineStarts(text);
  return commentsOf(text).map(({ text: shown, offset }) => {
    const line = lineOf(lines, offset);
    return { text: shown, line, column: offset - lines[line - 1]! + 1 };
  });
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}

function lineOf(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length;
  while (low + 1 < high) {
    const middle = (low + high) >> 1;
    if (starts[middle]! <= offset) low = middle;
    else high = middle;
  }
  return low + 1;
}
