import { found, UserError } from "../diagnostics/index.ts";
import { isHash } from "../model/index.ts";
import { isRefusal } from "./refusals/index.ts";
import type { Found, Linted, Path, Rule, Severity } from "./types.ts";

/** What a configuration makes of a rule: another severity, or nothing. */
export type Setting = Severity | "off";

/** By the code of the rule. */
export type Settings = Readonly<Record<string, Setting>>;

/** What a rule found, with the severity that counts for it. */
export interface Finding extends Found {
  readonly code: string;
  readonly severity: Severity;
}

/**
 * Asks every rule that is not off. Findings come in the order of the document, those of one place in
 * the order of the rules. Throws as `checkSettings` does.
 */
export async function applyRules(
  linted: Linted,
  rules: readonly Rule[],
  settings: Settings = {},
): Promise<readonly Finding[]> {
  checkSettings(rules, settings);
  const findings: Finding[] = [];
  for (const { code, severity, check } of rules) {
    const setting = Object.hasOwn(settings, code) ? (settings[code] ?? severity) : severity;
    if (setting === "off") continue;
    for (const one of await check(linted)) findings.push({ ...one, code, severity: setting });
  }
  return inOrder(findings, linted.document);
}

/**
 * Throws LINT_RULE_UNKNOWN for each setting whose code no rule has, and LINT_RULE_FIXED for each of
 * what GitLab itself refuses.
 */
export function checkSettings(rules: readonly Rule[], settings: Settings = {}): void {
  const known = rules.map(({ code }) => code);
  const wrong = Object.keys(settings).filter((code) => !known.includes(code));
  if (wrong.length === 0) return;
  throw new UserError(
    wrong.map((code) => {
      const where = ["lint", "rules", code];
      return isRefusal(code)
        ? found("LINT_RULE_FIXED", where, { code })
        : found("LINT_RULE_UNKNOWN", where, { code, known });
    }),
  );
}

function inOrder(findings: readonly Finding[], document: unknown): readonly Finding[] {
  const ranks = new Map<object, ReadonlyMap<string, number>>();
  const ranked = findings.map((finding) => ({
    finding,
    rank: rankOf(finding.path, document, ranks),
  }));
  ranked.sort((a, b) => compare(a.rank, b.rank));
  return ranked.map(({ finding }) => finding);
}

/**
 * Where each step stands among its neighbours; what is not there comes first. `ranks` keeps the
 * order of each hash that was asked for.
 */
function rankOf(
  path: Path,
  document: unknown,
  ranks: Map<object, ReadonlyMap<string, number>>,
): readonly number[] {
  let at = document;
  return path.map((step) => {
    if (Array.isArray(at)) {
      at = at[Number(step)];
      return Number(step);
    }
    if (!isHash(at)) {
      at = undefined;
      return -1;
    }
    const order = ranks.get(at) ?? new Map(Object.keys(at).map((key, index) => [key, index]));
    ranks.set(at, order);
    const rank = order.get(String(step)) ?? -1;
    at = rank >= 0 ? at[String(step)] : undefined;
    return rank;
  });
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (let index = 0; index < Math.min(a.length, b.length); index++) {
    const difference = a[index]! - b[index]!;
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}
