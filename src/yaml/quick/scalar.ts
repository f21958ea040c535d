import type { AliasNode, TextNode } from "../tree.ts";
import { type Cursor, code, feedAfter, isEnd, isGap, unusual } from "./cursor.ts";

const textNode = (value: string, from: number, to: number, plain: boolean): TextNode => ({
  kind: "text",
  from,
  to,
  anchor: undefined,
  tag: undefined,
  value,
  plain,
});

/** How text without quotes begins here; more begins are allowed, and left to the library. */
const firsts = /[A-Za-z0-9_./$<(+~^=;\\\u00a1-\u{10ffff}]/u;
const isFirst = Array.from({ length: 128 }, (_, char) => firsts.test(String.fromCharCode(char)));
const mayBegin = (char: number): boolean => (char < 128 ? isFirst[char]! : char > 160);

/** Text of one line without quotes; in brackets it ends at more characters. */
export function plain(cursor: Cursor, inFlow: boolean): TextNode {
  const { text, at: from } = cursor;
  const first = text.charCodeAt(from);
  const isDashed = first === code.dash && mayBegin(text.charCodeAt(from + 1));
  const isFlagged = first === code.dash && text.charCodeAt(from + 1) === code.dash;
  if (!mayBegin(first) && !isDashed && !isFlagged) unusual();
  let to = from;
  for (let at = from; ; at++) {
    const char = text.charCodeAt(at);
    if (char === code.space) {
      if (text.charCodeAt(at + 1) === code.hash) break;
    } else if (char === code.colon) {
      const next = text.charCodeAt(at + 1);
      if (isGap(next) || (inFlow && isFlowMark(next))) break;
      to = at + 1;
    } else if (isEnd(char)) break;
    else if (char === code.tab) unusual();
    else if (inFlow && isFlowMark(char)) break;
    else to = at + 1;
  }
  cursor.at = to;
  return textNode(text.slice(from, to), from, to, true);
}

const isFlowMark = (char: number): boolean =>
  char === code.comma ||
  char === code.open ||
  char === code.close ||
  char === code.brace ||
  char === code.unbrace;

const escapes: Readonly<Record<string, string>> = {
  '"': '"',
  "\\": "\\",
  "/": "/",
  n: "\n",
  t: "\t",
  r: "\r",
  e: "\u001b",
  "0": "\0",
};

/** Text of one line in quotes. */
export function quoted(cursor: Cursor): TextNode {
  const { text, at: from } = cursor;
  const isDouble = text.charCodeAt(from) === code.double;
  const last = feedAfter(text, from);
  let at = from + 1;
  let isAsWritten = true;
  for (; at < last; at++) {
    const char = text.charCodeAt(at);
    if (char === (isDouble ? code.double : code.single)) {
      if (isDouble || text.charCodeAt(at + 1) !== code.single) break;
      isAsWritten = false;
      at++;
    } else if (isDouble && char === code.backslash) {
      isAsWritten = false;
      at++;
    }
  }
  if (at >= last) unusual();
  const written = text.slice(from + 1, at);
  cursor.at = at + 1;
  const value = isAsWritten
    ? written
    : isDouble
      ? unescaped(written)
      : written.replaceAll("''", "'");
  return textNode(value, from, at + 1, false);
}

const unescaped = (written: string): string =>
  written.replace(/\\(.)/gs, (_, char: string) =>
    Object.hasOwn(escapes, char) ? escapes[char]! : unusual(),
  );

const nameEnd = /[ ,[\]{}\r\n\t]|$/g;

/** The name behind `&` or `*`. */
export function nameHere(cursor: Cursor): string {
  const { text, at } = cursor;
  nameEnd.lastIndex = at + 1;
  const end = nameEnd.exec(text)?.index ?? text.length;
  const name = text.slice(at + 1, end);
  if (!/^[\w./-]+$/.test(name)) unusual();
  cursor.at = end;
  return name;
}

export function alias(cursor: Cursor): AliasNode {
  const from = cursor.at;
  const name = nameHere(cursor);
  return { kind: "alias", from, to: cursor.at, name };
}

/** A block of text behind `|` or `>`, whose lines stand deeper than `parent`; ends at a new line. */
export function block(cursor: Cursor, parent: number): TextNode {
  const { text, at: from } = cursor;
  const head = feedAfter(text, from);
  const style = /^([|>])(-?) *\r?$/.exec(text.slice(from, Math.min(head, from + 80)));
  if (!style) unusual();
  const lines: string[] = [];
  let indent = -1;
  let start = head + 1;
  let end = head;
  while (start < text.length) {
    let at = start;
    while (text.charCodeAt(at) === code.space) at++;
    const feed = feedAfter(text, at);
    const last = text.charCodeAt(feed - 1) === code.return ? feed - 1 : feed;
    const width = at - start;
    if (at < last) {
      if (indent < 0) {
        if (width <= parent || lines.some((line) => line.length > width)) unusual();
        indent = width;
      }
      if (width < indent) {
        if (text.charCodeAt(at) === code.tab) unusual();
        break;
      }
    }
    lines.push(text.slice(indent < 0 ? start : start + indent, last));
    end = last;
    start = feed + 1;
  }
  if (indent < 0) unusual();
  cursor.at = Math.min(start, text.length);
  const value = style[1] === "|" ? literal(lines) : folded(lines);
  return textNode(style[2] === "-" ? value : `${value}\n`, from, end, false);
}

/** Lines joined, without the empty ones at the end. */
function literal(lines: readonly string[]): string {
  return withoutEnd(lines).join("\n");
}

function withoutEnd(lines: readonly string[]): readonly string[] {
  let count = lines.length;
  while (count > 0 && /^ *$/.test(lines[count - 1]!)) count--;
  // Blank lines before the first one were kept as they stand: they are empty.
  const first = lines.findIndex((line) => !/^ *$/.test(line));
  return lines.slice(0, count).map((line, index) => (index < first ? "" : line));
}

/** Lines that follow each other are one; lines that stand deeper are left to the library. */
function folded(lines: readonly string[]): string {
  const kept = withoutEnd(lines);
  if (kept.some((line) => /^[ \t]/.test(line))) unusual();
  let value = "";
  let feeds = 0;
  for (const [index, line] of kept.entries()) {
    if (line === "") {
      feeds++;
      continue;
    }
    const isFirst = value === "" && index === feeds;
    value += feeds > 0 ? "\n".repeat(feeds) : isFirst ? "" : " ";
    value += line;
    feeds = 0;
  }
  return value;
}
