/**
 * The groups of nodes that reach each other, by Tarjan's algorithm with a stack of its own, so
 * that a chain of thousands is no danger. `targets` are the nodes that each node points to; each
 * group comes after all that it points to, its nodes in ascending order.
 */
export function componentsOf(targets: readonly (readonly number[])[]): readonly number[][] {
  const order = new Int32Array(targets.length).fill(-1);
  const lowest = new Int32Array(targets.length);
  const isOpen = new Uint8Array(targets.length);
  const next = new Int32Array(targets.length);
  const path: number[] = [];
  const groups: number[][] = [];
  let count = 0;

  const enter = (node: number): number => {
    order[node] = lowest[node] = count++;
    isOpen[node] = 1;
    return path.push(node);
  };
  const close = (node: number): void => {
    const group = path.splice(path.lastIndexOf(node));
    for (const member of group) isOpen[member] = 0;
    groups.push(group.sort((a, b) => a - b));
  };

  for (let start = 0; start < targets.length; start++) {
    if (order[start] !== -1) continue;
    const trail = [start];
    enter(start);
    for (let node = trail.at(-1); node !== undefined; node = trail.at(-1)) {
      const target = targets[node]![next[node]!++];
      if (target === undefined) {
        trail.pop();
        const from = trail.at(-1);
        if (from !== undefined) lowest[from] = Math.min(lowest[from]!, lowest[node]!);
        if (lowest[node] === order[node]) close(node);
      } else if (order[target] === -1) {
        trail.push(target);
        enter(target);
      } else if (isOpen[target]) {
        lowest[node] = Math.min(lowest[node]!, order[target]!);
      }
    }
  }
  return groups;
}
