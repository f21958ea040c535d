import type { Rule } from "../types.ts";
import {
  countedJobs,
  hasNoRules,
  jobIsIn,
  pipelineRuns,
  situationsOf,
  workflowRules,
} from "./facts/presence.ts";

const rule: Rule = {
  code: "child-empty",
  severity: "error",
  docs: `GitLab refuses a child pipeline that has no job, and the trigger job fails. Each common kind of pipeline (merge
request, branch, default branch, tag, schedule) that surely starts the child is tried: where the rules surely keep all of
its jobs out, this is told. Give one job rules that hold there, or start the child only where it has something to do.`,
  check(linted) {
    if (linted.role !== "child" || linted.open) return [];
    const jobs = countedJobs(linted);
    // Where no job has rules, child-without-workflow tells it.
    const plain = workflowRules(linted) === undefined && jobs.every(([, job]) => hasNoRules(job));
    if (jobs.length === 0 || plain) return [];
    const empty = situationsOf(linted).filter(
      (situation) =>
        pipelineRuns(linted, situation) === "no" ||
        jobs.every(([, job]) => jobIsIn(linted, job, situation) === "no"),
    );
    if (empty.length === 0) return [];
    const where = empty.map(({ name }) => name).join(", ");
    return [
      {
        path: [],
        message: `this child has no job in ${where}, where "${linted.startedBy?.job}" starts it; GitLab refuses an empty one`,
        hint: "Add a job whose rules hold there, or the same conditions to the trigger job",
      },
    ];
  },
};

export default rule;
