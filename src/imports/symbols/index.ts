import type { Change, Tree } from "../../detect/index.ts";
import { type Diagnostic, found } from "../../diagnostics/index.ts";
import { typescript } from "../../typescript.ts";
import { Modules } from "./modules.ts";
import { seedsOf } from "./seeds.ts";
import { Sources } from "./sources.ts";
import { type Spread, spread } from "./spread.ts";
import type { Imports, Opaque } from "./types.ts";

/** Both sides of a comparison, as far as symbols are concerned. */
export interface SymbolWorld {
  readonly tree: Tree;
  readonly baseTree: Tree;
  readonly changes: readonly Change[];
}

/** Follows changes from declarations to those that use them, module by module, by their names. */
export interface SymbolReader {
  /**
   * The files in which something is affected by a change, with chains of imports. Where a file
   * cannot be taken apart, all of it counts, with all that import it: what `imports` says.
   */
  reachedFrom(change: Change): Promise<Spread>;
  /** Says which of the files that were read so far cannot be taken apart. */
  diagnostics(): readonly Diagnostic[];
}

/** Reads nothing yet but the compiler: files are read when a change arrives at them. */
export async function symbolReader(graph: Imports, world: SymbolWorld): Promise<SymbolReader> {
  const changed = new Set(world.changes.map(({ path }) => path));
  const sources = new Sources(await typescript(), graph, world, changed);
  const modules = new Modules(graph, sources);
  const ground = { graph, sources, modules };
  return {
    async reachedFrom(change) {
      return spread(change.path, await seedsOf(change, sources, modules), ground);
    },
    diagnostics() {
      const files = sources.opaque(unreadable);
      const [first] = files;
      const count = files.length;
      return first === undefined ? [] : [found("SYMBOLS_UNREADABLE", [first], { count })];
    },
  };
}

/** Scripts and files of other kinds are whole by nature; these are so by their text. */
const unreadable: ReadonlySet<Opaque> = new Set<Opaque>(["syntax", "size", "eval"]);
