import { describe, expect, test } from "vitest";
import { type ConfigInput, validateConfig } from "../../src/config/index.ts";
import { UserError } from "../../src/diagnostics/index.ts";

function complaints(value: unknown): string[] {
  try {
    validateConfig(value, "fanout.config.json");
    return [];
  } catch (error) {
    if (error instanceof UserError) return error.message.split("\n");
    throw error;
  }
}

test("an empty configuration has every default", () => {
  expect(validateConfig({}, "c")).toEqual({
    gitlab: {},
    base: { branch: "before", unknown: "all" },
    services: { discover: [], define: {}, exclude: [] },
    lockfiles: "precise",
    precision: "paths",
    everything: [],
    ignore: [],
    params: {},
    pipeline: { stages: ["build", "test", "deploy"] },
    downstream: {},
    upstream: {},
    shape: "jobs",
    split: { parts: "include", shards: true, job: { image: "node:22" } },
    lint: { rules: {} },
    generators: [],
  });
});

test("jobs that write shards take keywords, but none of those that fanout sets", () => {
  const split = (job: object) => validateConfig({ split: { job } }, "c").split.job;
  expect(split({ tags: ["big"], variables: { A: "b" } })).toEqual({
    tags: ["big"],
    variables: { A: "b" },
  });
  for (const key of [
    "script",
    "run",
    "trigger",
    "stage",
    "needs",
    "artifacts",
    "rules",
    "extends",
  ]) {
    expect(() => split({ [key]: "x" })).toThrow(/split › job.*set by fanout/);
  }
});

test("the configuration of the design is accepted", () => {
  const config: ConfigInput = {
    gitlab: { version: "18.11", plan: "premium" },
    base: { unknown: "fail" },
    services: {
      discover: ["npm", "go", "docker"],
      define: { api: { root: "services/api", dependsOn: ["proto"], tags: ["backend"] } },
    },
    everything: ["ci/**", "tsconfig.base.json"],
    ignore: ["**/*.md"],
    pipeline: { stages: ["build", "test", "deploy"], default: { image: "node:22" } },
    generators: ["node", { use: "docker", when: { tag: "backend" }, with: { push: false } }],
  };
  expect(complaints(config)).toEqual([]);
});

describe("a mistake is told with its place and what is meant", () => {
  test.each([
    [{ evrything: [] }, 'fanout.config.json: unknown key "evrything". Did you mean "everything"?'],
    [
      { base: { unkown: "all" } },
      'fanout.config.json › base: unknown key "unkown". Did you mean "unknown"?',
    ],
    [
      { services: { define: { api: { rot: "x" } } } },
      "fanout.config.json › services › define › api",
    ],
    [
      { generators: [{ use: "node", wehn: {} }] },
      'fanout.config.json › generators[0]: unknown key "wehn". Did you mean "when"?',
    ],
    [{ generators: [3] }, "fanout.config.json › generators[0]: "],
    [
      { generators: [{ exec: ["x"], timout: 3 }] },
      'fanout.config.json › generators[0]: unknown key "timout". Did you mean "timeout"?',
    ],
    [
      { generators: [{ exec: "x y" }] },
      'fanout.config.json › generators[0] › exec: expected array, received string, but it is "x y"',
    ],
    [
      { generators: [{ exec: [], timeout: -1, with: 3 }] },
      "fanout.config.json › generators[0] › timeout: ",
    ],
    [
      { generators: [{ use: "node", timeout: 3 }] },
      'generators[0]: unknown key "timeout". Known here: matrix, use, when, with',
    ],
    [{ base: { unknown: "maybe" } }, "fanout.config.json › base › unknown: "],
    [
      { ignore: "*.md" },
      'fanout.config.json › ignore: expected array, received string, but it is "*.md"',
    ],
    [
      { gitlab: { version: "latest" } },
      "fanout.config.json › gitlab › version: should be a version such as 18.11",
    ],
    [{ gitlab: { limits: { jobs: -1 } } }, "fanout.config.json › gitlab › limits › jobs"],
    [null, "fanout.config.json: "],
  ])("%j", (value, says) => {
    expect(complaints(value).join("\n")).toContain(says);
  });

  test("all of them at once", () => {
    expect(complaints({ ignore: 1, everything: 2 })).toHaveLength(2);
  });
});
