/** What is told on a walk; the first thing told ends it. */
interface Told<T, Fault> {
  /** A node that is met for the first time. */
  enter(node: T, children: readonly T[]): Fault | undefined;
  /** A strongly connected component, in the order in which its nodes were met. */
  leave(component: readonly T[]): Fault | undefined;
}

interface Step<T> {
  readonly node: T;
  readonly number: number;
  readonly height: number;
  readonly children: readonly T[];
  next: number;
  lowest: number;
}

/**
 * Looks for strongly connected components after Tarjan, in the order of Ruby's TSort: nodes by their
 * order, each one's children before the next.
 */
export function walk<T, Fault>(
  nodes: Iterable<T>,
  childrenOf: (node: T) => readonly T[],
  told: Told<T, Fault>,
): Fault | undefined {
  /** The number of a node that was met; undefined when its component is complete. */
  const numbers = new Map<T, number | undefined>();
  const stack: T[] = [];
  /** Lists that many nodes have, all of whose nodes are in complete components. */
  const complete = new Set<readonly T[]>();
  let fault: Fault | undefined;

  const enter = (node: T): Step<T> => {
    const number = numbers.size;
    const children = childrenOf(node);
    numbers.set(node, number);
    stack.push(node);
    const isComplete = complete.has(children);
    if (!isComplete) fault ??= told.enter(node, children);
    const next = isComplete ? children.length : 0;
    return { node, number, height: stack.length - 1, children, next, lowest: number };
  };
  const leave = (step: Step<T>): void => {
    if (step.lowest !== step.number) return;
    const component = stack.splice(step.height);
    for (const node of component) numbers.set(node, undefined);
    if (component.length === 1) complete.add(step.children);
    fault ??= told.leave(component);
  };

  for (const start of nodes) {
    if (numbers.has(start)) continue;
    const trail = [enter(start)];
    for (let step = trail.at(-1); step && fault === undefined; step = trail.at(-1)) {
      const child = step.children[step.next++];
      if (child === undefined) {
        trail.pop();
        leave(step);
        const above = trail.at(-1);
        if (above) above.lowest = Math.min(above.lowest, step.lowest);
      } else if (numbers.has(child)) {
        step.lowest = Math.min(step.lowest, numbers.get(child) ?? step.lowest);
      } else trail.push(enter(child));
    }
    if (fault !== undefined) return fault;
  }
  return undefined;
}
