import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { UserError } from "../../src/diagnostics/index.ts";
import { reference } from "../../src/model/index.ts";
import { printYaml } from "../../src/yaml/index.ts";
import { parseYaml } from "../../src/yaml/read.ts";
import fc from "../helpers/property.ts";
import { hardText, plainData } from "./arbitrary.ts";
import { hardScalars } from "./hard-scalars.ts";

const readers = {
  "a YAML 1.1 reader": (text: string): unknown => parse(text, { version: "1.1" }),
  "our own reader": (text: string): unknown => parseYaml(text, "a.yml"),
};

describe.each(Object.entries(readers))("%s reads back", (_, read) => {
  test.each(hardScalars)("%j", (text) => {
    const value = {
      value: text,
      [text]: "key",
      list: [text, [text]],
      deep: { [text]: { [text]: 1 } },
    };
    expect(read(printYaml(value))).toEqual(value);
    expect(read(printYaml(text))).toEqual(text);
  });

  test("any data", () => {
    fc.assert(
      fc.property(plainData, (value) => {
        expect(read(printYaml(value))).toEqual(value);
      }),
    );
  });
});

test("the same value gives the same bytes, in the order of its keys", () => {
  const value = { b: 1, a: [{ d: true, c: null }] };
  expect(printYaml(value)).toBe("b: 1\na:\n  - d: true\n    c: null\n");
  expect(printYaml(structuredClone(value))).toBe(printYaml(value));
});

test("text stays plain where nobody can misread it", () => {
  const plain = [
    "npm ci",
    "node:22",
    "$CI_COMMIT_SHA",
    '$X == "y" && $Z',
    ".base",
    "1 week",
    "a, b",
    "it's",
  ];
  expect(printYaml(plain)).toBe(plain.map((text) => `- ${text}\n`).join(""));
});

test.each([
  [
    "a script of several lines",
    "if x; then\n  y\nfi\n",
    "- - |\n    if x; then\n      y\n    fi\n",
  ],
  ["without a last line break", "a\n\nb", "- - |-\n    a\n\n    b\n"],
  ["with blanks at its start", "  a\nb\n", '- - "  a\\nb\\n"\n'],
  ["with blanks at its end", "a\nb\n ", '- - "a\\nb\\n "\n'],
  ["with a carriage return", "a\r\nb", '- - "a\\r\\nb"\n'],
  ["with a break that hides", "a\nb\u2028c", '- - "a\\nb\\u2028c"\n'],
])("%s", (_, text, printed) => {
  expect(printYaml([[text]])).toBe(printed);
});

test("lines are never folded", () => {
  for (const text of ["word ".repeat(100).trim(), `"${"word ".repeat(100)}`]) {
    expect(printYaml({ text }).split("\n")).toHaveLength(2);
  }
});

test("what stands twice is written twice: GitLab counts an alias at every use", () => {
  const shared = ["a"];
  expect(printYaml({ x: shared, z: shared })).toBe("x:\n  - a\nz:\n  - a\n");
});

test.each([
  [0, "0"],
  [-0, "0"],
  [1.5, "1.5"],
  [1e21, "1.0e+21"],
  [1.5e-7, "1.5e-7"],
  [1e-7, "1.0e-7"],
  [2 ** 60, "1152921504606846976"],
  [12345678901234567890n, "12345678901234567890"],
  [Number.POSITIVE_INFINITY, ".inf"],
])("the number %s", (value, printed) => {
  expect(printYaml({ value })).toBe(`value: ${printed}\n`);
});

test("!reference is written in one line", () => {
  const value = {
    script: [reference(".setup", "script"), "x"],
    rules: reference(".a, b", "rules"),
  };
  const text = printYaml(value);
  expect(text).toBe(
    'script:\n  - !reference [.setup, script]\n  - x\nrules: !reference [".a, b", rules]\n',
  );
  expect(parseYaml(text, "a.yml")).toEqual(value);
});

test.each([
  ["a value", { a: [{ script: "x\ud800" }] }, "a[0] › script"],
  ["a key", { a: { "x\udc00y": 1 } }, "a › x\ufffdy"],
])("half of a surrogate pair in %s is refused with its place", (_, value, place) => {
  expect(() => printYaml(value)).toThrow(UserError);
  expect(() => printYaml(value)).toThrow(`${place}: holds half of a surrogate pair`);
});

test("whatever the text, a key and a value stay on their lines", () => {
  fc.assert(
    fc.property(hardText, (text) => {
      const back = parseYaml(printYaml({ [text]: [text], last: 1 }), "a.yml");
      expect(back).toEqual({ [text]: [text], last: 1 });
    }),
  );
});
