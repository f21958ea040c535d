import type { GitlabError } from "./entry.ts";
import type { Group } from "./groups.ts";
import { kept } from "./kept.ts";
import type { Names } from "./names.ts";
import type { Job } from "./running.ts";
import { walk } from "./walk.ts";
import type { Wanted } from "./wanted.ts";

const none: readonly never[] = [];
const words = "The pipeline has circular dependencies";

/**
 * Jobs that need each other in a circle, as GitLab tells them (yaml_processor/dag.rb): a job that
 * needs itself, or the first group that Ruby's TSort cannot sort. Where no groups need each other in
 * a circle, no jobs do.
 */
export function circle(
  groups: readonly Group[],
  jobs: ReadonlyMap<Group, readonly Job[]>,
  names: Names,
): GitlabError | undefined {
  const looped = loopedGroups(groups, jobs);
  if (looped.size === 0) return undefined;
  const graph = graphOf(groups, jobs, names, looped);
  const stop = ({ group }: Node, what: string): GitlabError => ({
    code: "needs-circle",
    message: `${words}: ${what}`,
    path: [group.name, "needs"],
  });
  return walk(graph.nodes, graph.childrenOf, {
    enter: (node, children) =>
      children.includes(node) ? stop(node, `self-dependency: ${node.name}`) : undefined,
    leave: (component) => {
      if (component.length === 1) return undefined;
      const listed = component.map(({ name }) => JSON.stringify(name)).join(", ");
      return stop(component[0]!, `topological sort failed: [${listed}]`);
    },
  });
}

/** Groups that need each other in a circle, or themselves. */
function loopedGroups(
  groups: readonly Group[],
  jobs: ReadonlyMap<Group, readonly Job[]>,
): ReadonlySet<Group> {
  const looped = new Set<Group>();
  const ownersOf = kept((needs: readonly Wanted[]) => ownersIn([needs]));
  const childrenOf = (group: Group): readonly Group[] => {
    const lists = (jobs.get(group) ?? none).map(({ needs }) => needs ?? none);
    return lists.length === 1 ? ownersOf(lists[0]!) : ownersIn(lists);
  };
  walk(groups, childrenOf, {
    enter: (group, children) => void (children.includes(group) && looped.add(group)),
    leave: (component) => {
      if (component.length > 1) for (const group of component) looped.add(group);
    },
  });
  return looped;
}

function ownersIn(lists: readonly (readonly Wanted[])[]): readonly Group[] {
  const owners = new Set<Group>();
  for (const needs of lists) {
    for (const need of needs) for (const owner of need.jobs.owners) owners.add(owner);
  }
  return [...owners];
}

/** A job, or all jobs of a group that need the same and are in no circle. */
interface Node {
  readonly name: string;
  readonly group: Group;
  readonly needs: readonly Wanted[];
}

interface Graph {
  /** In the order of the jobs. */
  readonly nodes: readonly Node[];
  readonly childrenOf: (node: Node) => readonly Node[];
}

function graphOf(
  groups: readonly Group[],
  jobs: ReadonlyMap<Group, readonly Job[]>,
  names: Names,
  looped: ReadonlySet<Group>,
): Graph {
  const wholes = new Map<Group, Node>();
  const singles = new Map<string, Node>();
  const order = groups.flatMap((group): readonly (() => Node)[] => {
    const own = jobs.get(group) ?? none;
    const needsAt = (index: number) => (own[index] ?? own[0])?.needs ?? none;
    if (own.length === 1 && names.isAlone(group) && !looped.has(group)) {
      wholes.set(group, { name: group.name, group, needs: needsAt(0) });
      return [() => wholes.get(group)!];
    }
    return group.endings.list().map((ending, index) => {
      const name = `${group.name}${ending}`;
      singles.set(name, { name, group, needs: needsAt(index) });
      return () => singles.get(name)!;
    });
  });
  const nodeOf = (name: string): Node | undefined => {
    const owner = names.find(name);
    return owner && (wholes.get(owner) ?? singles.get(name));
  };
  const childrenIn = ({ jobs: named }: Wanted): readonly Node[] => {
    const together = named.owners.flatMap((owner) => wholes.get(owner) ?? none);
    if (together.length === named.owners.length) return together;
    return named.names().flatMap((name) => nodeOf(name) ?? none);
  };
  const childrenOf = kept((needs: readonly Wanted[]) => needs.flatMap(childrenIn));
  return { nodes: order.map((node) => node()), childrenOf: ({ needs }) => childrenOf(needs) };
}
