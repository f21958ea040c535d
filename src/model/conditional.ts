import { type Hash, isHash, member } from "./copy.ts";
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

const namesIn = (text: string): readonly string[] =>
  [...text.matchAll(/\$\{?(\w+)/g)].map(([, name = ""]) => name);

const ownVariables = (job: Hash): Hash => {
  const own = member(job, "variables");
  return isHash(own) ? own : {};
};

/**
 * Whether a job is there whenever another one is, as far as their `rules` tell: none of its rules
 * says never, and each that may let the other in is one of its own. Both read the same conditions with
 * their own variables, so what only one of them sets must not count.
 */
export function isThereWith(job: Hash, other: Hash): boolean {
  if ([job, other].some((each) => "only" in each || "except" in each)) return false;
  const [own, theirs] = [member(job, "rules"), member(other, "rules")];
  if (!Array.isArray(own) || !Array.isArray(theirs)) return false;
  if (!own.every((rule) => isHash(rule) && !never(rule)) || !theirs.every(isHash)) return false;
  const written = (rule: Hash) => JSON.stringify(conditions.map((key) => member(rule, key)));
  const letting = theirs.filter((rule) => !never(rule)).map(written);
  const conditionsOfOwn = new Set(own.map(written));
  return (
    letting.every((each) => conditionsOfOwn.has(each)) && readAlike(letting.join(" "), job, other)
  );
}

/** Whether the variables in a text are the same to both jobs. */
function readAlike(text: string, job: Hash, other: Hash): boolean {
  const [own, theirs] = [ownVariables(job), ownVariables(other)];
  const differing = [...Object.keys(own), ...Object.keys(theirs)].filter(
    (name) => JSON.stringify(member(own, name)) !== JSON.stringify(member(theirs, name)),
  );
  // Other variables may be made of those that differ; GitLab's own are not.
  const isGitlabs = (name: string) => /^(?:CI|GITLAB)_/.test(name) && !differing.includes(name);
  return differing.length === 0 || namesIn(text).every(isGitlabs);
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
