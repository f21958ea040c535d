import { meaningOf } from "./meaning.ts";
import { quickTree } from "./quick/index.ts";
import type { TreeNode } from "./tree.ts";
import { control, type Grown } from "./types.ts";
import { grown } from "./written.ts";

/** A text that is to be changed, with what stands in it. */
export interface Draft {
  readonly text: string;
  /** What it reads as; `undefined` where it does not read. */
  readonly value: unknown;
  readonly root: TreeNode | null;
  /** It is written as most people write, so that its lines mean the same without those around them. */
  readonly isUsual: boolean;
  /** How its lines end. */
  readonly feed: string;
}

/** Ten times what GitLab takes by itself: aliases of aliases end here. */
const limits = { bytes: 20 * 2 ** 20, depth: 200 };
export const how = { offset: 0, limits, mark: () => {} };

/** The tree that is read quickly, if the text has one. */
export const usualTree = (text: string): TreeNode | null | undefined =>
  control.test(text) ? undefined : quickTree(text, limits);

/** How lines end that are put into a text. */
export const feedOf = (text: string): string => (text.includes("\r\n") ? "\r\n" : "\n");

/** Reads a text; `feed` is how lines end in the text that it is a part of. */
export function draftOf(text: string, feed = feedOf(text)): Draft {
  const quick = usualTree(text);
  const found: { root: TreeNode | null } = { root: null };
  const grow = (): Grown => {
    const all = quick === undefined ? grown(text, limits) : { tree: quick };
    if ("tree" in all) found.root = all.tree;
    return all;
  };
  const { value } = meaningOf(text, grow, how);
  return { text, value, root: found.root, isUsual: quick !== undefined, feed };
}
