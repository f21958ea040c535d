import { byCodeUnit } from "./paths.ts";
import type { Edge } from "./types.ts";

/**
 * The groups of services that reach each other, by Tarjan's algorithm with a stack of its own, so
 * that a chain of thousands is no danger. Members sorted, groups sorted by their first member.
 */
export function cyclesOf(names: readonly string[], edges: readonly Edge[]): string[][] {
  const number = new Map(names.map((name, index) => [name, index]));
  const targets: number[][] = names.map(() => []);
  for (const { from, to } of edges) targets[number.get(from)!]!.push(number.get(to)!);

  const order = new Int32Array(names.length).fill(-1);
  const lowest = new Int32Array(names.length);
  const onPath = new Uint8Array(names.length);
  const nextTarget = new Int32Array(names.length);
  const path: number[] = [];
  const groups: string[][] = [];
  let count = 0;

  const enter = (node: number) => {
    order[node] = lowest[node] = count++;
    onPath[node] = 1;
    path.push(node);
  };
  for (let start = 0; start < names.length; start++) {
    if (order[start] !== -1) continue;
    const calls = [start];
    enter(start);
    for (let node = calls.at(-1); node !== undefined; node = calls.at(-1)) {
      const target = targets[node]![nextTarget[node]!++];
      if (target === undefined) {
        calls.pop();
        const caller = calls.at(-1);
        if (caller !== undefined) lowest[caller] = Math.min(lowest[caller]!, lowest[node]!);
        if (lowest[node] !== order[node]) continue;
        const group = path.splice(path.lastIndexOf(node));
        for (const member of group) onPath[member] = 0;
        if (group.length > 1) groups.push(group.map((member) => names[member]!).sort());
      } else if (order[target] === -1) {
        calls.push(target);
        enter(target);
      } else if (onPath[target]) {
        lowest[node] = Math.min(lowest[node]!, order[target]!);
      }
    }
  }
  return groups.sort((a, b) => byCodeUnit(a[0]!, b[0]!));
}
