import type { Tree } from "../detect/index.ts";
import { found } from "../diagnostics/index.ts";
import { byCodeUnit, directoryOf, outwards, resolveFrom } from "./paths.ts";
import type { Problems } from "./problems.ts";
import type { ServiceDefinition, WorkspaceSettings } from "./types.ts";

/** A service of the configuration, its root as the tree spells it. */
export interface Definition {
  readonly name: string;
  readonly root: string;
  readonly settings: ServiceDefinition;
  /** Leads to it in the configuration, for messages. */
  readonly where: readonly string[];
}

/** Reads `services.define`, sorted by name; whatever has no root of its own becomes a problem. */
export function readDefinitions(
  tree: Tree,
  { define, config }: WorkspaceSettings,
  problems: Problems,
): Definition[] {
  const definitions = new Map<string, Definition>();
  for (const [name, settings] of Object.entries(define).sort(([a], [b]) => byCodeUnit(a, b))) {
    const where = [...(config ? [config] : []), "services", "define", name];
    const root = rootIn(tree, settings.root, where, problems);
    if (root === undefined) continue;
    if (definitions.has(root)) {
      const other = definitions.get(root)!.name;
      problems.add(found("SERVICE_ROOT_TWICE", where, { root, other }));
    } else {
      definitions.set(root, { name, root, settings, where });
    }
  }
  return [...definitions.values()];
}

/** A root as the tree spells it; one that leads out of it or nowhere becomes a problem. */
export function rootIn(
  tree: Tree,
  given: string,
  where: readonly (string | number)[],
  problems: Problems,
): string | undefined {
  const root = given === "" ? undefined : resolveFrom(".", given);
  if (root === undefined) problems.add(found("SERVICE_ROOT_OUTSIDE", where, { root: given }));
  else if (holds(tree, root)) return root;
  else {
    const known = [...directories(tree)];
    problems.add(found("SERVICE_ROOT_MISSING", where, { root: given, known }));
  }
  return undefined;
}

/** Whether the tree has a path at or below a directory (a submodule is a path without any below). */
function holds(tree: Tree, root: string): boolean {
  if (root === "." || tree.has(root)) return true;
  const start = `${root}/`;
  let low = 0;
  let high = tree.paths.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (tree.paths[middle]! < start) low = middle + 1;
    else high = middle;
  }
  return tree.paths[low]?.startsWith(start) ?? false;
}

const directories = (tree: Tree): Set<string> => {
  const all = new Set<string>();
  for (const path of tree.paths) {
    for (const directory of outwards(directoryOf(path))) {
      if (all.has(directory)) break;
      all.add(directory);
    }
  }
  return all;
};
