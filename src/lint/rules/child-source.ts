import type { Found, Path, Rule } from "../types.ts";
import { judge, mentions } from "./facts/judge.ts";
import { placeOf } from "./facts/place.ts";
import { workflowRules } from "./facts/presence.ts";
import { type At, hashes, items, member } from "./facts/read.ts";
import type { Known } from "./facts/situations.ts";

const variables: ReadonlyMap<string, Known> = new Map([
  ["CI_PIPELINE_SOURCE", { text: "parent_pipeline" }],
]);

const rule: Rule = {
  code: "child-source",
  severity: "warning",
  docs: `In a child pipeline \`$CI_PIPELINE_SOURCE\` is always \`parent_pipeline\`, whatever started its parent. A rule there that
asks for \`merge_request_event\`, \`push\` or another source never holds, nor does \`only: [merge_requests]\`, and the job is missing without a word. Test what
a child does have: \`$CI_MERGE_REQUEST_IID\` in children of merge request pipelines, \`$CI_COMMIT_BRANCH\`, \`$CI_COMMIT_TAG\`.`,
  check(linted) {
    if (linted.role !== "child") return [];
    const workflow = workflowRules(linted);
    return [
      ...dead(workflow).map(({ path }) => tell(["workflow", "rules", ...path, "if"])),
      ...[...linted.jobs].flatMap(([name, job]) =>
        dead(member(job, "rules")).map(({ path }) =>
          tell(placeOf(linted, name, ["rules", ...path, "if"]).path),
        ),
      ),
      ...[...linted.jobs]
        .filter(([, job]) => onlyMergeRequests(member(job, "only")))
        .map(([name]) => tell(placeOf(linted, name, ["only"]).path)),
    ];
  },
};

/** The rules that should let something in and cannot; none where others know what a child is. */
function dead(rules: unknown): readonly At<unknown>[] {
  if (rules === undefined || items(rules).length !== hashes(rules).length) return [];
  const asking = hashes(rules).filter(({ value }) => asksForSource(member(value, "if")));
  if (asking.some(({ value }) => String(member(value, "if")).includes("parent_pipeline")))
    return [];
  return asking.filter(
    ({ value }) =>
      member(value, "when") !== "never" && judge(String(member(value, "if")), variables) === "no",
  );
}

/** The word asks for the source, and not for a merge request. */
function onlyMergeRequests(only: unknown): boolean {
  const refs = items(only).map(({ value }) => value);
  return refs.length > 0 && refs.every((ref) => ref === "merge_requests");
}

const asksForSource = (condition: unknown): boolean =>
  typeof condition === "string" && mentions(condition, "CI_PIPELINE_SOURCE");

const tell = (path: Path): Found => ({
  path,
  message: "never holds in a child pipeline, where the source is always `parent_pipeline`",
  hint: "Test `$CI_MERGE_REQUEST_IID`, `$CI_COMMIT_BRANCH` or `$CI_COMMIT_TAG` instead",
});

export default rule;
