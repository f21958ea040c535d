import { describe, expect, test } from "vitest";
import { type Context, kinds, readContext } from "../../src/context/index.ts";
import { UserError } from "../../src/diagnostics/index.ts";

const a = "a".repeat(40);
const b = "b".repeat(40);
const zeros = "0".repeat(40);
const ci = {
  GITLAB_CI: "true",
  CI_COMMIT_SHA: a,
  CI_DEFAULT_BRANCH: "main",
  CI_COMMIT_REF_NAME: "topic",
};
const mergeRequest = {
  CI_MERGE_REQUEST_TARGET_BRANCH_NAME: "main",
  CI_PIPELINE_SOURCE: "merge_request_event",
};

type Env = Record<string, string>;
const read = (env: Env, source?: string) =>
  readContext(env, source === undefined ? {} : { source });

describe("the event", () => {
  const cases: [string, Env, Context["event"]][] = [
    ["push", { CI_PIPELINE_SOURCE: "push", CI_COMMIT_BEFORE_SHA: b }, "push"],
    [
      "push of SHA-256",
      { CI_PIPELINE_SOURCE: "push", CI_COMMIT_BEFORE_SHA: "b".repeat(64) },
      "push",
    ],
    ["first push", { CI_PIPELINE_SOURCE: "push", CI_COMMIT_BEFORE_SHA: zeros }, "first-push"],
    ["push without BEFORE", { CI_PIPELINE_SOURCE: "push" }, "first-push"],
    [
      "BEFORE is no commit id",
      { CI_PIPELINE_SOURCE: "push", CI_COMMIT_BEFORE_SHA: "--exec=x" },
      "first-push",
    ],
    [
      "tag",
      { CI_PIPELINE_SOURCE: "push", CI_COMMIT_TAG: "v1", CI_COMMIT_BEFORE_SHA: zeros },
      "tag",
    ],
    ["merge request", { ...mergeRequest, CI_MERGE_REQUEST_EVENT_TYPE: "detached" }, "detached"],
    [
      "merged result",
      { ...mergeRequest, CI_MERGE_REQUEST_EVENT_TYPE: "merged_result" },
      "merged_result",
    ],
    [
      "merged result, BEFORE not zeros",
      { ...mergeRequest, CI_MERGE_REQUEST_EVENT_TYPE: "merged_result", CI_COMMIT_BEFORE_SHA: b },
      "merged_result",
    ],
    [
      "merge train",
      { ...mergeRequest, CI_MERGE_REQUEST_EVENT_TYPE: "merge_train", CI_COMMIT_BEFORE_SHA: b },
      "merge_train",
    ],
    ["merge request, no event type", mergeRequest, "detached"],
    [
      "merge request, no event type but a target SHA",
      { ...mergeRequest, CI_MERGE_REQUEST_TARGET_BRANCH_SHA: b },
      "merged_result",
    ],
    ["schedule", { CI_PIPELINE_SOURCE: "schedule", CI_COMMIT_BEFORE_SHA: zeros }, "schedule"],
    ["web", { CI_PIPELINE_SOURCE: "web" }, "web"],
    ["web on a tag", { CI_PIPELINE_SOURCE: "web", CI_COMMIT_TAG: "v1" }, "web"],
    ["api", { CI_PIPELINE_SOURCE: "api" }, "api"],
    ["trigger", { CI_PIPELINE_SOURCE: "trigger" }, "trigger"],
    ["pipeline", { CI_PIPELINE_SOURCE: "pipeline" }, "pipeline"],
    [
      "child",
      { CI_PIPELINE_SOURCE: "parent_pipeline", CI_COMMIT_BEFORE_SHA: b },
      "parent_pipeline",
    ],
    [
      "child of a merge request",
      { CI_PIPELINE_SOURCE: "parent_pipeline", CI_MERGE_REQUEST_EVENT_TYPE: "detached" },
      "parent_pipeline",
    ],
    ["chat", { CI_PIPELINE_SOURCE: "chat" }, "other"],
    [
      "external pull request",
      { CI_PIPELINE_SOURCE: "external_pull_request_event", CI_COMMIT_BEFORE_SHA: b },
      "other",
    ],
    ["a source to come", { CI_PIPELINE_SOURCE: "telepathy" }, "other"],
    ["CI without a source", {}, "other"],
  ];
  test.each(cases)("%s", (_, env, event) => {
    expect(read({ ...ci, ...env }).event).toBe(event);
  });
  test("a developer's machine", () => {
    expect(read({})).toEqual({
      source: "local",
      event: "local",
      ref: "HEAD",
      refType: "branch",
      defaultBranch: undefined,
      sha: undefined,
      before: undefined,
      mergeRequest: undefined,
    });
  });
});

test("what GitLab says is kept in its words", () => {
  const env = {
    ...ci,
    ...mergeRequest,
    CI_MERGE_REQUEST_EVENT_TYPE: "merge_train",
    CI_MERGE_REQUEST_DIFF_BASE_SHA: a,
    CI_MERGE_REQUEST_TARGET_BRANCH_SHA: b,
    CI_COMMIT_BEFORE_SHA: zeros,
  };
  expect(read(env)).toEqual({
    source: "merge_request_event",
    event: "merge_train",
    ref: "topic",
    refType: "branch",
    defaultBranch: "main",
    sha: a,
    before: undefined,
    mergeRequest: { event: "merge_train", diffBase: a, targetSha: b, targetBranch: "main" },
  });
});

test("a tag is the ref, and its type is told", () => {
  const env = { ...ci, CI_PIPELINE_SOURCE: "push", CI_COMMIT_TAG: "v1", CI_COMMIT_REF_NAME: "v1" };
  expect(read(env)).toMatchObject({ ref: "v1", refType: "tag" });
});

describe("--source", () => {
  const cases: [string, Env, Pick<Context, "source" | "event">][] = [
    ["first-push", { CI_COMMIT_BEFORE_SHA: b }, { source: "push", event: "first-push" }],
    ["push", { CI_COMMIT_BEFORE_SHA: b }, { source: "push", event: "push" }],
    ["push", {}, { source: "push", event: "first-push" }],
    ["tag", {}, { source: "push", event: "tag" }],
    ["merge-request", {}, { source: "merge_request_event", event: "detached" }],
    ["detached", {}, { source: "merge_request_event", event: "detached" }],
    ["merged_result", {}, { source: "merge_request_event", event: "merged_result" }],
    ["merge_train", {}, { source: "merge_request_event", event: "merge_train" }],
    [
      "merge_request_event",
      { CI_MERGE_REQUEST_EVENT_TYPE: "merge_train" },
      { source: "merge_request_event", event: "merge_train" },
    ],
    ["parent", {}, { source: "parent_pipeline", event: "parent_pipeline" }],
    ["schedule", {}, { source: "schedule", event: "schedule" }],
    ["ondemand_dast_scan", {}, { source: "ondemand_dast_scan", event: "other" }],
    ["local", { CI_PIPELINE_SOURCE: "push" }, { source: "local", event: "local" }],
  ];
  test.each(cases)("%s, %o", (source, env, expected) => {
    expect(read({ ...ci, CI_PIPELINE_SOURCE: "web", ...env }, source)).toMatchObject(expected);
  });

  test("every kind that it names is one that it takes", () => {
    for (const kind of kinds) expect(() => read(ci, kind)).not.toThrow();
  });

  const rejected: [string, string][] = [
    ["merged_resutl", 'Did you mean "merged_result"?'],
    ["first_push", 'Did you mean "first-push"?'],
    ["constructor", "Known are api, "],
    ["", "Known are api, "],
  ];
  test.each(rejected)("%o is refused", (source, next) => {
    expect(() => read(ci, source)).toThrow(next);
    expect(() => read(ci, source)).toThrow(UserError);
  });
});
