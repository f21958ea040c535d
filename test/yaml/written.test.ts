import { describe, expect, test } from "vitest";
import type { Marks } from "../../src/yaml/index.ts";
import { markOf, Reference } from "../../src/yaml/index.ts";
import { readWritten } from "../../src/yaml/written.ts";

const limits = { bytes: 2_097_152, depth: 100 };
const marks = new WeakMap<object, Marks>();
const read = (text: string, most = limits, offset = 0) =>
  readWritten(text, { offset, limits: most, mark: (value, at) => marks.set(value, at) });
const notes = (text: string, most = limits) =>
  read(text, most).notes.map(({ kind, text: what, offset }) => `${offset} ${kind} ${what}`.trim());

describe("values are what Psych makes of them", () => {
  const rows: readonly (readonly [string, unknown])[] = [
    ["a: yes\nb: 017\nc: 1:20\nd: 'no'", { a: true, b: 15, c: 4800, d: "no" }],
    ["a: &x [1]\nb: *x", { a: [1], b: [1] }],
    ["a: &x {k: 1, l: 2}\nb: {<<: *x, l: 3}", { a: { k: 1, l: 2 }, b: { k: 1, l: 3 } }],
    ["a: &x {k: 1}\nb: {k: 0, <<: *x}", { a: { k: 1 }, b: { k: 1 } }],
    ["a: &x {k: 1}\nc: &y {k: 2}\nb: {<<: [*x, *y]}", { a: { k: 1 }, c: { k: 2 }, b: { k: 1 } }],
    ["a: {<<: text}", { a: { "<<": "text" } }],
    ["a: {'<<': 1}", { a: { "<<": 1 } }],
    ["a: 1\nb: 2\na: 3", { a: 3, b: 2 }],
    ["a: !custom x\nb: !!str 1\nc: ! 2\nd: ! '2'", { a: "x", b: "1", c: 2, d: 2 }],
    ["a: !reference [.b, script]", { a: new Reference([".b", "script"]) }],
    ["- a\n- ~", ["a", null]],
    ["# nothing", null],
    ["&k a: 1\nb: *k", { a: 1, b: "a" }],
    ["a: 2001-01-32", { a: "2001-01-32" }],
    ["__proto__: 1", JSON.parse('{"__proto__": 1}')],
  ];
  test.each(rows)("%s", (text, expected) => {
    const { value } = read(text);
    expect(value).toEqual(expected);
    if (expected && !Array.isArray(expected)) {
      expect(Object.keys(value as object)).toEqual(Object.keys(expected));
    }
  });
});

describe("notes tell what GitLab refuses or reads otherwise", () => {
  const rows: readonly (readonly [string, readonly string[]])[] = [
    ["a: 1\nb: 2\na: 3", ["10 twice a"]],
    ["a: !custom x", ["11 tag !custom"]],
    ["a: !!binary aGk=", ["12 tag !!binary"]],
    ["a: 2020-01-01", ["3 class Date"]],
    ["a: '2020-01-01'", []],
    ["a: 2020-01-01 10:00:00 Z", ["3 class Time"]],
    ["2020-01-01: a", ["0 class Date"]],
    ["a: !reference x", ["14 reference !reference x"]],
    ["a: !reference []", ["14 reference !reference []"]],
    ["a: !reference [b, 1]", ["14 reference !reference [b, 1]"]],
    ["a: !!set {x, y}", ["9 class Psych::Set"]],
    ["a: !!omap [x: y]", ["10 tag !!omap"]],
    ["a: !ruby/regexp x", ["16 class Regexp"]],
    ["a: :x", ["3 symbol x"]],
    ['a: :"x y"', ["3 symbol x y"]],
    [":x: a", ["0 symbol x"]],
    ["a: !!omap [b: 1]", ["10 tag !!omap"]],
    ["a: 1\n---\nb: 2", ["5 rest"]],
    ["a: *b", ["3 syntax *b stands for nothing yet"]],
    ["? [a]\n: b", ["2 syntax a key must be text"]],
    ["a: \u0007", ["3 syntax control characters are not allowed"]],
    ["a: &a [*a]", ["7 big"]],
  ];
  test.each(rows)("%s", (text, expected) => expect(notes(text)).toEqual(expected));

  test("a refused text has no value, one that is only noted has", () => {
    expect(read("a: *b").value).toBeUndefined();
    expect(read("a: 1\na: 2").value).toEqual({ a: 2 });
  });

  test("no more than a hundred", () => {
    expect(notes("a: 1\n".repeat(300))).toHaveLength(100);
  });
});

describe("limits", () => {
  const small = { bytes: 400, depth: 3 };
  test.each([
    ["[[[1]]]", []],
    ["[[[[1]]]]", ["3 big"]],
    ["- - - 1", []],
    ["- - - - 1", ["6 big"]],
    ["a: &a [[1]]\nb: *a", []],
    ["a: &a [[1]]\nb: [*a]", ["0 big"]],
    [`a: ${"x".repeat(300)}`, ["0 big"]],
    [`[${"x, ".repeat(7)}x]`, []],
    [`[${"x, ".repeat(8)}x]`, ["0 big"]],
    [`a: &a ${"x".repeat(50)}\nb: [*a]`, []],
    [`a: &a ${"x".repeat(50)}\nb: [*a, *a, *a]`, ["0 big"]],
  ])("%s", (text, expected) => expect(notes(text, small)).toEqual(expected));

  test("an alias counts again at each use, but takes no room", () => {
    const { value } = read("a: &a [x]\nb: *a") as { value: { a: unknown; b: unknown } };
    expect(value.a).toBe(value.b);
  });

  test("more items than fit are refused before anything is composed", () => {
    expect(notes("- 1\n".repeat(50), small)).toEqual([]);
    expect(notes("- 1\n".repeat(60), small)).toEqual(["200 big"]);
  });

  test("endless anchors", () => {
    expect(notes("&a ".repeat(200))).toEqual([
      "300 syntax a value has one anchor and one tag at most",
    ]);
  });
});

test("marks are offsets in the whole file; what << brings stands at its anchor", () => {
  const { value } = read("a: &x {k: 1}\nb:\n  <<: *x\n  l: [1, 2]", limits, 100);
  const { b } = value as { b: { l: object } };
  const places = (of: object) => ["a", "b", "k", "l"].map((key) => markOf(marks.get(of)!, key));
  expect(places(value as object)).toEqual([100, 113, undefined, undefined]);
  expect(places(b)).toEqual([undefined, undefined, 107, 127]);
  expect(marks.get(b.l)).toEqual([131, 134]);
});

test("marks of a hash with many keys, one of them written again and one brought", () => {
  const names = Array.from({ length: 40 }, (_, index) => `key${index}`);
  const lines = ["x: &x {key3: 1}", "a:", "  <<: *x", ...names.map((name) => `  ${name}: 1`)];
  const text = `${lines.join("\n")}\n  key7: 2\n`;
  const { value, notes: told } = read(text);
  const at = marks.get((value as { a: object }).a)!;
  for (const name of names.filter((each) => each !== "key7")) {
    expect(text.startsWith(`${name}: 1\n`, markOf(at, name)), name).toBe(true);
  }
  expect(markOf(at, "key7")).toBe(text.lastIndexOf("key7"));
  expect(told.map(({ kind, text: key }) => [kind, key])).toEqual([["twice", "key7"]]);
});
