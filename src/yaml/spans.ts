import type { HashNode, ListNode, TreeNode } from "./tree.ts";

/** Offsets in a text, the second one behind the last character. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export type Collection = ListNode | HashNode;

export const isCollection = (node: TreeNode | null): node is Collection =>
  node?.kind === "hash" || node?.kind === "list";

export const sizeOf = (node: Collection): number =>
  node.kind === "hash" ? node.keys.length : node.items.length;

/** Where an item begins, or the key of a pair. */
export const startAt = (node: Collection, index: number): number =>
  (node.kind === "hash" ? node.keys[index] : node.items[index])?.from ?? 0;

/** Where an item ends, or a pair; see {@link endOf}. */
export function endAt(node: Collection, index: number, text: string): number {
  if (node.kind === "list") {
    const item = node.items[index];
    return item ? endOf(item, text) : node.to;
  }
  const value = node.values[index] ?? null;
  if (isWritten(value)) return endOf(value, text);
  // The colon of a key without a value, or a key without a colon.
  const end = node.keys[index]?.to ?? 0;
  return colonAfter(end, text) ?? end;
}

/** Not so for the nothing that stands behind `key:` or a dash. */
export const isWritten = (node: TreeNode | null): node is TreeNode =>
  node !== null && !(node.kind === "text" && node.plain && node.from === node.to);

/** Where the last character of a node ends: no comment, blank line or line feed behind it counts. */
export function endOf(node: TreeNode, text: string): number {
  const { from, to } = node;
  if (isCollection(node) && !node.flow) {
    const size = sizeOf(node);
    return size > 0 ? endAt(node, size - 1, text) : to;
  }
  return isBlockOfText(node, text) ? from + text.slice(from, to).trimEnd().length : to;
}

function isBlockOfText(node: TreeNode, text: string): boolean {
  if (node.kind !== "text" || node.plain) return false;
  const first = text[node.from];
  return first === "|" || first === ">";
}

/** The offset behind the colon of a key that ends at an offset. */
export function colonAfter(end: number, text: string): number | undefined {
  const found = /^[ \t]*:/.exec(text.slice(end, end + 80));
  return found ? end + found[0].length : undefined;
}

export const lineStart = (text: string, offset: number): number =>
  text.lastIndexOf("\n", offset - 1) + 1;

/** The offset of the line feed that ends a line, or of the end of the text. */
export function lineEnd(text: string, offset: number): number {
  const at = text.indexOf("\n", offset);
  return at < 0 ? text.length : at;
}
