import type { Emitted } from "../emit/index.ts";
import { type Hash, orderedTop, type Pipeline } from "../model/index.ts";
import { changedKeys } from "./keys.ts";
import type {
  Difference,
  JobDifference,
  PipelineDifference,
  ServiceDifference,
  Side,
  SideJob,
  SidePipeline,
  SideService,
} from "./types.ts";

/** The top levels of what a run made, by the trigger job that starts each. */
export const topsOf = (emitted: Pick<Emitted, "pipelines">): ReadonlyMap<string, Hash> =>
  new Map(emitted.pipelines.map(({ name, pipeline }) => [name, topOf(pipeline)]));

function topOf({ jobs: _, warnings: __, ...top }: Pipeline): Hash {
  return top as Hash;
}

/** A job with the name of its pipeline. */
interface Placed {
  readonly pipeline: string;
  readonly job: SideJob;
}

/**
 * What differs between two sides. Pure. Pipelines are matched by the trigger jobs that start them,
 * jobs by name: in the same pipeline first, then one that is in another pipeline now.
 */
export function compareSides(before: Side, after: Side): Difference {
  const old = byName(before.pipelines);
  const now = byName(after.pipelines);
  const pairs: [Placed | undefined, Placed | undefined][] = [];
  const left = new Map<string, Placed[]>();
  for (const { name, jobs } of before.pipelines) {
    const kept = new Set(now.get(name)?.jobs.map((job) => job.name));
    for (const job of jobs) {
      if (!kept.has(job.name)) add(left, job.name, { pipeline: name, job });
    }
  }
  for (const { name, jobs } of after.pipelines) {
    const had = new Map(old.get(name)?.jobs.map((job) => [job.name, job]));
    for (const job of jobs) {
      const same = had.get(job.name);
      const was = same ? { pipeline: name, job: same } : left.get(job.name)?.shift();
      pairs.push([was, { pipeline: name, job }]);
    }
  }
  const gone = [...left.values()].flat();
  const jobs = [...pairs, ...gone.map((one) => [one, undefined] as const)].flatMap(([was, is]) =>
    jobDifference(was, is),
  );
  const changed = jobs.filter(({ change }) => change !== "removed").length;
  return {
    jobs,
    pipelines: pipelineDifferences(before.pipelines, after.pipelines),
    services: serviceDifferences(before.services, after.services),
    same: pairs.length - changed,
  };
}

/** Whether two sides make the same pipelines. */
export const isEmpty = ({ jobs, pipelines }: Difference): boolean =>
  jobs.length === 0 && pipelines.length === 0;

const byName = (pipelines: readonly SidePipeline[]) =>
  new Map(pipelines.map((pipeline) => [pipeline.name, pipeline]));

function add<T>(lists: Map<string, T[]>, key: string, item: T): void {
  const list = lists.get(key);
  if (list) list.push(item);
  else lists.set(key, [item]);
}

function jobDifference(was: Placed | undefined, is: Placed | undefined): JobDifference[] {
  const one = is ?? was;
  if (!one) return [];
  const { pipeline, job } = one;
  const { name, service, stage } = job;
  const told = { name, pipeline, service, stage };
  if (!was) return [{ ...told, change: "added", keys: [] }];
  if (!is) return [{ ...told, change: "removed", keys: [] }];
  const keys = changedKeys(was.job.config, is.job.config);
  if (was.pipeline !== is.pipeline) {
    return [{ ...told, movedFrom: was.pipeline, change: "changed", keys }];
  }
  return keys.length === 0 ? [] : [{ ...told, change: "changed", keys }];
}

function pipelineDifferences(
  before: readonly SidePipeline[],
  after: readonly SidePipeline[],
): PipelineDifference[] {
  const old = byName(before);
  const now = byName(after);
  const kept = after.flatMap(({ name, top }): PipelineDifference[] => {
    const was = old.get(name);
    if (!was) return [{ name, change: "added", keys: [] }];
    const keys = changedKeys(was.top, top, orderedTop);
    return keys.length === 0 ? [] : [{ name, change: "changed", keys }];
  });
  const gone = before.filter(({ name }) => !now.has(name));
  return [...kept, ...gone.map(({ name }) => ({ name, change: "removed" as const, keys: [] }))];
}

function serviceDifferences(
  before: readonly SideService[],
  after: readonly SideService[],
): ServiceDifference[] {
  const old = new Set(before.map(({ name }) => name));
  const now = new Set(after.map(({ name }) => name));
  return [
    ...after.map((service) => ({
      ...service,
      change: old.has(service.name) ? ("kept" as const) : ("added" as const),
    })),
    ...before
      .filter(({ name }) => !now.has(name))
      .map((service) => ({ ...service, change: "removed" as const })),
  ];
}
