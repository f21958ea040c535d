import { type Hash, isHash } from "../../../model/index.ts";
import type { Linted } from "../../types.ts";
import { type Guess, judge, type Verdict } from "./judge.ts";
import { items, member } from "./read.ts";
import { inChild, type Situation, situations } from "./situations.ts";

/** How to take conditions on files: as not known, or as fulfilled. */
export type Files = "unknown" | "fulfilled";

/** Whether a rule holds, whatever it then says. */
function ruleHolds(rule: Hash, situation: Situation, files: Files, guess?: Guess): Verdict {
  const condition = member(rule, "if");
  const onFiles =
    (member(rule, "changes") ?? undefined) !== undefined ||
    (member(rule, "exists") ?? undefined) !== undefined;
  const verdict =
    condition === undefined || condition === null
      ? "yes"
      : typeof condition === "string"
        ? judge(condition, situation.variables, guess)
        : "maybe";
  return verdict === "yes" && onFiles && files === "unknown" ? "maybe" : verdict;
}

/** Whether rules let something in: the first that holds decides, and none at all keeps it out. */
function decide(rules: unknown, situation: Situation, files: Files, guess?: Guess): Verdict {
  if (guess || typeof rules !== "object" || rules === null) {
    return decided(rules, situation, files, guess);
  }
  const known = verdicts[files];
  const own = known.get(rules) ?? new Map<Situation, Verdict>();
  known.set(rules, own);
  const before = own.get(situation);
  if (before) return before;
  const verdict = decided(rules, situation, files);
  own.set(situation, verdict);
  return verdict;
}

/** Many jobs share their rules, and many rules of lint ask for them. */
const verdicts: Readonly<Record<Files, WeakMap<object, Map<Situation, Verdict>>>> = {
  unknown: new WeakMap(),
  fulfilled: new WeakMap(),
};

function decided(rules: unknown, situation: Situation, files: Files, guess?: Guess): Verdict {
  let [mayBeIn, mayBeOut] = [false, false];
  for (const { value: rule } of items(rules)) {
    const verdict = isHash(rule) ? ruleHolds(rule, situation, files, guess) : "maybe";
    if (verdict === "no") continue;
    if (!isHash(rule)) [mayBeIn, mayBeOut] = [true, true];
    else if (member(rule, "when") === "never") mayBeOut = true;
    else mayBeIn = true;
    if (verdict === "yes") return outcome(mayBeIn, mayBeOut);
  }
  return outcome(mayBeIn, true);
}

const outcome = (mayBeIn: boolean, mayBeOut: boolean): Verdict =>
  mayBeIn && mayBeOut ? "maybe" : mayBeIn ? "yes" : "no";

/** The rules of `workflow`; `undefined` where there are none. */
export function workflowRules({ document }: Linted): unknown {
  const rules = member(member(document, "workflow"), "rules");
  return items(rules).length > 0 ? rules : undefined;
}

/** Whether `workflow` lets such a pipeline be. */
export function pipelineRuns(
  linted: Linted,
  situation: Situation,
  files: Files = "unknown",
): Verdict {
  const rules = workflowRules(linted);
  return rules === undefined ? "yes" : decide(rules, situation, files);
}

/**
 * Whether a compiled job is in such a pipeline. Without `rules`, `only` and `except` it is in those
 * of branches and tags, and in all where the workflow has rules (GitLab: entry/processable.rb).
 */
export function jobIsIn(
  linted: Linted,
  job: Hash,
  situation: Situation,
  files: Files = "unknown",
): Verdict {
  const rules = member(job, "rules") ?? undefined;
  if (rules !== undefined) return decide(rules, situation, files);
  if (!hasNoRules(job)) return byPolicy(job, situation);
  return workflowRules(linted) !== undefined || situation.ref !== "merge request" ? "yes" : "no";
}

const mostGuesses = 6;

const outs = new WeakMap<Linted, Map<Hash, Map<Situation, boolean>>>();

/**
 * Whether a job's rules leave it out for some values of the variables that nothing is known of. Where
 * `exists` has a say, or with many such variables, it is not said.
 */
export function canBeOut(linted: Linted, job: Hash, situation: Situation): boolean {
  const ofLinted = outs.get(linted) ?? new Map<Hash, Map<Situation, boolean>>();
  outs.set(linted, ofLinted);
  const own = ofLinted.get(job) ?? new Map<Situation, boolean>();
  ofLinted.set(job, own);
  const known = own.get(situation) ?? isOutForSome(linted, job, situation);
  own.set(situation, known);
  return known;
}

function isOutForSome(linted: Linted, job: Hash, situation: Situation): boolean {
  const rules = member(job, "rules") ?? undefined;
  if (rules === undefined) return jobIsIn(linted, job, situation) !== "yes";
  if (items(rules).some(({ value }) => !isHash(value) || member(value, "exists") !== undefined))
    return false;
  const unknown = new Set<string>();
  const verdict = decide(rules, situation, "unknown", (text) => {
    unknown.add(text);
    return "maybe";
  });
  if (verdict !== "maybe" || unknown.size > mostGuesses) return verdict === "no";
  const names = [...unknown];
  return Array.from({ length: 2 ** names.length }).some((_, bits) => {
    const guess: Guess = (text) => ((bits >> names.indexOf(text)) & 1 ? "yes" : "no");
    return decide(rules, situation, "unknown", guess) !== "yes";
  });
}

/** Whether nothing in a compiled job says when it is in. */
export const hasNoRules = (job: Hash): boolean =>
  ["rules", "only", "except"].every((key) => (member(job, key) ?? undefined) === undefined);

/** Words of `only` that GitLab compares with the kind of the ref, or with the source. */
const refWords = new Map<string, (situation: Situation) => boolean>([
  ["branches", ({ ref }) => ref === "branch"],
  ["tags", ({ ref }) => ref === "tag"],
  ["merge_requests", ({ ref, child }) => ref === "merge request" && !child],
]);

/** `only` with a list of refs; what is more than that stays open. */
function byPolicy(job: Hash, situation: Situation): Verdict {
  const only = member(job, "only");
  const refs = items(only).map(({ value }) => value);
  const except = (member(job, "except") ?? undefined) !== undefined;
  const words = refs.map((ref) => (typeof ref === "string" ? refWords.get(ref) : undefined));
  if (refs.some((ref) => typeof ref !== "string") || refs.length === 0) return "maybe";
  if (words.some((word) => word?.(situation))) return except ? "maybe" : "yes";
  return words.includes(undefined) ? "maybe" : "no";
}

/**
 * The situations in which this configuration surely runs, conditions on files taken as fulfilled.
 * Of a child they are those of its trigger job, and the source is the child's own.
 */
export function situationsOf(linted: Linted): readonly Situation[] {
  const { startedBy } = linted;
  if (!startedBy) return linted.role === "parent" ? running(linted, situations) : [];
  const job = startedBy.linted.jobs.get(startedBy.job);
  if (!job || startedBy.linted.open) return [];
  return running(startedBy.linted, situationsOf(startedBy.linted))
    .filter((each) => jobIsIn(startedBy.linted, job, each, "fulfilled") === "yes")
    .map(inChild);
}

const running = (linted: Linted, of: readonly Situation[]) =>
  of.filter((each) => pipelineRuns(linted, each, "fulfilled") === "yes");

/** The visible jobs that are in no edge stage: those that GitLab counts. */
export const countedJobs = ({ jobs }: Linted): readonly (readonly [string, Hash])[] =>
  [...jobs].filter(([, job]) => {
    const stage = member(job, "stage");
    return stage !== ".pre" && stage !== ".post";
  });
