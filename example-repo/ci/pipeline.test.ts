import { expectJobs, simulate } from "gitlab-fanout/testing";
import { test } from "vitest";

// Tests of the pipeline itself: `npx vitest run` in this repository, where both packages are installed.

test("a change of the library runs it and what depends on it", async () => {
  const pipeline = await simulate({ as: "push", ref: "main" });
  expectJobs(pipeline, [
    "generate-config",
    "child-pipeline",
    "child-pipeline > api:build",
    "child-pipeline > api:test",
    "child-pipeline > greeting:test",
    "child-pipeline > legacy:pipeline",
    "child-pipeline > legacy:pipeline > check",
    "child-pipeline > web:build",
    "child-pipeline > web:test",
  ]);
});

test("a branch with an open merge request has no pipeline of its own", async () => {
  const variables = { CI_OPEN_MERGE_REQUESTS: "group/app!1" };
  expectJobs(await simulate({ as: "push", ref: "friendlier", variables }), []);
});
