import { describe, expect, test } from "vitest";
import { make } from "./making.ts";

const project = "group/app";

/** `trigger` of the job that these options make. */
const trigger = async (options: object) =>
  (await make("multi-project", {}, { project, ...options }))?.trigger?.trigger;

test("a pipeline of another project is started after all earlier stages, and handed nothing", async () => {
  expect(await make("multi-project", {}, { project })).toEqual({
    trigger: {
      stage: "deploy",
      inherit: { variables: false },
      trigger: { project, strategy: "mirror" },
    },
  });
});

test("inputs, variables and the rest come from the options", async () => {
  const options = {
    project,
    job: "rollout",
    stage: "test",
    branch: "release/1",
    strategy: "depend",
    forward: { pipeline_variables: true },
    inputs: { version: "$CI_COMMIT_SHA" },
    variables: { VERSION: "$CI_COMMIT_SHA" },
    environment: { name: "production/$SERVICE_NAME", action: "start" },
    resource_group: "production/$SERVICE_NAME",
    rules: [{ when: "manual" }],
    needs: ["build", "image"],
  };
  expect(await make("multi-project", {}, options)).toEqual({
    rollout: {
      stage: "test",
      inherit: { variables: false },
      variables: { VERSION: "$CI_COMMIT_SHA" },
      environment: { name: "production/web", action: "start" },
      resource_group: "production/web",
      rules: [{ when: "manual" }],
      needs: ["web:build", "web:image"],
      trigger: {
        project,
        branch: "release/1",
        strategy: "depend",
        forward: { pipeline_variables: true },
        inputs: { version: "$CI_COMMIT_SHA" },
      },
    },
  });
});

describe("the branch", () => {
  test.each([[{ same: true }], ["same-or-default"]])(
    "%o is the one of this name, where there is one",
    async (branch) => {
      expect(await trigger({ branch })).toHaveProperty("branch", "topic");
      expect(await trigger({ branch, project: "group/other" })).not.toHaveProperty("branch");
    },
  );
  test("is as it is written otherwise", async () => {
    expect(await trigger({ branch: "main" })).toHaveProperty("branch", "main");
    expect(await trigger({})).not.toHaveProperty("branch");
  });
  test.each([[{ same: false }], [{ same: true, other: 1 }], [{}]])(
    "%o is refused",
    async (branch) => {
      await expect(trigger({ branch })).rejects.toThrow(
        'with › branch: should be a name, { same: true } or "same-or-default"',
      );
    },
  );
});

test.each<[object, string]>([
  [{}, "with › project: is missing"],
  [{ project: ["a/b"] }, "with › project: should be text, not a list"],
  [{ project, include: "x" }, "with › include: there is no such option"],
])("options %o are refused", async (options, problem) => {
  await expect(make("multi-project", {}, options)).rejects.toThrow(problem);
});
