import { createHash } from "node:crypto";
import type { LintFinding } from "../finding.ts";

/**
 * A name for each finding that stays while lines above it come and go: made from file, code, path
 * and message, and counted where several have all of these in common.
 */
export function fingerprints(findings: readonly LintFinding[]): readonly string[] {
  const seen = new Map<string, number>();
  return findings.map(({ file, code, path, message }) => {
    const what = JSON.stringify([file, code, path, message]);
    const before = seen.get(what) ?? 0;
    seen.set(what, before + 1);
    const text = before === 0 ? what : `${what}#${before}`;
    return createHash("sha256").update(text).digest("hex");
  });
}
