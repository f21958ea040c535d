import { byCodeUnit, groupBy } from "../workspace/index.ts";
import { shown } from "./graph.ts";
import type { Indexed } from "./indexed.ts";

/** A node that only one side reaches. */
interface Only {
  readonly name: string;
  readonly version: string;
}

/**
 * Tells what one side of a comparison reaches and the other does not, in words, sorted by name:
 * `lodash 4.17.20 → 4.17.21`, `+ left-pad 1.3.0`, `- q 1.5.1`, `lodash 4.17.21 (other content)`.
 * Takes the numbers of the nodes to start from. `labels` is how many different labels there are.
 */
export function packageWriter(base: Indexed, head: Indexed, labels: number) {
  const [before, after] = [reacher(base, labels), reacher(head, labels)];
  return (from: number, to: number): string[] => {
    const was = before(from);
    const is = after(to);
    return told(missing(was, is, base), missing(is, was, head));
  };
}

/** Nodes reached, and by label whether one of them has it (`round` is their mark). */
interface Reached {
  readonly nodes: Int32Array;
  readonly marks: Int32Array;
  readonly round: number;
}

/** Finds what a node reaches; what was found before is overwritten. */
function reacher({ labels, targets, starts }: Indexed, count: number): (start: number) => Reached {
  const nodes = new Int32Array(labels.length);
  const visited = new Int32Array(labels.length);
  const marks = new Int32Array(count);
  let round = 0;
  return (start) => {
    round++;
    visited[start] = round;
    nodes[0] = start;
    let found = 1;
    for (let at = 0; at < found; at++) {
      const node = nodes[at]!;
      marks[labels[node]!] = round;
      const end = starts[node + 1]!;
      for (let edge = starts[node]!; edge < end; edge++) {
        const next = targets[edge]!;
        if (visited[next] === round) continue;
        visited[next] = round;
        nodes[found++] = next;
      }
    }
    return { nodes: nodes.subarray(0, found), marks, round };
  };
}

function missing({ nodes }: Reached, { marks, round }: Reached, graph: Indexed): Only[] {
  const only = new Map<number, Only>();
  for (const node of nodes) {
    const label = graph.labels[node]!;
    if (marks[label] === round) continue;
    only.set(label, { name: graph.names[node]!, version: graph.versions[node]! });
  }
  return [...only.values()];
}

function told(gone: readonly Only[], come: readonly Only[]): string[] {
  const before = groupBy(gone, ({ name }) => name);
  const after = groupBy(come, ({ name }) => name);
  const names = [...new Set([...before.keys(), ...after.keys()])].sort(byCodeUnit);
  return names.flatMap((name) =>
    pairs(versions(before.get(name)), versions(after.get(name))).map(([old, young]) =>
      words(shown(name), old, young),
    ),
  );
}

const versions = (list: readonly Only[] = []): string[] =>
  list.map(({ version }) => version).sort(byCodeUnit);

/** Versions side by side: equal ones first, then in their order. */
function pairs(before: readonly string[], after: readonly string[]) {
  const same = before.filter((version) => after.includes(version));
  const old = before.filter((version) => !same.includes(version));
  const young = after.filter((version) => !same.includes(version));
  const rest = Array.from({ length: Math.max(old.length, young.length) }, (_, index) => [
    old[index],
    young[index],
  ]);
  return [...same.map((version) => [version, version]), ...rest];
}

function words(name: string, old: string | undefined, young: string | undefined): string {
  if (old === undefined) return `+ ${name}${spaced(young)}`;
  if (young === undefined) return `- ${name}${spaced(old)}`;
  return old === young
    ? `${name}${spaced(old)} (other content)`
    : `${name}${spaced(old)} →${spaced(young)}`;
}

const spaced = (version = ""): string => (version === "" ? "" : ` ${shown(version)}`);
