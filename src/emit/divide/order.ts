import { isHash } from "../../model/index.ts";
import { type Links, list } from "./links.ts";

/** What runs in the child: a job that stays, or a trigger job, by name; with what it waits for. */
export interface Step {
  readonly name: string;
  readonly stage: string;
  /** Names of steps. */
  readonly after: readonly string[];
  /** It always exists, and runs only once everything in `after` has succeeded. */
  readonly isStrict: boolean;
}

/**
 * The stage of each step: its own, or the latest of those that it waits for, since a need on a
 * job of a later stage is refused. `stages` come with `.pre` and `.post`.
 */
export function raisedStages(
  steps: readonly Step[],
  stages: readonly string[],
): ReadonlyMap<string, string> {
  const rankOf = new Map(stages.map((stage, index) => [stage, index]));
  const ranks = new Map(steps.map(({ name, stage }) => [name, rankOf.get(stage) ?? 0]));
  const waiting = new Map<string, string[]>();
  for (const { name, after } of steps) {
    for (const need of after) {
      if (waiting.get(need)?.push(name) === undefined) waiting.set(need, [name]);
    }
  }
  const queue = steps.map(({ name }) => name);
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    const rank = ranks.get(name)!;
    for (const later of waiting.get(name) ?? []) {
      if (ranks.get(later)! >= rank) continue;
      ranks.set(later, rank);
      queue.push(later);
    }
  }
  return new Map([...ranks].map(([name, rank]) => [name, stages[rank]!]));
}

/**
 * Names without those that another of them waits for anyway, by way of strict steps only: one
 * that may be missing, or that runs whatever happened before it, guarantees nothing.
 */
export function withoutImplied(
  names: readonly string[],
  steps: ReadonlyMap<string, Step>,
): readonly string[] {
  const implied = new Set<string>();
  const visited = new Set<string>();
  const queue = [...names];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    const step = steps.get(name);
    if (!step?.isStrict || visited.has(name)) continue;
    visited.add(name);
    for (const need of step.after) {
      implied.add(need);
      queue.push(need);
    }
  }
  return names.filter((name) => !implied.has(name));
}

/** Whether a job is sure to be in, and to wait for the success of all that ties it to others. */
export function isStrict({
  config,
  conditional,
  needs,
  ruleNeeds,
  after,
  includes,
}: Links): boolean {
  if (conditional || ruleNeeds.size > 0) return false;
  const whole = needs?.filter(({ on, name, parallel }) => on === name && parallel === undefined);
  const awaited = new Set(whole?.map(({ name }) => name));
  return (
    [config, ...list(config.rules)].every(isOnSuccess) &&
    [...after, ...includes].every((name) => awaited.has(name))
  );
}

const isOnSuccess = (value: unknown): boolean =>
  isHash(value) && (value.when ?? "on_success") === "on_success";
