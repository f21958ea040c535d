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

/** The index of the first rule that holds (GitLab: lib/gitlab/ci/build/rules.rb). */
export function firstRule(rules: readonly Hash[], context: Context): number | undefined {
  const index = rules.findIndex((rule, at) => holds(rule, at, context));
  return index < 0 ? undefined : index;
}

/** Whether all conditions of a rule hold; one without conditions does. */
const holds = (rule: Hash, index: number, context: Context): boolean =>
  ifHolds(own(rule, "if"), context) &&
  changesHold(own(rule, "changes"), index, context) &&
  existsHolds(own(rule, "exists"), index, context);

const ifHolds = (expression: unknown, { values }: Context): boolean =>
  expression === undefined || isTruthful(String(expression), values);

/** Whether an expression holds; one that GitLab cannot read does not. */
export function isTruthful(expression: string, values: Values): boolean {
  const result = evaluateExpression(expression, values);
  return result.valid && result.truthful;
}

/** GitLab: clause/changes.rb. */
function changesHold(changes: unknown, index: number, context: Context): boolean {
  if (changes === undefined) return true;
  const { situation } = context;
  const globs = strings(isHash(changes) ? own(changes, "paths") : changes);
  const compareTo = isHash(changes) ? own(changes, "compare_to") : undefined;
  const judge = (paths: readonly string[] | undefined): boolean =>
    matchesChanges(globs, paths, globs.some(isExpandable) ? context.expanded() : {});
  if (typeof compareTo !== "string") return judge(situation.changed);
  const ref = expanded(compareTo, context);
  const since = situation.changedSince ?? {};
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
