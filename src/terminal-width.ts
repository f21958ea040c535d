/** What a person sees as one character, with the columns that it takes on a terminal: 0, 1 or 2. */
export interface Grapheme {
  readonly text: string;
  readonly columns: number;
  /** Offset in the text. */
  readonly at: number;
}

/** Each character of it takes one column; to look for what people see as one takes twenty times as long. */
const plainLine = /^[ -~]*$/;
const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });
/** Wide and full-width characters (Unicode, East Asian Width W and F), emoji apart. */
const wide =
  /^[\u1100-\u115f\u2e80-\u303e\u3041-\u4dbf\u4e00-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{16fe0}-\u{1b2ff}\u{20000}-\u{3fffd}]/u;
const emoji = /^\p{Emoji_Presentation}|^\p{Emoji}.*\ufe0f|^\p{Regional_Indicator}{2}/u;
/** What stands on top of other characters, or is not seen. */
const none = /^[\p{M}\p{Cf}]+$/u;

export const isPlainLine = (text: string): boolean => plainLine.test(text);

/** The characters of a text, one after the other. */
export function graphemesOf(text: string): readonly Grapheme[] {
  if (isPlainLine(text)) return Array.from(text, (each, at) => ({ text: each, columns: 1, at }));
  return Array.from(segmenter.segment(text), ({ segment, index }) => {
    const columns = wide.test(segment) || emoji.test(segment) ? 2 : none.test(segment) ? 0 : 1;
    return { text: segment, columns, at: index };
  });
}

/** Columns that a text without control characters takes on a terminal. */
export function width(text: string): number {
  if (isPlainLine(text)) return text.length;
  return graphemesOf(text).reduce((sum, { columns }) => sum + columns, 0);
}

/** Filled up with spaces to so many columns. */
export const pad = (text: string, columns: number): string =>
  text + " ".repeat(Math.max(0, columns - width(text)));
