import { expect, test } from "vitest";
import { situations } from "../../src/simulate/index.ts";
import { viewedSituations } from "../../src/view/index.ts";
import { viewed } from "./viewed.ts";

test("first what it is now, then every situation; a list has the first, and the one asked for", async () => {
  const { view } = await viewed();
  expect(view.situations.map(({ id }) => id)).toEqual(["now", ...situations().keys()]);
  expect(view.situations[0]?.title).toBe("now: push");
  expect(view.situations[3]).toEqual({ id: "tag", title: "tag v1.0.0" });
  expect(view.situations[4]).toEqual({ id: "merge-request", title: "merge request" });
  const { view: list } = await viewed({ view: { detail: "list" } });
  expect(list.situations.map(({ id }) => id)).toEqual(["now"]);
  const { view: asked } = await viewed({ view: { detail: "list", as: "tag" } });
  expect(asked.situations.map(({ id }) => id)).toEqual(["now", "tag"]);
});

test("all are children, of a branch that is known", async () => {
  const { plan, io } = await viewed();
  const all = viewedSituations(plan, io, "v2");
  for (const { situation } of all) {
    expect(situation.source).toBe("parent_pipeline");
    expect(situation.predefined.CI_PIPELINE_SOURCE).toBe("parent_pipeline");
    expect(situation.ref).toBe(situation.refType === "tag" ? "v2" : "change");
  }
  const [now, push] = all;
  expect(now?.situation).toEqual(push?.situation);
  expect(now?.situation.changed).toEqual(["libs/ui/a"]);
});

test("in a job, now is what GitLab says it is", async () => {
  const env = {
    GITLAB_CI: "true",
    CI_PIPELINE_SOURCE: "merge_request_event",
    CI_MERGE_REQUEST_EVENT_TYPE: "detached",
    CI_MERGE_REQUEST_IID: "77",
    CI_MERGE_REQUEST_TARGET_BRANCH_NAME: "main",
    CI_COMMIT_REF_NAME: "change",
    CI_DEFAULT_BRANCH: "main",
    CI_COMMIT_MESSAGE: "Say it",
  };
  const { plan, io, view } = await viewed({ env, isCommitted: true });
  const [now] = viewedSituations(plan, io, "v2");
  expect(view.situations[0]?.title).toBe("now: merge request");
  expect(now?.situation.mergeRequest?.targetBranch).toBe("main");
  expect(now?.situation.predefined).toMatchObject({
    CI_MERGE_REQUEST_IID: "77",
    CI_COMMIT_MESSAGE: "Say it",
    CI_PIPELINE_SOURCE: "parent_pipeline",
  });
});

test("without a base nobody knows what changed", async () => {
  const { plan, io } = await viewed({ options: { all: true } });
  expect(viewedSituations(plan, io, "v2")[1]?.situation.changed).toBeUndefined();
});
