import { byCodeUnit } from "../model/index.ts";
import type { Path, Severity } from "./types.ts";

/** One finding as it is told. */
export interface LintFinding {
  readonly code: string;
  readonly severity: Severity;
  /** One sentence without a full stop: what is so. */
  readonly message: string;
  /** What to do about it. */
  readonly hint?: string;
  /** GitLab's own words: it refuses or warns about this itself. */
  readonly fromGitLab: boolean;
  /** A path in the repository, or the key of what lies outside (`template:Jobs/Build.gitlab-ci.yml`). */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 units. */
  readonly column: number;
  /** How many UTF-16 units of the line it is about, where that is known. */
  readonly length?: number;
  /** Leads to the key or item in the merged document. */
  readonly path: Path;
  readonly fixable: boolean;
  /** Why a comment silenced it. */
  readonly silenced?: string;
}

/** All that a run of lint found, as the formats tell it. */
export interface LintOutcome {
  /** Every file that was looked at, clean ones as well. */
  readonly files: readonly string[];
  readonly findings: readonly LintFinding[];
}

/** Findings by file (code units), line and column, then by code and message: the same for any order. */
export function inOrder(findings: readonly LintFinding[]): readonly LintFinding[] {
  return findings.toSorted(
    (a, b) =>
      byCodeUnit(a.file, b.file) ||
      a.line - b.line ||
      a.column - b.column ||
      byCodeUnit(a.code, b.code) ||
      byCodeUnit(a.message, b.message) ||
      byCodeUnit(JSON.stringify(a), JSON.stringify(b)),
  );
}

/** Those of each file, files by name; one without findings has an empty list. */
export function byFile({
  files,
  findings,
}: LintOutcome): ReadonlyMap<string, readonly LintFinding[]> {
  const named = [...new Set([...files, ...findings.map(({ file }) => file)])].sort(byCodeUnit);
  const groups = new Map<string, LintFinding[]>(named.map((file) => [file, []]));
  for (const finding of inOrder(findings)) groups.get(finding.file)?.push(finding);
  return groups;
}
