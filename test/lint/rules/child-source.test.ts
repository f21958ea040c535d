import { expect, test } from "vitest";
import { silent, told } from "./helper.ts";

const code = "child-source";
const parent = "child: {trigger: {include: [{local: c.yml}]}}";
const around = { parent };
const never = "never holds in a child pipeline, where the source is always `parent_pipeline`";
const job = (...rules: readonly string[]) =>
  `job:\n  script: x\n  rules:\n${rules.map((rule) => `    - ${rule}\n`).join("")}`;

test.each([
  `$CI_PIPELINE_SOURCE == "merge_request_event"`,
  `$CI_PIPELINE_SOURCE == "push" && $X`,
  `"schedule" == $CI_PIPELINE_SOURCE`,
  `$CI_PIPELINE_SOURCE == "push" || $CI_PIPELINE_SOURCE == "web"`,
  `!($CI_PIPELINE_SOURCE != "push")`,
])("%s", async (condition) => {
  expect(await told(code, job(`if: '${condition}'`), around)).toEqual([`job.rules.0.if: ${never}`]);
});

test("one of several rules", async () => {
  const text = job(`if: $CI_COMMIT_TAG`, `if: $CI_PIPELINE_SOURCE == "web"`);
  expect(await told(code, text, around)).toEqual([`job.rules.1.if: ${never}`]);
});

test("the rules of the workflow", async () => {
  const text = `workflow: {rules: [{if: $CI_PIPELINE_SOURCE == "push"}]}\njob: {script: x}`;
  expect(await told(code, text, around)).toEqual([`workflow.rules.0.if: ${never}`]);
});

test("rules that a reference brings are told where it stands", async () => {
  const text = `
.mr: {rules: [{if: $CI_PIPELINE_SOURCE == "merge_request_event"}]}
job: {script: x, rules: [!reference [.mr, rules]]}
`;
  expect(await told(code, text, around)).toEqual([`job.rules.0: ${never}`]);
});

test("the old word for the source", async () => {
  const text = "job: {script: x, only: [merge_requests]}";
  expect(await told(code, text, around)).toEqual([`job.only: ${never}`]);
});

silent(code, [
  ["the old words for refs", "job: {script: x, only: [merge_requests, branches]}", around],
  ["the old word in a parent", "job: {script: x, only: [merge_requests]}"],
  ["a parent", job(`if: $CI_PIPELINE_SOURCE == "merge_request_event"`)],
  ["the child's own source", job(`if: $CI_PIPELINE_SOURCE == "parent_pipeline"`), around],
  [
    "one file for both",
    job(`if: $CI_PIPELINE_SOURCE == "push"`, `if: $CI_PIPELINE_SOURCE == "parent_pipeline"`),
    around,
  ],
  [
    "not in a child, and meant",
    job(`if: $CI_PIPELINE_SOURCE != "parent_pipeline"`, "when: manual"),
    around,
  ],
  ["it may hold for another reason", job(`if: $CI_PIPELINE_SOURCE == "push" || $FORCE`), around],
  ["it holds", job(`if: $CI_PIPELINE_SOURCE != "schedule"`), around],
  ["it keeps the job out", job(`if: $CI_PIPELINE_SOURCE == "schedule"\n      when: never`), around],
  ["a variable of a like name", job(`if: $CI_PIPELINE_SOURCE_X == "push"`), around],
  ["a pattern", job("if: $CI_PIPELINE_SOURCE =~ /push|parent/"), around],
]);
