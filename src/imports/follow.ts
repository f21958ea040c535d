import type { Service } from "../workspace/index.ts";
import type { Place } from "./edges.ts";
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

/** `seeds` are files that the path concerns although they do not import it: `why`. */
export type Follow = (path: string, seeds?: readonly string[], why?: string) => Walk;

/**
 * Follows imports backwards from a path, breadth first, in the order of the graph: the shortest
 * chains, and the same ones for the same tree.
 */
export function follower({ edges, roles }: ReadGraph): Follow {
  let walk = 0;
  const widening = new Map<Place, boolean>();
  /** Whether more of its service than its importers differs where a place is reached. */
  function widens(place: Place, owner: Service): boolean {
    const known = widening.get(place);
    if (known !== undefined) return known;
    const found = !isAnalysed(owner) || roles.isTool(place.path);
    widening.set(place, found);
    return found;
  }

  return (path, seeds = [], why = "") => {
    walk++;
    const first = new Map<Service, Chain>();
    const whole = new Set<Service>();
    const start = edges.at(path);
    const queue = [start];
    const visit = (place: Place, by: ResolvedImport, nearer: Place, config: boolean) => {
      if (place.walk === walk) return;
      place.walk = walk;
      place.by = by;
      place.nearer = nearer;
      queue.push(place);
      const { owner } = place;
      if (!owner) return;
      if (config || widens(place, owner)) whole.add(owner);
      if (owner !== start.owner && !first.has(owner)) first.set(owner, chainOf(place));
    };
    start.walk = walk;
    start.by = start.nearer = undefined;
    for (const file of seeds) {
      visit(edges.at(file), { file, line: 0, specifier: "", to: path, whole: why }, start, false);
    }
    for (const place of queue) {
      const config = isTsConfig(place.path);
      for (const link of edges.direct(place)) visit(link.from, link, place, config);
      for (const directory of edges.around(place)) {
        // Whoever imports all of it was told by the first of its files.
        if (directory.walk === walk) continue;
        directory.walk = walk;
        for (const link of edges.direct(directory)) visit(link.from, link, place, false);
      }
    }
    return { first, whole };
  };
}

/** The chain from a file to where the walk began. */
function chainOf(file: Place): Chain {
  const chain: ImportStep[] = [];
  for (let place = file; place.by && place.nearer; place = place.nearer) {
    const last = place.nearer.by === undefined;
    chain.push(stepOf(place.by, last ? place.nearer.path : place.by.to));
  }
  return chain;
}

/** An import as a step; a last one leads to the path itself, where it is a directory that counts. */
function stepOf({ file, line, whole }: ResolvedImport, to: string): ImportStep {
  const step: ImportStep = { by: "import", file, to };
  const placed = line > 0 ? { ...step, line } : step;
  return whole === undefined ? placed : { ...placed, why: whole };
}
