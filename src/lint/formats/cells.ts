import { type Grapheme, graphemesOf, isPlainLine } from "../../terminal-width.ts";

/** One character as a person sees it: what is printed for it, and how many columns that takes. */
export interface Cell {
  readonly shown: string;
  readonly width: number;
  /** Offset in the text. */
  readonly at: number;
}

const tabStop = 4;
/** Between the parts of one emoji a joiner is no danger. */
const joined =
  /^\p{Extended_Pictographic}[\p{Extended_Pictographic}\p{M}\p{Emoji_Modifier}\u200d]*$/u;
const hidden = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029\ufffe\uffff]/u;

/**
 * A piece of one line as a terminal may show it: tabs become spaces, what could act on the terminal or
 * hide something becomes a sign of one column each.
 */
export function cellsOf(text: string): readonly Cell[] {
  if (isPlainLine(text)) return Array.from(text, (shown, at) => ({ shown, width: 1, at }));
  const cells: Cell[] = [];
  let column = 0;
  for (const grapheme of graphemesOf(text)) {
    const cell = { at: grapheme.at, ...shownAs(grapheme, column) };
    cells.push(cell);
    column += cell.width;
  }
  return cells;
}

function shownAs({ text, columns }: Grapheme, column: number): Omit<Cell, "at"> {
  if (text === "\t") {
    const width = tabStop - (column % tabStop);
    return { shown: " ".repeat(width), width };
  }
  if (!hidden.test(text) || joined.test(text)) return { shown: text, width: columns };
  const signs = [...text].map((character) =>
    hidden.test(character) ? sign(character) : character,
  );
  return { shown: signs.join(""), width: signs.length };
}

/** The picture of a control character of ASCII; the sign for what cannot be shown for any other. */
function sign(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20) return String.fromCodePoint(0x2400 + code);
  return code === 0x7f ? "\u2421" : "\ufffd";
}
