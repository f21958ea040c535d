import { isAlias, isMap, isScalar, isSeq, type Node, Scalar } from "yaml";
import type { TreeNode } from "./tree.ts";

/**
 * A node of the library with all that is below it. Lists and hashes deeper than `mostDepth` levels
 * come without what they hold.
 */
export function treeOf(node: Node, mostDepth: number): TreeNode {
  const from = node.range?.[0] ?? 0;
  const to = node.range?.[1] ?? 0;
  if (isAlias(node)) return { kind: "alias", from, to, name: node.source };
  const { anchor, tag } = node as Scalar;
  const place = { from, to, anchor, tag };
  const below = (each: unknown) => (each ? treeOf(each as Node, mostDepth - 1) : null);
  if (isMap(node)) {
    const items = mostDepth > 0 ? node.items : [];
    const keys = items.map(({ key }) => below(key));
    const values = items.map(({ value }) => below(value));
    return { kind: "hash", ...place, flow: node.flow === true, keys, values };
  }
  if (isSeq(node)) {
    const items = mostDepth > 0 ? node.items : [];
    return { kind: "list", ...place, flow: node.flow === true, items: items.map(below) };
  }
  const { value, type } = node as Scalar<string>;
  const plain = type === undefined || type === Scalar.PLAIN;
  return { kind: "text", ...place, value, plain: isScalar(node) && plain };
}
