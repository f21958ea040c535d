import type { Tree } from "../../../detect/index.ts";
import { startOf } from "../../paths.ts";

/** All paths below a directory, in the order of the tree. */
export function* pathsBelow({ paths }: Tree, directory: string): Generator<string> {
  const start = startOf(directory);
  let low = 0;
  let high = paths.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (paths[middle]! < start) low = middle + 1;
    else high = middle;
  }
  for (; low < paths.length && paths[low]!.startsWith(start); low++) yield paths[low]!;
}

/** Whether the tree has a file of this path, or files below it. */
export const isThere = (tree: Tree, path: string): boolean =>
  tree.has(path) || !pathsBelow(tree, path).next().done;
