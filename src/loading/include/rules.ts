import { type Hash, isHash } from "../../model/index.ts";
import { evaluateExpression, matchesExists, parseExpression } from "../../rules/index.ts";
import { member } from "../hash.ts";
import type { Variables } from "../variables.ts";

/** Whether rules let a file in; `maybe` where nobody can judge that here. */
export type Verdict = "yes" | "no" | "maybe";

export interface RuleWorld {
  readonly variables: Variables;
  /** Paths of the files that `exists` looks at; `undefined` where they are not known. */
  readonly paths: () => Promise<readonly string[] | undefined>;
}

export interface Judged {
  readonly verdict: Verdict;
  /** In GitLab's words. */
  readonly error?: string;
}

const known = ["if", "exists", "when", "changes"];

/**
 * What `include:rules` come to: the first rule that matches decides, and when none does the file
 * stays out (lib/gitlab/ci/config/external/rules.rb). `changes` is never known here.
 */
export async function judgeRules(rules: unknown, world: RuleWorld): Promise<Judged> {
  if (rules === undefined || rules === null) return { verdict: "yes" };
  if (!Array.isArray(rules) || !rules.every(isHash)) {
    return { verdict: "maybe", error: "include:rules config should be an array of hashes" };
  }
  for (const rule of rules) {
    const error = ruleError(rule);
    if (error !== undefined) return { verdict: "maybe", error };
  }
  return { verdict: await verdictFrom(rules, 0, world) };
}

/** Of a rule that may match, what it says counts only where those behind it say the same. */
async function verdictFrom(
  rules: readonly Hash[],
  index: number,
  world: RuleWorld,
): Promise<Verdict> {
  const rule = rules[index];
  if (!rule) return "no";
  const own = member(rule, "when") === "never" ? "no" : "yes";
  const matches = await ruleMatches(rule, world);
  if (matches === "yes") return own;
  const behind = await verdictFrom(rules, index + 1, world);
  return matches === "no" || behind === own ? behind : "maybe";
}

function ruleError(rule: Hash): string | undefined {
  const unknown = Object.keys(rule).filter((key) => !known.includes(key));
  if (unknown.length) {
    return `include:rules:rule config contains unknown keys: ${unknown.join(", ")}`;
  }
  const condition = member(rule, "if") ?? undefined;
  if (
    condition !== undefined &&
    !(typeof condition === "string" && parseExpression(condition).ok)
  ) {
    return "include:rules:rule if invalid expression syntax";
  }
  const when = member(rule, "when") ?? undefined;
  return when === undefined || when === "never" || when === "always"
    ? undefined
    : `include:rules:rule when unknown value: ${String(when)}`;
}

/** All clauses of a rule must match; one without any matches always. */
async function ruleMatches(rule: Hash, world: RuleWorld): Promise<Verdict> {
  const verdicts: Verdict[] = [];
  const condition = member(rule, "if");
  if (typeof condition === "string") verdicts.push(judgeIf(condition, world.variables));
  const exists = member(rule, "exists") ?? undefined;
  if (exists !== undefined) verdicts.push(await judgeExists(exists, world));
  if ((member(rule, "changes") ?? undefined) !== undefined) verdicts.push("maybe");
  if (verdicts.includes("no")) return "no";
  return verdicts.includes("maybe") ? "maybe" : "yes";
}

function judgeIf(condition: string, variables: Variables): Verdict {
  if (!variables) return "maybe";
  const judged = evaluateExpression(condition, variables);
  if (!judged.valid) return "maybe";
  return judged.truthful ? "yes" : "no";
}

async function judgeExists(exists: unknown, world: RuleWorld): Promise<Verdict> {
  const globs = typeof exists === "string" ? [exists] : exists;
  const isKnown =
    Array.isArray(globs) &&
    globs.every((glob) => typeof glob === "string" && (world.variables || !/[$%]/.test(glob)));
  const paths = isKnown ? await world.paths() : undefined;
  if (!isKnown || !paths) return "maybe";
  return matchesExists(globs as readonly string[], paths, world.variables) ? "yes" : "no";
}
