import { describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { readBlocks } from "../../src/lockfiles/blocks.ts";
import { parseYaml } from "../../src/yaml/read.ts";
import fc from "../helpers/property.ts";
import { lockText, written } from "./fixtures.ts";

/** Scalars as text, and tables without a prototype: what both readers can be compared by. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value === null ? null : String(value);
  const entries = Object.entries(value).map(([key, each]) => [key, plain(each)]);
  return Object.fromEntries(entries);
}

describe("means what YAML means, scalars being text", () => {
  const inYaml = written.filter(([, file]) => file === "pnpm-lock.yaml");
  test.each(inYaml)("%s", (tool) => {
    const text = lockText(tool, "base");
    expect(plain(readBlocks(text))).toEqual(plain(parseYaml(text, "x")));
  });

  const scalar = fc.oneof(
    fc.string({ maxLength: 8 }),
    fc.stringMatching(/^[ -~]{0,8}$/),
    fc.constantFrom(
      "a: b",
      "a #b",
      "- a",
      "a:",
      "@s/x",
      "'q'",
      '"d"',
      "*",
      "~1",
      "[x]",
      "{x}",
      "a, b",
      "a\nb",
      " a",
      "a ",
      "https://x/y#z",
      "? a",
      "<<",
      "__proto__",
      "1.10",
      "é",
      "a\tb",
      ":",
      "-",
      "--- a",
    ),
  );
  const value = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: "small" },
      scalar,
      fc.array(scalar, { maxLength: 3 }),
      tie("table"),
    ),
    table: fc.dictionary(scalar, tie("value"), { maxKeys: 4 }),
  })).table;

  test("anything that is printed; or it is left to the library", () => {
    let read = 0;
    fc.assert(
      fc.property(value, fc.constantFrom("BLOCK", "FLOW" as const), (data, collections) => {
        const text = stringify(data, {
          schema: "failsafe",
          lineWidth: 0,
          collectionStyle: collections === "FLOW" ? "flow" : "any",
        });
        const found = readBlocks(text);
        if (found === undefined) return;
        read++;
        let library: unknown;
        try {
          library = parseYaml(text, "x");
        } catch {
          return;
        }
        expect(shape(found)).toEqual(shape(plain(library)));
      }),
      { numRuns: 3000 },
    );
    expect(read).toBeGreaterThan(500);
  });
});

/** Scalars that YAML reads as other than text, and folded ones, are spelt otherwise: keys and nesting count. */
function shape(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shape);
  if (typeof value !== "object" || value === null) return "scalar";
  return Object.entries(value).map(([key, each]) => [key, shape(each)]);
}

describe("text", () => {
  test.each<[string, unknown]>([
    ["", null],
    ["# only\n\n# comments\n", null],
    ["a: b", { a: "b" }],
    ["a:\nb: 1.10\n", { a: null, b: "1.10" }],
    ["a:\r\n  b: c\r\n\r\nd: e\r\n", { a: { b: "c" }, d: "e" }],
    ["'it''s': 'x''y'\n\"a\\tb\": \"c\\u0041\"", { "it's": "x'y", "a\tb": "cA" }],
    ["a@npm:^1, b@npm:>= 1: x", { "a@npm:^1, b@npm:>= 1": "x" }],
    ["a: [x, 'y, z', {b: c}]", { a: ["x", "y, z", { b: "c" }] }],
    [
      "a: {b: {}, c: [], d: https://x.example/y}",
      { a: { b: {}, c: [], d: "https://x.example/y" } },
    ],
    ["a:\n  - x\n  - y\nb:\n- z", { a: ["x", "y"], b: ["z"] }],
    ["a: |-\n  x\n\n   y: z\nb: >\n  w\n", { a: "x\n\ny: z", b: "w" }],
    ["? a\n: b\n? 'c'\n:\n  d: e", { a: "b", c: { d: "e" } }],
    ["a: b#c d&e (f | g)", { a: "b#c d&e (f | g)" }],
  ])("%j", (text, expected) => {
    expect(plain(readBlocks(text))).toEqual(expected);
  });

  test.each([
    "a: &x b",
    "a: *x",
    "a: !t b",
    "<<: a",
    "a: b # c",
    "a: 'b' # c",
    "a: b: c",
    "a: b\n  c",
    "a:\n    b: c\n  d: e",
    "a: 'b\n  c'",
    "a: [b,\n  c]",
    "- a: b",
    "-\n  a",
    "a: b\na: c",
    "{a: b",
    "a: [b",
    "a: {b}",
    "a: {b:c}",
    "---\na: b",
    "a",
    "a b",
    "\ta: b",
    'a: "\\x41"',
    "a:\n  - b\n  c: d",
    "? a\nb: c",
    "a: b\n - c",
    "%YAML 1.2",
    "a: @b",
    "a: `b`",
    "a: |2\n   b",
    "a: [b]]",
    "a: {b: c, b: d}",
  ])("is left to the library: %j", (text) => {
    expect(readBlocks(text)).toBeUndefined();
  });
});
