import { describe, expect, test } from "vitest";
import { make } from "./making.ts";

const own = { "web/.gitlab-ci.yml": "" };

/** `trigger:include` of the job that these options make. */
async function included(options: object, files: Record<string, string> = {}) {
  const jobs = await make("include", files, options);
  return (jobs?.pipeline?.trigger as { include?: unknown } | undefined)?.include;
}

test("a service's own file is run as a child, and receives nothing but the service", async () => {
  expect(await make("include", own)).toEqual({
    pipeline: {
      stage: "test",
      inherit: { variables: false },
      needs: ["every build"],
      trigger: {
        include: [{ local: "web/.gitlab-ci.yml" }],
        strategy: "mirror",
        forward: { yaml_variables: true, pipeline_variables: false },
      },
    },
  });
});

test("a service without that file gets no job", async () => {
  expect(await make("include", { "web/x": "" })).toEqual({});
  expect(await make("include", own, { file: "ci/web.yml" })).toEqual({});
});

describe("where the pipeline comes from", () => {
  test.each<[string, object, object]>([
    ["another file", { file: "ci/a.yml" }, { local: "web/ci/a.yml" }],
    [
      "another project",
      { project: "group/ci", file: "/web.yml" },
      { project: "group/ci", file: "/web.yml" },
    ],
    [
      "files of another project at a ref",
      { project: "group/ci", file: ["/a.yml", "/b.yml"], ref: "v1" },
      { project: "group/ci", ref: "v1", file: ["/a.yml", "/b.yml"] },
    ],
    [
      "a template",
      { template: "Auto-DevOps.gitlab-ci.yml" },
      { template: "Auto-DevOps.gitlab-ci.yml" },
    ],
    ["a component", { component: "$CI_SERVER_FQDN/a/b@1" }, { component: "$CI_SERVER_FQDN/a/b@1" }],
    ["an address", { remote: "https://x.example/a.yml" }, { remote: "https://x.example/a.yml" }],
  ])("%s", async (_, options, entry) => {
    const files = { "web/ci/a.yml": "" };
    expect(await included(options, files)).toEqual([entry]);
    const inputs = { environment: "eu", replicas: 3 };
    expect(await included({ ...options, inputs }, files)).toEqual([{ ...entry, inputs }]);
  });
});

test("the job's own keywords come from the options", async () => {
  const rules = [{ if: "$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH" }];
  const jobs = await make(
    "include",
    own,
    {
      stage: "deploy",
      strategy: "depend",
      forward: { pipeline_variables: true },
      environment: "production/$SERVICE_NAME",
      resource_group: "deploy-${SERVICE_NAME}",
      variables: { PARENT_PIPELINE_ID: "$CI_PIPELINE_ID" },
      rules,
    },
    { name: "$(x)" },
  );
  expect(jobs?.pipeline).toEqual({
    stage: "deploy",
    inherit: { variables: false },
    variables: { PARENT_PIPELINE_ID: "$CI_PIPELINE_ID" },
    environment: { name: expect.stringMatching(/^production\/--x--[0-9a-f]{8}$/) },
    resource_group: expect.stringMatching(/^deploy---x--[0-9a-f]{8}$/),
    rules,
    needs: ["every build"],
    trigger: {
      include: [{ local: "web/.gitlab-ci.yml" }],
      strategy: "depend",
      forward: { yaml_variables: true, pipeline_variables: true },
    },
  });
});

test("a trigger job need not wait, and an environment may say more", async () => {
  const environment = { name: "live", deployment_tier: "production" };
  const jobs = await make("include", own, { strategy: false, environment });
  expect(jobs?.pipeline?.trigger).not.toHaveProperty("strategy");
  expect(jobs?.pipeline?.environment).toEqual(environment);
});

describe("options that cannot be meant are refused", () => {
  test.each<[object, string]>([
    [{ fiel: "x" }, "with › fiel: there is no such option. There are component, environment, file"],
    [{ __proto__: null, constructor: 1 }, "with › constructor: there is no such option"],
    [{ project: "a/b", template: "x" }, "with: choose one of project, template"],
    [{ project: "a/b" }, "with › file: is missing beside project"],
    [{ ref: "main" }, "with › ref: is only for project"],
    [{ component: "a", ref: "1" }, "with › ref: is only for project"],
    [{ remote: "https://x", file: "a" }, "with › file: is not for remote"],
    [{ file: ["a.yml"] }, "with › file: a list is only for project"],
    [{ file: " " }, "with › file: should be text or a list, not an empty text"],
    [{ stage: 3 }, "with › stage: should be text, not a number"],
    [{ inputs: ["a"] }, "with › inputs: should be a mapping, not a list"],
    [{ forward: null }, "with › forward: should be a mapping, not nothing"],
    [{ rules: {} }, "with › rules: should be a list, not a mapping"],
    [{ strategy: "wait" }, 'with › strategy: should be "depend", "mirror" or false'],
    [{ environment: true }, "with › environment: should be text or a mapping, not true or false"],
  ])("%o", async (options, problem) => {
    await expect(make("include", own, options)).rejects.toThrow(problem);
  });

  test("what GitLab checks of their inside is the model's", async () => {
    await expect(make("include", own, { forward: { yaml: true } })).rejects.toThrow(
      "web:pipeline › trigger › forward",
    );
  });
});
