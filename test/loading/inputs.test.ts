import { describe, expect, test } from "vitest";
import { at, type Given, gitlabSays, loaded, told } from "./helper.ts";

const entry = ".gitlab-ci.yml";
/** `script` of the one job of a file with these inputs, or GitLab's words. */
async function script(inputs: string, value: string, given: Given = {}): Promise<unknown> {
  const text = `spec:\n  inputs: ${inputs}\n---\njob:\n  script: ${value}\n`;
  const result = await loaded(text, given);
  const { job } = result.document as { job?: { script: unknown } };
  return job ? job.script : gitlabSays(result)[0];
}

describe("values and their types", () => {
  const rows: readonly (readonly [string, string, Given["inputs"], unknown])[] = [
    ["{a: }", "$[[ inputs.a ]]", { a: "x" }, "x"],
    ["{a: {default: x}}", "'<$[[ inputs.a ]]>'", {}, "<x>"],
    ["{a: {default: x}}", "$[[inputs.a]]", {}, "x"],
    ["{a: {default: x}}", "'$[[ inputs.a ]]$[[ inputs.a ]]'", {}, "xx"],
    ["{a: {default: x}, b: {default: z}}", "'$[[ inputs.a ]]-$[[ inputs.b ]]'", {}, "x-z"],
    ["{a: {default: null}}", "'<$[[ inputs.a ]]>'", {}, "<>"],
    ["{a: }", "$[[ inputs.a ]]", { a: 5 }, "5"],
    ["{a: {type: number}}", "$[[ inputs.a ]]", { a: 5 }, 5],
    ["{a: {type: number}}", "$[[ inputs.a ]]", { a: "5" }, 5],
    ["{a: {type: number}}", "'n$[[ inputs.a ]]'", { a: 5 }, "n5"],
    ["{a: {type: boolean}}", "$[[ inputs.a ]]", { a: true }, true],
    ["{a: {type: boolean}}", "$[[ inputs.a ]]", { a: "false" }, false],
    ["{a: {type: array}}", "$[[ inputs.a ]]", { a: ["x", 1] }, ["x", 1]],
    ["{a: {type: array}}", "$[[ inputs.a ]]", { a: '["x"]' }, ["x"]],
    ["{a: {type: array}}", "['$[[ inputs.a[1] ]]']", { a: ["x", "z"] }, ["z"]],
    ["{a: {type: array}}", "'<$[[ inputs.a ]]>'", { a: ["x", 1] }, '<["x", 1]>'],
    ["{a: {options: [x, z]}}", "$[[ inputs.a ]]", { a: "z" }, "z"],
    ["{a: {type: number, options: [1, 2]}}", "$[[ inputs.a ]]", { a: 2 }, 2],
    ["{a: {regex: '^v\\d+$'}}", "$[[ inputs.a ]]", { a: "v12" }, "v12"],
    ["{a: }", "$[[ matrix.a ]]", { a: "x" }, "$[[ matrix.a ]]"],
    ["{a: }", "$[[ a", { a: "x" }, "$[[ a"],
    [
      "{e: {default: dev}, a: {rules: [{if: '$[[ inputs.e ]] == \"prod\"', options: [x], default: x}, {options: [z], default: z}]}}",
      "$[[ inputs.a ]]",
      { e: "prod" },
      "x",
    ],
    [
      "{e: {default: dev}, a: {rules: [{if: '$[[ inputs.e ]] == \"prod\"', options: [x], default: x}, {options: [z], default: z}]}}",
      "$[[ inputs.a ]]",
      {},
      "z",
    ],
  ];
  test.each(rows)("%s: %s", async (inputs, value, given, expected) => {
    expect(await script(inputs, value, { inputs: given ?? {} })).toEqual(expected);
  });

  test("keys take values too, and keep their places", async () => {
    const text = `spec: { inputs: { n: { default: web } } }\n---\n"$[[ inputs.n ]]:test":\n  script: $[[ inputs.n ]]\n`;
    const result = await loaded(text);
    expect(result.document).toEqual({ "web:test": { script: "web" } });
    expect(at(result, "web:test", "script")).toBe(`${entry}:4:3`);
    expect(at(result, "web:test")).toBe(`${entry}:3:1`);
  });

  test("without a header blocks stay as they are", async () => {
    const { document } = await loaded("a: { script: '$[[ inputs.a ]]' }");
    expect(document).toEqual({ a: { script: "$[[ inputs.a ]]" } });
  });

  test("an include hands them over, and a nested one hands its own on", async () => {
    const { document } = await loaded({
      [entry]: "include: { local: a.yml, inputs: { stage: build, tags: [x] } }",
      "a.yml": `spec: { inputs: { stage: , tags: { type: array } } }\n---\ninclude: { local: b.yml, inputs: { name: "$[[ inputs.stage ]]-b" } }\na: { stage: "$[[ inputs.stage ]]", tags: "$[[ inputs.tags ]]" }`,
      "b.yml": `spec: { inputs: { name: } }\n---\n$[[ inputs.name ]]: { script: x }`,
    });
    expect(document).toEqual({ "build-b": { script: "x" }, a: { stage: "build", tags: ["x"] } });
  });

  test("the same file with other inputs, twice", async () => {
    const { document } = await loaded({
      [entry]:
        "include: [{ local: a.yml, inputs: { n: one } }, { local: a.yml, inputs: { n: two } }]",
      "a.yml": `spec: { inputs: { n: } }\n---\n$[[ inputs.n ]]: { script: x }`,
    });
    expect(Object.keys(document)).toEqual(["one", "two"]);
  });
});

describe("functions", () => {
  const rows: readonly (readonly [string, string, string])[] = [
    ["truncate(0,2)", "abcdef", "ab"],
    ["truncate( 2 , 3 )", "abcdef", "cde"],
    ["truncate(9,2)", "abc", ""],
    ["truncate(0,1)", "🦊x", "🦊"],
    ["expand_vars", "$A-${B}-$C", "1-2-$C"],
    ["expand_vars | truncate(0,1)", "$A", "1"],
    ["posix_escape", "a b'c$d", "a\\ b\\'c\\$d"],
    ["posix_escape", "", "''"],
    ["posix_escape", "a\nb", "a'\n'b"],
  ];
  test.each(rows)("%s of %s", async (functions, given, expected) => {
    const variables = { A: "1", B: "2" };
    const value = `'$[[ inputs.a | ${functions} ]]'`;
    expect(await script("{a: }", value, { inputs: { a: given }, variables })).toBe(expected);
  });
});

describe("GitLab's words", () => {
  const options = "`x` cannot be used because it is not in the list of allowed options";
  const rows: readonly (readonly [string, string, Given["inputs"], string])[] = [
    ["{a: }", "x", {}, "`a` input: required value has not been provided"],
    [
      "{a: , b: }",
      "x",
      {},
      "`a` input: required value has not been provided, `b` input: required value has not been provided",
    ],
    ["{a: {default: x}}", "x", { b: 1, c: 2 }, "unknown input arguments: b, c"],
    ["{a: {type: number}}", "x", { a: "x" }, "`a` input: provided value is not a number"],
    ["{a: {type: boolean, default: 1}}", "x", {}, "`a` input: default value is not a boolean"],
    ["{a: {type: array}}", "x", { a: "x" }, "`a` input: provided value is not an array"],
    ["{a: {options: [y]}}", "x", { a: "x" }, `\`a\` input: ${options}`],
    [
      "{a: {type: number, options: [1]}}",
      "x",
      { a: 2 },
      "`a` input: `2` cannot be used because it is not in the list of the allowed options",
    ],
    [
      "{a: {type: boolean, options: [true]}}",
      "x",
      { a: true },
      "`a` input: Options can only be used with string and number inputs",
    ],
    [
      "{a: {type: number, regex: x}}",
      "x",
      { a: 1 },
      "`a` input: RegEx validation can only be used with string inputs",
    ],
    [
      "{a: {regex: ^v}}",
      "x",
      { a: "x" },
      "`a` input: provided value does not match required RegEx pattern",
    ],
    [
      "{a: {regex: ^v, default: x}}",
      "x",
      {},
      "`a` input: default value does not match required RegEx pattern",
    ],
    ["{a: {regex: '('}}", "x", { a: "x" }, "`a` input: invalid regular expression"],
    ["{a: {type: text}}", "x", { a: "x" }, "header:spec:inputs:a input type unknown value: text"],
    [
      "{a: {kind: text}}",
      "x",
      { a: "x" },
      "header:spec:inputs:a config contains unknown keys: kind",
    ],
    ["{a: x}", "x", { a: "x" }, "header:spec:inputs:a config should be a hash"],
    ["[a]", "x", {}, "header:spec:inputs config should be a hash"],
    [
      "{a: {default: x}}",
      "$[[ inputs.b ]]",
      {},
      "unknown interpolation provided: `b` in `inputs.b`",
    ],
    [
      "{a: {default: x}}",
      "$[[ inputs ]]",
      {},
      "invalid pattern used for interpolation. valid pattern is $[[ inputs.input ]]",
    ],
    [
      "{a: {default: x}}",
      "$[[ inputs.a[0] ]]",
      {},
      "cannot index into non-array value at [0] in `inputs.a[0]`",
    ],
    [
      "{a: {type: array, default: []}}",
      "$[[ inputs.a[0] ]]",
      {},
      "array index 0 out of bounds (size: 0) in `inputs.a[0]`",
    ],
    [
      "{a: {type: array, default: []}}",
      "$[[ inputs.a[x] ]]",
      {},
      "invalid array index in `inputs.a[x]`: `x` is not a valid index",
    ],
    [
      "{a: {default: x}}",
      "$[[ inputs.a | upper ]]",
      {},
      "no function matching `upper`: check that the function name, arguments, and types are correct",
    ],
    [
      "{a: {type: number, default: 1}}",
      "$[[ inputs.a | expand_vars ]]",
      {},
      "error in `expand_vars` function: invalid input type: expand_vars can only be used with string inputs",
    ],
    [
      "{a: {default: x}}",
      "$[[ inputs.a | expand_vars | expand_vars | expand_vars | expand_vars ]]",
      {},
      "too many functions in interpolation block",
    ],
  ];
  test.each(rows)("%s: %s", async (inputs, value, given, expected) => {
    expect(await script(inputs, `'${value}'`, { inputs: given ?? {} })).toBe(expected);
  });

  test("a header with other keys", async () => {
    expect(gitlabSays(await loaded("spec: {}\nspecs: {}\n---\na: {script: x}"))).toEqual([
      "header config contains unknown keys: specs",
    ]);
    expect(gitlabSays(await loaded("spec: {input: {}}\n---\na: {script: x}"))).toEqual([
      "header:spec config contains unknown keys: input",
    ]);
  });

  test("51 options", async () => {
    const list = Array.from({ length: 51 }, (_, n) => `o${n}`);
    expect(await script(`{a: {options: [${list}], default: o1}}`, "x")).toBe(
      "header:spec:inputs:a config cannot define more than 50 options",
    );
  });

  test("of an included file with its name in front, at the entry that includes it", async () => {
    const result = await loaded({
      [entry]: "include:\n  - local: a.yml\n",
      "a.yml": "spec: { inputs: { n: } }\n---\na: { script: x }",
    });
    expect(gitlabSays(result)).toEqual([
      "`a.yml`: `n` input: required value has not been provided",
    ]);
    expect(told(result)).toEqual([`${entry}:2:5 LOAD_INPUTS`]);
    expect(result.open).toBe(true);
  });
});

describe("spec:include", () => {
  const body = "---\na: { script: '$[[ inputs.x ]]$[[ inputs.y ]]' }";
  const given = { inputs: { x: 1, y: 2 } };
  const header = (include: string, own = "{ y: }") =>
    `spec:\n  include: ${include}\n  inputs: ${own}\n${body}`;

  test("brings inputs of other files", async () => {
    const files = { [entry]: header("[in.yml]"), "in.yml": "inputs: { x: { type: number } }" };
    expect((await loaded(files, given)).document).toEqual({ a: { script: "12" } });
  });

  test("of a file that nobody has: the configuration is unknown", async () => {
    const result = await loaded({ [entry]: header("{ project: g/p, file: in.yml }") }, given);
    expect(result.unknown.map(({ key }) => key)).toEqual(["g/p:in.yml"]);
    expect(told(result)).toEqual([]);
    expect(result.document).toEqual({});
    expect(result.open).toBe(true);
  });

  const rows: readonly (readonly [string, string, string])[] = [
    [
      "in.yml",
      "inputs: { y: }",
      "Duplicate input keys found: y. Input keys must be unique across all included files and inline specifications.",
    ],
    [
      "in.yml",
      "inputs: { x: }\na: 1\nb: 2",
      "Header include file `in.yml` contains unknown keys: [:a, :b]",
    ],
    ["none.yml", "inputs: { x: }", "Local file `none.yml` does not exist!"],
    ["in.yml", "[x]", "`in.yml`: Invalid configuration format"],
  ];
  test.each(rows)("%s: %s", async (include, text, expected) => {
    const result = await loaded({ [entry]: header(include), "in.yml": text }, given);
    expect(gitlabSays(result)).toEqual([expected]);
    expect(result.document).toEqual({});
  });

  test("a component has none", async () => {
    const outside = { "component:h/g/c@1": header("in.yml", "{ y: { default: 1 } }") };
    const result = await loaded({ [entry]: "include: { component: h/g/c@1 }" }, { outside });
    expect(gitlabSays(result)).toEqual([
      "Component `h/g/c@1` cannot use `spec:include`. This keyword is not supported in components",
    ]);
  });
});

test("a component may name itself", async () => {
  const text = `spec: { component: [name, version, sha] }\n---\n"$[[ component.name ]]": { script: "$[[ component.version ]] $[[ component.sha ]]" }`;
  const outside = { "component:h/g/lint@1.2": text };
  const { document } = await loaded(
    { [entry]: "include: { component: h/g/lint@1.2 }" },
    { outside },
  );
  expect(document).toEqual({ lint: { script: "1.2 $[[ component.sha ]]" } });
});

describe("documents", () => {
  const rows: readonly (readonly [string, unknown, readonly string[]])[] = [
    ["---\na: {script: x}", { a: { script: "x" } }, []],
    ["---\nspec: {}\n---\na: {script: x}", { a: { script: "x" } }, []],
    ["spec: {}\n--- # body\na: {script: x}", { a: { script: "x" } }, []],
    ["a: 1\n---\nb: 2", { a: 1 }, [`${entry}:3:1 LOAD_DOCUMENTS warning`]],
    ["spec: {}\n---\na: 1\n---\nb: 2", { b: 2 }, [`${entry}:3:1 LOAD_DOCUMENTS warning`]],
    ["---\nspec: {}\n---\na: 1\n---\nb: 2", { a: 1 }, [`${entry}:5:1 LOAD_DOCUMENTS warning`]],
    ["\ufeffa: 1", { a: 1 }, []],
    ["a: 1\r\nb: 2\r\n", { a: 1, b: 2 }, []],
    ["a: 1\na: 2", { a: 2 }, [`${entry}:2:1 LOAD_KEY_TWICE warning`]],
    ["a: !x 1", { a: 1 }, [`${entry}:1:7 LOAD_TAG warning`]],
    ["a: \ufffd", { a: "\ufffd" }, [`${entry}:1:4 LOAD_NOT_UTF8 warning`]],
    ["a: 2020-01-01", {}, [`${entry}:1:4 LOAD_CLASS`]],
    ["a: !reference x", {}, [`${entry}:1:15 LOAD_REFERENCE`]],
  ];
  test.each(rows)("%j", async (text, expected, problems) => {
    const result = await loaded(text);
    expect(told(result)).toEqual(problems);
    expect(result.document).toEqual(expected);
  });

  test("what a date says, word by word", async () => {
    const { problems } = await loaded("a: [2020-01-01, x]");
    expect(problems[0]?.gitlab).toBe("Tried to load unspecified class: Date");
    expect(problems[0]?.message).toBe(
      "2020-01-01 reads as a date, which GitLab refuses. Put it in quotes",
    );
  });
});
