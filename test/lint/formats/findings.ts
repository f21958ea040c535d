import type { LintFinding, LintOutcome } from "../../../src/lint/finding.ts";

/** A finding as most of them are, with what differs. */
export const finding = (given: Partial<LintFinding> = {}): LintFinding => ({
  code: "clone-depth",
  severity: "warning",
  message: "the job clones all of the history",
  fromGitLab: false,
  file: "a.yml",
  line: 2,
  column: 3,
  path: ["build", "script"],
  fixable: false,
  ...given,
});

/** Two files with findings of each kind, in no order, and a clean one. */
export const outcome: LintOutcome = {
  files: ["z.yml", "a.yml", "b c/é.yml"],
  findings: [
    finding({ file: "b c/é.yml", severity: "info", code: "globs", line: 1, column: 1, path: [] }),
    finding({
      severity: "error",
      code: "child-depth",
      hint: "Start fewer",
      length: 6,
      fixable: true,
    }),
    finding(),
    finding({
      line: 9,
      message: "jobs:a needs b",
      severity: "error",
      code: "NEEDS",
      fromGitLab: true,
    }),
    finding({ line: 3, silenced: "it needs all" }),
  ],
};

/** Texts that nobody means well with, by a name to tell them apart. */
export const hostile: readonly (readonly [string, string])[] = [
  ["tag", "<img src=x onerror=alert(1)>"],
  ["end of CDATA", "]]>"],
  ["CDATA", "<![CDATA["],
  ["escapes", "\u001b[2J\u001b]0;gone\u0007"],
  ["controls", "\u0000\u0008\u000b\ufffe\uffff"],
  ["line feeds", "two\nlines\r\nof \u2028text"],
  ["turned text", "\u202egnp.exe\u2069\u00ad\ufeff"],
  ["halves", "\udc80\ud83d stray"],
  ["link", "[click](https://example.com) {0} {{1}}"],
  ["attachment", "[[ATTACHMENT|../../secret]]"],
  ["prototype", "__proto__"],
  ["entities", "&amp; \" ' & %s $& $1"],
  ["wide", "漢字 👩‍👩‍👧 é"],
  ["long", "x".repeat(10_000)],
  ["brackets", "[".repeat(10_000)],
];
