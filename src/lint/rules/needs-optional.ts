import type { Rule } from "../types.ts";
import { jobCalled } from "./facts/children.ts";
import { placeOf } from "./facts/place.ts";
import { canBeOut, jobIsIn, pipelineRuns, situationsOf } from "./facts/presence.ts";
import { type At, items, member } from "./facts/read.ts";

const rule: Rule = {
  code: "needs-optional",
  severity: "error",
  docs: `GitLab refuses the whole pipeline where a job is in and one that it needs is left out by its rules. This is told
where, in some common kind of pipeline, the job is surely in and the needed one is not. Add \`optional: true\` to the need,
or give both jobs the same rules.`,
  check(linted) {
    if (linted.open) return [];
    const sure = situationsOf(linted).filter((each) => pipelineRuns(linted, each) === "yes");
    return [...linted.jobs].flatMap(([name, job]) => {
      const needs = needed(member(job, "needs"));
      const here =
        needs.length > 0 ? sure.filter((each) => jobIsIn(linted, job, each) === "yes") : [];
      return needs.flatMap(({ value: need, path }) => {
        const target = jobCalled(linted, need)?.[1];
        const where = target && here.find((each) => canBeOut(linted, target, each));
        if (!where) return [];
        const out = jobIsIn(linted, target, where) === "no" ? "leave out" : "may leave out";
        return [
          {
            path: placeOf(linted, name, ["needs", ...path]).path,
            message: `needs "${need}", which its rules ${out} of ${where.name}; GitLab then refuses the pipeline`,
            hint: "Add `optional: true` to the need, or give both jobs the same rules",
          },
        ];
      });
    });
  },
};

/** The needs on jobs of this pipeline that have to be there. */
function needed(needs: unknown): readonly At<string>[] {
  return items(needs).flatMap(({ value, path }) => {
    if (typeof value === "string") return [{ value, path }];
    const name = member(value, "job");
    const elsewhere = member(value, "pipeline") ?? member(value, "project");
    const counts =
      typeof name === "string" && elsewhere === undefined && member(value, "optional") !== true;
    return counts ? [{ value: name, path }] : [];
  });
}

export default rule;
