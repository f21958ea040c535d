import { found } from "../diagnostics/index.ts";
import { byCodeUnit } from "./paths.ts";
import type { Problems } from "./problems.ts";
import type { Site } from "./sites.ts";
import type { DiscoveredEdge, Edge } from "./types.ts";

/**
 * Edges by name, one a pair: that of a manifest before that of the configuration's `dependsOn`,
 * then the first by manifest and line. A service that depends on itself is no edge.
 */
export function nameEdges(
  sites: readonly Site[],
  edges: readonly DiscoveredEdge[],
  names: ReadonlyMap<string, string>,
  config: string,
  problems: Problems,
): Edge[] {
  const discovered = edges.map((edge): Edge => {
    const { manifest, line } = edge;
    const ends = { from: names.get(edge.from)!, to: names.get(edge.to)!, manifest };
    return line === undefined ? ends : { ...ends, line };
  });
  discovered.sort(
    (a, b) => byCodeUnit(a.manifest, b.manifest) || (a.line ?? Infinity) - (b.line ?? Infinity),
  );
  const known = new Set(names.values());
  const pairs = new Map<string, Edge>();
  for (const edge of [...discovered, ...definedEdges(sites, known, config, problems)]) {
    const pair = JSON.stringify([edge.from, edge.to]);
    if (edge.from !== edge.to && !pairs.has(pair)) pairs.set(pair, edge);
  }
  return [...pairs.values()].sort((a, b) => byCodeUnit(a.from, b.from) || byCodeUnit(a.to, b.to));
}

function definedEdges(
  sites: readonly Site[],
  known: ReadonlySet<string>,
  config: string,
  problems: Problems,
): Edge[] {
  const edges: Edge[] = [];
  for (const { definition } of sites) {
    definition?.settings.dependsOn?.forEach((name, index) => {
      if (known.has(name)) edges.push({ from: definition.name, to: name, manifest: config });
      else {
        const where = [...definition.where, "dependsOn", index];
        problems.add(
          found("SERVICE_DEPENDENCY_UNKNOWN", where, { name, known: [...known].sort(byCodeUnit) }),
        );
      }
    });
  }
  return edges;
}
