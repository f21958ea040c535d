import { type Diagnostic, found } from "../../diagnostics/index.ts";
import { isHash, member } from "../copy.ts";
import { parallelCount } from "../expand.ts";
import { isLater, ownNeeds, whereIn } from "./checked.ts";
import type { Check, CheckedJob } from "./types.ts";

const eachJob =
  (judge: (job: CheckedJob, pipeline: Parameters<Check>[0]) => readonly Diagnostic[]): Check =>
  (pipeline) =>
    pipeline.jobs.flatMap((job) => judge(job, pipeline));

const strings = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];

/**
 * The stage exists; `test` is the default. With `include` the stages may be in another file
 * (GitLab: lib/gitlab/ci/yaml_processor.rb, `validate_job_stage!`).
 */
export const stagesKnown = eachJob((job, { stages, included }) => {
  if (included || job.stage === undefined || stages.includes(job.stage)) return [];
  return [found("STAGE_UNKNOWN", whereIn(job, "stage"), { stage: job.stage, stages })];
});

/** Each dependency names a visible job of the same or an earlier stage (the same file). */
export const dependenciesExist = eachJob((job, pipeline) =>
  strings(member(job.config, "dependencies")).flatMap((name, index) => {
    const where = whereIn(job, "dependencies", index);
    const target = pipeline.owner(name);
    if (!target) {
      if (pipeline.included) return [];
      const known = pipeline.suggestions();
      return [found("DEPENDENCIES_UNKNOWN_JOB", where, { job: name, known })];
    }
    if (!isLater(pipeline, job, target)) return [];
    const stages = { stage: target.stage ?? "", own: job.stage ?? "" };
    return [found("DEPENDENCIES_LATER_STAGE", where, { job: name, ...stages })];
  }),
);

/** Beside `needs`, dependencies are among the needed jobs (GitLab: entry/job.rb). */
export const dependenciesNeeded = eachJob((job) => {
  const dependencies = strings(member(job.config, "dependencies"));
  const needs = member(job.config, "needs");
  if (!dependencies.length || !needs || (Array.isArray(needs) && !needs.length)) return [];
  const needed = new Set(ownNeeds(job).map((need) => need.name));
  const jobs = dependencies.filter((name) => !needed.has(name));
  return jobs.length
    ? [found("DEPENDENCIES_NOT_NEEDED", whereIn(job, "dependencies"), { jobs })]
    : [];
});

/**
 * `trigger:include:artifact` takes from a job of the same or an earlier stage; expanded names
 * must be written out (GitLab: yaml_processor.rb, `validate_dynamic_child_pipeline_dependencies!`).
 */
export const artifactJobsExist = eachJob((job, pipeline) => {
  const trigger = member(job.config, "trigger");
  const include = isHash(trigger) ? member(trigger, "include") : undefined;
  const entries = Array.isArray(include) ? include : [include];
  return entries.flatMap((entry: unknown, index): Diagnostic[] => {
    const name = isHash(entry) ? member(entry, "job") : undefined;
    if (typeof name !== "string") return [];
    const at = Array.isArray(include) ? ["trigger", "include", index] : ["trigger", "include"];
    const where = whereIn(job, ...at, "job");
    const target = pipeline.owner(name);
    const exact = target && pipeline.expand({ name, parallel: undefined }).includes(name);
    if (!target || !exact) {
      if (pipeline.included && !target) return [];
      const known = target
        ? pipeline.expand({ name, parallel: undefined }).slice(0, 3)
        : pipeline.suggestions();
      return [found("INCLUDE_UNKNOWN_JOB", where, { job: name, known })];
    }
    if (!isLater(pipeline, job, target)) return [];
    const stages = { stage: target.stage ?? "", own: job.stage ?? "" };
    return [found("INCLUDE_LATER_STAGE", where, { job: name, ...stages })];
  });
});

const environmentOf = (job: CheckedJob): Readonly<Record<string, unknown>> | undefined => {
  const value = member(job.config, "environment");
  return typeof value === "string"
    ? { name: value, action: "start" }
    : isHash(value)
      ? value
      : undefined;
};

/** `on_stop` names a job that stops the same environment (the same file, `validate_on_stop_job!`). */
export const onStopWorks = eachJob((job, pipeline) => {
  const own = environmentOf(job);
  const name = own && member(own, "on_stop");
  if (!own || typeof name !== "string") return [];
  const where = whereIn(job, "environment", "on_stop");
  const target = pipeline.owner(name);
  if (!target) {
    if (pipeline.included) return [];
    return [found("ON_STOP_UNKNOWN_JOB", where, { job: name, known: pipeline.suggestions() })];
  }
  const other = environmentOf(target);
  const wrong = (problem: string) => [found("ON_STOP_WRONG_JOB", where, { job: name, problem })];
  if (!other) return wrong("has no environment");
  if (other.name !== own.name) return wrong("has another environment's name");
  return other.action === "stop" ? [] : wrong("does not have `action: stop`");
});

/** A matrix, also that of a need, makes at most 200 jobs (GitLab: entry/product/matrix.rb). */
export const parallelBounded = eachJob((job, { limits }) => {
  const limit = limits.parallel.value;
  const judge = (parallel: unknown, path: readonly (string | number)[]) => {
    const count = parallelCount(parallel);
    if (count <= limit) return [];
    return [found("PARALLEL_TOO_MANY", whereIn(job, ...path, "parallel"), { count, limit })];
  };
  return [
    ...judge(member(job.config, "parallel"), []),
    ...ownNeeds(job).flatMap((need) => judge(need.parallel, need.path)),
  ];
});

/** Fewer than 50 tags, each counted once (GitLab: entry/tags.rb). */
export const tagsFew = eachJob((job, { limits }) => {
  const tags = strings(member(job.config, "tags")).map((tag) => tag.trim());
  const count = new Set(tags.filter((tag) => tag !== "")).size;
  const limit = limits.tags.value;
  return count > limit ? [found("TAGS_TOO_MANY", whereIn(job, "tags"), { count, limit })] : [];
});

/**
 * There is a visible job, and one that is not in .pre or .post: otherwise the pipeline is empty
 * (GitLab: entry/jobs.rb; docs ci/yaml, `stage: .pre`). Included files may bring one.
 */
export const somethingRuns: Check = ({ jobs, included }) => {
  if (included) return [];
  if (jobs.length === 0) return [found("NO_VISIBLE_JOB", [], {})];
  const edge = jobs.every((job) => job.stage === ".pre" || job.stage === ".post");
  return edge ? [found("ONLY_EDGE_STAGES", [], {})] : [];
};
