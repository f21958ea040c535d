import type { Service } from "../workspace/index.ts";
import type { Link, Place } from "./edges.ts";
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
  /** Whether a file of any service is reached. */
  readonly arrives: boolean;
}

/** `seeds` are files that the path concerns although they do not import it: `why`. */
export type Follow = (path: string, seeds?: readonly string[], why?: string) => Walk;

/** Who imports a place, by number, in the order of the links. */
interface Around {
  readonly from: readonly number[];
  readonly links: readonly Link[];
  /** It is a configuration of the compiler: all of who uses it may differ. */
  readonly config: boolean;
  /** More of its service than its importers differs where it is reached. */
  readonly widens: boolean;
  readonly directories: readonly Place[];
}

/**
 * Follows imports backwards from a path, breadth first, in the order of the graph: the shortest
 * chains, and the same ones for the same tree. Thousands of walks over the same places have to be
 * quick, so each place is known by its number. A service that is full needs no more chains.
 */
export function follower(
  { edges, roles }: ReadGraph,
  isFull: (service: Service) => boolean = () => false,
): Follow {
  const known: (Around | undefined)[] = [];
  /** By place: the last walk that came there, by which link, and from which place. */
  const walks: number[] = [];
  const by: ResolvedImport[] = [];
  const nearer: number[] = [];
  let walk = 0;

  function aroundOf(place: Place): Around {
    const found = known[place.id];
    if (found) return found;
    const { owner, path } = place;
    const links = edges.direct(place);
    const made = {
      links,
      from: links.map(({ from }) => from.id),
      config: isTsConfig(path),
      widens: owner !== undefined && (!isAnalysed(owner) || roles.isTool(path)),
      directories: edges.around(place),
    };
    known[place.id] = made;
    return made;
  }

  /** The chain from a place to where the walk began. */
  function chainOf(id: number, start: Place): Chain {
    const chain: ImportStep[] = [];
    for (let here = id; here !== start.id; here = nearer[here]!) {
      const link = by[here]!;
      chain.push(stepOf(link, nearer[here] === start.id ? start.path : link.to));
    }
    return chain;
  }

  return (path, seeds = [], why = "") => {
    walk++;
    while (walks.length < edges.places.length) walks.push(0);
    const first = new Map<Service, Chain>();
    const whole = new Set<Service>();
    const start = edges.at(path);
    const queue = [start];
    let arrives = false;
    const visit = (place: Place, link: ResolvedImport, from: number, config: boolean) => {
      walks[place.id] = walk;
      by[place.id] = link;
      nearer[place.id] = from;
      queue.push(place);
      const { owner } = place;
      if (!owner) return;
      arrives = true;
      if (config || aroundOf(place).widens) whole.add(owner);
      if (owner === start.owner || first.has(owner) || isFull(owner)) return;
      first.set(owner, chainOf(place.id, start));
    };
    const visitAll = ({ from, links, config }: Around, near: number) => {
      for (let at = 0; at < from.length; at++) {
        if (walks[from[at]!] === walk) continue;
        const link = links[at]!;
        visit(link.from, link, near, config);
      }
    };
    walks[start.id] = walk;
    for (const file of seeds) {
      const place = edges.at(file);
      if (walks[place.id] === walk) continue;
      visit(place, { file, line: 0, specifier: "", to: path, whole: why }, start.id, false);
    }
    for (const place of queue) {
      const around = aroundOf(place);
      visitAll(around, place.id);
      for (const directory of around.directories) {
        // Whoever imports all of it was told by the first of its files.
        if (walks[directory.id] === walk) continue;
        walks[directory.id] = walk;
        visitAll(aroundOf(directory), place.id);
      }
    }
    return { first, whole, arrives };
  };
}

/** An import as a step; a last one leads to the path itself, where it is a directory that counts. */
function stepOf({ file, line, whole }: ResolvedImport, to: string): ImportStep {
  const step: ImportStep = { by: "import", file, to };
  const placed = line > 0 ? { ...step, line } : step;
  return whole === undefined ? placed : { ...placed, why: whole };
}
