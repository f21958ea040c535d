import { inOrder, type LintFinding, type LintOutcome } from "../finding.ts";
import { fingerprints } from "./fingerprint.ts";
import { plain, wholeMessage } from "./plain.ts";

/**
 * GitLab's Code Quality report, for `artifacts:reports:codequality`. GitLab reads on to the first
 * entry without a description, fingerprint, severity or location, and keeps one of each fingerprint
 * (docs.gitlab.com/ci/testing/code_quality, `lib/gitlab/ci/parsers/codequality/code_climate.rb`). The
 * format has no place for what was silenced.
 */
export function codeQualityReport({ findings }: LintOutcome): string {
  const open = inOrder(findings).filter(({ silenced }) => silenced === undefined);
  const names = fingerprints(open);
  const entries = open.map((finding, index) => ({
    description: wholeMessage(finding),
    check_name: plain(finding.code),
    fingerprint: names[index],
    severity: severityOf(finding),
    location: { path: plain(finding.file), lines: { begin: finding.line } },
  }));
  return `${JSON.stringify(entries, null, 2)}\n`;
}

/** Without a pipeline nothing else counts. */
function severityOf({ severity, fromGitLab }: LintFinding): string {
  if (severity === "error") return fromGitLab ? "blocker" : "critical";
  return severity === "warning" ? "minor" : "info";
}
