import { describe, expect, test } from "vitest";
import fc from "../helpers/property.ts";
import { gitlabSays, job, loaded, told } from "./helper.ts";

const entry = ".gitlab-ci.yml";
const big = "The parsed YAML is too big";

/** Each name holds the one before nine times. */
const laughs = (levels: number): string =>
  Array.from({ length: levels }, (_, level) => {
    const inner = level === 0 ? "lol" : `*a${level - 1}`;
    return `a${level}: &a${level} [${Array.from({ length: 9 }, () => inner).join(", ")}]`;
  }).join("\n");

describe("texts that are made to hurt get one clear message", () => {
  const rows: readonly (readonly [string, string, readonly string[], readonly string[]])[] = [
    ["aliases that grow tenfold", laughs(9), [big], ["LOAD_TOO_BIG"]],
    ["an alias of what it stands in", "a: &a\n  - *a", [big], ["LOAD_TOO_BIG"]],
    ["flow lists without end", "[".repeat(100_000), [big], ["LOAD_TOO_BIG"]],
    ["block lists without end", `a:\n${"- ".repeat(20_000)}x`, [big], ["LOAD_TOO_BIG"]],
    ["101 levels", `a: ${"[".repeat(100)}${"]".repeat(100)}`, [big], ["LOAD_TOO_BIG"]],
    ["3 MB", `a: ${"x".repeat(3_000_000)}`, ["The provided YAML is too big"], ["LOAD_TOO_BIG"]],
    ["10 MB of keys", "a:\n".repeat(3_400_000), ["The provided YAML is too big"], ["LOAD_TOO_BIG"]],
    ["binary", "a: \u0000\u0001\u0002", [], ["LOAD_YAML"]],
    ["a web page", "<!DOCTYPE html>\n<p>: [", ["Invalid configuration format"], ["LOAD_YAML"]],
    ["a text", "just words", ["Invalid configuration format"], ["LOAD_NO_HASH"]],
    ["a list", "- a", ["Invalid configuration format"], ["LOAD_NO_HASH"]],
    ["an unknown alias", "a: *b", [], ["LOAD_YAML"]],
    ["an open quote", 'a: "b', [], ["LOAD_YAML"]],
    ["tabs for indentation", "a:\n\tb: c", [], ["LOAD_YAML"]],
    ["nothing", " \n", ["Please provide content of .gitlab-ci.yml"], ["LOAD_EMPTY"]],
  ];
  test.each(rows)("%s", async (_, text, says, codes) => {
    const result = await loaded(text);
    expect(gitlabSays(result)).toEqual(says);
    expect(result.problems.map(({ code }) => code)).toEqual(codes);
    expect(result.document).toEqual({});
    expect(result.open).toBe(true);
  });

  test("a file that is not there", async () => {
    const result = await loaded({});
    expect(gitlabSays(result)).toEqual(["Missing CI config file"]);
    expect(told(result)).toEqual([`${entry} LOAD_MISSING`]);
  });

  test("100 levels are read", async () => {
    const result = await loaded(`a: ${"[".repeat(99)}${"]".repeat(99)}`);
    expect(told(result)).toEqual([]);
  });

  test("inputs that grow", async () => {
    const x = "x".repeat(1_000_000);
    const uses = Array.from({ length: 30 }, (_, n) => `j${n}: {script: "a $[[ inputs.x ]]"}`);
    const text = `spec: {inputs: {x: {default: ${x}}}}\n---\n${uses.join("\n")}`;
    expect(gitlabSays(await loaded(text))).toEqual(["config too large"]);
  });

  test("openings of blocks without an end", async () => {
    const text = `spec: {inputs: {x: {default: x}}}\n---\na: {script: "${"$[[ ".repeat(200_000)}"}`;
    expect(told(await loaded(text))).toEqual([]);
  });

  test("a wildcard of many stars on a long path", async () => {
    const long = `${"a/".repeat(300)}b.yml`;
    const include = `include: '${"**/".repeat(60)}*${"a*".repeat(60)}c.yml'\na: ${job}`;
    expect(told(await loaded({ [entry]: include, [long]: "" }))).toEqual([]);
  });
});

const seeds = [
  `include: a.yml\njob: { script: [own], variables: { A: 1 } }`,
  `include:\n  - local: /in.yml\n    inputs: { stage: build }\n    rules:\n      - if: $A == "b"\n        when: never\n`,
  `.x: &x\n  tags: [a]\njob:\n  <<: *x\n  script: !reference [.x, tags]\n`,
  `spec:\n  inputs:\n    a: { type: array, default: [1] }\n    b: { regex: ^x$, default: x }\n---\n"$[[ inputs.b ]]": { script: "$[[ inputs.a ]] $[[ inputs.b | truncate(0,1) ]]" }\n`,
  `include: [{project: g/p, file: [a.yml, b.yml], ref: main}, {component: $H/g/c@1}, 'ci/**.yml']\n`,
];
const pieces = fc.constantFrom(
  ..."{}[]&*!|>-?:,#\"'%@`\t\n\r\u0000\ufeff\u2028 ~$<=",
  "---\n",
  "<<: ",
  "*x",
  "&x ",
  "!reference ",
  "__proto__: ",
  "include: ",
  "$[[ inputs.a ]]",
  "spec:\n",
  "rules: ",
  "2020-01-01",
  "'",
);
const edits = fc.array(
  fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), cut: fc.nat(6), piece: pieces }),
  { maxLength: 6 },
);
const texts = fc.tuple(fc.constantFrom(...seeds), edits).map(([seed, list]) =>
  list.reduce((text, { at, cut, piece }) => {
    const from = Math.floor(at * text.length);
    return text.slice(0, from) + piece + text.slice(from + cut);
  }, seed),
);

test("no text makes it throw; what is refused is told with a place", async () => {
  let refused = 0;
  await fc.assert(
    fc.asyncProperty(texts, texts, async (first, second) => {
      const files = { [entry]: first, "a.yml": second, "in.yml": second, "ci/x.yml": second };
      const result = await loaded(files, { outside: { "g/p@main:a.yml": second } });
      for (const { file, line, column } of result.problems.flatMap(({ place }) => place ?? [])) {
        const text = result.files.find(({ path }) => path === file)?.text ?? "";
        expect(line).toBeLessThanOrEqual(text.split(/\r\n|\n|\r/).length);
        expect(column).toBeGreaterThan(0);
      }
      if (Object.keys(result.document).length === 0 && first.trim()) refused++;
      for (const [name, value] of Object.entries(result.document)) {
        expect(result.where([name])).toBeDefined();
        if (Array.isArray(value) && value.length) expect(result.where([name, 0])).toBeDefined();
      }
    }),
    { numRuns: 400, seed: 11 },
  );
  expect(refused).toBeGreaterThan(20);
});
