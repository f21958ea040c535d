import type { Definition } from "./define.ts";
import type { DiscoveredBy } from "./discover.ts";
import { byCodeUnit, outwards } from "./paths.ts";
import { literal } from "./pattern.ts";
import type { DiscoveredEdge, DiscoveredService, ServiceKind } from "./types.ts";

/** One directory that is a service, before it has a name. */
export interface Site {
  readonly root: string;
  readonly kind: ServiceKind;
  readonly foundBy: readonly string[];
  readonly inputs: readonly string[];
  readonly locks: readonly string[];
  readonly title: string | undefined;
  /** As another tool calls it. */
  readonly name: string | undefined;
  readonly tags: readonly string[];
  readonly definition: Definition | undefined;
}

/**
 * Joins what several ecosystems and the configuration say of one directory. A definition's kind
 * counts; else `service` wins over `library`. The definition's inputs come first.
 */
export function mergeSites(
  discovered: readonly DiscoveredBy[],
  definitions: readonly Definition[],
): Map<string, Site> {
  const sites = new Map<string, Site>();
  for (const definition of definitions) {
    const { root, settings } = definition;
    const { kind = "service", inputs = [] } = settings;
    const { tags = [] } = settings;
    const unsaid = { title: undefined, name: undefined, locks: [], foundBy: [] };
    sites.set(root, { root, kind, inputs, tags, definition, ...unsaid });
  }
  for (const { ecosystem, services } of discovered) {
    for (const service of services)
      sites.set(service.root, joinedBy(sites.get(service.root), service, ecosystem));
  }
  return new Map([...sites].sort(([a], [b]) => byCodeUnit(a, b)));
}

/** A site, and what one ecosystem says of it. */
function joinedBy(site: Site | undefined, service: DiscoveredService, ecosystem: string): Site {
  const { root, kind, inputs = [], locks = [], tags = [], title, name } = service;
  const foundBy = [ecosystem];
  if (!site) {
    return { root, kind, foundBy, inputs, locks, tags, title, name, definition: undefined };
  }
  const given = site.definition?.settings.kind;
  const first = site.foundBy.length === 0 ? kind : site.kind;
  return {
    root,
    kind: given ?? (first === "service" || kind === "service" ? "service" : "library"),
    foundBy: unique([...site.foundBy, ecosystem]).sort(),
    inputs: site.inputs.length === 0 ? inputs : unique([...site.inputs, ...inputs]),
    locks: site.locks.length === 0 ? locks : unique([...site.locks, ...locks]),
    tags: site.tags.length === 0 ? tags : unique([...site.tags, ...tags]),
    title: site.title ?? title,
    name: site.name ?? name,
    definition: site.definition,
  };
}

/** The deepest service whose directory holds this path. */
export function ownerOf(path: string, sites: ReadonlyMap<string, Site>): Site | undefined {
  const exact = sites.get(path);
  if (exact) return exact;
  for (const directory of outwards(path)) {
    const site = sites.get(directory);
    if (site) return site;
  }
  return undefined;
}

/**
 * Ends every edge at the services that own its ends. One that ends where nobody owns becomes an
 * input of the service that it begins at, so that no dependency is lost.
 */
export function joinSites(
  sites: ReadonlyMap<string, Site>,
  discovered: readonly DiscoveredBy[],
): { sites: ReadonlyMap<string, Site>; edges: DiscoveredEdge[] } {
  const joined = new Map(sites);
  const edges: DiscoveredEdge[] = [];
  for (const edge of discovered.flatMap((part) => part.edges)) {
    const from = joined.get(edge.from);
    if (!from) continue;
    const to = ownerOf(edge.to, sites);
    if (!to) {
      const inputs = unique([...from.inputs, literal(edge.to)]);
      joined.set(from.root, { ...from, inputs });
    } else if (to.root !== from.root) {
      edges.push({ ...edge, to: to.root });
    }
  }
  return { sites: joined, edges };
}

const unique = <T>(values: readonly T[]): T[] => [...new Set(values)];
