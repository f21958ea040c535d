import {
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  Scalar,
  type YAMLMap,
  type YAMLSeq,
} from "yaml";

/** Offsets in a text, the second one behind the last character. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export type Collection = YAMLMap<Node, Node | null> | YAMLSeq<Node>;
export type KeyAndValue = Pair<Node, Node | null>;

export const startOf = (node: Node): number => node.range?.[0] ?? 0;

/** A value that is not written: what stands behind `key:` or a dash is nothing. */
export const isEmpty = (node: Node | null): boolean =>
  node === null ||
  (isScalar(node) && node.type === Scalar.PLAIN && node.range?.[0] === node.range?.[1]);

/** Where the last character of a node ends: no comment, blank line or line feed behind it counts. */
export function endOf(node: Node, text: string): number {
  const end = node.range?.[1] ?? 0;
  if ((isMap(node) || isSeq(node)) && !node.flow) {
    const last = node.items.at(-1);
    if (!last) return end;
    return isMap(node) ? endOfPair(last as KeyAndValue, text) : endOf(last as Node, text);
  }
  const isBlock = isScalar(node) && (node.type === "BLOCK_LITERAL" || node.type === "BLOCK_FOLDED");
  return isBlock ? startOf(node) + text.slice(startOf(node), end).trimEnd().length : end;
}

/** Where a pair ends: its value, or the colon of one without a value, or a key without a colon. */
export function endOfPair({ key, value }: KeyAndValue, text: string): number {
  if (!isEmpty(value)) return endOf(value as Node, text);
  const end = key.range?.[1] ?? 0;
  return colonAfter(end, text) ?? end;
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
