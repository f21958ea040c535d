import { describe, expect, test } from "vitest";
import { draftsFrom } from "../../src/generate/drafts.ts";
import { definePipeline, reference } from "../../src/model/index.ts";

const service = {
  name: "web",
  root: "web",
  kind: "service",
  tags: [],
  inputs: [],
  locks: [],
  foundBy: [],
  variables: {},
} as const;

/** The configurations that these jobs of the service `web` get, by key. */
function decide(jobs: Record<string, object>): Record<string, Record<string, unknown>> {
  const made = draftsFrom(jobs, service, "test", "main");
  return Object.fromEntries(made.map(([key, { config }]) => [key, config])) as never;
}

const own = { SERVICE_NAME: "web", SERVICE_DIR: "web" };
const nothing = { yaml_variables: false, pipeline_variables: false };
const ownOnly = { yaml_variables: true, pipeline_variables: false };
const include = [{ local: "child.yml" }];

describe("a trigger job says what it hands over", () => {
  test.each<[string, object, object]>([
    [
      "a child gets the job's own variables",
      { trigger: { include } },
      { trigger: { include, forward: ownOnly }, variables: own, inherit: { variables: false } },
    ],
    [
      "another project gets nothing",
      { trigger: { project: "group/app" } },
      { trigger: { project: "group/app", forward: nothing }, inherit: { variables: false } },
    ],
    [
      "the short form becomes the long one",
      { trigger: "group/app" },
      { trigger: { project: "group/app", forward: nothing }, inherit: { variables: false } },
    ],
    [
      "another project gets variables that the author gave",
      { trigger: { project: "group/app" }, variables: { A: "1" } },
      {
        trigger: { project: "group/app", forward: ownOnly },
        variables: { A: "1" },
        inherit: { variables: false },
      },
    ],
    [
      "what the author says stays",
      {
        trigger: { project: "group/app", forward: { pipeline_variables: true } },
        inherit: { default: false, variables: ["A"] },
      },
      {
        trigger: {
          project: "group/app",
          forward: { pipeline_variables: true, yaml_variables: true },
        },
        inherit: { default: false, variables: ["A"] },
      },
    ],
    [
      "also where it says it all",
      {
        trigger: { include, forward: { yaml_variables: false, pipeline_variables: true } },
        inherit: { variables: true },
      },
      {
        trigger: { include, forward: { yaml_variables: false, pipeline_variables: true } },
        inherit: { variables: true },
        variables: own,
      },
    ],
    [
      "the rest of inherit stays",
      { trigger: "group/app", inherit: { default: ["interruptible"] } },
      {
        trigger: { project: "group/app", forward: nothing },
        inherit: { default: ["interruptible"], variables: false },
      },
    ],
    [
      "a matrix and variables of rules are variables",
      {
        trigger: { project: "group/app" },
        parallel: { matrix: [{ REGION: ["eu"] }] },
      },
      {
        trigger: { project: "group/app", forward: ownOnly },
        parallel: { matrix: [{ REGION: ["eu"] }] },
        inherit: { variables: false },
      },
    ],
    [
      "variables of rules",
      { trigger: "group/app", rules: [{ if: "$A", variables: { A: "1" } }] },
      {
        trigger: { project: "group/app", forward: ownOnly },
        rules: [{ if: "$A", variables: { A: "1" } }],
        inherit: { variables: false },
      },
    ],
    [
      "a job that runs something is left alone",
      { script: ["x"] },
      { script: ["x"], variables: own },
    ],
    [
      "what is wrong is left to the checks",
      { trigger: "x/y", inherit: 3 },
      { inherit: 3, trigger: { project: "x/y", forward: nothing } },
    ],
    [
      "a list as forward as well",
      { trigger: { project: "x/y", forward: ["a"] } },
      { trigger: { project: "x/y", forward: ["a"] }, inherit: { variables: false } },
    ],
  ])("%s", (_, given, expected) => {
    expect(decide({ job: given }).job).toEqual(expected);
  });
});

describe("with extends", () => {
  test("a trigger that comes from a hidden job is decided there", () => {
    const { ".downstream": hidden, deploy } = decide({
      ".downstream": { trigger: { project: "group/app" } },
      deploy: { extends: ".web:downstream", stage: "deploy" },
    });
    expect(hidden).toEqual({
      trigger: { project: "group/app", forward: ownOnly },
      inherit: { variables: false },
    });
    // No SERVICE_NAME: the other project would take it for a pipeline variable.
    expect(deploy).toEqual({
      extends: ".web:downstream",
      stage: "deploy",
      inherit: { variables: false },
    });
  });

  test("what the hidden job says is not said otherwise below", () => {
    const { job } = decide({
      ".a": {
        trigger: { include, forward: { pipeline_variables: true, yaml_variables: false } },
        inherit: { variables: true },
      },
      job: { extends: [".web:a"], trigger: { strategy: "depend" } },
    });
    expect(job).toEqual({
      extends: [".web:a"],
      trigger: { strategy: "depend" },
      variables: own,
    });
  });

  test("over two levels, and the long form is not forced on a base", () => {
    const { ".b": b, job } = decide({
      ".a": { inherit: { variables: ["A"] } },
      ".b": { extends: ".web:a", trigger: "group/app" },
      job: { extends: ".web:b", trigger: { include } },
    });
    expect(b).toEqual({ extends: ".web:a", trigger: "group/app" });
    expect(job).toEqual({
      extends: ".web:b",
      trigger: { include, forward: ownOnly },
      variables: own,
    });
  });

  test("what may stand in an included file is not decided", () => {
    const given = { extends: ".elsewhere", trigger: { project: "group/app" } };
    expect(decide({ job: given }).job).toEqual(given);
  });

  test("a circle ends", () => {
    const { ".a": a } = decide({ ".a": { extends: ".web:a", trigger: "group/app" } });
    expect(a).toEqual({ extends: ".web:a", trigger: "group/app" });
  });

  test("GitLab's rules accept what comes of it", () => {
    const jobs = {
      ".t": { trigger: { project: "group/app" } },
      ".r": { trigger: { include } },
      one: { extends: ".web:t", stage: "test" },
      two: { trigger: reference(".web:r", "trigger"), stage: "test" },
      three: { trigger: "group/other", stage: "test" },
    };
    const drafts = draftsFrom(jobs, service, "test", "main").map(([, draft]) => draft);
    const { warnings } = definePipeline({ stages: ["test"], jobs: drafts });
    expect(warnings).toEqual([]);
    expect(decide(jobs).two).toEqual({
      trigger: reference(".web:r", "trigger"),
      stage: "test",
      inherit: { variables: false },
    });
  });
});
