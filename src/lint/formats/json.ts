import { byFile, type LintFinding, type LintOutcome } from "../finding.ts";
import type { LintReport } from "../schema.ts";

/** One JSON document, whose schema is `lintReportSchema`. */
export function jsonReport(outcome: LintOutcome): string {
  const files = byFile(outcome);
  const findings = [...files.values()].flat();
  const document: LintReport = {
    version: 1,
    counts: countsOf(findings),
    files: [...files.keys()],
    findings: findings.map(told),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** How many there are of each kind; a silenced one counts as nothing else. */
export function countsOf(findings: readonly LintFinding[]): LintReport["counts"] {
  const open = findings.filter(({ silenced }) => silenced === undefined);
  const count = (is: (finding: LintFinding) => boolean) => open.filter(is).length;
  return {
    error: count(({ severity }) => severity === "error"),
    warning: count(({ severity }) => severity === "warning"),
    info: count(({ severity }) => severity === "info"),
    fixable: count(({ fixable }) => fixable),
    silenced: findings.length - open.length,
  };
}

/** Keys in one order, whoever made the finding. */
const told = (finding: LintFinding): LintReport["findings"][number] => ({
  code: finding.code,
  severity: finding.severity,
  message: finding.message,
  hint: finding.hint,
  fromGitLab: finding.fromGitLab,
  file: finding.file,
  line: finding.line,
  column: finding.column,
  length: finding.length,
  path: finding.path,
  fixable: finding.fixable,
  silenced: finding.silenced,
});
