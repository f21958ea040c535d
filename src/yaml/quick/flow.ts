import type { HashNode, ListNode, TextNode, TreeNode } from "../tree.ts";
import { type Cursor, code, enter, isEnd, isGap, leave, skipBlanks, unusual } from "./cursor.ts";
import { alias, plain, quoted } from "./scalar.ts";

/** What stands in brackets, or a scalar among it. Lines stand deeper than `parent`. */
export function flow(cursor: Cursor, parent: number): TreeNode {
  switch (cursor.text.charCodeAt(cursor.at)) {
    case code.open:
      return flowList(cursor, parent);
    case code.brace:
      return flowHash(cursor, parent);
    case code.star:
      return alias(cursor);
    case code.bang:
      return referenceHere(cursor, parent);
    default:
      return flowText(cursor);
  }
}

function flowText(cursor: Cursor): TextNode {
  const char = cursor.text.charCodeAt(cursor.at);
  const isQuoted = char === code.double || char === code.single;
  return isQuoted ? quoted(cursor) : plain(cursor, true);
}

const tag = "!reference";

/** `!reference [job, key]`, the only tag that is read here. */
export function referenceHere(cursor: Cursor, parent: number): ListNode {
  if (!cursor.text.startsWith(`${tag} `, cursor.at)) unusual();
  cursor.at += tag.length;
  skipBlanks(cursor);
  if (cursor.text.charCodeAt(cursor.at) !== code.open) unusual();
  return { ...flowList(cursor, parent), tag };
}

export function flowList(cursor: Cursor, parent: number): ListNode {
  enter(cursor);
  const from = cursor.at++;
  const items: TreeNode[] = [];
  skip(cursor, parent);
  while (cursor.text.charCodeAt(cursor.at) !== code.close) {
    items.push(flow(cursor, parent));
    skip(cursor, parent);
    comma(cursor, parent, code.close);
  }
  const to = ++cursor.at;
  leave(cursor);
  return { kind: "list", from, to, flow: true, anchor: undefined, tag: undefined, items };
}

export function flowHash(cursor: Cursor, parent: number): HashNode {
  enter(cursor);
  const from = cursor.at++;
  const keys: TreeNode[] = [];
  const values: TreeNode[] = [];
  skip(cursor, parent);
  while (cursor.text.charCodeAt(cursor.at) !== code.unbrace) {
    keys.push(flowText(cursor));
    skipBlanks(cursor);
    if (cursor.text.charCodeAt(cursor.at) !== code.colon) unusual();
    if (!isGap(cursor.text.charCodeAt(++cursor.at))) unusual();
    skip(cursor, parent);
    values.push(flow(cursor, parent));
    skip(cursor, parent);
    comma(cursor, parent, code.unbrace);
  }
  const to = ++cursor.at;
  leave(cursor);
  return { kind: "hash", from, to, flow: true, anchor: undefined, tag: undefined, keys, values };
}

/** Between two items stands a comma; behind the last one it may stand. */
function comma(cursor: Cursor, parent: number, end: number): void {
  const char = cursor.text.charCodeAt(cursor.at);
  if (char === end) return;
  if (char !== code.comma) unusual();
  cursor.at++;
  skip(cursor, parent);
}

/** Blanks and line feeds; a new line stands deeper than what is around the brackets. */
function skip(cursor: Cursor, parent: number): void {
  const { text } = cursor;
  skipBlanks(cursor);
  for (let char = text.charCodeAt(cursor.at); isEnd(char); char = text.charCodeAt(cursor.at)) {
    if (Number.isNaN(char)) unusual();
    cursor.at += char === code.return ? 2 : 1;
    const start = cursor.at;
    skipBlanks(cursor);
    const isEmpty = isEnd(text.charCodeAt(cursor.at));
    if (!isEmpty && cursor.at - start <= parent) unusual();
  }
}
