import { showPath } from "./detect/index.ts";
import { graphemesOf, pad, width } from "./terminal-width.ts";

/** A name as a terminal may print it: control characters and stray bytes are escaped. */
export const showName = (name: string): string => showPath(name);

/** Rows of cells as columns two spaces apart, the last one ragged; a line feed after each. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [column, cell] of row.entries()) {
      if (column < row.length - 1) widths[column] = Math.max(widths[column] ?? 0, width(cell));
    }
  }
  return rows
    .map((row) => {
      const cells = row.map((cell, column) =>
        column < row.length - 1 ? pad(cell, widths[column] ?? 0) : cell,
      );
      return `${cells.join("  ").trimEnd()}\n`;
    })
    .join("");
}

export type Painter = ReturnType<typeof painter>;

/** Bold and dim text, where colour is welcome. */
export const painter = (color: boolean) => ({
  bold: (text: string) => (color ? `\u001b[1m${text}\u001b[22m` : text),
  dim: (text: string) => (color ? `\u001b[2m${text}\u001b[22m` : text),
});

/** Cuts a line to the terminal's width, escape sequences not counted. */
export function clip(line: string, columns: number | undefined): string {
  if (columns === undefined) return line;
  let used = 0;
  let isCut = false;
  let out = "";
  // Escape sequences are two or three characters after ESC [ and end in m.
  for (const token of line.split(/(\u001b\[\d+m)/)) {
    if (/^\u001b\[\d+m$/.test(token)) {
      out += token;
      continue;
    }
    for (const grapheme of graphemesOf(token)) {
      if (isCut) break;
      isCut = used + grapheme.columns > columns - 1;
      if (!isCut) out += grapheme.text;
      else if (columns > 0) out += "…";
      used += grapheme.columns;
    }
  }
  return out;
}
