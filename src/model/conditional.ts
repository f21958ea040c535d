import { isHash, member } from "./copy.ts";
import { normal } from "./normal.ts";
import { Reference } from "./reference.ts";

const conditions = ["if", "changes", "exists"] as const;
const never = (rule: Readonly<Record<string, unknown>>): boolean =>
  member(rule, "when") === "never";

/**
 * Whether a job's own `rules`, `only` or `except` may leave it out of a pipeline. The first rule
 * that holds decides (GitLab docs: ci/jobs/job_rules), so it is sure to be in only when a rule
 * without `if`, `changes` and `exists`, and not `when: never`, comes before any that says never.
 * A job that has none of the three is taken to be in. Reads one job as it is written: what
 * `extends` adds is known only to a compiled job; a reference in `rules` counts as a condition.
 */
export function isConditional(job: unknown): boolean {
  const config = normal(job);
  if (!isHash(config)) return false;
  if (member(config, "only") !== undefined || member(config, "except") !== undefined) return true;
  const rules = member(config, "rules");
  if (rules === undefined) return false;
  if (rules instanceof Reference || !Array.isArray(rules)) return true;
  for (const rule of rules.flat(Number.POSITIVE_INFINITY)) {
    if (!isHash(rule)) return true;
    const conditional = conditions.some((key) => member(rule, key) !== undefined);
    if (!conditional) return never(rule);
    if (never(rule)) return true;
  }
  return true;
}

/** What decides whether a job is in: equal strings, equal fate. */
export function presence(job: Readonly<Record<string, unknown>>): string {
  const rules = member(job, "rules");
  const decisive = Array.isArray(rules)
    ? rules.map((rule) =>
        isHash(rule) ? [...conditions.map((key) => member(rule, key)), never(rule)] : rule,
      )
    : undefined;
  return JSON.stringify([decisive, member(job, "only"), member(job, "except")], (_, value) =>
    isHash(value) ? Object.fromEntries(Object.entries(value).sort()) : value,
  );
}
