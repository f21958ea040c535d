import { describe, expect, test } from "vitest";
import { tableReport } from "../../../src/lint/formats/table.ts";
import { finding, hostile, outcome } from "./findings.ts";

const texts = new Map([
  ["a.yml", "build:\r\n  script: [a]\r\n"],
  ["b c/é.yml", "one"],
]);
const plainTerminal = { columns: 60, color: false };

test("findings by file and place, with their lines, and how many there are", () => {
  expect(tableReport(outcome, texts, plainTerminal)).toBe(`a.yml:2:3  error  child-depth
  the job clones all of the history
  2 |   script: [a]
    |   ^^^^^^
  Start fewer

a.yml:2:3  warning  clone-depth
  the job clones all of the history
  2 |   script: [a]
    |   ^

a.yml:9:3  error  NEEDS  GitLab's own words
  jobs:a needs b

b c/é.yml:1:1  info  globs
  the job clones all of the history
  1 | one
    | ^

2 errors, 1 warning, 1 info in 3 files (1 silenced); 1 can be mended with --fix
`);
});

test("colours where they are welcome", () => {
  const one = { files: ["a.yml"], findings: [finding({ severity: "error" })] };
  expect(tableReport(one, texts, { columns: 60, color: true })).toBe(
    [
      "\u001b[1ma.yml:2:3\u001b[22m  \u001b[31merror\u001b[39m  clone-depth",
      "  the job clones all of the history",
      "\u001b[2m  2 | \u001b[22m  script: [a]",
      "\u001b[2m    | \u001b[22m\u001b[31m  ^\u001b[39m",
      "",
      "\u001b[31m1 error\u001b[39m in 1 file",
      "",
    ].join("\n"),
  );
});

test.each([
  [["a.yml", "b.yml"], [], "Nothing found in 2 files\n"],
  [["a.yml"], [finding({ silenced: "so" })], "Nothing found in 1 file (1 silenced)\n"],
  [[], [], "Nothing found in 0 files\n"],
])("nothing found is one line: %j", (files, findings, expected) => {
  expect(tableReport({ files, findings }, texts, plainTerminal)).toBe(expected);
});

/** The two lines of an excerpt, without what stands before them. */
function excerpt(line: string, column: number, length: number | undefined, columns: number) {
  const place = length === undefined ? { column } : { column, length };
  const one = { files: [], findings: [finding({ ...place, line: 1 })] };
  const report = tableReport(one, new Map([["a.yml", line]]), { columns, color: false });
  return report
    .split("\n")
    .filter((each) => each.includes(" | "))
    .map((each) => each.slice(each.indexOf(" | ") + 3));
}

describe("marks stand under what is meant", () => {
  test.each<[string, string, number, number | undefined, [string, string]]>([
    ["behind a tab", "\tscript: a", 2, 6, ["    script: a", "    ^^^^^^"]],
    ["behind a tab in between", "ab\tc", 4, 1, ["ab  c", "    ^"]],
    ["behind wide characters", "漢字: x", 5, 1, ["漢字: x", "      ^"]],
    ["under wide characters", "漢字: x", 1, 2, ["漢字: x", "^^^^"]],
    ["behind an emoji of parts", "👩‍👩‍👧 x", 10, 1, ["👩‍👩‍👧 x", "   ^"]],
    ["behind a flag", "🇩🇪 x", 6, 1, ["🇩🇪 x", "   ^"]],
    ["behind a mark on a letter", "e\u0301 x", 4, 1, ["e\u0301 x", "  ^"]],
    ["behind an escape", "\u001b[31m x", 7, 1, ["␛[31m x", "      ^"]],
    ["behind hidden signs", "\u202ea\u200b x", 5, 1, ["�a� x", "    ^"]],
    ["behind the end", "abc", 9, 5, ["abc", "   ^"]],
    ["to the end only", "abc", 2, 99, ["abc", " ^^"]],
    ["without a length", "abc", 2, undefined, ["abc", " ^"]],
  ])("%s", (_, line, column, length, expected) => {
    expect(excerpt(line, column, length, 60)).toEqual(expected);
  });

  test.each<[string, number, [string, string]]>([
    ["from the left", 1, ["0123456789012345678901234567890123…", "^^"]],
    ["in the middle", 51, ["…901234567890123456789012345678901…", "            ^^"]],
    ["at the right", 99, [`…6789${"0123456789".repeat(3)}`, `${" ".repeat(33)}^^`]],
  ])("a long line is cut around them: %s", (_, column, expected) => {
    expect(excerpt("0123456789".repeat(10), column, 2, 41)).toEqual(expected);
  });

  test("a line of a million characters", () => {
    const [line = "", marks = ""] = excerpt(
      `${"漢".repeat(500_000)}x${"漢".repeat(500_000)}`,
      500_001,
      1,
      41,
    );
    expect(line.length).toBeLessThan(41);
    const before = line.slice(0, line.indexOf("x"));
    // Each of them takes two columns, the sign for what was cut takes one.
    expect(marks).toBe(`${" ".repeat(1 + 2 * (before.length - 1))}^`);
  });
});

test("a cut parts no emoji", () => {
  const line = `${"😀".repeat(300)}x${"😀".repeat(300)}`;
  const [shown = "", marks = ""] = excerpt(line, 702, 2, 2000);
  expect(shown).toBe(`…${"😀".repeat(150)}x${"😀".repeat(250)}…`);
  expect(marks).toBe(`${" ".repeat(1 + 2 * 200 + 1)}^^`);
});

test("long messages and hints are parted at the width, and cut where nobody reads on", () => {
  const message = `${"word ".repeat(12)}${"x".repeat(60)}`;
  const one = { files: [], findings: [finding({ message, hint: "y".repeat(10_000) })] };
  const lines = tableReport(one, new Map(), { columns: 42, color: false }).split("\n");
  expect(lines.slice(0, 5)).toEqual([
    "a.yml:2:3  warning  clone-depth",
    "  word word word word word word word word",
    "  word word word word",
    `  ${"x".repeat(40)}`,
    `  ${"x".repeat(20)}`,
  ]);
  expect(lines.slice(5, 21).join("")).toBe(`${`  ${"y".repeat(40)}`.repeat(15)}  …`);
  expect(lines.slice(21)).toEqual(["", "1 warning in 1 file", ""]);
});

test.each(hostile)("nothing acts on the terminal: %s", (_, text) => {
  const one = {
    files: [],
    findings: [
      finding({
        file: text,
        message: text,
        hint: text,
        code: text,
        column: 1,
        length: 99,
        line: 1,
      }),
    ],
  };
  const report = tableReport(one, new Map([[text, text]]), { columns: 80, color: false });
  const lines = report.split("\n");
  // Joiners are left between the parts of an emoji alone.
  const shown = report.replaceAll("👩‍👩‍👧", "");
  expect(shown.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u);
  expect(lines.at(-2)).toBe("1 warning in 1 file");
  for (const line of lines.slice(1)) expect(line.length).toBeLessThanOrEqual(80);
});
