import type { Rule } from "../types.ts";
import { placeOf } from "./facts/place.ts";
import { jobIsIn, pipelineRuns } from "./facts/presence.ts";
import { member, named } from "./facts/read.ts";
import { branchPush, mergeRequest } from "./facts/situations.ts";

const rule: Rule = {
  code: "duplicate-pipelines",
  severity: "warning",
  docs: `A push to a branch with an open merge request can create two pipelines: one of the branch and one of the merge
request. Jobs whose rules hold in both run twice for each push. \`workflow:rules\` choose one: let merge request pipelines in,
and pipelines of branches only where \`$CI_OPEN_MERGE_REQUESTS\` is not set.`,
  check(linted) {
    if (linted.role !== "parent" || linted.open) return [];
    const both = [branchPush, mergeRequest];
    if (both.some((each) => pipelineRuns(linted, each, "fulfilled") !== "yes")) return [];
    const twice = [...linted.jobs].filter(
      ([, job]) =>
        member(job, "rules") !== undefined &&
        both.every((each) => jobIsIn(linted, job, each, "fulfilled") === "yes"),
    );
    const [first] = twice;
    if (!first) return [];
    const names = named(twice.map(([name]) => name));
    return [
      {
        path: placeOf(linted, first[0], ["rules"]).path,
        message: `a push to a branch with a merge request runs ${names} twice, in a branch and in a merge request pipeline`,
        hint: "Let `workflow:rules` keep branch pipelines out where `$CI_OPEN_MERGE_REQUESTS` is set",
      },
    ];
  },
};

export default rule;
