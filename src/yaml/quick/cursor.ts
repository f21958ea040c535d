/** Raised for whatever these files leave to the library. */
export class Unusual extends Error {}

export function unusual(): never {
  throw new Unusual();
}

/** How far a text is read. */
export interface Cursor {
  readonly text: string;
  /** The next character. */
  at: number;
  /** The column at which the node here begins, from 0; -1 at the end of the text. */
  column: number;
  /** How many lists and hashes are open. */
  depth: number;
  readonly mostDepth: number;
  /** How many items of lists were read. */
  items: number;
}

export const code = {
  tab: 9,
  feed: 10,
  return: 13,
  space: 32,
  bang: 33,
  double: 34,
  hash: 35,
  percent: 37,
  and: 38,
  single: 39,
  star: 42,
  comma: 44,
  dash: 45,
  dot: 46,
  colon: 58,
  above: 62,
  open: 91,
  backslash: 92,
  close: 93,
  brace: 123,
  bar: 124,
  unbrace: 125,
} as const;

/** A line ends here, or the text; each `\r` stands before a `\n`. */
export const isEnd = (char: number): boolean =>
  char === code.feed || char === code.return || Number.isNaN(char);

/** A blank or the end of a line or of the text. */
export const isGap = (char: number): boolean => char === code.space || isEnd(char);

export function skipBlanks(cursor: Cursor): void {
  const { text } = cursor;
  let { at } = cursor;
  while (text.charCodeAt(at) === code.space) at++;
  cursor.at = at;
}

/** From the start of a line to the first character of the next one that is no comment. */
export function nextLine(cursor: Cursor): void {
  const { text } = cursor;
  let start = cursor.at;
  for (;;) {
    let at = start;
    while (text.charCodeAt(at) === code.space) at++;
    const char = text.charCodeAt(at);
    if (Number.isNaN(char)) {
      cursor.at = text.length;
      cursor.column = -1;
      return;
    }
    if (char === code.return) at++;
    else if (char === code.hash) at = feedAfter(text, at);
    else if (char !== code.feed) {
      if (char === code.tab || (at === start && isMarker(text, at))) unusual();
      cursor.at = at;
      cursor.column = at - start;
      return;
    }
    start = at + 1;
  }
}

/** `---`, `...` or a line for the reader of YAML itself. */
const isMarker = (text: string, at: number): boolean => {
  const char = text.charCodeAt(at);
  if (char === code.percent) return true;
  return (
    (char === code.dash || char === code.dot) && /^(?:---|\.\.\.)/.test(text.slice(at, at + 3))
  );
};

/** The offset of the next line feed, or of the end. */
export function feedAfter(text: string, from: number): number {
  const at = text.indexOf("\n", from);
  return at < 0 ? text.length : at;
}

/** Leaves the line: nothing but a comment may stand in the rest of it. */
export function endLine(cursor: Cursor): void {
  const { text, at: from } = cursor;
  skipBlanks(cursor);
  const char = text.charCodeAt(cursor.at);
  const isComment =
    char === code.hash && (cursor.at > from || from === 0 || isGap(text.charCodeAt(from - 1)));
  if (!isComment && !isEnd(char)) unusual();
  cursor.at = feedAfter(text, cursor.at) + 1;
  nextLine(cursor);
}

/** Whether nothing but a comment stands in the rest of the line. */
export function isLineOver({ text, at }: Cursor): boolean {
  const char = text.charCodeAt(at);
  return char === code.hash || isEnd(char);
}

/** Whether an item of a list begins here. */
export const isDash = ({ text, at }: Cursor): boolean =>
  text.charCodeAt(at) === code.dash && isGap(text.charCodeAt(at + 1));

export function enter(cursor: Cursor): void {
  if (++cursor.depth > cursor.mostDepth) unusual();
}

export function leave(cursor: Cursor): void {
  cursor.depth--;
}
