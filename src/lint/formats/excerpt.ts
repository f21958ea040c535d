import { isPlainLine } from "../../terminal-width.ts";
import { type Cell, cellsOf } from "./cells.ts";

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
  const piece = line.slice(from, to);
  const cells = isPlainLine(piece) ? plainCells(piece) : measured(cellsOf(piece));
  const first = cells.before(target - from + 1) - 1;
  const marked = { first: Math.max(0, first), end: cells.before(target - from + length) };
  // Behind the end of a line there is nothing to stand under.
  if (target >= line.length) marked.first = cells.count;
  return windowOf(cells, marked, columns, { before: from > 0, after: to < line.length });
}

/** An offset within the line that parts no surrogate pair. */
function boundary(line: string, offset: number): number {
  const at = Math.min(Math.max(0, offset), line.length);
  return /[\udc00-\udfff]/.test(line[at] ?? "") && at > 0 ? at - 1 : at;
}

/** The cells of a piece of a line, by their number. */
interface Cells {
  readonly count: number;
  /** How many of them begin before an offset of the piece. */
  before(offset: number): number;
  /** Columns of those from one to another. */
  width(from: number, to: number): number;
  shown(from: number, to: number): string;
}

/** Each character of a plain piece is one cell of one column. */
const plainCells = (piece: string): Cells => ({
  count: piece.length,
  before: (offset) => Math.min(offset, piece.length),
  width: (from, to) => Math.max(0, to - from),
  shown: (from, to) => piece.slice(from, to),
});

function measured(cells: readonly Cell[]): Cells {
  const columns = [0];
  for (const { width } of cells) columns.push(columns.at(-1)! + width);
  return {
    count: cells.length,
    before(offset) {
      const behind = cells.findIndex(({ at }) => at >= offset);
      return behind < 0 ? cells.length : behind;
    },
    width: (from, to) => Math.max(0, columns[to]! - columns[from]!),
    shown: (from, to) =>
      cells
        .slice(from, to)
        .map(({ shown }) => shown)
        .join(""),
  };
}

function windowOf(
  cells: Cells,
  marked: { readonly first: number; readonly end: number },
  columns: number,
  cut: { readonly before: boolean; readonly after: boolean },
): Excerpt {
  const { count } = cells;
  const isWhole = !cut.before && !cut.after && cells.width(0, count) <= columns;
  let start = 0;
  if (!isWhole && cells.width(0, marked.end) >= columns) {
    // A third of the room for what stands before.
    start = marked.first;
    const room = Math.floor(columns / 3);
    while (start > 0 && cells.width(start - 1, marked.first) <= room) start--;
    // Near the end of the line there is more room than that.
    while (!cut.after && start > 0 && cells.width(start - 1, count) < columns) start--;
  }
  const before = start > 0 || cut.before ? "…" : "";
  const isEnd = !cut.after && cells.width(start, count) <= columns - before.length;
  const room = columns - before.length - (isEnd ? 0 : 1);
  let end = start;
  while (end < count && cells.width(start, end + 1) <= room) end++;
  const after = end < count || cut.after ? "…" : "";
  const indent = before.length + cells.width(start, marked.first);
  const width = cells.width(marked.first, Math.min(marked.end, end));
  return {
    line: `${before}${cells.shown(start, end)}${after}`.trimEnd(),
    marks: " ".repeat(indent) + "^".repeat(Math.max(1, width)),
  };
}
