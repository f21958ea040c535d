import { expect, test } from "vitest";
import { silent, told } from "./helper.ts";

const code = "child-empty";
const trigger = (rules: string) =>
  `child: {trigger: {include: [{local: c.yml}]}, rules: [${rules}]}`;
const job = (...rules: readonly string[]) => `job: {script: x, rules: [${rules.join(", ")}]}`;
const always = { parent: trigger("{when: always}") };

test("jobs of the default branch alone", async () => {
  expect(await told(code, job("{if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH}"), always)).toEqual([
    ': this child has no job in merge request pipelines, branch pipelines, tag pipelines, where "child" starts it; GitLab refuses an empty one',
  ]);
});

test("a workflow that keeps out what the trigger job lets in", async () => {
  const text = "workflow: {rules: [{if: $CI_COMMIT_TAG}]}\njob: {script: x}";
  const parent = trigger("{if: $CI_MERGE_REQUEST_IID}");
  expect(await told(code, text, { parent })).toEqual([
    ': this child has no job in merge request pipelines, where "child" starts it; GitLab refuses an empty one',
  ]);
});

test("jobs of the edge stages do not count", async () => {
  const text = `${job("{if: $CI_COMMIT_TAG}")}\nlast: {script: x, stage: .post, rules: [{when: always}]}`;
  const parent = trigger("{if: $CI_MERGE_REQUEST_IID}");
  expect(await told(code, text, { parent })).toHaveLength(1);
});

silent(code, [
  ["the same conditions", job("{if: $CI_COMMIT_TAG}"), { parent: trigger("{if: $CI_COMMIT_TAG}") }],
  [
    "one job that is always there",
    `${job("{if: $CI_COMMIT_TAG}")}\nother: {script: x, rules: [{when: manual}]}`,
    always,
  ],
  ["files may let a job in", job("{changes: [a]}"), always],
  ["a variable may let a job in", job("{if: $DEPLOY}"), always],
  ["a branch may be called so", job(`{if: $CI_COMMIT_REF_NAME == "main"}`), always],
  ["a part in another file", job("{if: $CI_COMMIT_TAG}"), { ...always, open: true }],
  ["the trigger job may be out", job("{if: $CI_COMMIT_TAG}"), { parent: trigger("{if: $X}") }],
  ["a parent", job("{if: $CI_COMMIT_TAG}")],
]);
