/** One character as a person sees it: what is printed for it, and how many columns that takes. */
export interface Cell {
  readonly shown: string;
  readonly width: number;
  /** Offset in the text. */
  readonly at: number;
}

const tabStop = 4;
/** Each character of it is one cell; to look for what people see as one takes twenty times as long. */
const plainLine = /^[ -~]*$/;
export const isPlainLine = (text: string): boolean => plainLine.test(text);
const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });
/** Wide and full-width characters (Unicode, East Asian Width W and F), emoji apart. */
const wide =
  /^[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1b000}-\u{1b2ff}\u{20000}-\u{3fffd}]/u;
const emoji =
  /^\p{Emoji_Presentation}|^\p{Extended_Pictographic}.*\ufe0f|^\p{Regional_Indicator}{2}/u;
/** Between the parts of one emoji a joiner is no danger. */
const joined =
  /^\p{Extended_Pictographic}[\p{Extended_Pictographic}\p{M}\p{Emoji_Modifier}\u200d]*$/u;
const hidden = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029\ufffe\uffff]/u;

/**
 * A piece of one line as a terminal may show it: tabs become spaces, what could act on the terminal or
 * hide something becomes a sign of one column each.
 */
export function cellsOf(text: string): readonly Cell[] {
  if (plainLine.test(text)) return Array.from(text, (shown, at) => ({ shown, width: 1, at }));
  const cells: Cell[] = [];
  let column = 0;
  for (const { segment, index } of graphemes.segment(text)) {
    const cell = { at: index, ...shownAs(segment, column) };
    cells.push(cell);
    column += cell.width;
  }
  return cells;
}

function shownAs(segment: string, column: number): Omit<Cell, "at"> {
  if (segment === "\t") {
    const width = tabStop - (column % tabStop);
    return { shown: " ".repeat(width), width };
  }
  if (hidden.test(segment) && !joined.test(segment)) {
    const signs = [...segment].map((character) =>
      hidden.test(character) ? sign(character) : character,
    );
    return { shown: signs.join(""), width: signs.length };
  }
  if (wide.test(segment) || emoji.test(segment)) return { shown: segment, width: 2 };
  return { shown: segment, width: /^\p{M}+$/u.test(segment) ? 0 : 1 };
}

/** The picture of a control character of ASCII; the sign for what cannot be shown for any other. */
function sign(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20) return String.fromCodePoint(0x2400 + code);
  return code === 0x7f ? "\u2421" : "\ufffd";
}
