import { expect, test } from "vitest";
import { lastLines } from "../../../src/downstream/tell/index.ts";

test.each([
  ["colours", "\u001b[0;33mhello\u001b[0m\n", ["hello"]],
  ["titles and links", "\u001b]0;title\u0007a\u001b]8;;http://x\u001b\\b\n", ["ab"]],
  [
    "sections",
    "section_start:1700000000:build[collapsed=true]\r\u001b[0KBuild\nx\nsection_end:1700000001:build\r\u001b[0K\n",
    ["Build", "x"],
  ],
  ["progress bars", "10%\r50%\r100%\nend\n", ["100%", "end"]],
  ["Windows", "a\r\nb\r\n", ["a", "b"]],
  ["times", "2026-01-01T00:00:00.123456Z 00O a\n2026-01-01T00:00:01.000000Z 01E+b\n", ["ab"]],
  ["empty lines", "a\n\n\n", ["a"]],
  ["nothing", "", []],
] as const)("%s", (_, log, lines) => {
  expect(lastLines(log)).toEqual(lines);
});

test("the last twenty lines, each of bearable length", () => {
  const log = Array.from({ length: 50 }, (_, at) => `${at} ${"x".repeat(1000)}\n`).join("");
  const lines = lastLines(log);
  expect(lines.map((line) => line.slice(0, 3))).toEqual(
    Array.from({ length: 20 }, (_, at) => `${at + 30} `),
  );
  expect(lines.every((line) => line.length === 500)).toBe(true);
});
