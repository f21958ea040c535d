import type { Hash, Pipeline } from "../model/index.ts";
import { type Expanded, namesIn } from "./expand.ts";
import { unreadableExpressions } from "./expressions.ts";
import { type Prepared, prepare, type Seed } from "./read.ts";
import {
  decided,
  type Judged,
  judge,
  judgeWorkflow,
  notRun,
  type Run,
  refusals,
  variablesOf,
  yamlOf,
} from "./simulate.ts";
import type { JobVerdict, Situation } from "./types.ts";
import { own, type Values } from "./variables.ts";

/** What `simulate` says of a pipeline, without needs and variables. */
export interface Outline {
  readonly created: boolean;
  /** GitLab's own words, where it is not created. */
  readonly errors: readonly string[];
  /**
   * By the name that a job is written under: a verdict for each job that `parallel` makes of it, the
   * same object where they are judged alike. None where GitLab does not come to judge the jobs.
   */
  readonly jobs: ReadonlyMap<string, readonly JobVerdict[]>;
  /** The variables of a job by the name that it is written under: of the first that is created, if any is. */
  variablesOf(job: string): Values;
}

/**
 * What {@link simulate} says of the jobs in a situation, for pipelines of thousands of jobs: jobs
 * that are decided by the same are judged once.
 */
export function outline(pipeline: Pipeline, situation: Situation): Outline {
  const prepared = prepare(pipeline);
  const { unreadable, marks } = marksOf(prepared);
  const run: Run = { situation, assume: () => {} };
  const { workflow, variables } = judgeWorkflow(prepared, run);
  const none = { created: false, jobs: new Map(), variablesOf: () => ({}) };
  if (unreadable.length > 0) return { ...none, errors: unreadable };
  if (!workflow.created) return { ...none, errors: [notRun] };

  const known = new Map<string, { readonly judged: Judged; readonly verdict: JobVerdict }>();
  const expanded = new Map<string, () => Expanded>();
  const jobs = new Map<string, JobVerdict[]>();
  const present = new Set<string>();
  const all = prepared.seeds.map((seed, index): Judged => {
    const { decision, circle } = marks[index]!;
    let like = known.get(decision);
    if (!like) {
      const judged = judge(seed, variables, run);
      like = { judged, verdict: decided(judged) };
      known.set(decision, like);
    }
    const { judged, verdict } = like;
    if (verdict.created) present.add(seed.name);
    const copies = jobs.get(seed.written);
    if (copies) copies.push(verdict);
    else jobs.set(seed.written, [verdict]);
    // Only asked for an error, which these have in common.
    const expand = () => {
      const own = expanded.get(circle) ?? judge(seed, variables, run).expand;
      expanded.set(circle, own);
      return own();
    };
    return { ...judged, seed, expand };
  });
  const errors = refusals(all, present);
  const first = new Map<string, Judged>();
  for (const each of all) {
    const { written } = each.seed;
    if (!first.has(written) || (each.created && !first.get(written)?.created))
      first.set(written, each);
  }
  return {
    created: errors.length === 0,
    errors,
    jobs,
    variablesOf: (job) => {
      const judged = first.get(job);
      return judged ? variablesOf({ ...judged, yaml: yamlOf(judged.seed, variables) }) : {};
    },
  };
}

/** What two jobs must have in common, in whatever situation. */
interface Mark {
  /** To be decided alike. */
  readonly decision: string;
  /** To have the same circles of variables that refer to each other. */
  readonly circle: string;
}

interface Marks {
  readonly unreadable: readonly string[];
  readonly marks: readonly Mark[];
}

const made = new WeakMap<Prepared, Marks>();

function marksOf(prepared: Prepared): Marks {
  let marks = made.get(prepared);
  if (!marks) {
    const words = new Map<string, ReadonlySet<string>>();
    marks = {
      unreadable: unreadableExpressions(prepared),
      marks: prepared.seeds.map((seed) => ({
        decision: decisionOf(seed, words),
        circle: circleOf(seed),
      })),
    };
    made.set(prepared, marks);
  }
  return marks;
}

/** Variables that GitLab makes for each job anew. */
const ofEachJob = /^CI_(?:JOB|NODE|ENVIRONMENT)_/;

/**
 * The conditions with the variables of the job's own that they may ask for. An `if` sees values as
 * they are written; a glob with a variable sees them expanded, so that such a job stands for itself.
 */
function decisionOf(seed: Seed, known: Map<string, ReadonlySet<string>>): string {
  const { name, rules, policies, when, allowFailure, inherit, variables } = seed;
  const { only, except, byDefault } = policies;
  const conditions = rules
    ? JSON.stringify(rules)
    : JSON.stringify([[...(only ?? [])], [...(except ?? [])], byDefault]);
  let words = known.get(conditions);
  if (!words) {
    words = new Set(/[$%]/.test(conditions) ? conditions.match(/[a-zA-Z_]\w*/g) : []);
    known.set(conditions, words);
  }
  const isOwn = [...words].some((word) => ofEachJob.test(word)) || rules?.some(hasOpenGlobs);
  const asked = isOwn ? [] : variables.filter((variable) => words.has(variable.name));
  const shared = [rules !== undefined, when, allowFailure, inherit, asked, isOwn ? name : ""];
  return `${conditions}\n${JSON.stringify(shared)}`;
}

const isOpen = (value: unknown): boolean => /[$%]/.test(JSON.stringify(value) ?? "");

const hasOpenGlobs = (rule: Hash): boolean =>
  isOpen(own(rule, "changes")) || isOpen(own(rule, "exists"));

/** Which of the job's own variables there are, and what they refer to; what they hold matters to none. */
function circleOf({ name, stage, inherit, variables, environment }: Seed): string {
  // The name of an environment is made of their values.
  const isNamed = isOpen(environment);
  const own = variables.map((each) => [
    each.name,
    isNamed && isOpen(each.value) ? each : namesIn(each),
  ]);
  const texts = [name, stage, environment].map((each) => isOpen(each) && each);
  return JSON.stringify([inherit, own, environment !== undefined, texts]);
}
