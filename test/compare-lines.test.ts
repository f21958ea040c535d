import { expect, test } from "vitest";
import { compareLines } from "../src/compare-lines.ts";
import fc from "./helpers/property.ts";

const shown = (before: string, after: string) =>
  compareLines(before.split(""), after.split("")).map(({ mark, text }) => mark + text);

test.each<[string, string, string[]]>([
  ["abc", "abc", [" a", " b", " c"]],
  ["abc", "axc", [" a", "-b", "+x", " c"]],
  ["ac", "abc", [" a", "+b", " c"]],
  ["abc", "ac", [" a", "-b", " c"]],
  ["abcab", "bab", ["-a", " b", "-c", " a", " b"]],
  ["aa", "a", [" a", "-a"]],
])("%s becomes %s", (before, after, expected) => {
  expect(shown(before, after)).toEqual(expected);
});

const lines = fc.array(fc.constantFrom("a", "b", "c", ""), { maxLength: 8 });

test("either side can be read off, and swapped sides swap the marks", () => {
  fc.assert(
    fc.property(lines, lines, (before, after) => {
      const compared = compareLines(before, after);
      const without = (mark: string) =>
        compared.filter((line) => line.mark !== mark).map(({ text }) => text);
      expect(without("+")).toEqual(before);
      expect(without("-")).toEqual(after);
      const back = compareLines(after, before);
      const count = (all: typeof compared, mark: string) =>
        all.filter((line) => line.mark === mark).length;
      expect(count(back, "+")).toBe(count(compared, "-"));
      expect(count(back, "-")).toBe(count(compared, "+"));
    }),
  );
});

test("very long lists are replaced as a whole, but for what they begin and end with", () => {
  const long = (word: string) => Array.from({ length: 1_100 }, (_, at) => `${word}${at}`);
  const list = (word: string) => ["first", ...long(word), "both", ...long(word), "last"];
  const kept = compareLines(list("a"), list("b")).filter(({ mark }) => mark === " ");
  expect(kept.map(({ text }) => text)).toEqual(["first", "last"]);
});
