import { expect, test } from "vitest";
import { graphemesOf, pad, width } from "../src/terminal-width.ts";
import fc from "./helpers/property.ts";

test.each([
  ["plain", 5],
  ["", 0],
  ["漢字", 4],
  ["ｆｕｌｌ", 8],
  ["한글", 4],
  ["e\u0301", 1],
  ["\u0301", 0],
  ["a\u200b", 1],
  ["🚀", 2],
  ["👩‍👩‍👧", 2],
  ["👍🏽", 2],
  ["🇩🇪", 2],
  ["❤\ufe0f", 2],
  ["❤", 1],
  ["1\ufe0f\u20e3", 2],
  ["𗀀", 2],
])("%j takes %i columns", (text, columns) => {
  expect(width(text)).toBe(columns);
  expect(pad(text, columns + 2)).toBe(`${text}  `);
});

test("characters stand one after the other, and none is lost", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (text) => {
      const all = graphemesOf(text);
      expect(all.map((each) => each.text).join("")).toBe(text);
      for (const each of all) expect(text.startsWith(each.text, each.at)).toBe(true);
      expect(width(text)).toBe(all.reduce((sum, { columns }) => sum + columns, 0));
    }),
  );
});
