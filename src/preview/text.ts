import { showPath } from "../detect/index.ts";

/** A name as a terminal may print it: control characters and stray bytes are escaped. */
export const showName = (name: string): string => showPath(name);

/** Rows of cells as columns two spaces apart, the last one ragged; a line feed after each. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [column, cell] of row.entries()) {
      if (column < row.length - 1) widths[column] = Math.max(widths[column] ?? 0, cell.length);
    }
  }
  return rows
    .map((row) => {
      const cells = row.map((cell, column) =>
        column < row.length - 1 ? cell.padEnd(widths[column] ?? 0) : cell,
      );
      return `${cells.join("  ").trimEnd()}\n`;
    })
    .join("");
}
