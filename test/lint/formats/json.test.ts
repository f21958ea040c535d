import { expect, test } from "vitest";
import { jsonReport } from "../../../src/lint/formats/json.ts";
import { lintReportSchema } from "../../../src/lint/schema.ts";
import { finding, hostile, outcome } from "./findings.ts";

test("one document with all that was found, in one order", () => {
  const document = JSON.parse(jsonReport(outcome));
  expect(lintReportSchema.parse(document)).toEqual(document);
  expect(document).toEqual({
    version: 1,
    counts: { error: 2, warning: 1, info: 1, fixable: 1, silenced: 1 },
    files: ["a.yml", "b c/é.yml", "z.yml"],
    findings: [
      finding({
        severity: "error",
        code: "child-depth",
        hint: "Start fewer",
        length: 6,
        fixable: true,
      }),
      finding(),
      finding({ line: 3, silenced: "it needs all" }),
      finding({
        line: 9,
        message: "jobs:a needs b",
        severity: "error",
        code: "NEEDS",
        fromGitLab: true,
      }),
      finding({ file: "b c/é.yml", severity: "info", code: "globs", line: 1, column: 1, path: [] }),
    ],
  });
});

test("the same findings in another order give the same bytes", () => {
  const turned = { files: outcome.files.toReversed(), findings: outcome.findings.toReversed() };
  expect(jsonReport(turned)).toBe(jsonReport(outcome));
});

test("what is not a report is refused", () => {
  const document = JSON.parse(jsonReport(outcome));
  expect(lintReportSchema.safeParse({ ...document, version: 2 }).success).toBe(false);
  const [first] = document.findings;
  const other = { ...document, findings: [{ ...first, severity: "fatal" }] };
  expect(lintReportSchema.safeParse(other).success).toBe(false);
});

test.each(hostile)("every name comes back as it was: %s", (_, text) => {
  const one = {
    files: [text],
    findings: [finding({ file: text, message: text, path: [text, 0] })],
  };
  const document = JSON.parse(jsonReport(one));
  expect(document.findings).toEqual(one.findings);
});
