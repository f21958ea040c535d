import { expect, test } from "vitest";
import { wrap } from "../../src/preview/text.ts";
import { pad, width } from "../../src/terminal-width.ts";
import fc from "../helpers/property.ts";

test.each([
  ["plain", 5],
  ["", 0],
  ["日本", 4],
  ["ｆｕｌｌ", 8],
  ["한글", 4],
  ["e\u0301", 1],
  ["\u0301", 0],
  ["🚀", 2],
  ["❤\ufe0f", 2],
  ["❤", 1],
  ["a→b", 3],
  ["…", 1],
  ["𠮷", 2],
])("%j takes %i columns", (text, columns) => {
  expect(width(text)).toBe(columns);
});

test("is filled up by columns, not by characters", () => {
  expect(`${pad("日本", 6)}|`).toBe("日本  |");
  expect(pad("long", 2)).toBe("long");
});

test("breaks at spaces", () => {
  expect(wrap("needs api:build, web:build", 12)).toEqual(["needs", "api:build,", "web:build"]);
  expect(wrap("needs api:build", 15)).toEqual(["needs api:build"]);
  expect(wrap("needs api:build", undefined)).toEqual(["needs api:build"]);
});

test("breaks a word that is longer than a line, wide characters whole", () => {
  expect(wrap("abcdefgh ij", 3)).toEqual(["abc", "def", "gh", "ij"]);
  expect(wrap("日本語", 3)).toEqual(["日", "本", "語"]);
});

test("leaves the first line empty where nothing fits behind what stands in it", () => {
  expect(wrap("needs x", 8, 7)).toEqual(["", "needs x"]);
  expect(wrap("needs x", 8, 2)).toEqual(["needs", "x"]);
});

test("no line is too wide and no word is lost", () => {
  const words = fc.array(
    fc.string({ unit: "grapheme", minLength: 1 }).map((w) => w.replace(/\s/g, "_")),
  );
  fc.assert(
    fc.property(words, fc.integer({ min: 2, max: 30 }), fc.nat(30), (list, columns, first) => {
      const text = list.join(" ");
      const lines = wrap(text, columns, first);
      for (const [at, line] of lines.entries()) {
        const taken = at === 0 ? Math.min(first, columns) : 0;
        expect(taken + width(line)).toBeLessThanOrEqual(columns);
      }
      expect(lines.join("").replaceAll(" ", "")).toBe(text.replaceAll(" ", ""));
    }),
  );
});
