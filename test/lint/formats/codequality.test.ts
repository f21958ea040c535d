import { expect, test } from "vitest";
import type { LintFinding } from "../../../src/lint/finding.ts";
import { codeQualityReport } from "../../../src/lint/formats/codequality.ts";
import { finding, hostile, outcome } from "./findings.ts";

interface Entry {
  readonly description: string;
  readonly check_name: string;
  readonly fingerprint: string;
  readonly severity: string;
  readonly location: { readonly path: string; readonly lines: { readonly begin: number } };
}

const entries = (findings: readonly LintFinding[]): Entry[] =>
  JSON.parse(codeQualityReport({ files: [], findings }));
const fingerprint = (given: Partial<LintFinding>) => entries([finding(given)])[0]?.fingerprint;

test("an entry for each finding that was not silenced", () => {
  const told = entries(outcome.findings);
  expect(told.map(({ fingerprint: _, ...rest }) => rest)).toEqual([
    {
      description: "the job clones all of the history. Start fewer",
      check_name: "child-depth",
      severity: "critical",
      location: { path: "a.yml", lines: { begin: 2 } },
    },
    {
      description: "the job clones all of the history",
      check_name: "clone-depth",
      severity: "minor",
      location: { path: "a.yml", lines: { begin: 2 } },
    },
    {
      description: "jobs:a needs b",
      check_name: "NEEDS",
      severity: "blocker",
      location: { path: "a.yml", lines: { begin: 9 } },
    },
    {
      description: "the job clones all of the history",
      check_name: "globs",
      severity: "info",
      location: { path: "b c/é.yml", lines: { begin: 1 } },
    },
  ]);
});

test("nothing found is an empty list", () => {
  expect(codeQualityReport({ files: ["a.yml"], findings: [] })).toBe("[]\n");
});

test("a fingerprint is told by file, code, path and message alone", () => {
  const same = fingerprint({});
  expect(same).toMatch(/^[0-9a-f]{64}$/);
  expect(fingerprint({ line: 99, column: 7, length: 3, hint: "x", severity: "error" })).toBe(same);
  const others = [
    fingerprint({ file: "b.yml" }),
    fingerprint({ code: "x" }),
    fingerprint({ path: ["build"] }),
    fingerprint({ path: ["build", "0"] }),
    fingerprint({ path: ["build", 0] }),
    fingerprint({ message: "x" }),
  ];
  expect(new Set([same, ...others]).size).toBe(7);
});

// GitLab keeps one entry of each fingerprint.
test("findings that have all of these in common are told apart", () => {
  const twice = entries([finding(), finding({ line: 5 }), finding({ line: 7 })]);
  expect(new Set(twice.map((each) => each.fingerprint)).size).toBe(3);
  expect(twice[0]?.fingerprint).toBe(fingerprint({}));
});

// GitLab stops at the first entry that its schema refuses (app/validators/json_schemas/codeclimate.json).
test.each(hostile)("every entry is one that GitLab takes: %s", (_, text) => {
  const one = { file: text, code: text, message: text, hint: text, path: [text] };
  for (const entry of entries([finding(one), finding({ ...one, severity: "info" })])) {
    expect(Object.keys(entry)).toEqual([
      "description",
      "check_name",
      "fingerprint",
      "severity",
      "location",
    ]);
    expect(["info", "minor", "major", "critical", "blocker"]).toContain(entry.severity);
    expect(Number.isInteger(entry.location.lines.begin)).toBe(true);
    for (const shown of [entry.description, entry.check_name, entry.location.path]) {
      expect(shown).not.toBe("");
      expect(shown).not.toMatch(/[\p{Cc}\p{Cs}]/u);
    }
  }
});
