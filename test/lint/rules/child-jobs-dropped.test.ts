import { expect, test } from "vitest";
import { fixed, silent, told } from "./helper.ts";

const without = "child-without-workflow";
const some = "child-jobs-dropped";

const mr = `rules: [{if: $CI_PIPELINE_SOURCE == "merge_request_event"}]`;
const trigger = (keywords: string, more = "") =>
  `${more}\nchild: {trigger: {include: [{local: c.yml}]}${keywords && `, ${keywords}`}}`;
const inMergeRequests = { parent: trigger(mr) };
const plain = "job: {script: x}\nother: {script: x}";
const mixed = `job: {script: x}\nother: {script: x, rules: [{when: always}]}`;
const fix = [{ path: ["workflow"], set: { rules: [{ when: "always" }] } }];

test("no job has rules", async () => {
  expect(await told(without, plain, inMergeRequests)).toEqual([
    ": no job of this child is in merge request pipelines, as none has `rules`; GitLab refuses it",
  ]);
  expect(await told(some, plain, inMergeRequests)).toEqual([]);
  expect(await fixed(without, plain, inMergeRequests)).toEqual(fix);
});

test("one job has rules", async () => {
  expect(await told(some, mixed, inMergeRequests)).toEqual([
    'job: "job" is not in merge request pipelines, without `rules` here and in `workflow`',
  ]);
  expect(await told(without, mixed, inMergeRequests)).toEqual([]);
  expect(await fixed(some, mixed, inMergeRequests)).toEqual(fix);
});

test.each([
  trigger("rules: [{if: $CI_MERGE_REQUEST_IID}]"),
  trigger("rules: [{changes: [a], if: $CI_MERGE_REQUEST_IID}]"),
  trigger("", "workflow: {rules: [{when: always}]}"),
  trigger("only: [merge_requests]"),
  trigger("rules: [{when: always}]"),
])("it is started in merge requests: %s", async (parent) => {
  expect(await told(without, plain, { parent })).toHaveLength(1);
});

test("a grandchild", async () => {
  const parent = `workflow: {rules: [{when: always}]}\n${trigger("")}`;
  expect(await told(without, plain, { parent, above: inMergeRequests })).toHaveLength(1);
});

const quiet = [
  ["it is never started in merge requests", plain, { parent: trigger("") }],
  ["nobody knows where it is started", mixed, { parent: trigger("rules: [{if: $DEPLOY}]") }],
  [
    "the parent has no merge request pipelines",
    mixed,
    {
      parent: trigger("rules: [{when: always}]", "workflow: {rules: [{if: $CI_COMMIT_BRANCH}]}"),
    },
  ],
  [
    "the child's workflow keeps them",
    `workflow: {rules: [{when: always}]}\n${plain}`,
    inMergeRequests,
  ],
  ["all have rules", "job: {script: x, rules: [{when: always}]}", inMergeRequests],
  ["the workflow may be in another file", mixed, { ...inMergeRequests, open: true }],
  ["its parent is itself left out", mixed, { parent: trigger(""), above: inMergeRequests }],
] as const;
silent(without, quiet);
silent(some, quiet);
