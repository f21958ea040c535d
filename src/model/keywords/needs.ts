import * as z from "zod/mini";
import { matrixParallel } from "./parallel.ts";
import { filled, flag, keywords } from "./shared.ts";

const artifacts = flag;

/**
 * One need in any of GitLab's forms: `{job}` of this pipeline, `{pipeline, job}` of another one
 * of the same hierarchy, `{project, job, ref}` of another project (Premium), or `{pipeline}`
 * alone, whose status a job without `trigger` mirrors (Premium). GitLab: entry/need.rb.
 */
const needHash = keywords({
  job: filled,
  artifacts,
  optional: flag,
  parallel: matrixParallel,
  pipeline: filled,
  project: filled,
  ref: filled,
}).check(
  z.superRefine((need, context) => {
    const problem = wrongNeed(need);
    if (problem !== undefined) context.addIssue({ code: "custom", message: problem });
  }),
);

function wrongNeed(need: Readonly<Record<string, unknown>>): string | undefined {
  const has = (key: string) => need[key] !== undefined;
  const excess = (form: string, ...allowed: readonly string[]) => {
    const extra = Object.keys(need).filter((key) => has(key) && !allowed.includes(key));
    return extra.length ? `a need with ${form} has no \`${extra.join("`, `")}\`` : undefined;
  };
  if (has("project")) {
    if (!has("job") || !has("ref")) return "a need with `project` needs `job` and `ref` beside it";
    return excess("`project`", "project", "job", "ref", "artifacts");
  }
  if (has("pipeline")) {
    if (has("job")) return excess("`pipeline`", "pipeline", "job", "artifacts");
    return excess("`pipeline` alone", "pipeline");
  }
  if (!has("job")) return "should name a `job`";
  return excess("`job`", "job", "artifacts", "optional", "parallel");
}

const need = z.union([filled, needHash]);

/** `needs` of a job (GitLab: entry/needs.rb). */
export const needs = z.union([z.array(need), needHash]);

/** `needs` of a rule: jobs of this pipeline only (GitLab: entry/rules/rule.rb). */
export const ruleNeeds = z.union([
  z.array(
    z.union([
      filled,
      keywords({ artifacts, optional: flag, parallel: matrixParallel }, { job: filled }),
    ]),
  ),
  keywords({ artifacts, optional: flag, parallel: matrixParallel }, { job: filled }),
]);
