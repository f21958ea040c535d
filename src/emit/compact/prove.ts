import { compileJob, isHash, type Pipeline } from "../../model/index.ts";

/** A pipeline in fewer bytes. */
export interface Compacted {
  /** The pipeline itself where nothing could be saved. */
  readonly pipeline: Pipeline;
  /** Jobs that would not have compiled to the same and were left as they were: none, unless we err. */
  readonly kept: readonly string[];
}

/**
 * The second pipeline, with each job put back as it was in the first that does not compile to the
 * same there. What GitLab checks is what jobs compile to, so the second is as valid as the first.
 */
export function settled(before: Pipeline, after: Pipeline): Compacted {
  const kept = differing(before, after);
  if (kept.length === 0) return { pipeline: after, kept };
  const original = new Map(before.jobs.map((job) => [job.name, job]));
  const bad = new Set(kept);
  const jobs = after.jobs.map((job) => (bad.has(job.name) ? original.get(job.name)! : job));
  const again = Object.freeze({ ...after, jobs: Object.freeze(jobs) });
  return { pipeline: differing(before, again).length ? before : again, kept };
}

/** Visible jobs that do not compile to the same in both pipelines. */
export const differing = (one: Pipeline, other: Pipeline): readonly string[] =>
  one.jobs
    .filter(({ name, kind }) => {
      return kind !== "hidden" && !same(compileJob(one, name), compileJob(other, name));
    })
    .map(({ name }) => name);

/** Whether values are equal, in whatever order the keys of their hashes stand. */
function same(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (Array.isArray(one)) {
    return (
      Array.isArray(other) &&
      one.length === other.length &&
      one.every((item, index) => same(item, other[index]))
    );
  }
  if (!isHash(one) || !isHash(other)) return false;
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => Object.hasOwn(other, key) && same(one[key], other[key]))
  );
}
