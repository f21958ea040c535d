import { type Hash, isHash } from "../../model/index.ts";
import type { Rule } from "../types.ts";
import { placeOf } from "./facts/place.ts";
import { items, member } from "./facts/read.ts";

const rule: Rule = {
  code: "depend-on-skipped",
  severity: "warning",
  docs: `A child whose jobs all wait for somebody to start them counts as skipped, and a trigger job with \`strategy: depend\`
then fails. With \`strategy: mirror\` (GitLab 18.2) the trigger job is skipped as well. Or add a job to the child that runs by itself.`,
  check(linted) {
    const { startedBy, jobs, open } = linted;
    const trigger = startedBy?.linted.jobs.get(startedBy.job);
    if (!startedBy || open || member(member(trigger, "trigger"), "strategy") !== "depend")
      return [];
    const [first] = jobs.keys();
    if (first === undefined || ![...jobs.values()].every(waits)) return [];
    return [
      {
        path: placeOf(linted, first, [
          member(jobs.get(first), "rules") === undefined ? "when" : "rules",
        ]).path,
        message: `all jobs wait for somebody, so the child is skipped and "${startedBy.job}" fails with \`strategy: depend\``,
        hint: "Use `strategy: mirror`, or add a job that runs by itself",
      },
    ];
  },
};

/** Whether a job starts by hand only and lets the pipeline go on without it. */
function waits(job: Hash): boolean {
  const allowed = member(job, "allow_failure");
  const rules = items(member(job, "rules")).map(({ value }) => value);
  if (rules.length === 0) return member(job, "when") === "manual" && (allowed ?? true) === true;
  const entering = rules.filter((each) => !isHash(each) || member(each, "when") !== "never");
  return (
    entering.length > 0 &&
    entering.every(
      (each) =>
        member(each, "when") === "manual" && (member(each, "allow_failure") ?? allowed) === true,
    )
  );
}

export default rule;
