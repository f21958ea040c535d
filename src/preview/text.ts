const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u4dbf\u4e00-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{16fe0}-\u{1b2ff}\u{20000}-\u{3fffd}\p{Emoji_Presentation}]/u;
const none = /[\p{Mn}\p{Me}\p{Cf}]/u;
const plain = /^[\x20-\x7e]*$/;

/**
 * The characters of a text with what stays on top of them, each with the columns that it takes in
 * a terminal: wide ones (Unicode: East Asian Width) and emoji two, combining ones none.
 */
function cells(text: string): { readonly text: string; readonly columns: number }[] {
  const made: { text: string; columns: number }[] = [];
  for (const character of text) {
    const last = made.at(-1);
    if (last && none.test(character)) {
      last.text += character;
      // The variation selector that makes an emoji of a character.
      if (character === "\ufe0f") last.columns = 2;
    } else if (none.test(character)) made.push({ text: character, columns: 0 });
    else made.push({ text: character, columns: wide.test(character) ? 2 : 1 });
  }
  return made;
}

/** Columns that a text without control characters takes in a terminal. */
export function width(text: string): number {
  if (plain.test(text)) return text.length;
  return cells(text).reduce((sum, { columns }) => sum + columns, 0);
}

/** Filled up with spaces to so many columns. */
export const pad = (text: string, columns: number): string =>
  text + " ".repeat(Math.max(0, columns - width(text)));

/**
 * A text as lines of at most so many columns, broken at spaces, and where a word is longer within
 * it; `first` columns of the first line are taken already. `undefined`: one line.
 */
export function wrap(text: string, columns: number | undefined, first = 0): string[] {
  if (columns === undefined || first + width(text) <= columns) return [text];
  const most = Math.max(2, columns);
  const lines: string[] = [];
  let line = "";
  let used = Math.min(first, most);
  const put = (word: string, space: boolean) => {
    line += space ? ` ${word}` : word;
    used += width(word) + (space ? 1 : 0);
  };
  const next = () => {
    lines.push(line);
    line = "";
    used = 0;
  };
  for (const word of text.split(" ")) {
    const space = line !== "";
    if (used + width(word) + (space ? 1 : 0) <= most) put(word, space);
    else {
      if (space || used > 0) next();
      for (const cell of cells(word)) {
        if (used + cell.columns > most) next();
        line += cell.text;
        used += cell.columns;
      }
    }
  }
  return [...lines, line];
}
