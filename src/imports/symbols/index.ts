import type { Change, Tree } from "../../detect/index.ts";
import { typescript } from "../../typescript.ts";
import { Modules } from "./modules.ts";
import { seedsOf } from "./seeds.ts";
import { Sources } from "./sources.ts";
import { type Spread, spread } from "./spread.ts";
import type { Imports } from "./types.ts";

/** Both sides of a comparison, as far as symbols are concerned. */
export interface SymbolWorld {
  readonly tree: Tree;
  readonly baseTree: Tree;
  readonly changes: readonly Change[];
}

/** Follows changes from declaration to declaration. */
export interface SymbolReader {
  /** The files in which something is affected by a change, with chains of imports. */
  reachedFrom(change: Change): Promise<Spread>;
}

export async function symbolReader(graph: Imports, world: SymbolWorld): Promise<SymbolReader> {
  const changed = new Set(world.changes.map(({ path }) => path));
  const sources = new Sources(await typescript(), graph, world, changed);
  const modules = new Modules(graph, sources);
  const ground = { graph, sources, modules };
  return {
    async reachedFrom(change) {
      return spread(change.path, await seedsOf(change, sources, modules), ground);
    },
  };
}
