import type { Hash, Pipeline } from "../model/index.ts";
import { type Expanded, expandAll, expandText } from "./expand.ts";
import { unreadableExpressions } from "./expressions.ts";
import { jobVariables, workflowVariables } from "./job-variables.ts";
import { type Context, firstRule } from "./judge.ts";
import { type Need, needError, readRuleNeeds } from "./needs.ts";
import { judgePolicies } from "./policy.ts";
import { type Prepared, prepare, type Seed } from "./read.ts";
import type {
  Assumed,
  DecidedBy,
  JobVerdict,
  Simulated,
  SimulatedJob,
  SimulatedWorkflow,
  Situation,
  When,
} from "./types.ts";
import {
  asVariables,
  inherited,
  overlaid,
  own,
  readVariables,
  type Values,
  type Variable,
  valuesOf,
} from "./variables.ts";

/** GitLab: app/models/ci/pipeline.rb, workflow_rules_failure_message and rules_failure_message. */
export const notRun =
  "The pipeline did not run. Review the workflow:rules configuration for the pipeline.";
const empty =
  "The resulting pipeline would have been empty. Review the rules configuration for the relevant jobs.";

/**
 * The pipeline that GitLab would create of this configuration in this situation: which jobs, how
 * each starts and what decided. Pure, and never throws. Follows GitLab's chain: expressions are
 * read, `workflow:rules` judged, then each job; then needs on absent jobs are refused, and last a
 * pipeline without jobs (lib/gitlab/ci/pipeline/chain). Files of an `include` are not read here.
 */
export function simulate(pipeline: Pipeline, situation: Situation): Simulated {
  const prepared = prepare(pipeline);
  const assumed: Assumed[] = [];
  const run: Run = { situation, assume: (each) => assumed.push(each) };
  const unreadable = unreadableExpressions(prepared);
  const { workflow, variables } = judgeWorkflow(prepared, run);
  const none = { created: false, jobs: [], workflow, assumed } as const;
  if (unreadable.length > 0) return { ...none, errors: unreadable };
  if (!workflow.created) return { ...none, errors: [notRun] };

  const judged = prepared.seeds.map((seed) => judge(seed, variables, run));
  const present = new Set(judged.filter(({ created }) => created).map(({ seed }) => seed.name));
  const errors = refusals({
    seeds: prepared.seeds,
    isCreated: (seed) => judged[seed]!.created,
    isPresent: (name) => present.has(name),
    faultOf: (seed) => judged[seed]!.fault,
    circleOf: (seed) => judged[seed]!.expand().error,
  });
  const jobs = judged.map((each) => told(each, present));
  return { created: errors.length === 0, errors, jobs, workflow, assumed };
}

export interface Run {
  readonly situation: Situation;
  readonly assume: (assumed: Assumed) => void;
}

/** Stages that alone make no pipeline (chain/populate.rb). */
const isEdge = (stage: string): boolean => stage === ".pre" || stage === ".post";

/** Jobs by their index, as far as it must be known whether they make a pipeline. */
export interface Standing {
  readonly seeds: readonly Seed[];
  isCreated(seed: number): boolean;
  isPresent(name: string): boolean;
  /** Why GitLab cannot judge its rules. */
  faultOf(seed: number): string | undefined;
  /** GitLab's words where its variables refer to each other in a circle. */
  circleOf(seed: number): string | undefined;
}

/**
 * Why GitLab refuses the pipeline. Faults of jobs come first (chain/seed.rb, a line each); then
 * whether anything is left. It looks at the needs of the job itself, also where a rule puts others
 * in their place.
 */
export function refusals({
  seeds,
  isCreated,
  isPresent,
  faultOf,
  circleOf,
}: Standing): readonly string[] {
  const errors: string[] = [];
  let isEmpty = true;
  for (const [index, seed] of seeds.entries()) {
    const fault = faultOf(index);
    if (fault !== undefined) errors.push(`Failed to parse rule for ${seed.name}: ${fault}`);
    if (!isCreated(index)) continue;
    isEmpty &&= isEdge(seed.stage);
    for (const { name, optional } of seed.needs) {
      if (!optional && !isPresent(name)) errors.push(needError(seed.name, name));
    }
    const circle = circleOf(index);
    if (circle !== undefined) errors.push(`${seed.name}: ${circle}`);
  }
  return errors.length === 0 && isEmpty ? [empty] : errors;
}

/** The workflow, and the variables of the top level with those of its rule. */
export function judgeWorkflow(
  { rules, name, variables }: Prepared,
  { situation, assume }: Run,
): { readonly workflow: SimulatedWorkflow; readonly variables: readonly Variable[] } {
  const all = workflowVariables(variables, situation);
  const { index } = rules ? firstRule(rules, contextOf(undefined, all, { situation, assume })) : {};
  const rule = index === undefined ? undefined : rules?.[index];
  const added = readVariables(rule && own(rule, "variables"));
  const merged = overlaid(variables, added);
  const created = rules === undefined || (rule !== undefined && own(rule, "when") !== "never");
  const by = !rules ? ({ by: "nothing" } as const) : ruleOrNone(index);
  const named = name === undefined ? undefined : expandName(name, merged, situation);
  const workflow = {
    created,
    by,
    ...(named === undefined ? {} : { name: named }),
    variables: valuesOf(added),
  };
  return { workflow, variables: merged };
}

const ruleOrNone = (index: number | undefined) =>
  index === undefined ? ({ by: "no-rule" } as const) : ({ by: "rule", index } as const);

/** GitLab: chain/populate_metadata.rb; a blank name is none. */
function expandName(name: string, yaml: readonly Variable[], situation: Situation) {
  const { values } = expandAll(workflowVariables(yaml, situation));
  return expandText(name.trim(), values).slice(0, 255) || undefined;
}

function contextOf(
  job: string | undefined,
  variables: readonly Variable[],
  run: Run,
  expand: () => Expanded = once(variables),
): Context {
  return { ...run, job, values: valuesOf(variables), expanded: () => expand().values };
}

/** Variables expanded when first asked for. */
function once(variables: readonly Variable[]): () => Expanded {
  let expanded: Expanded | undefined;
  return () => {
    expanded ??= expandAll(variables);
    return expanded;
  };
}

/** What was decided of a job. */
export interface Judged {
  readonly seed: Seed;
  readonly created: boolean;
  readonly by: DecidedBy;
  readonly rule: Hash | undefined;
  /** Why GitLab cannot judge its rules. */
  readonly fault?: string;
  /** All that its rules see, expanded. */
  readonly expand: () => Expanded;
  /** Those of the YAML. */
  readonly yaml: readonly Variable[];
  readonly given: Values;
}

export function judge(seed: Seed, top: readonly Variable[], run: Run): Judged {
  const { situation } = run;
  const yaml = yamlOf(seed, top);
  const variables = jobVariables(seed, yaml, situation);
  const expand = once(variables);
  const base = { seed, expand, yaml, given: situation.variables };
  const context = contextOf(seed.name, variables, run, expand);
  if (!seed.rules) {
    const { included, by } = judgePolicies(seed.policies, situation, context.values);
    return { ...base, created: included, by, rule: undefined };
  }
  const { index, fault } = firstRule(seed.rules, context);
  const rule = index === undefined ? undefined : seed.rules[index];
  const created = rule !== undefined && own(rule, "when") !== "never";
  return { ...base, created, by: ruleOrNone(index), rule, ...(fault !== undefined && { fault }) };
}

/** What becomes of a job, whatever others do. */
export function decided({ seed, created, by, rule }: Judged): JobVerdict {
  if (!created) return { created, when: "never", allowFailure: false, by };
  const allowed = rule && own(rule, "allow_failure");
  return {
    created,
    when: ((rule && own(rule, "when")) ?? seed.when) as When,
    allowFailure: typeof allowed === "boolean" ? allowed : seed.allowFailure,
    by,
  };
}

/** The variables of a job, with those of the rule that holds. */
export function variablesOf({
  rule,
  yaml,
  given,
}: Pick<Judged, "rule" | "yaml" | "given">): Values {
  const ruleVariables = readVariables(rule && own(rule, "variables"));
  return reaching(overlaid(yaml, ruleVariables), given);
}

/** What of the YAML reaches a job: its own variables, and of the others what it inherits. */
export const yamlOf = (seed: Seed, top: readonly Variable[]): readonly Variable[] =>
  overlaid(inherited(top, seed.inherit), seed.variables);

function told(judged: Judged, present: ReadonlySet<string>): SimulatedJob {
  const { seed, created, rule } = judged;
  const { name, stage } = seed;
  const variables = variablesOf(judged);
  const needs = created ? presentNeeds((rule && readRuleNeeds(rule)) ?? seed.needs, present) : [];
  return { name, stage, ...decided(judged), needs, variables };
}

/** The YAML's variables, with the given value where one is given for the same name. */
function reaching(yaml: readonly Variable[], given: Values): Values {
  const names = new Set(yaml.map(({ name }) => name));
  return valuesOf([...yaml, ...asVariables(given).filter(({ name }) => names.has(name))]);
}

const presentNeeds = (needs: readonly Need[], present: ReadonlySet<string>): readonly string[] => [
  ...new Set(needs.map(({ name }) => name).filter((name) => present.has(name))),
];
