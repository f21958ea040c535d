import { isHash, member } from "../copy.ts";
import { expandedNames, parallelCount } from "../expand.ts";
import type { Limits } from "../limits.ts";
import type { Checked, CheckedJob, JobNeed } from "./types.ts";

/** After this many suggestions the findings come without: there is a common cause. */
const maxSuggestions = 20;

/** Gathers what the checks ask about the jobs. Parallel jobs are expanded when first asked for. */
export function checkedPipeline(
  jobs: readonly CheckedJob[],
  stages: readonly string[],
  included: boolean,
  limits: Limits,
  variables: readonly string[] = [],
): Checked {
  const byName = new Map(jobs.map((job) => [job.name, job]));
  const expansions = new Map<string, readonly string[]>();
  let owners: ReadonlyMap<string, CheckedJob> | undefined;
  let suggested = 0;

  const expansionsOf = (job: CheckedJob): readonly string[] => {
    const parallel = member(job.config, "parallel");
    if (parallel === undefined) return [job.name];
    let names = expansions.get(job.name);
    if (!names) {
      const tooMany = parallelCount(parallel) > limits.parallel.value;
      names = tooMany ? [job.name] : expandedNames(job.name, parallel);
      expansions.set(job.name, names);
    }
    return names;
  };
  const ownersByExpansion = () => {
    owners ??= new Map(
      jobs
        .filter((job) => member(job.config, "parallel") !== undefined)
        .flatMap((job) => expansionsOf(job).map((name): [string, CheckedJob] => [name, job])),
    );
    return owners;
  };

  return {
    jobs,
    byName,
    stages,
    included,
    limits,
    variables,
    owner: (name) => byName.get(name) ?? ownersByExpansion().get(name),
    expand({ name, parallel }) {
      const job = byName.get(name);
      if (!job || member(job.config, "parallel") === undefined) return [name];
      if (parallel === undefined || computed(parallel)) return expansionsOf(job);
      if (parallelCount(parallel) > limits.parallel.value) return [name];
      return expandedNames(name, parallel);
    },
    suggestions: () => (++suggested > maxSuggestions ? [] : [...byName.keys()]),
  };
}

/** How many jobs a need counts for: one that a matrix fills in, only those of one cell. */
export const needCount = (pipeline: Checked, need: JobNeed): number =>
  need.parallel !== undefined && computed(need.parallel)
    ? parallelCount(need.parallel)
    : pipeline.expand(need).length;

/** Whether a matrix of a need is filled in by the matrix of the job itself (`$[[ matrix.X ]]`). */
const computed = (parallel: unknown): boolean => JSON.stringify(parallel).includes("$[[ matrix.");

const entries = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);

function needsOf(value: unknown, path: readonly (string | number)[]): JobNeed[] {
  if (value === undefined) return [];
  return entries(value).flatMap((need, index): JobNeed[] => {
    const at = Array.isArray(value) ? [...path, index] : path;
    if (typeof need === "string") {
      return [{ name: need, optional: false, parallel: undefined, path: at }];
    }
    if (!isHash(need)) return [];
    const name = member(need, "job");
    if (typeof name !== "string" || "pipeline" in need || "project" in need) return [];
    const optional = member(need, "optional") === true;
    return [{ name, optional, parallel: member(need, "parallel"), path: at }];
  });
}

const ownLists = new WeakMap<CheckedJob, readonly (readonly JobNeed[])[]>();

/**
 * A job's needs on jobs of its own pipeline: first those of the job, then those that each of its
 * rules puts in their place. Read once a job.
 */
export function needLists(job: CheckedJob): readonly (readonly JobNeed[])[] {
  let lists = ownLists.get(job);
  if (!lists) {
    lists = [needsOf(member(job.config, "needs"), ["needs"]), ...ruleNeeds(job)];
    ownLists.set(job, lists);
  }
  return lists;
}

/** The needs of a job itself, without those of its rules. */
export const ownNeeds = (job: CheckedJob): readonly JobNeed[] => needLists(job)[0] ?? [];

function ruleNeeds(job: CheckedJob): readonly (readonly JobNeed[])[] {
  const rules = member(job.config, "rules");
  if (!Array.isArray(rules)) return [];
  return rules.flatMap((rule, index) => {
    const needs = isHash(rule) ? member(rule, "needs") : undefined;
    return needs === undefined ? [] : [needsOf(needs, ["rules", index, "needs"])];
  });
}

/** Where in the pipeline's source a part of a job stands. */
export const whereIn = (job: CheckedJob, ...path: readonly (string | number)[]) => [
  job.origin,
  job.name,
  ...path,
];

/** Whether `other` runs in a later stage than `job`; false when either stage is unknown. */
export function isLater(pipeline: Checked, job: CheckedJob, other: CheckedJob): boolean {
  if (job.stage === undefined || other.stage === undefined) return false;
  const own = pipeline.stages.indexOf(job.stage);
  return own >= 0 && pipeline.stages.indexOf(other.stage) > own;
}
