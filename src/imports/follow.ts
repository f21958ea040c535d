import type { Service } from "../workspace/index.ts";
import { isTsConfig } from "./files.ts";
import type { ReadGraph, ResolvedImport } from "./graph.ts";
import { isAnalysed } from "./roles.ts";
import type { ImportStep } from "./types.ts";

/** From a file to a changed path. */
export type Chain = readonly ImportStep[];

/** What one changed path reaches. */
export interface Walk {
  /** By service: the chain of the file that is reached first. */
  readonly first: ReadonlyMap<Service, Chain>;
  /** Services of which a file is reached that more than imports depend on. */
  readonly whole: ReadonlySet<Service>;
}

/** A path, and what this walk over it needs to know. */
interface Node {
  readonly path: string;
  readonly owner: Service | undefined;
  /** More than imports depend on it. */
  readonly whole: boolean;
  /** All of a service may differ by it, whichever file it resolves the imports of. */
  readonly config: boolean;
  importers: readonly Importer[] | undefined;
  /** Number of the walk that came here last, and how. */
  walk: number;
  by: ResolvedImport | undefined;
  nearer: Node | undefined;
}

interface Importer {
  readonly node: Node;
  readonly by: ResolvedImport;
  /** The directory that it imports as a whole. */
  readonly directory: { walk: number } | undefined;
}

/**
 * Follows imports backwards from a path, breadth first, in the order of the graph: the shortest
 * chains, and the same ones for the same tree. Asked for many paths, it remembers who imports what.
 * `seeds` are files that the path concerns although they do not import it: `why`.
 */
export function follower({ edges, owners, roles }: ReadGraph) {
  const nodes = new Map<string, Node>();
  const directories = new Map<string, { walk: number }>();
  let walk = 0;

  function nodeOf(path: string): Node {
    const known = nodes.get(path);
    if (known) return known;
    const owner = owners.of(path);
    const whole = owner !== undefined && (roles.isTool(path) || !isAnalysed(owner));
    const blank = { importers: undefined, walk: 0, by: undefined, nearer: undefined };
    const node: Node = { path, owner, whole, config: isTsConfig(path), ...blank };
    nodes.set(path, node);
    return node;
  }

  function directoryOf(name: string): { walk: number } {
    const known = directories.get(name) ?? { walk: 0 };
    directories.set(name, known);
    return known;
  }

  function importersOf(node: Node): readonly Importer[] {
    const made = (by: ResolvedImport, directory?: string): Importer => ({
      node: nodeOf(by.file),
      by,
      directory: directory === undefined ? undefined : directoryOf(directory),
    });
    if (node.importers) return node.importers;
    const found = edges.direct(node.path).map((by) => made(by));
    for (const directory of edges.around(node.path)) {
      for (const by of edges.direct(directory)) found.push(made(by, directory));
    }
    node.importers = found;
    return found;
  }

  return (path: string, seeds: readonly string[] = [], why = ""): Walk => {
    walk++;
    const first = new Map<Service, Chain>();
    const whole = new Set<Service>();
    const start = nodeOf(path);
    start.walk = walk;
    start.by = start.nearer = undefined;
    const queue = [start];
    const visit = (node: Node, by: ResolvedImport, nearer: Node) => {
      if (node.walk === walk) return;
      node.walk = walk;
      node.by = by;
      node.nearer = nearer;
      queue.push(node);
      const { owner } = node;
      if (!owner) return;
      if (node.whole || nearer.config) whole.add(owner);
      if (owner !== start.owner && !first.has(owner)) first.set(owner, chainOf(node));
    };
    for (const file of seeds) {
      visit(nodeOf(file), { file, line: 0, specifier: "", to: path, whole: why }, start);
    }
    for (const node of queue) {
      let directory: { walk: number } | undefined;
      for (const { node: importer, by, directory: through } of importersOf(node)) {
        // Whoever imports the whole directory was told of it by the first of its files.
        if (through && through !== directory) {
          if (through.walk === walk) continue;
          through.walk = walk;
          directory = through;
        }
        visit(importer, by, node);
      }
    }
    return { first, whole };
  };
}

/** The chain from a file to where the walk began. */
function chainOf(file: Node): Chain {
  const chain: ImportStep[] = [];
  for (let node = file; node.by && node.nearer; node = node.nearer) {
    const last = node.nearer.by === undefined;
    chain.push(stepOf(node.by, last ? node.nearer.path : node.by.to));
  }
  return chain;
}

/** An import as a step; a last one leads to the path itself, where it is a directory that counts. */
export function stepOf({ file, line, whole }: ResolvedImport, to: string): ImportStep {
  const step: ImportStep = { by: "import", file, to };
  const placed = line > 0 ? { ...step, line } : step;
  return whole === undefined ? placed : { ...placed, why: whole };
}
