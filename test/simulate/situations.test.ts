import { describe, expect, test } from "vitest";
import { type SituationName, situations } from "../../src/simulate/index.ts";
import { situation } from "./helper.ts";

const zeros = "0".repeat(40);
const predefined = (name: SituationName, facts = {}) => situation(name, facts).predefined;

test("the names", () => {
  expect([...situations().keys()]).toEqual([
    "push",
    "first-push",
    "tag",
    "merge-request",
    "merged-result",
    "merge-train",
    "schedule",
    "web",
    "api",
    "trigger",
    "pipeline",
    "parent",
    "parent-merge-request",
  ]);
});

describe("what tells them apart", () => {
  const request = {
    CI_PIPELINE_SOURCE: "merge_request_event",
    CI_OPEN_MERGE_REQUESTS: "group/project!1",
  };
  const branch = { CI_COMMIT_BRANCH: "dev" };
  test.each<[SituationName, Readonly<Record<string, string>>]>([
    ["push", { CI_PIPELINE_SOURCE: "push", ...branch }],
    ["first-push", { CI_PIPELINE_SOURCE: "push", ...branch }],
    ["tag", { CI_PIPELINE_SOURCE: "push", CI_COMMIT_TAG: "dev" }],
    ["merge-request", { ...request, CI_MERGE_REQUEST_EVENT_TYPE: "detached" }],
    ["merged-result", { ...request, CI_MERGE_REQUEST_EVENT_TYPE: "merged_result" }],
    ["merge-train", { ...request, CI_MERGE_REQUEST_EVENT_TYPE: "merge_train" }],
    ["schedule", { CI_PIPELINE_SOURCE: "schedule", ...branch }],
    ["web", { CI_PIPELINE_SOURCE: "web", ...branch }],
    ["api", { CI_PIPELINE_SOURCE: "api", ...branch }],
    ["trigger", { CI_PIPELINE_SOURCE: "trigger", ...branch, CI_PIPELINE_TRIGGERED: "true" }],
    ["pipeline", { CI_PIPELINE_SOURCE: "pipeline", ...branch, CI_UPSTREAM_PIPELINE_ID: "1" }],
    ["parent", { CI_PIPELINE_SOURCE: "parent_pipeline", ...branch, CI_UPSTREAM_PIPELINE_ID: "1" }],
    [
      "parent-merge-request",
      {
        ...request,
        CI_PIPELINE_SOURCE: "parent_pipeline",
        CI_MERGE_REQUEST_EVENT_TYPE: "detached",
        CI_UPSTREAM_PIPELINE_ID: "1",
      },
    ],
  ])("%s", (name, values) => {
    const telling = [
      "CI_PIPELINE_SOURCE",
      "CI_COMMIT_BRANCH",
      "CI_COMMIT_TAG",
      "CI_MERGE_REQUEST_EVENT_TYPE",
      "CI_OPEN_MERGE_REQUESTS",
      "CI_PIPELINE_TRIGGERED",
      "CI_UPSTREAM_PIPELINE_ID",
    ];
    const seen = Object.entries(predefined(name)).filter(([key]) => telling.includes(key));
    expect(Object.fromEntries(seen)).toEqual(values);
    expect(predefined(name)).toMatchObject({
      CI_COMMIT_REF_NAME: "dev",
      CI_DEFAULT_BRANCH: "main",
    });
  });
});

test("the commit before: zeros where there is none", () => {
  const before = (name: SituationName) => predefined(name).CI_COMMIT_BEFORE_SHA;
  const none = [...situations().keys()].filter((name) => before(name) === zeros);
  expect(none).toEqual([
    "first-push",
    "tag",
    "merge-request",
    "schedule",
    "web",
    "api",
    "trigger",
    "pipeline",
    "parent-merge-request",
  ]);
  expect(before("merge-train")).toBe(predefined("merge-train").CI_COMMIT_SHA);
  expect(before("push")).not.toBe(predefined("push").CI_COMMIT_SHA);
});

test("only merged results have the commits of both branches", () => {
  const commits = (name: SituationName) => [
    predefined(name).CI_MERGE_REQUEST_SOURCE_BRANCH_SHA !== "",
    predefined(name).CI_MERGE_REQUEST_TARGET_BRANCH_SHA !== "",
  ];
  expect(commits("merge-request")).toEqual([false, false]);
  expect(commits("merged-result")).toEqual([true, true]);
  expect(commits("merge-train")).toEqual([true, true]);
});

test("what changed is known where GitLab compares", () => {
  const known = [...situations().keys()].filter(
    (name) => situation(name, { changed: ["a"] }).changed !== undefined,
  );
  expect(known).toEqual([
    "push",
    "merge-request",
    "merged-result",
    "merge-train",
    "parent",
    "parent-merge-request",
  ]);
});

test("facts become variables", () => {
  const seen = predefined("merge-request", {
    ref: "Feature/X_1",
    targetBranch: "next",
    project: "top/sub/App.js",
    message: "Title\n\nText\nmore",
  });
  expect(seen).toMatchObject({
    CI_COMMIT_REF_SLUG: "feature-x-1",
    CI_COMMIT_MESSAGE: "Title\n\nText\nmore",
    CI_COMMIT_TITLE: "Title",
    CI_COMMIT_DESCRIPTION: "Text\nmore",
    CI_MERGE_REQUEST_IID: "1",
    CI_MERGE_REQUEST_REF_PATH: "refs/merge-requests/1/head",
    CI_MERGE_REQUEST_SOURCE_BRANCH_NAME: "Feature/X_1",
    CI_MERGE_REQUEST_TARGET_BRANCH_NAME: "next",
    CI_PROJECT_NAME: "App.js",
    CI_PROJECT_NAMESPACE: "top/sub",
    CI_PROJECT_ROOT_NAMESPACE: "top",
    CI_PROJECT_PATH_SLUG: "top-sub-app-js",
    CI_OPEN_MERGE_REQUESTS: "top/sub/App.js!1",
  });
});

test("an open merge request is told to branches, not to tags", () => {
  const facts = { openMergeRequest: true };
  expect(predefined("push", facts).CI_OPEN_MERGE_REQUESTS).toBe("group/project!1");
  expect(predefined("tag", facts).CI_OPEN_MERGE_REQUESTS).toBeUndefined();
});

test("the default branch is protected, a merge request of it is not", () => {
  const facts = { ref: "main" };
  expect(predefined("push", facts).CI_COMMIT_REF_PROTECTED).toBe("true");
  expect(predefined("push").CI_COMMIT_REF_PROTECTED).toBe("false");
  expect(predefined("merge-request", facts).CI_COMMIT_REF_PROTECTED).toBe("false");
});
