import { readManifests } from "../../manifests.ts";
import type { World } from "../../types.ts";

/**
 * What each project rests on, by its path, where that is only known once files are read that it
 * names, and those that these name: reads on until nothing is left. `files` holds what was read;
 * a file that could not be had is there without a value.
 */
export async function basesOf<F, B extends { readonly unread: Iterable<string> }>(
  projects: readonly string[],
  files: Map<string, F | undefined>,
  basisOf: (path: string) => B,
  world: World,
  parse: (text: string, path: string) => F | Promise<F>,
): Promise<Map<string, B>> {
  for (;;) {
    const bases = new Map(projects.map((path) => [path, basisOf(path)]));
    const unread = new Set([...bases.values()].flatMap((basis) => [...basis.unread]));
    if (unread.size === 0) return bases;
    const read = await readManifests([...unread].sort(), world, parse);
    for (const path of unread) files.set(path, read.get(path));
  }
}
