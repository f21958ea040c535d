import { type LockGraph, refuse, shown } from "./graph.ts";

/** A graph by numbers. Equal labels, also of two graphs, have the same number. */
export interface Indexed {
  readonly names: readonly string[];
  readonly versions: readonly string[];
  /** By node, the number of what it is: name, version and identity. */
  readonly labels: Int32Array;
  /** By node, its dependencies by label, as numbers of nodes. */
  readonly dependencies: readonly ReadonlyMap<string, number>[];
  /** The same without labels: those of node n from `starts[n]` up to `starts[n + 1]`. */
  readonly targets: Int32Array;
  readonly starts: Int32Array;
  /** By directory, the number of its node. */
  readonly members: ReadonlyMap<string, number>;
}

/** Numbers for texts, counted from 0 in the order in which they come. */
export type Numbers = Map<string, number>;

/** Throws NotUnderstood for a graph with a dependency that it does not hold. */
export function indexed({ nodes, members }: LockGraph, numbers: Numbers): Indexed {
  const places = new Map([...nodes.keys()].map((key, place) => [key, place]));
  const labels = new Int32Array(nodes.size);
  const names: string[] = [];
  const versions: string[] = [];
  const dependencies: Map<string, number>[] = [];
  for (const { name, version, identity, dependencies: keys } of nodes.values()) {
    labels[names.length] = numberOf(JSON.stringify([name, version, identity]), numbers);
    names.push(name);
    versions.push(version);
    const targets = new Map<string, number>();
    for (const [label, key] of keys) {
      const place = places.get(key);
      if (place === undefined) refuse(`${shown(name)} needs ${shown(key)}, which is not in it`);
      targets.set(label, place);
    }
    dependencies.push(targets);
  }
  const starts = new Int32Array(nodes.size + 1);
  dependencies.forEach(({ size }, node) => {
    starts[node + 1] = starts[node]! + size;
  });
  const targets = new Int32Array(starts[nodes.size]!);
  dependencies.forEach((each, node) => {
    targets.set([...each.values()], starts[node]);
  });
  const roots = new Map([...members].map(([directory, key]) => [directory, places.get(key)!]));
  return { names, versions, labels, dependencies, targets, starts, members: roots };
}

function numberOf(text: string, numbers: Numbers): number {
  const known = numbers.get(text);
  if (known !== undefined) return known;
  numbers.set(text, numbers.size);
  return numbers.size - 1;
}
