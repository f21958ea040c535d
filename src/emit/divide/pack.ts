import type { Pipeline, PlannedJob } from "../../model/index.ts";
import { fewest, type Item, type Weight } from "./fill.ts";
import { type Group, type Unit, unitsOf } from "./units.ts";

/** What must not be passed in one pipeline; Infinity is off. */
export type Capacity = Weight;

/**
 * As few groups as fit in `capacity`, called "1" and so on: services that need each other stand
 * together where that takes no more groups, and groups are of similar weight. A group needs only
 * earlier ones, also by way of jobs that stay in the child. A service that is heavier than
 * `capacity` has a group of its own. For what stays see `unitsOf`.
 */
export function shards(
  pipeline: Pipeline,
  capacity: Capacity,
  weightOf: (job: PlannedJob) => Weight,
): readonly Group[] {
  const units = unitsOf(pipeline, () => true);
  const groupOf = new Map<PlannedJob, number>();
  const groups = fewest(itemsOf(units, weightOf), capacity).map(({ members }, index) => {
    for (const { unit } of members) for (const job of units[unit]!.jobs) groupOf.set(job, index);
    return { name: String(index + 1), jobs: [] as string[] };
  });
  for (const job of pipeline.jobs) groups[groupOf.get(job) ?? -1]?.jobs.push(job.name);
  return groups;
}

/**
 * The units in the order in which they are placed. A unit that waits for others by way of jobs
 * that stay in the child cannot share their group, so it is of a later level; within a level,
 * units that need each other stand side by side.
 */
function itemsOf(units: readonly Unit[], weightOf: (job: PlannedJob) => Weight): readonly Item[] {
  const moves = (unit: number) => units[unit]!.services.length > 0;
  const levels = new Int32Array(units.length);
  units.forEach((unit, index) => {
    for (const need of unit.needs) {
      const step = moves(need) && !moves(index) ? 1 : 0;
      levels[index] = Math.max(levels[index]!, levels[need]! + step);
    }
  });
  const clusters = clustersOf(units, moves);
  return units
    .map((unit, index): Item => {
      const weight = unit.jobs.map(weightOf).reduce(sum);
      return {
        unit: index,
        needs: unit.needs,
        weight,
        moves: moves(index),
        cluster: clusters[index]!,
      };
    })
    .sort(
      (a, b) =>
        levels[a.unit]! - levels[b.unit]! ||
        Number(a.moves) - Number(b.moves) ||
        a.cluster - b.cluster ||
        a.unit - b.unit,
    );
}

/** Both together. */
const sum = (a: Weight, b: Weight): Weight => ({
  jobs: a.jobs + b.jobs,
  deployments: a.deployments + b.deployments,
  bytes: a.bytes + b.bytes,
});

/** For each unit the first of those that move and need each other, directly or by way of others. */
function clustersOf(units: readonly Unit[], moves: (unit: number) => boolean): Int32Array {
  const first = Int32Array.from(units, (_, index) => index);
  const find = (unit: number): number => {
    let at = unit;
    while (first[at] !== at) at = first[at] = first[first[at]!]!;
    return at;
  };
  units.forEach((unit, index) => {
    for (const need of unit.needs) {
      if (!moves(index) || !moves(need)) continue;
      const [low, high] = [find(need), find(index)].sort((a, b) => a - b);
      first[high!] = low!;
    }
  });
  return first.map((_, index) => find(index));
}
