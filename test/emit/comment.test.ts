import { expect, test } from "vitest";
import { comment } from "../../src/emit/comment.ts";
import { parseYaml } from "../../src/yaml/read.ts";
import fc from "../helpers/property.ts";

test.each([
  ["api: services/api/main.go changed", "# api: services/api/main.go changed"],
  ["", "#"],
  ["a\nb: [x]", "# a\\nb: [x]"],
  ["a\r\tb", "# a\\r\\tb"],
  ["a\u0085b\u2028c\u2029d", "# a\\u0085b\\u2028c\\u2029d"],
  ["\u001b[31mred\0", "# \\u001b[31mred\\u0000"],
  ["turned \u202ereverof", "# turned \\u202ereverof"],
  ["not UTF-8: \udce9", "# not UTF-8: \\xe9"],
  ["half \ud83d", "# half \\ud83d"],
  ["naïve 日本 😀 #1", "# naïve 日本 😀 #1"],
])("%j", (text, line) => expect(comment(text)).toBe(line));

test("a long text is cut between characters", () => {
  expect(comment("a".repeat(160))).toBe(`# ${"a".repeat(160)}`);
  expect(comment("a".repeat(161))).toBe(`# ${"a".repeat(159)}…`);
  expect(comment(`${"a".repeat(159)}😀b`)).toBe(`# ${"a".repeat(159)}…`);
});

test("whatever the text, it stays inside its comment", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      expect(parseYaml(`a: 1\n${comment(text)}\nb: 2\n`, "a.yml")).toEqual({ a: 1, b: 2 });
      expect(comment(text)).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
    }),
  );
});
