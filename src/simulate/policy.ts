import { type Hash, isHash } from "../model/index.ts";
import { evaluateExpression, globMatcher } from "../rules/index.ts";
import { isTruthful } from "./judge.ts";
import type { DecidedBy, PolicyKey, Situation } from "./types.ts";
import { own, type Values } from "./variables.ts";

/** `only` or `except` in its long form. A part without a value holds for nothing. */
export type Policy = ReadonlyMap<PolicyKey, readonly string[]>;

/** What GitLab reads where a job has no `only` (lib/gitlab/ci/config/entry/policy.rb). */
const defaultOnly: Policy = new Map([["refs", ["branches", "tags"]]]);

const keys: readonly PolicyKey[] = ["refs", "kubernetes", "variables", "changes"];

const strings = (value: unknown): readonly string[] =>
  [value].flat().filter((item) => typeof item === "string");

function readPolicy(value: unknown): Policy | undefined {
  if (Array.isArray(value)) return new Map([["refs", strings(value)]]);
  if (!isHash(value)) return undefined;
  return new Map(
    keys.filter((key) => Object.hasOwn(value, key)).map((key) => [key, strings(value[key])]),
  );
}

/** The policies of a job. */
export interface Policies {
  readonly only: Policy | undefined;
  readonly except: Policy | undefined;
  /** `only` is not written: GitLab puts its own in. */
  readonly byDefault: boolean;
}

/**
 * Reads `only` and `except`. `ruled`: the job or the workflow has `rules`, and then nothing is put
 * in for what is not written (GitLab: entry/processable.rb). A written `only` without `refs` has
 * those of the default all the same.
 */
export function readPolicies(config: Hash, ruled: boolean): Policies {
  const only = readPolicy(own(config, "only"));
  const except = readPolicy(own(config, "except"));
  if (only) return { only: new Map([...defaultOnly, ...only]), except, byDefault: false };
  return { only: ruled ? undefined : defaultOnly, except, byDefault: !ruled };
}

/** Whether the policies let a job in, and by what (GitLab: lib/gitlab/ci/pipeline/seed/build.rb). */
export function judgePolicies(
  { only, except, byDefault }: Policies,
  situation: Situation,
  values: Values,
): { readonly included: boolean; readonly by: DecidedBy } {
  const satisfied = ([key, list]: [PolicyKey, readonly string[]]) =>
    specifications[key](list, situation, values);
  const missed = [...(only ?? [])].find((part) => !satisfied(part));
  if (missed) {
    const by: DecidedBy = byDefault ? { by: "default-only" } : { by: "only", key: missed[0] };
    return { included: false, by };
  }
  const hit = [...(except ?? [])].find(satisfied);
  if (hit) return { included: false, by: { by: "except", key: hit[0] } };
  const written = (only && !byDefault) || except;
  return { included: true, by: { by: written ? "policy" : "nothing" } };
}

type Specification = (list: readonly string[], situation: Situation, values: Values) => boolean;

const specifications: Readonly<Record<PolicyKey, Specification>> = {
  refs: (refs, situation) => refs.some((ref) => matchesRef(ref, situation)),
  kubernetes: (_, { kubernetes }) => kubernetes === true,
  variables: (expressions, _, values) =>
    expressions.some((expression) => isTruthful(expression, values)),
  // Unlike `rules:changes` it expands no variables, and has no limit.
  changes: (globs, { changed }) => {
    const matchers = globs.map(globMatcher);
    return !changed || changed.some((path) => matchers.some((matches) => matches(path)));
  },
};

/** One entry of `refs`: `main`, `/^rel-/`, `tags`, `schedules`, `main@group/app` (build/policy/refs.rb). */
function matchesRef(entry: string, { source, ref, refType, mergeRequest, project }: Situation) {
  const at = entry.indexOf("@");
  const pattern = at < 0 ? entry : entry.slice(0, at);
  if (at >= 0 && entry.slice(at + 1) !== project) return false;
  const tag = refType === "tag";
  const branch = !tag && !mergeRequest;
  if ((tag && pattern === "tags") || (branch && pattern === "branches")) return true;
  const name = source.replace(/_event$/, "");
  if (pattern === name || pattern === plural(name)) return true;
  return (branch || tag) && matchesName(pattern, ref);
}

/** Whether a pattern, `/.../flags`, is found in a name, or is that name. */
function matchesName(pattern: string, name: string): boolean {
  if (!/^\/.*\/[ismU]*$/.test(pattern)) return pattern === name;
  const result = evaluateExpression("$NAME =~ $PATTERN", { NAME: name, PATTERN: pattern });
  return result.valid && result.truthful;
}

/** English plurals of GitLab's sources: pushes, policies, web, ... (ActiveSupport's rules). */
function plural(name: string): string {
  if (/(?:x|ch|ss|sh)$/.test(name)) return `${name}es`;
  if (/[^aeiouy]y$/.test(name)) return `${name.slice(0, -1)}ies`;
  return name.endsWith("s") ? name : `${name}s`;
}
