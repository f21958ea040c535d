import type { GitlabError } from "./entry.ts";

const words = "The pipeline has circular dependencies";

/**
 * Jobs that need each other in a circle, as GitLab tells them (yaml_processor/dag.rb): a job that
 * needs itself, or the first group that Ruby's TSort cannot sort. It looks for strongly connected
 * components after Tarjan; a group comes in the order in which it was walked through.
 */
export function circle(
  jobs: readonly (readonly [name: string, needs: readonly string[]])[],
): GitlabError | undefined {
  const needs = new Map(jobs);
  /** The number of a job that was met; undefined when its group is complete. */
  const numbers = new Map<string, number | undefined>();
  const stack: string[] = [];
  /** Lists that many jobs have, whose jobs are in complete groups: nothing leads back from there. */
  const complete = new Set<readonly string[]>();
  let fault: GitlabError | undefined;

  const stop = (name: string, what: string): void => {
    fault ??= { code: "needs-circle", message: `${words}: ${what}`, path: [name, "needs"] };
  };

  interface Step {
    readonly name: string;
    readonly number: number;
    readonly height: number;
    readonly children: readonly string[];
    next: number;
    lowest: number;
  }
  const enter = (name: string): Step => {
    const number = numbers.size;
    const children = needs.get(name) ?? [];
    numbers.set(name, number);
    stack.push(name);
    const isComplete = complete.has(children);
    if (!isComplete && children.includes(name)) stop(name, `self-dependency: ${name}`);
    const next = isComplete ? children.length : 0;
    return { name, number, height: stack.length - 1, children, next, lowest: number };
  };
  const leave = (step: Step): void => {
    if (step.lowest !== step.number) return;
    const group = stack.splice(step.height);
    for (const name of group) numbers.set(name, undefined);
    if (group.length === 1) complete.add(step.children);
    if (group.length > 1) {
      const listed = group.map((name) => JSON.stringify(name)).join(", ");
      stop(step.name, `topological sort failed: [${listed}]`);
    }
  };

  for (const [start] of jobs) {
    if (numbers.has(start)) continue;
    const trail = [enter(start)];
    for (let step = trail.at(-1); step && !fault; step = trail.at(-1)) {
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
    if (fault) return fault;
  }
  return undefined;
}
