export interface Place {
  readonly line: number;
  readonly column: number;
  /** The line, cut to a window, and a caret under the column. */
  readonly excerpt: string;
}

const before = 60;
const width = 80;

/** One line of a text with a caret under a column; both count from 1. */
export function excerpt(text: string, line: number, column: number): Place {
  const whole = text.split(/\r?\n/, line)[line - 1] ?? "";
  const from = Math.max(0, column - 1 - before);
  const shown = whole.slice(from, from + width).replace(/[\u0000-\u001f\u007f]/g, " ");
  return { line, column, excerpt: `  ${shown}\n  ${" ".repeat(column - 1 - from)}^` };
}
