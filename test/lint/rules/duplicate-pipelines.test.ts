import { expect, test } from "vitest";
import { silent, told } from "./helper.ts";

const code = "duplicate-pipelines";
const job = (...rules: readonly string[]) => `job: {script: x, rules: [${rules.join(", ")}]}`;
const mr = `{if: $CI_PIPELINE_SOURCE == "merge_request_event"}`;
const push = `{if: $CI_PIPELINE_SOURCE == "push"}`;
const twice =
  'job.rules: a push to a branch with a merge request runs "job" twice, in a branch and in a merge request pipeline';

test.each([
  [job(mr, push)],
  [job("{when: always}")],
  [job(mr, "{if: $CI_COMMIT_BRANCH}")],
  [job("{if: $CI_MERGE_REQUEST_IID, changes: [a]}", "{if: $CI_COMMIT_BRANCH}")],
  [`workflow: {rules: [${mr}, {if: $CI_COMMIT_BRANCH}]}\n${job("{when: on_success}")}`],
])("%s", async (text) => {
  expect(await told(code, text)).toEqual([twice]);
});

test("jobs are told together", async () => {
  const text = ["a", "b", "c", "d", "e"].map(
    (name) => `${name}: {script: x, rules: [{when: always}]}`,
  );
  expect(await told(code, text.join("\n"))).toEqual([
    'a.rules: a push to a branch with a merge request runs "a", "b", "c" and 2 more twice, in a branch and in a merge request pipeline',
  ]);
});

silent(code, [
  ["merge requests alone", job(mr)],
  [
    "merge requests and the default branch",
    job(mr, "{if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH}"),
  ],
  ["one job each", `${job(mr)}\nother: {script: x}`],
  [
    "the workflow that GitLab's docs give",
    `workflow: {rules: [${mr}, {if: $CI_COMMIT_BRANCH && $CI_OPEN_MERGE_REQUESTS, when: never}, {if: $CI_COMMIT_BRANCH}]}\n${job("{when: always}")}`,
  ],
  [
    "a workflow of branches",
    `workflow: {rules: [{if: $CI_COMMIT_BRANCH}]}\n${job("{when: always}")}`,
  ],
  ["a child", job("{when: always}"), { parent: "child: {trigger: {include: [{local: c.yml}]}}" }],
  ["a workflow of another file", job("{when: always}"), { open: true }],
  ["named branches", job(mr, `{if: $CI_COMMIT_BRANCH == "release"}`)],
  ["no rules", "job: {script: x}"],
]);
