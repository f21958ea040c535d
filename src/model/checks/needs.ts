import { type Diagnostic, found } from "../../diagnostics/index.ts";
import { isConditional, isThereWith, presence } from "../conditional.ts";
import { isHash, member } from "../copy.ts";
import { isLater, needCount, needLists, ownNeeds, whereIn } from "./checked.ts";
import type { Check, Checked, CheckedJob, JobNeed } from "./types.ts";

const eachNeed =
  (judge: (pipeline: Checked, job: CheckedJob, need: JobNeed) => readonly Diagnostic[]): Check =>
  (pipeline) =>
    pipeline.jobs.flatMap((job) =>
      needLists(job).flatMap((needs) => needs.flatMap((need) => judge(pipeline, job, need))),
    );

/**
 * Each need names a visible job, or one that parallel makes of it. An optional need may name
 * nothing, and so may any need when names can live in included files
 * (GitLab: lib/gitlab/ci/yaml_processor.rb, `validate_job_dependency!`). The needs of a rule are
 * not expanded, so they write such a job's own name (config/normalizer.rb).
 */
export const needsExist = eachNeed((pipeline, job, need) => {
  if (need.optional || pipeline.included) return [];
  const names = need.path[0] === "rules" ? [need.name] : pipeline.expand(need);
  const runs = (name: string) =>
    pipeline.owner(name) && pipeline.expand({ name, parallel: undefined }).includes(name);
  const missing = names.filter((name) => !runs(name));
  return missing.slice(0, 1).map((name) =>
    found("NEEDS_UNKNOWN_JOB", whereIn(job, ...need.path), {
      need: name,
      known: pipeline.suggestions(),
    }),
  );
});

/** A needed job, optional or not, runs in the same or an earlier stage (the same place). */
export const needsEarlier = eachNeed((pipeline, job, need) => {
  const target = pipeline.owner(need.name);
  if (!target || !isLater(pipeline, job, target)) return [];
  const stages = { stage: target.stage ?? "", own: job.stage ?? "" };
  return [found("NEEDS_LATER_STAGE", whereIn(job, ...need.path), { need: need.name, ...stages })];
});

/** No need twice, counted after expansion (the same file, `validate_needs_specification!`). */
export const needsOnce: Check = (pipeline) =>
  pipeline.jobs.flatMap((job) =>
    needLists(job).flatMap((needs) => {
      const seen = new Set<string>();
      return needs.flatMap((need) => {
        const names = pipeline.expand(need);
        const twice = names.find((name) => seen.has(name));
        for (const name of names) seen.add(name);
        if (twice === undefined) return [];
        return [found("NEEDS_TWICE", whereIn(job, ...need.path), { need: twice })];
      });
    }),
  );

/** At most 50 needs, after expansion (GitLab: lib/gitlab/ci/pipeline/seed/build.rb). */
export const needsFew: Check = (pipeline) =>
  pipeline.jobs.flatMap((job) =>
    needLists(job).flatMap((needs) => {
      const limit = pipeline.limits.needs.value;
      const count = needs.reduce((sum, need) => sum + needCount(pipeline, need), 0);
      if (count <= limit) return [];
      const path = needs[0]?.path.slice(0, -1) ?? [];
      return [found("NEEDS_TOO_MANY", whereIn(job, ...path), { count, limit })];
    }),
  );

/** At most 5 needs on other pipelines (GitLab: entry/needs.rb). */
export const crossNeedsFew: Check = (pipeline) =>
  pipeline.jobs.flatMap((job) => {
    const needs = member(job.config, "needs");
    if (!Array.isArray(needs)) return [];
    const limit = pipeline.limits.crossNeeds.value;
    const count = needs.filter(
      (need) => isHash(need) && ("pipeline" in need || "project" in need),
    ).length;
    return count > limit
      ? [found("NEEDS_CROSS_TOO_MANY", whereIn(job, "needs"), { count, limit })]
      : [];
  });

/** A needed name has at most 255 characters after expansion (GitLab: yaml_processor.rb). */
export const neededNamesShort = eachNeed((pipeline, job, need) => {
  const limit = pipeline.limits.nameLength.value;
  const long = pipeline.expand(need).find((name) => name.length > limit);
  if (long === undefined) return [];
  return [found("NEEDS_NAME_LENGTH", whereIn(job, ...need.path), { need: long, limit })];
});

/**
 * A need on a job that rules may leave out is optional, unless both jobs are in or out by the
 * same conditions, or the needed one by those of the other and more: GitLab refuses the whole pipeline when a needed job is absent
 * (lib/gitlab/ci/pipeline/seed/build.rb; docs ci/yaml, `needs:optional`).
 */
export const needsCertain = eachNeed((pipeline, job, need) => {
  const target = need.optional ? undefined : pipeline.owner(need.name);
  if (!target || !isConditional(target.config)) return [];
  if (presence(target.config) === presence(job.config)) return [];
  if (isThereWith(target.config, job.config)) return [];
  const because = ["rules", "only", "except"].find((key) => key in target.config) ?? "rules";
  return [found("NEEDS_CONDITIONAL_JOB", whereIn(job, ...need.path), { need: need.name, because })];
});

/**
 * Jobs do not need each other in a circle (GitLab: yaml_processor/dag.rb). Each circle is told
 * once, from its first member in order of appearance.
 */
export const noNeedsCycle: Check = (pipeline) => {
  const findings: Diagnostic[] = [];
  const done = new Set<string>();
  for (const start of pipeline.jobs) {
    if (done.has(start.name)) continue;
    const trail: { job: CheckedJob; needs: readonly JobNeed[]; next: number }[] = [];
    const place = new Map<string, number>();
    const enter = (job: CheckedJob) => {
      place.set(job.name, trail.length);
      trail.push({ job, needs: ownNeeds(job), next: 0 });
    };
    enter(start);
    for (let top = trail.at(-1); top; top = trail.at(-1)) {
      const need = top.needs[top.next++];
      if (!need) {
        done.add(top.job.name);
        place.delete(top.job.name);
        trail.pop();
        continue;
      }
      const target = pipeline.owner(need.name);
      if (!target || done.has(target.name)) continue;
      const from = place.get(target.name);
      if (from === undefined) enter(target);
      else {
        const members = [...trail.slice(from).map(({ job }) => job.name), target.name];
        findings.push(found("NEEDS_CYCLE", whereIn(top.job, ...need.path), { members }));
      }
    }
  }
  return findings;
};
