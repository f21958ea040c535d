import { graphemesOf, width } from "../terminal-width.ts";

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
      for (const { text: part, columns: more } of graphemesOf(word)) {
        if (used + more > most) next();
        line += part;
        used += more;
      }
    }
  }
  return [...lines, line];
}
