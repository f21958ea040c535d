import { expect, test } from "vitest";
import { clip, table } from "../src/terminal.ts";

test("columns stand under each other, wide names too", () => {
  const rows = [
    ["漢字", "x"],
    ["e\u0301", "x", "z"],
    ["long name", "👩‍👩‍👧", "z"],
  ];
  expect(table(rows)).toBe(
    ["漢字       x", "e\u0301          x   z", "long name  👩‍👩‍👧  z", ""].join("\n"),
  );
});

test.each<[string, number | undefined, string]>([
  ["abcdef", undefined, "abcdef"],
  ["abcdef", 10, "abcdef"],
  ["abcdef", 4, "abc…"],
  ["abcdef", 1, "…"],
  ["abcdef", 0, ""],
  ["漢字漢字", 6, "漢字…"],
  ["漢字漢字", 5, "漢字…"],
  ["漢字漢字", 4, "漢…"],
  ["a👩‍👩‍👧bc", 4, "a👩‍👩‍👧…"],
  ["\u001b[1mabcdef\u001b[22m", 4, "\u001b[1mabc…\u001b[22m"],
  ["\u001b[2mab\u001b[22mcd", 3, "\u001b[2mab\u001b[22m…"],
])("%j in %j columns", (line, columns, expected) => {
  expect(clip(line, columns)).toBe(expected);
});
