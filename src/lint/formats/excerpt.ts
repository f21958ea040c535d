import { type Cell, cellsOf, widthOf } from "./cells.ts";

/** A line of a file, and the marks under it. */
export interface Excerpt {
  readonly line: string;
  readonly marks: string;
}

/** Units of the line that are looked at on either side of the column, however long the line is. */
const around = 400;

/**
 * The part of a line around a column (from 1, in UTF-16 units) that fits into `columns`, and carets under
 * the `length` units from there.
 */
export function excerptOf(line: string, column: number, length: number, columns: number): Excerpt {
  const target = Math.min(Math.max(0, column - 1), line.length);
  const from = boundary(line, target - around);
  const to = boundary(line, target + around);
  const cells = cellsOf(line.slice(from, to));
  const first = cells.findLastIndex(({ at }) => from + at <= target);
  const behind = cells.findIndex(({ at }) => from + at >= target + length);
  const marked = { first: Math.max(0, first), end: behind < 0 ? cells.length : behind };
  // Behind the end of a line there is nothing to stand under.
  if (target >= line.length) marked.first = cells.length;
  return windowOf(cells, marked, columns, { before: from > 0, after: to < line.length });
}

/** An offset within the line that parts no surrogate pair. */
function boundary(line: string, offset: number): number {
  const at = Math.min(Math.max(0, offset), line.length);
  return /[\udc00-\udfff]/.test(line[at] ?? "") && at > 0 ? at - 1 : at;
}

function windowOf(
  cells: readonly Cell[],
  marked: { readonly first: number; readonly end: number },
  columns: number,
  cut: { readonly before: boolean; readonly after: boolean },
): Excerpt {
  let start = 0;
  const isWhole = !cut.before && !cut.after && widthOf(cells) <= columns;
  if (!isWhole && widthOf(cells.slice(0, marked.end)) >= columns) {
    // A third of the room for what stands before.
    start = marked.first;
    for (let room = Math.floor(columns / 3); start > 0; start--) {
      room -= cells[start - 1]?.width ?? 0;
      if (room < 0) break;
    }
    // Near the end of the line there is more room than that.
    while (!cut.after && start > 0 && widthOf(cells.slice(start - 1)) < columns) start--;
  }
  const before = start > 0 || cut.before ? "…" : "";
  const isEnd = !cut.after && widthOf(cells.slice(start)) <= columns - before.length;
  let room = columns - before.length - (isEnd ? 0 : 1);
  let end = start;
  while (end < cells.length && room >= (cells[end]?.width ?? 0)) room -= cells[end++]?.width ?? 0;
  const after = end < cells.length || cut.after ? "…" : "";
  const text = (part: readonly Cell[]) => part.map(({ shown }) => shown).join("");
  const indent = before.length + widthOf(cells.slice(start, marked.first));
  const width = widthOf(cells.slice(marked.first, Math.min(marked.end, end)));
  return {
    line: `${before}${text(cells.slice(start, end))}${after}`.trimEnd(),
    marks: " ".repeat(indent) + "^".repeat(Math.max(1, width)),
  };
}
