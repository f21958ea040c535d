import { describe, expect, test } from "vitest";
import { tomlLines } from "../../../src/workspace/discover/shared/toml.ts";
import fc from "../../helpers/property.ts";

const text = `\uFEFF# deps.a = 1
title = "a # b" # c
deps.a = 1
deps.a = 2

[ tool . "x.y" ] # a table
a = '''
[deps]
deps.b = "
''''
b = """\\"""
[z]
"""""
list = [ # one
  "one", 'two', # "three"
  ["deep"], { t = "in a table" },
  "one",
  """four""", "a\\"b",
]
[[many]]
n = 1
[[many]]
n = 2
[tool]
in = { deps = { a = 1 }, list = ["x"] }
"quoted key" = { c = 1 }
last = "x"`;

describe("lines of a TOML text", () => {
  const lines = tomlLines(text.replace(/\n/g, "\r\n"));
  test.each<[string[], number | undefined]>([
    [["title"], 2],
    [["deps"], 3],
    [["deps", "a"], 3],
    [["deps", "b"], undefined],
    [["tool"], 6],
    [["tool", "x.y"], 6],
    [["tool", "x.y", "a"], 7],
    [["tool", "x.y", "b"], 11],
    [["z"], undefined],
    [["tool", "x.y", "list"], 14],
    [["many", "n"], 21],
    [["tool", "in", "deps", "a"], 25],
    [["tool", "quoted key", "c"], 26],
    [["tool", "last"], 27],
    [["tool", "last", "x"], undefined],
    [["nowhere"], undefined],
    [["__proto__"], undefined],
  ])("%j", (keys, line) => {
    expect(lines.lineOf(keys)).toBe(line);
  });

  test.each<[string, number | undefined]>([
    ["one", 15],
    ["two", 15],
    ["three", undefined],
    ["deep", undefined],
    ["in a table", undefined],
    ["four", 18],
    ['a\\"b', 18],
  ])("the item %j", (item, line) => {
    expect(lines.lineOfItem(["tool", "x.y", "list"], item)).toBe(line);
  });

  test("it ends, whatever the text", () => {
    const sign = fc.constantFrom('"', "'", "[", "]", "{", "}", "=", ".", "#", "\n", "\\", " ", "a");
    fc.assert(
      fc.property(fc.string({ unit: sign, maxLength: 60 }), (any) => {
        expect(tomlLines(any).lineOf(["nowhere"])).toBeUndefined();
      }),
    );
  });
});
