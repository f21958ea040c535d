import { type Hash, isHash } from "../model/index.ts";
import { evaluateExpression, expandGlob, matchesChanges, matchesExists } from "../rules/index.ts";
import type { Assumed, Situation } from "./types.ts";
import { own, type Values } from "./variables.ts";

/** What a condition is judged by. */
export interface Context {
  readonly situation: Situation;
  /** The job; undefined in `workflow`. */
  readonly job: string | undefined;
  /** As they are written: `if` reads these (GitLab: clause/if.rb, variables_hash). */
  readonly values: Values;
  /** Expanded in each other: `changes` and `exists` read these. */
  readonly expanded: () => Values;
  readonly assume: (assumed: Assumed) => void;
}

/** The rules of a `rules` list, nested lists made flat; undefined where there is no list. */
export const readRules = (value: unknown): readonly Hash[] | undefined =>
  Array.isArray(value) ? value.flat(Number.POSITIVE_INFINITY).filter(isHash) : undefined;

const strings = (value: unknown): readonly string[] =>
  [value].flat().filter((item) => typeof item === "string");

const isExpandable = (text: string): boolean => /[$%]/.test(text);

const expanded = (text: string, context: Context): string =>
  isExpandable(text) ? expandGlob(text, context.expanded()) : text;

/** The first rule that holds, or why GitLab cannot judge them; neither where none holds. */
export interface FirstRule {
  readonly index?: number;
  readonly fault?: string;
}

/** Looks for the first rule that holds (GitLab: lib/gitlab/ci/build/rules.rb). */
export function firstRule(rules: readonly Hash[], context: Context): FirstRule {
  for (const [index, rule] of rules.entries()) {
    const verdict = holds(rule, index, context);
    if (typeof verdict === "string") return { fault: verdict };
    if (verdict) return { index };
  }
  return {};
}

/** Whether a condition holds, or why GitLab cannot judge it. */
type Verdict = boolean | string;
type Condition = (value: unknown, index: number, context: Context) => Verdict;

const conditions: ReadonlyMap<string, Condition> = new Map<string, Condition>([
  ["if", (value, _, context) => ifHolds(value, context)],
  ["changes", changesHold],
  ["exists", existsHolds],
]);

/** Whether all conditions of a rule hold, judged as they stand; one without conditions does. */
function holds(rule: Hash, index: number, context: Context): Verdict {
  for (const key of Object.keys(rule)) {
    const verdict = conditions.get(key)?.(own(rule, key), index, context) ?? true;
    if (verdict !== true) return verdict;
  }
  return true;
}

const ifHolds = (expression: unknown, { values }: Context): boolean =>
  expression === undefined || isTruthful(String(expression), values);

/** Whether an expression holds; one that GitLab cannot read does not. */
export function isTruthful(expression: string, values: Values): boolean {
  const result = evaluateExpression(expression, values);
  return result.valid && result.truthful;
}

const badRef = "rules:changes:compare_to is not a valid ref";

/** Whether a ref may be there: what is no plain name, such as a SHA or `main~1`, cannot be told. */
const mayBeRef = (ref: string, refs: Situation["refs"]): boolean =>
  !refs || refs.includes(ref) || /^(?:[0-9a-f]{7,40}$|HEAD|refs\/)|[~^@:]/.test(ref);

/** GitLab: clause/changes.rb. */
function changesHold(changes: unknown, index: number, context: Context): Verdict {
  if (changes === undefined) return true;
  const { situation } = context;
  const globs = strings(isHash(changes) ? own(changes, "paths") : changes);
  const compareTo = isHash(changes) ? own(changes, "compare_to") : undefined;
  const judge = (paths: readonly string[] | undefined): boolean =>
    matchesChanges(globs, paths, globs.some(isExpandable) ? context.expanded() : {});
  if (typeof compareTo !== "string") return judge(situation.changed);
  const ref = expanded(compareTo, context);
  const since = situation.changedSince ?? {};
  if (!Object.hasOwn(since, ref) && !mayBeRef(ref, situation.refs)) return badRef;
  const known = Object.hasOwn(since, ref) ? since[ref] : (situation.compared ?? situation.changed);
  if (!known) context.assume({ job: context.job, rule: index, what: "changes:compare_to" });
  return judge(known);
}

/** GitLab: clause/exists.rb. */
function existsHolds(exists: unknown, index: number, context: Context): boolean {
  if (exists === undefined) return true;
  const { situation } = context;
  const globs = strings(isHash(exists) ? own(exists, "paths") : exists);
  const judge = (files: readonly string[]): boolean =>
    matchesExists(globs, files, globs.some(isExpandable) ? context.expanded() : {});
  const named = isHash(exists) ? own(exists, "project") : undefined;
  if (typeof named !== "string") return judge(situation.files);
  const project = expanded(named, context);
  const others = situation.filesOf;
  if (others && Object.hasOwn(others, project)) return judge(others[project] ?? []);
  context.assume({ job: context.job, rule: index, what: "exists:project" });
  return true;
}
