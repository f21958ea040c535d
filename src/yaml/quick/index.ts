import type { HashNode, ListNode, TextNode, TreeNode } from "../tree.ts";
import {
  type Cursor,
  code,
  endLine,
  enter,
  isDash,
  isGap,
  isLineOver,
  leave,
  nextLine,
  skipBlanks,
  Unusual,
  unusual,
} from "./cursor.ts";
import { flow } from "./flow.ts";
import { block, nameHere, plain, quoted } from "./scalar.ts";

/** What no line of the usual kind has. */
const strange = /\r(?!\n)|[\ufeff\u0085\u00a0\u2028\u2029]/;
/** What may stand before a colon on its line. */
const longestKey = 1000;
/** More levels than these are for the library, whatever the limit. */
const deepest = 200;

/**
 * The tree of a text of one document as most people write it: hashes and lists by indent or in
 * brackets, scalars of one line, blocks of text, anchors, aliases and `!reference`. `null` for a
 * text of comments alone; `undefined` for whatever is written otherwise, sound or not, and for what
 * is too deep or too big. Its time grows with the length of the text and no faster.
 */
export function quickTree(
  text: string,
  limits: { readonly bytes: number; readonly depth: number },
): TreeNode | null | undefined {
  if (strange.test(text)) return undefined;
  const mostDepth = Math.min(limits.depth, deepest);
  const cursor: Cursor = { text, at: 0, column: 0, depth: 0, items: 0, mostDepth };
  try {
    nextLine(cursor);
    if (cursor.column < 0) return null;
    const node = isDash(cursor) ? list(cursor) : hash(cursor, keyHere(cursor));
    const isWhole = cursor.column < 0 && cursor.items * 8 <= limits.bytes;
    return isWhole ? node : undefined;
  } catch (error) {
    if (error instanceof Unusual) return undefined;
    throw error;
  }
}

/** What stands on lines of its own, deeper than its key or dash. */
function lines(cursor: Cursor, parent: number): TreeNode {
  return isDash(cursor) ? list(cursor) : value(cursor, parent, true);
}

/** A list by indent; the cursor stands at its first dash. */
function list(cursor: Cursor): ListNode {
  enter(cursor);
  const { at: from, column } = cursor;
  const items: TreeNode[] = [];
  let to = from;
  while (cursor.column === column && isDash(cursor)) {
    const item = itemHere(cursor, column);
    items.push(item);
    cursor.items++;
    to = item.to;
  }
  if (cursor.column > column) unusual();
  leave(cursor);
  return { kind: "list", from, to, flow: false, anchor: undefined, tag: undefined, items };
}

function itemHere(cursor: Cursor, column: number): TreeNode {
  const from = cursor.at++;
  skipBlanks(cursor);
  if (isLineOver(cursor)) {
    endLine(cursor);
    return cursor.column > column ? lines(cursor, column) : unusual();
  }
  cursor.column = column + cursor.at - from;
  return isDash(cursor) ? list(cursor) : value(cursor, column, true);
}

/** A hash by indent; its first key is read, and the cursor stands at the colon behind it. */
function hash(cursor: Cursor, first: TextNode): HashNode {
  enter(cursor);
  const { column } = cursor;
  const keys: TextNode[] = [];
  const values: (TreeNode | null)[] = [];
  let to = first.to;
  for (let key = first; ; key = keyHere(cursor)) {
    keys.push(key);
    const own = valueAfter(cursor, column);
    values.push(own);
    to = own?.to ?? key.to + 1;
    if (cursor.column !== column || isDash(cursor)) break;
  }
  if (cursor.column > column) unusual();
  leave(cursor);
  const { from } = first;
  return { kind: "hash", from, to, flow: false, anchor: undefined, tag: undefined, keys, values };
}

/** A key that has to stand here; the cursor goes to its colon. */
function keyHere(cursor: Cursor): TextNode {
  const { text, at } = cursor;
  const char = text.charCodeAt(at);
  const isQuoted = char === code.double || char === code.single;
  const key = isQuoted ? quoted(cursor) : plain(cursor, false);
  return isKey(cursor, key) ? key : unusual();
}

/** Whether a colon makes a key of what was read; the cursor goes to it. */
function isKey(cursor: Cursor, { from, to }: TextNode): boolean {
  const at = cursor.at;
  skipBlanks(cursor);
  const { text } = cursor;
  if (text.charCodeAt(cursor.at) === code.colon) {
    if (!isGap(text.charCodeAt(cursor.at + 1)) || to - from > longestKey) unusual();
    return true;
  }
  cursor.at = at;
  return false;
}

/** What stands behind the colon at which the cursor is, of a key at a column. */
function valueAfter(cursor: Cursor, column: number): TreeNode | null {
  cursor.at++;
  skipBlanks(cursor);
  if (!isLineOver(cursor)) return value(cursor, column, false);
  endLine(cursor);
  return below(cursor, column, true);
}

/** What a key or an anchor stands for, when it is on the lines below. */
function below(cursor: Cursor, column: number, isOfKey: boolean): TreeNode | null {
  if (cursor.column > column) return lines(cursor, column);
  // The dashes of a list may stand in the column of the key.
  return isOfKey && cursor.column === column && isDash(cursor) ? list(cursor) : null;
}

/** A value that begins here, and all lines of it; `isOwn`: a hash may begin on this line. */
function value(cursor: Cursor, parent: number, isOwn: boolean): TreeNode {
  const { text } = cursor;
  const char = text.charCodeAt(cursor.at);
  if (char === code.and) return anchored(cursor, parent, isOwn);
  if (char === code.bar || char === code.above) {
    const made = block(cursor, parent);
    nextLine(cursor);
    return cursor.column > parent ? unusual() : made;
  }
  const isQuoted = char === code.double || char === code.single;
  const isFlow =
    char === code.open || char === code.brace || char === code.star || char === code.bang;
  const made = isFlow ? flow(cursor, parent) : isQuoted ? quoted(cursor) : plain(cursor, false);
  if (made.kind === "text" && isKey(cursor, made)) return isOwn ? hash(cursor, made) : unusual();
  endLine(cursor);
  return cursor.column > parent ? unusual() : made;
}

function anchored(cursor: Cursor, parent: number, isOwn: boolean): TreeNode {
  const anchor = nameHere(cursor);
  if (!isGap(cursor.text.charCodeAt(cursor.at))) unusual();
  skipBlanks(cursor);
  if (!isLineOver(cursor)) {
    if (cursor.text.charCodeAt(cursor.at) === code.and) unusual();
    const made = value(cursor, parent, false);
    return made.kind === "alias" ? unusual() : { ...made, anchor };
  }
  endLine(cursor);
  const made = below(cursor, parent, !isOwn);
  return made === null || made.kind === "alias" || made.kind === "text" || made.anchor
    ? unusual()
    : { ...made, anchor };
}
