import { byFile, type LintFinding, type LintOutcome } from "../finding.ts";
import { plain, wholeMessage } from "./plain.ts";

/**
 * JUnit XML as GitLab reads it for `artifacts:reports:junit`: name, class name, file and time of each
 * `testcase`, and the text of `failure` or `skipped`; of cases with one name and class name it keeps
 * one (docs.gitlab.com/ci/testing/unit_test_reports, `lib/gitlab/ci/parsers/test/junit.rb`). A case is
 * a rule in a file: failed by errors and warnings, skipped where all were silenced.
 */
export function junitReport(outcome: LintOutcome): string {
  const suites = [...byFile(outcome)].map(([file, findings]) => suiteOf(file, findings));
  const lines = suites.flatMap((suite) => suite.lines);
  const sum = (kind: "tests" | "failures" | "skipped") =>
    suites.reduce((total, suite) => total + suite[kind], 0);
  const counts = countsOf(sum("tests"), sum("failures"), sum("skipped"));
  return `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="fanout lint"${counts}>
${lines.map((line) => `${line}\n`).join("")}</testsuites>
`;
}

interface Suite {
  readonly tests: number;
  readonly failures: number;
  readonly skipped: number;
  readonly lines: readonly string[];
}

function suiteOf(file: string, findings: readonly LintFinding[]): Suite {
  const codes = [...new Set(findings.map(({ code }) => code))].sort();
  const cases = codes.map((code) =>
    caseOf(
      file,
      code,
      findings.filter((finding) => finding.code === code),
    ),
  );
  if (cases.length === 0) cases.push({ kind: "passed", xml: passed(file, "nothing found") });
  const count = (kind: Case["kind"]) => cases.filter((each) => each.kind === kind).length;
  const [tests, failures, skipped] = [cases.length, count("failed"), count("skipped")];
  const head = `  <testsuite name="${escaped(file)}"${countsOf(tests, failures, skipped)}>`;
  const lines = [head, ...cases.map(({ xml }) => xml), "  </testsuite>"];
  return { tests, failures, skipped, lines };
}

interface Case {
  readonly kind: "passed" | "failed" | "skipped";
  readonly xml: string;
}

function caseOf(file: string, code: string, findings: readonly LintFinding[]): Case {
  const open = findings.filter(({ silenced }) => silenced === undefined);
  const failing = open.filter(({ severity }) => severity !== "info");
  if (failing.length > 0) {
    const type = failing.some(({ severity }) => severity === "error") ? "error" : "warning";
    const head = failing.length === 1 ? (failing[0]?.message ?? "") : `${failing.length} findings`;
    const attributes = ` type="${type}" message="${escaped(head)}"`;
    return { kind: "failed", xml: within(file, code, "failure", attributes, failing.map(lineOf)) };
  }
  if (open.length > 0) {
    return { kind: "passed", xml: within(file, code, "system-out", "", open.map(lineOf)) };
  }
  const reasons = findings.map(
    (each) => `${lineOf(each)} (silenced: ${plain(each.silenced ?? "")})`,
  );
  return { kind: "skipped", xml: within(file, code, "skipped", "", reasons) };
}

const lineOf = (finding: LintFinding): string =>
  `${plain(finding.file)}:${finding.line}:${finding.column}: ${finding.severity}: ${wholeMessage(finding)}`;

const head = (file: string, code: string): string =>
  `    <testcase classname="${escaped(file)}" name="${escaped(code)}" file="${escaped(file)}" time="0"`;

const passed = (file: string, code: string): string => `${head(file, code)}/>`;

function within(
  file: string,
  code: string,
  element: string,
  attributes: string,
  lines: readonly string[],
): string {
  const text = lines.map(escaped).join("\n");
  return `${head(file, code)}>\n      <${element}${attributes}>${text}</${element}>\n    </testcase>`;
}

const countsOf = (tests: number, failures: number, skipped: number): string =>
  ` tests="${tests}" failures="${failures}" errors="0" skipped="${skipped}" time="0"`;

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
};

/**
 * For an attribute or a text: what XML cannot hold is written out before, and what GitLab would take
 * for the name of an attachment is parted.
 */
const escaped = (text: string): string =>
  plain(text)
    .replaceAll("[[ATTACHMENT|", "[[ATTACHMENT |")
    .replace(/[&<>"]/g, (character) => entities[character] ?? "");
