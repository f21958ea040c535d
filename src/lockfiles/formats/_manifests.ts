import { posix } from "node:path";
import type { LockSource } from "../graph.ts";

/** The texts of one file of each directory (as the lock sees them), by directory. */
export async function manifestsOf(
  { directory, tree }: LockSource,
  directories: Iterable<string>,
  name: string,
): Promise<Map<string, string>> {
  const paths = new Map(
    [...new Set(directories)].map((each) => [each, posix.join(directory, each, name)]),
  );
  const texts = await tree.read([...paths.values()]);
  const found = new Map<string, string>();
  for (const [each, path] of paths) {
    const text = texts.get(path);
    if (text !== undefined) found.set(each, text.replace(/^\ufeff/, ""));
  }
  return found;
}
