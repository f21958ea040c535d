import { describe, expect, test } from "vitest";
import { load } from "../../src/loading/index.ts";
import { limitsFor } from "../../src/model/index.ts";
import { at, type Given, gitlabSays, job, loaded, type Texts, told, worldOf } from "./helper.ts";

const entry = ".gitlab-ci.yml";
const a = `a: ${job}`;
const b = `b: ${job}`;
const names = async (files: Texts, given?: Given) => {
  const result = await loaded(files, given);
  expect(gitlabSays(result)).toEqual([]);
  return Object.keys(result.document);
};

describe("local files", () => {
  const files = { "a.yml": a, "ci/b.yml": b, "ci/deep/c.yaml": `c: ${job}`, "ci/README.md": "x" };
  const rows: readonly (readonly [string, readonly string[]])[] = [
    ["a.yml", ["a"]],
    ["/a.yml", ["a"]],
    ["{local: ///a.yml}", ["a"]],
    ["[a.yml, {local: ci/b.yml}]", ["a", "b"]],
    ["[null, a.yml]", ["a"]],
    ["[]", []],
    ["ci/*.yml", ["b"]],
    ["/ci/*.yml", ["b"]],
    ["ci/*ml", ["b"]],
    ["ci/**.yaml", ["c"]],
    ["ci/**", ["b", "c"]],
    ["'ci/**/*.y*ml'", ["c"]],
    ["'none/*.yml'", []],
    ["[ci/b.yml, 'ci/*.yml']", ["b"]],
  ];
  test.each(rows)("%s", async (include, expected) => {
    const { "ci/README.md": _, ...yaml } = files;
    const all = include === "ci/**" ? yaml : files;
    const found = await names({ [entry]: `include: ${include}\nx: ${job}`, ...all });
    expect(found).toEqual([...expected, "x"]);
  });

  test("a wildcard may match the file that it stands in, once", async () => {
    const found = await names({ [entry]: `include: "**.yml"\nx: ${job}`, ...files });
    expect(found).toEqual(["x", "a", "b"]);
  });

  test("no path is asked for that git cannot have", async () => {
    const asked: string[] = [];
    const world = { ...worldOf({}), read: async (path: string) => void asked.push(path) };
    const text = 'include: [../a.yml, ./b.yml, c//d.yml, "e\\0.yml", x/../f.yml, g.yml]';
    await load({ path: entry, text }, world, { limits: limitsFor({}) });
    expect(asked).toEqual(["g.yml"]);
  });
});

describe("variables in an include", () => {
  const files = { [entry]: `include: $DIR/a.yml\nx: ${job}`, "ci/a.yml": a };

  test("are put in where they are known", async () => {
    expect(await names(files, { variables: { DIR: "ci" } })).toEqual(["a", "x"]);
  });
  test("one that is not there is nothing", async () => {
    const root = { [entry]: `include: $DIR/a.yml\nx: ${job}`, "a.yml": a };
    expect(await names(root, { variables: {} })).toEqual(["a", "x"]);
  });
  test("leave the file unknown where they are not", async () => {
    const result = await loaded(files);
    expect(told(result)).toEqual([]);
    expect(result.open).toBe(true);
    expect(result.unknown).toEqual([
      { kind: "local", key: "$DIR/a.yml", place: { file: entry, line: 1, column: 1, length: 7 } },
    ]);
  });
  test("a local file may be mapped as it is written", async () => {
    expect(await names(files, { outside: { "$DIR/a.yml": a } })).toEqual(["a", "x"]);
  });
  test("an address may come of one", async () => {
    const outside = { "https://x.org/a.yml": a };
    const address = { [entry]: "include: $URL" };
    expect(await names(address, { variables: { URL: "https://x.org/a.yml" }, outside })).toEqual([
      "a",
    ]);
  });
  test("a component may be mapped as it is written", async () => {
    const outside = { "component:$CI_SERVER_FQDN/g/p/c@1": a };
    expect(
      await names({ [entry]: "include: {component: $CI_SERVER_FQDN/g/p/c@1}" }, { outside }),
    ).toEqual(["a"]);
  });
});

test("a file that is to be left out brings nothing, and nothing is missing", async () => {
  const include = "{component: host/g/p/c@1, inputs: {a: 1}}, {project: g/p, file: a.yml}";
  const files = { [entry]: `include: [${include}]\nx: ${job}` };
  const outside = { "component:host/g/p/c@1": null, "g/p:a.yml": null };
  const result = await loaded(files, { outside });
  expect([told(result), result.unknown, result.open]).toEqual([[], [], false]);
  expect(Object.keys(result.document)).toEqual(["x"]);
});

describe("files from elsewhere are mapped by key", () => {
  const rows: readonly (readonly [string, readonly string[]])[] = [
    ["{project: g/p, ref: main, file: /t/a.yml}", ["g/p@main:t/a.yml"]],
    ["{project: g/p, file: [a.yml, b.yml]}", ["g/p:a.yml", "g/p:b.yml"]],
    ["https://x.org/a.yml", ["https://x.org/a.yml"]],
    ["{remote: 'https://x.org/a.yml'}", ["https://x.org/a.yml"]],
    ["{template: Jobs/Build.gitlab-ci.yml}", ["template:Jobs/Build.gitlab-ci.yml"]],
    ["{component: host/g/p/c@1.0}", ["component:host/g/p/c@1.0"]],
    ["{artifact: a.yml, job: gen}", ["artifact:gen:a.yml"]],
  ];
  test.each(rows)("%s", async (include, keys) => {
    const files = { [entry]: `include: ${include}\nx: ${job}` };
    const missing = await loaded(files, { child: true });
    expect(missing.unknown.map(({ key }) => key)).toEqual(keys);
    expect(missing.open).toBe(true);
    expect(told(missing)).toEqual([]);
    const outside = Object.fromEntries(keys.map((key, n) => [key, `o${n}: ${job}`]));
    const there = await loaded(files, { child: true, outside });
    expect(Object.keys(there.document)).toEqual([...keys.map((_, n) => `o${n}`), "x"]);
    expect(there.open).toBe(false);
    expect(at(there, "o0")).toBe(`${keys[0]}:1:1`);
  });

  const nested: readonly (readonly [string, string, string])[] = [
    ["of a project in the same project", "{project: g/p, ref: v1, file: a.yml}", "g/p@v1:t/b.yml"],
    ["of a component in its project", "{component: h/g/c@1}", "component:h/g/c@1:t/b.yml"],
  ];
  test.each(nested)("a local file %s", async (_, include, key) => {
    const first = key.replace(/:t\/b\.yml$/, include.includes("project") ? ":a.yml" : "");
    const outside = { [first]: "include: /t/b.yml", [key]: b };
    const files = { [entry]: `include: ${include}`, "t/b.yml": "wrong: { script: [x] }" };
    expect(await names(files, { outside })).toEqual(["b"]);
  });

  test("a local file that is called like a key is another file", async () => {
    const files = {
      [entry]: "include: ['g/p:a.yml', { project: g/p, file: a.yml }]",
      "g/p:a.yml": a,
    };
    expect(await names(files, { outside: { "g/p:a.yml": b } })).toEqual(["a", "b"]);
  });

  test("a wildcard in a project that is not here", async () => {
    const outside = { "g/p:a.yml": `include: /t/*.yml\n${a}` };
    const result = await loaded({ [entry]: "include: {project: g/p, file: a.yml}" }, { outside });
    expect(result.unknown.map(({ key }) => key)).toEqual(["g/p:t/*.yml"]);
    expect(result.open).toBe(true);
  });
});

describe("GitLab's words for what it refuses", () => {
  const subkeys = "`local`, `project`, `remote`, `template`, `artifact`, `component`";
  const rows: readonly (readonly [string, string])[] = [
    ["none.yml", "Local file `none.yml` does not exist!"],
    ["./a.yml", "Local file `./a.yml` does not exist!"],
    ["../a.yml", "Local file `../a.yml` does not exist!"],
    ["a.json", "Included file `a.json` does not have YAML extension!"],
    ["{local: [a.yml]}", 'Included file `["a.yml"]` needs to be a string'],
    ["empty.yml", "Local file `empty.yml` is empty!"],
    ["comment.yml", "Included file `comment.yml` does not have valid YAML syntax!"],
    ["list.yml", "`list.yml`: Invalid configuration format"],
    [
      "{project: g/p}",
      `\`{"project":"g/p"}\` does not have a valid subkey for include. Valid subkeys are: ${subkeys}`,
    ],
    ["{local: a.yml, remote: 'https://x/a.yml'}", `Each include must use only one of: ${subkeys}`],
    ["{remote: a.yml}", "Remote file `a.yml` does not have a valid address!"],
    ["{template: Jobs/Build.yml}", "Template file `Jobs/Build.yml` is not a valid location!"],
    [
      "{artifact: a.yml, job: x}",
      "Including configs from artifacts is only allowed when triggering child pipelines",
    ],
    [
      "{local: a.yml, inputs: {x: 1}}",
      "`a.yml`: Given inputs not defined in the `spec` section of the included configuration file",
    ],
    ["{local: a.yml, inputs: [x]}", "`a.yml`: Given inputs must be a hash"],
    ["{local: a.yml, rules: [{if: '$A ='}]}", "include:rules:rule if invalid expression syntax"],
    [
      "{local: a.yml, rules: [{unless: 1}]}",
      "include:rules:rule config contains unknown keys: unless",
    ],
    ["{local: a.yml, rules: [{when: later}]}", "include:rules:rule when unknown value: later"],
    ["{local: a.yml, rules: always}", "include:rules config should be an array of hashes"],
    ["{remote: 'https://x/b.yml'}", "Local file `a.yml` does not have project!"],
    [
      "{remote: 'https://x/a.yml', integrity: sha256-AAAA}",
      "Remote file `https://x/a.yml` failed integrity check!",
    ],
  ];
  test.each(rows)("%s", async (include, expected) => {
    const files = {
      [entry]: `x: ${job}\ninclude:\n  - ${include}`,
      "a.yml": a,
      "empty.yml": "\n",
      "comment.yml": "# nothing",
      "list.yml": "[a]",
    };
    const outside = { "https://x/a.yml": a, "https://x/b.yml": "include: a.yml" };
    const result = await loaded(files, { outside });
    expect(gitlabSays(result)).toEqual([expected]);
    expect(result.problems.map(({ severity }) => severity)).toEqual(["error"]);
    expect(result.open).toBe(true);
  });

  test.each(["5", "[[a.yml]]", "[!reference [a, b]]"])("%s breaks GitLab", async (include) => {
    const result = await loaded(`include: ${include}\nx: ${job}`);
    expect(result.problems.map(({ code }) => code)).toEqual(["LOAD_INCLUDE_FORM"]);
  });

  test("a child without a job", async () => {
    const result = await loaded("include: {artifact: a.yml}", { child: true });
    expect(gitlabSays(result)).toEqual([
      "Job must be provided when including configs from artifacts",
    ]);
  });

  test("the place is the entry", async () => {
    const result = await loaded(`x: ${job}\ninclude:\n  - local: none.yml\n  - a.txt\n`);
    expect(told(result)).toEqual([`${entry}:3:5 LOAD_INCLUDE`, `${entry}:4:5 LOAD_INCLUDE`]);
  });
});

describe("rules of an include", () => {
  const variables = { A: "1" };
  const rows: readonly (readonly [string, Given, boolean])[] = [
    ["[]", {}, false],
    ["[{if: $A}]", { variables }, true],
    ["[{if: $B}]", { variables }, false],
    ["[{if: $B}]", {}, true],
    ["[{if: $A, when: never}]", { variables }, false],
    ["[{if: $B, when: never}, {when: always}]", { variables }, true],
    ["[{if: $B, when: never}]", {}, false],
    ["[{if: $B, when: never}, {when: always}]", {}, true],
    ["[{when: never}]", {}, false],
    ["[{when: never}, {if: $A}]", { variables }, false],
    ["[{exists: [Dockerfile]}]", {}, true],
    ["[{exists: [Makefile]}]", {}, false],
    ["[{exists: Makefile, when: never}, {if: $A}]", { variables }, true],
    ["[{exists: {paths: [Makefile], project: g/p}}]", {}, true],
    ["[{changes: [x]}]", {}, true],
    ["[{changes: [x], if: $B}]", { variables }, false],
  ];
  test.each(rows)("%s with %o", async (rules, given, isIn) => {
    const files = {
      [entry]: `include: {local: a.yml, rules: ${rules}}\nx: ${job}`,
      "a.yml": a,
      Dockerfile: "FROM x",
    };
    expect(await names(files, given)).toEqual(isIn ? ["a", "x"] : ["x"]);
  });

  test("what nobody can judge makes a warning of an error", async () => {
    const text = `include: {local: none.yml, rules: [{if: $A}]}\nx: ${job}`;
    expect(told(await loaded(text))).toEqual([`${entry}:1:1 LOAD_INCLUDE warning`]);
    expect(told(await loaded(text, { variables }))).toEqual([`${entry}:1:1 LOAD_INCLUDE`]);
    expect(told(await loaded(text, { variables: {} }))).toEqual([]);
  });

  test("files of a remote file see no variables", async () => {
    const inner = "include: [{remote: 'https://x/b.yml', rules: [{if: $A}]}]\n";
    const outside = { "https://x/a.yml": inner + a, "https://x/b.yml": b };
    const files = { [entry]: "include: https://x/a.yml" };
    expect(await names(files, { variables, outside })).toEqual(["a"]);
  });
});
