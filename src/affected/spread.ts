import { byCodeUnit, type Edge, groupBy, type Workspace } from "../workspace/index.ts";
import type { Direct } from "./direct.ts";
import type { Reason, Verdict } from "./types.ts";

/**
 * Carries what is directly affected on to all that depend on it, breadth first. A dependent's
 * reasons are its shortest chains: one for each edge to a service that is one step nearer,
 * continued by that service's first chain.
 *
 * Where a service is affected only through files whose importers are known (not in `whole`), its
 * importable edges carry nothing: the imports have told already who is concerned.
 *
 * Chains are put together when somebody reads `reasons`, for in a line of thousands of services
 * they hold millions of steps.
 */
export function spread(
  { services, edges }: Workspace,
  { reasons: direct, whole }: Pick<Direct, "reasons" | "whole">,
): Verdict[] {
  const dependents = groupBy(edges, ({ to }) => to);
  const dependencies = groupBy(
    [...edges].sort((a, b) => byCodeUnit(a.to, b.to)),
    ({ from }) => from,
  );

  /** How far a service is from a change that its dependents must take as one of the whole of it. */
  const distance = new Map<string, number>();
  for (const name of whole.keys()) distance.set(name, 0);
  /** How far the end of an edge is, as that edge sees it; `undefined` where it carries nothing. */
  const along = ({ to, importable }: Edge): number | undefined =>
    direct.has(to) && !importable ? 0 : distance.get(to);

  const queue = [...direct.keys()];
  for (const name of queue) {
    for (const edge of dependents.get(name) ?? []) {
      const far = along(edge);
      if (far === undefined || distance.has(edge.from)) continue;
      distance.set(edge.from, far + 1);
      queue.push(edge.from);
    }
  }

  /** Edges that lead one step nearer to a changed path, sorted by where they lead. */
  const nearer = (name: string): Edge[] =>
    (dependencies.get(name) ?? []).filter((edge) => along(edge) === distance.get(name)! - 1);

  const firstEdges = new Map<string, Edge>();
  const firstEdge = (name: string): Edge => {
    const edge = firstEdges.get(name) ?? nearer(name)[0]!;
    firstEdges.set(name, edge);
    return edge;
  };
  /** The chain of a service that is reached along an edge: through its dependencies if need be. */
  const chainBehind = ({ to, importable }: Edge): Reason => {
    const steps: Reason[number][] = [];
    let here = to;
    let ends = importable ? whole : direct;
    while (!ends.has(here)) {
      const edge = firstEdge(here);
      steps.push(stepOf(edge));
      here = edge.to;
      ends = edge.importable ? whole : direct;
    }
    const end = ends === whole ? whole.get(here) : direct.get(here)?.[0];
    return [...steps, ...end!];
  };

  const reasonsOf = (name: string): readonly Reason[] =>
    direct.get(name) ?? nearer(name).map((edge) => [stepOf(edge), ...chainBehind(edge)]);

  return services.map(({ name }) =>
    direct.has(name) || distance.has(name)
      ? lazily(name, () => reasonsOf(name))
      : notAffected(name),
  );
}

const notAffected = (service: string): Verdict => ({ service, affected: false, reasons: [] });

function lazily(service: string, make: () => readonly Reason[]): Verdict {
  let made: readonly Reason[] | undefined;
  return {
    service,
    affected: true,
    get reasons() {
      made ??= make();
      return made;
    },
  };
}

function stepOf({ to, manifest, line }: Edge): Reason[number] {
  const step = { by: "dependency", on: to, manifest } as const;
  return line === undefined ? step : { ...step, line };
}
