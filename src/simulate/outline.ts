import type { Pipeline } from "../model/index.ts";
import { marksOf } from "./marks.ts";
import { prepare } from "./read.ts";
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
import type { Values } from "./variables.ts";

/** What `simulate` says of a pipeline, without needs and variables. */
export interface Outline {
  readonly created: boolean;
  /** GitLab's own words, where it is not created. */
  readonly errors: readonly string[];
  /** Whether GitLab comes to judge the jobs. */
  readonly judged: boolean;
  /**
   * By the name that a job is written under: a verdict for each job that `parallel` makes of it, the
   * same object where they are judged alike. None where the jobs are not judged.
   */
  verdictsOf(job: string): readonly JobVerdict[];
  /** The variables of a job by the same name: of the first that is created, if any is. */
  variablesOf(job: string): Values;
}

/**
 * What {@link simulate} says of the jobs in a situation, for pipelines of thousands of jobs: jobs
 * that are decided by the same are judged once.
 */
export function outline(pipeline: Pipeline, situation: Situation): Outline {
  const prepared = prepare(pipeline);
  const marks = marksOf(prepared);
  const run: Run = { situation, assume: () => {} };
  const { workflow, variables } = judgeWorkflow(prepared, run);
  const none = { created: false, judged: false, verdictsOf: () => [], variablesOf: () => ({}) };
  if (marks.unreadable.length > 0) return { ...none, errors: marks.unreadable };
  if (!workflow.created) return { ...none, errors: [notRun] };

  const { seeds } = prepared;
  const kinds = marks.kinds.map((first) => judge(seeds[first]!, variables, run));
  const verdicts = kinds.map(decided);
  const kindOf = (seed: number): Judged => kinds[marks.kindOf[seed]!]!;
  const isCreated = (seed: number) => kindOf(seed).created;
  const circles = marks.circles.map((first) => judge(seeds[first]!, variables, run).expand);
  const errors = refusals({
    seeds,
    isCreated,
    isPresent: (name) => marks.named.get(name)?.some(isCreated) ?? false,
    faultOf: (seed) => kindOf(seed).fault,
    circleOf: (seed) => circles[marks.circleOf[seed]!]!().error,
  });
  const copiesOf = (job: string) => marks.written.get(job) ?? [];
  return {
    created: errors.length === 0,
    errors,
    judged: true,
    verdictsOf: (job) => copiesOf(job).map((seed) => verdicts[marks.kindOf[seed]!]!),
    variablesOf: (job) => {
      const copies = copiesOf(job);
      const seed = copies.find(isCreated) ?? copies[0];
      if (seed === undefined) return {};
      return variablesOf({ ...kindOf(seed), yaml: yamlOf(seeds[seed]!, variables) });
    },
  };
}
