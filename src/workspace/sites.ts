import type { Definition } from "./define.ts";
import type { DiscoveredBy } from "./discover.ts";
import { byCodeUnit, groupBy, outwards } from "./paths.ts";
import { literal } from "./pattern.ts";
import type { DiscoveredEdge, ServiceKind } from "./types.ts";

/** One directory that is a service, before it has a name. */
export interface Site {
  readonly root: string;
  readonly kind: ServiceKind;
  readonly foundBy: readonly string[];
  readonly inputs: readonly string[];
  readonly title: string | undefined;
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
  const parts = discovered.flatMap(({ ecosystem, services }) =>
    services.map((service) => ({ ecosystem, service })),
  );
  const byRoot = groupBy(parts, ({ service }) => service.root);
  const defined = new Map(definitions.map((definition) => [definition.root, definition]));
  const roots = [...new Set([...byRoot.keys(), ...defined.keys()])].sort(byCodeUnit);
  return new Map(
    roots.map((root): [string, Site] => {
      const here = byRoot.get(root) ?? [];
      const definition = defined.get(root);
      const built = here.length === 0 || here.some(({ service }) => service.kind === "service");
      const inputs = here.flatMap(({ service }) => service.inputs ?? []);
      return [
        root,
        {
          root,
          kind: definition?.settings.kind ?? (built ? "service" : "library"),
          foundBy: unique(here.map(({ ecosystem }) => ecosystem)).sort(byCodeUnit),
          inputs: unique([...(definition?.settings.inputs ?? []), ...inputs]),
          title: here.find(({ service }) => service.title)?.service.title,
          definition,
        },
      ];
    }),
  );
}

/** The deepest service whose directory holds this path. */
export function ownerOf(path: string, sites: ReadonlyMap<string, Site>): Site | undefined {
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
