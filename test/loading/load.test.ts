import { describe, expect, test } from "vitest";
import { compileJob, definePipeline, limitsFor, readConfiguration } from "../../src/model/index.ts";
import { at, gitlabSays, job, loaded, type Texts, told } from "./helper.ts";

const entry = ".gitlab-ci.yml";

describe("merging", () => {
  const rows: readonly (readonly [string, Texts, unknown])[] = [
    [
      "the including file wins, hashes merge, lists replace",
      {
        [entry]: "include: a.yml\njob: { script: [own], variables: { A: own } }",
        "a.yml": "job: { script: [a, b], image: a, variables: { A: a, B: a } }",
      },
      { job: { script: ["own"], image: "a", variables: { A: "own", B: "a" } } },
    ],
    [
      "of two included files the later one wins",
      {
        [entry]: "include: [a.yml, b.yml]",
        "a.yml": "job: { script: a, image: a }",
        "b.yml": "job: { script: b }",
      },
      { job: { script: "b", image: "a" } },
    ],
    [
      "what an included file includes comes under it",
      {
        [entry]: "include: a.yml",
        "a.yml": "include: b.yml\njob: { script: a }",
        "b.yml": "job: { script: b, image: b }",
      },
      { job: { script: "a", image: "b" } },
    ],
    [
      "null replaces",
      { [entry]: "include: a.yml\njob: { image: null }", "a.yml": "job: { script: a, image: a }" },
      { job: { script: "a", image: null } },
    ],
    [
      "names of Object's prototype are names",
      {
        [entry]: "include: a.yml\n__proto__: { script: x }",
        "a.yml": "__proto__: { image: a }\nconstructor: { script: c }",
      },
      JSON.parse(
        '{"__proto__":{"image":"a","script":"x"},"constructor":{"script":"c"}}',
      ) as unknown,
    ],
  ];
  test.each(rows)("%s", async (_, files, expected) => {
    const result = await loaded(files);
    expect(told(result)).toEqual([]);
    expect(result.open).toBe(false);
    expect(result.document).toEqual(expected);
    expect(Object.keys(result.document)).toEqual(Object.keys(expected as object));
  });

  test("a reference is no hash: it replaces and is replaced", async () => {
    const { document } = await loaded({
      [entry]:
        "include: a.yml\na: { variables: !reference [.v, variables] }\nb: { variables: { B: 1 } }",
      "a.yml": "a: { variables: { A: 1 } }\nb: { variables: !reference [.v, variables] }",
    });
    expect(document).toMatchObject({
      a: { variables: { path: [".v", "variables"] } },
      b: { variables: { B: 1 } },
    });
  });

  test("files are told in the order of loading, each once", async () => {
    const { files } = await loaded({
      [entry]: "include: [b.yml, a.yml]",
      "a.yml": "a: { script: a }",
      "b.yml": "include: a.yml\nb: { script: b }",
    });
    expect(files.map(({ path }) => path)).toEqual([entry, "b.yml", "a.yml"]);
  });
});

describe("places", () => {
  const files = {
    [entry]: [
      "include:",
      "  - local: a.yml",
      "build:",
      "  variables: { A: own }",
      "  script:",
      "    - one",
      "    - two",
      "use:",
      "  <<: *x",
    ]
      .join("\n")
      .replace("use:\n  <<: *x", ".x: &x\n  tags: [t]\nuse:\n  <<: *x\n  script: *s")
      .replace("  script:\n    - one", "  script: &s\n    - one"),
    "a.yml": 'build:\r\n  image: node\r\n  variables:\r\n    A: a\r\n    "B": b\r\n',
  };
  const rows: readonly (readonly [string, readonly (string | number)[], string])[] = [
    ["a key of the entry", ["build", "script"], `${entry}:5:3`],
    ["an item", ["build", "script", 1], `${entry}:7:7`],
    ["a key that an included file has alone", ["build", "image"], "a.yml:2:3"],
    ["a key of a merged hash that wins", ["build", "variables", "A"], `${entry}:4:16`],
    ["a key of a merged hash that is left", ["build", "variables", "B"], "a.yml:5:5"],
    ["a merged job", ["build"], `${entry}:3:1`],
    ["what << brought stands at its anchor", ["use", "tags"], `${entry}:9:3`],
    ["and so do its items", ["use", "tags", 0], `${entry}:9:10`],
    ["a key with an alias stands where it is", ["use", "script"], `${entry}:12:3`],
    ["its items at the anchor", ["use", "script", 0], `${entry}:6:7`],
    ["what is not there: the nearest around it", ["build", "services", 0], `${entry}:3:1`],
  ];
  test.each(rows)("%s", async (_, path, expected) => {
    expect(at(await loaded(files), ...path)).toBe(expected);
  });

  test("nothing is known of another job, and of the document itself", async () => {
    const result = await loaded(files);
    expect(result.where(["nobody", "script"])).toBeUndefined();
    expect(result.where([])).toBeUndefined();
  });

  test("the length is that of the key, with its quotes", async () => {
    const result = await loaded(files);
    expect(result.where(["build", "variables", "B"])?.length).toBe(3);
    expect(result.where(["build", "script"])?.length).toBe(6);
    expect(result.where(["build", "script", 0])).not.toHaveProperty("length");
  });

  test("a part of default may stand at the top level by its old name", async () => {
    const result = await loaded(`image: node\ndefault:\n  tags: [a]\na: ${job}\n`);
    expect(at(result, "default", "image")).toBe(`${entry}:1:1`);
    expect(at(result, "default", "tags", 0)).toBe(`${entry}:3:10`);
    expect(at(result, "default", "retry")).toBe(`${entry}:2:1`);
  });
});

describe("limits", () => {
  const loop = { [entry]: "include: a.yml", "a.yml": `include: a.yml\na: ${job}` };

  test("a file that includes itself is read until there are too many", async () => {
    const result = await loaded(loop);
    expect(gitlabSays(result)).toEqual(["Maximum of 150 nested includes are allowed!"]);
    expect(told(result)).toEqual(["a.yml:1:1 LOAD_INCLUDE"]);
    expect(result.document).toEqual({ a: { script: ["x"] } });
    expect(result.open).toBe(true);
  });

  test.each([
    [150, []],
    [151, ["Maximum of 150 nested includes are allowed!"]],
  ])("%i includes in one file", async (count, expected) => {
    const list = Array.from({ length: count }, () => "a.yml");
    const result = await loaded({ [entry]: `include: [${list}]`, "a.yml": `a: ${job}` });
    expect(gitlabSays(result)).toEqual(expected);
  });

  test("the sum of all included files", async () => {
    const limits = limitsFor({ overrides: { totalBytes: 30 } });
    const files = {
      [entry]: "include: [a.yml, b.yml]",
      "a.yml": `a: ${job}`,
      "b.yml": `b: ${job}`,
    };
    expect(gitlabSays(await loaded(files))).toEqual([]);
    expect(gitlabSays(await loaded(files, { limits }))).toEqual([
      "Total size of combined CI/CD configuration is too big",
    ]);
  });
});

test("what is loaded is a configuration that the model takes", async () => {
  const { document } = await loaded({
    [entry]:
      "include: ci/*.yml\nstages: [build]\nbuild: { extends: .base, script: !reference [.lib, run] }",
    "ci/base.yml": "default: { image: node }\n.base: { stage: build, tags: [a], script: [base] }",
    "ci/lib.yml": ".lib: { run: [npm ci, npm test] }",
  });
  const pipeline = definePipeline(readConfiguration(document, entry));
  expect(compileJob(pipeline, "build")).toEqual({
    stage: "build",
    tags: ["a"],
    script: ["npm ci", "npm test"],
    image: "node",
  });
});
