import { describe, expect, test } from "vitest";
import type { Status } from "../../../src/downstream/index.ts";
import {
  type CommitState,
  commitPlace,
  commitStatusOf,
  setCommitStatus,
} from "../../../src/downstream/reports/commit-status.ts";
import { gitlab } from "../../../src/gitlab/index.ts";
import { stand } from "../../gitlab/stand.ts";
import { testIo } from "../../helpers/io.ts";
import { pipeline } from "./trees.ts";

const env = {
  CI_PROJECT_ID: "9",
  CI_COMMIT_SHA: "abc",
  CI_PIPELINE_ID: "55",
  CI_COMMIT_REF_NAME: "main",
};

test("where the status belongs", () => {
  expect(commitPlace({ env })).toEqual({ project: "9", sha: "abc", pipeline: 55 });
  const child = { ...env, CI_PIPELINE_SOURCE: "parent_pipeline" };
  expect(commitPlace({ env: child })).toEqual({ project: "9", sha: "abc", ref: "main" });
  expect(commitPlace({ env: {} })).toBeUndefined();
});

test.each<[readonly Status[], number | undefined, CommitState]>([
  [["success"], undefined, "success"],
  [["success", "failed"], undefined, "failed"],
  [["success", "canceled"], undefined, "canceled"],
  [["created"], undefined, "pending"],
  [["manual"], undefined, "pending"],
  [["failed", "running"], undefined, "running"],
  [["canceling", "running"], 1, "running"],
  [["canceling", "canceled"], 130, "canceled"],
  [["skipped"], undefined, "skipped"],
  [["skipped"], 1, "failed"],
  [["skipped", "success"], 0, "success"],
  [["failed"], 0, "success"],
  [["canceled"], 1, "canceled"],
  [[], undefined, "pending"],
])("%j with exit code %s is %s", (statuses, exit, state) => {
  const roots = statuses.map((status, at) => pipeline("a", at + 1, [], status));
  expect(commitStatusOf(roots, exit).state).toBe(state);
});

test("what is said, and where it leads", () => {
  const roots = [pipeline("a", 1), pipeline("b", 2, [], "failed")];
  expect(commitStatusOf(roots)).toEqual({
    state: "failed",
    description: "Downstream: 1 failed, 1 success",
    url: "https://gitlab.example/b/-/pipelines/2",
  });
  expect(commitStatusOf([pipeline("a".repeat(300), 1)]).url).toBeUndefined();
});

describe("setCommitStatus", () => {
  async function committed() {
    const { lab, app, ada } = await stand();
    const api = gitlab(testIo("/", { CI_API_V4_URL: `${lab.url}/api/v4`, GITLAB_TOKEN: ada }), {
      ...{ clock: lab.clock, patience: { total: 60_000, each: 10_000 }, tell() {} },
    });
    const place = { project: String(app.id), sha: app.branches.get("main")!, pipeline: 5 };
    const set = (state: CommitState) =>
      setCommitStatus(api, "downstream", place, { state, description: "d", url: "https://a/" });
    const posts = () =>
      lab.calls.filter(({ method }) => method === "POST").map(({ body }) => JSON.parse(body));
    return { lab, app, set, posts };
  }

  test("is set, and goes on", async () => {
    const { app, set, posts } = await committed();
    expect([await set("running"), await set("success")]).toEqual([undefined, undefined]);
    expect(app.statuses).toMatchObject([
      { name: "downstream", state: "success", target_url: "https://a/" },
    ]);
    expect(posts()[0]).toEqual({
      ...{ state: "running", name: "downstream", description: "d" },
      ...{ target_url: "https://a/", pipeline_id: 5 },
    });
  });

  test("once more the same is no failure, and sends nothing", async () => {
    const { set, posts } = await committed();
    await set("success");
    expect(await set("success")).toBeUndefined();
    expect(posts()).toHaveLength(1);
  });

  test("GitLab's refusal of what is there already is no failure", async () => {
    const { lab, set } = await committed();
    await set("running");
    lab.fail({
      method: "GET",
      path: /statuses/,
      as: { status: 403, body: { message: "403 Forbidden" } },
    });
    expect(await set("running")).toBeUndefined();
    expect(lab.calls.at(-1)).toMatchObject({ method: "POST", status: 400 });
  });

  test.each<["lost" | { status: number }]>([["lost"], [{ status: 409 }], [{ status: 502 }]])(
    "%j is looked for and sent again",
    async (as) => {
      const { lab, app, set } = await committed();
      lab.fail({ method: "POST", path: /statuses/, nth: 1, as });
      expect(await set("success")).toBeUndefined();
      expect(app.statuses).toMatchObject([{ state: "success" }]);
    },
  );

  test("a refusal is told with what to do", async () => {
    const { lab, set } = await committed();
    lab.fail({
      method: "POST",
      path: /statuses/,
      as: { status: 403, body: { message: "403 Forbidden" } },
    });
    expect(await set("success")).toMatchObject({
      code: "COMMIT_STATUS_FAILED",
      severity: "error",
      message: expect.stringContaining("403 Forbidden"),
    });
  });
});
