import { found } from "../diagnostics/index.ts";
import type { Problems } from "./problems.ts";
import type { Site } from "./sites.ts";
import type { DiscoveredEdge, Edge } from "./types.ts";

/**
 * Edges by name, one a pair: that of a manifest before that of the configuration's `dependsOn`,
 * then the first by manifest and line. A pair is importable when all that is said of it is. A
 * service that depends on itself is no edge.
 */
export function nameEdges(
  sites: readonly Site[],
  edges: readonly DiscoveredEdge[],
  names: ReadonlyMap<string, string>,
  config: string,
  problems: Problems,
): Edge[] {
  // Names by their order, so that a pair is a number and numbers sort quickly.
  const order = [...names.values()].sort();
  const rank = new Map(order.map((name, index) => [name, index]));
  const pairs = new Map<number, Edge>();
  const keyOf = (from: string, to: string) => rank.get(from)! * order.length + rank.get(to)!;
  const hard = new Set<number>();
  for (const edge of edges) {
    const { manifest, line } = edge;
    const from = names.get(edge.from)!;
    const to = names.get(edge.to)!;
    const key = keyOf(from, to);
    if (!edge.importable) hard.add(key);
    const known = pairs.get(key);
    if (from === to || (known && !earlier(edge, known))) continue;
    pairs.set(key, line === undefined ? { from, to, manifest } : { from, to, manifest, line });
  }
  for (const edge of definedEdges(sites, order, config, problems)) {
    const key = keyOf(edge.from, edge.to);
    hard.add(key);
    if (edge.from !== edge.to && !pairs.has(key)) pairs.set(key, edge);
  }
  for (const [key, edge] of pairs)
    if (!hard.has(key)) pairs.set(key, { ...edge, importable: true });
  return [...Float64Array.from(pairs.keys()).sort()].map((key) => pairs.get(key)!);
}

const earlier = (one: Pick<Edge, "manifest" | "line">, other: Edge): boolean =>
  one.manifest === other.manifest
    ? (one.line ?? Infinity) < (other.line ?? Infinity)
    : one.manifest < other.manifest;

function definedEdges(
  sites: readonly Site[],
  known: readonly string[],
  config: string,
  problems: Problems,
): Edge[] {
  const all = new Set(known);
  const edges: Edge[] = [];
  for (const { definition } of sites) {
    definition?.settings.dependsOn?.forEach((name, index) => {
      if (all.has(name)) edges.push({ from: definition.name, to: name, manifest: config });
      else {
        const where = [...definition.where, "dependsOn", index];
        problems.add(found("SERVICE_DEPENDENCY_UNKNOWN", where, { name, known }));
      }
    });
  }
  return edges;
}
