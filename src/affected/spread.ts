import { byCodeUnit, type Edge, groupBy, type Workspace } from "../workspace/index.ts";
import type { Reason, Verdict } from "./types.ts";

/**
 * Carries what is directly affected on to all that depend on it, breadth first. A dependent's
 * reasons are its shortest chains: one for each edge to a service that is one step nearer,
 * continued by that service's first chain.
 *
 * Chains are put together when somebody reads `reasons`, for in a line of thousands of services
 * they hold millions of steps.
 */
export function spread(
  { services, edges }: Workspace,
  direct: ReadonlyMap<string, readonly Reason[]>,
): Verdict[] {
  const dependents = groupBy(edges, ({ to }) => to);
  const dependencies = groupBy(
    [...edges].sort((a, b) => byCodeUnit(a.to, b.to)),
    ({ from }) => from,
  );

  const distance = new Map([...direct.keys()].map((name) => [name, 0]));
  const queue = [...distance.keys()];
  for (const name of queue) {
    for (const { from } of dependents.get(name) ?? []) {
      if (distance.has(from)) continue;
      distance.set(from, distance.get(name)! + 1);
      queue.push(from);
    }
  }

  /** Edges that lead one step nearer to a changed path, sorted by where they lead. */
  const nearer = (name: string): Edge[] =>
    (dependencies.get(name) ?? []).filter(({ to }) => distance.get(to) === distance.get(name)! - 1);

  const firstEdges = new Map<string, Edge>();
  const firstEdge = (name: string): Edge => {
    const edge = firstEdges.get(name) ?? nearer(name)[0]!;
    firstEdges.set(name, edge);
    return edge;
  };
  const firstChain = (name: string): Reason => {
    const steps: Reason[number][] = [];
    let here = name;
    while (!direct.has(here)) {
      const edge = firstEdge(here);
      steps.push(stepOf(edge));
      here = edge.to;
    }
    return [...steps, ...direct.get(here)![0]!];
  };

  const reasonsOf = (name: string): readonly Reason[] =>
    direct.get(name) ?? nearer(name).map((edge) => [stepOf(edge), ...firstChain(edge.to)]);

  return services.map(({ name }) =>
    distance.has(name) ? lazily(name, () => reasonsOf(name)) : notAffected(name),
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
