import { compileJob, type Hash, isHash, type Pipeline, parallelCount } from "../model/index.ts";
import { list, type RuleFacts, ruleCounter } from "./rule-facts.ts";

/** What GitLab counts of one visible job, compiled: references, `extends` and `default` resolved. */
export interface JobFacts extends RuleFacts {
  readonly name: string;
  readonly service: string | undefined;
  /** Whether it starts a pipeline: a job that only mirrors one does not. */
  readonly trigger: boolean;
  /** Jobs that it becomes by `parallel`. */
  readonly copies: number;
  /** Needs in this pipeline, counted after `parallel` of the needed jobs. */
  readonly needs: number;
  /** Needs on jobs of other pipelines and projects. */
  readonly crossNeeds: number;
  readonly environment: boolean;
  readonly triggerIncludes: number;
  readonly tags: number;
  readonly caches: number;
  /** Those of `trigger:inputs`, not of an included file. */
  readonly inputs: number;
  /** Levels of `extends` below the first, or of lists in lists, whichever is more. */
  readonly nesting: number;
  /** Bytes of the JSON that GitLab keeps of it. */
  readonly bytes: number;
}

const namesOf = (value: unknown): readonly string[] => (isHash(value) ? Object.keys(value) : []);

const known = new WeakMap<Pipeline, readonly JobFacts[]>();

/** The facts of all visible jobs, in the order of the pipeline; read once a pipeline. */
export function jobFacts(pipeline: Pipeline): readonly JobFacts[] {
  const facts = known.get(pipeline) ?? readFacts(pipeline);
  known.set(pipeline, facts);
  return facts;
}

function readFacts(pipeline: Pipeline): readonly JobFacts[] {
  const visible = pipeline.jobs.filter((job) => job.kind !== "hidden");
  const configs = new Map(visible.map(({ name }) => [name, compileJob(pipeline, name) ?? {}]));
  const shared = variablesSize(pipeline.variables);
  const rules = ruleCounter();
  const heightOf = heights(pipeline);
  return visible.map((job): JobFacts => {
    const config = configs.get(job.name)!;
    const [own, cross] = needsOf(config, configs);
    return {
      name: job.name,
      service: job.service,
      trigger: config.trigger !== undefined && config.trigger !== null,
      copies: parallelCount(config.parallel),
      needs: own,
      crossNeeds: cross,
      environment: config.environment !== undefined && config.environment !== null,
      triggerIncludes: isHash(config.trigger) ? list(config.trigger.include).length : 0,
      inputs: isHash(config.trigger) ? namesOf(config.trigger.inputs).length : 0,
      tags: new Set(list(config.tags)).size,
      caches: list(config.cache).flat(10).length,
      nesting: Math.max(heightOf(job.name) - 1, listLevels(config)),
      ...rules.ofJob(config),
      bytes: shared + variablesSize(config.variables) + Buffer.byteLength(JSON.stringify(config)),
    };
  });
}

/** Needs of this pipeline after expansion (`lib/gitlab/ci/pipeline/seed/build.rb`), and others. */
function needsOf(config: Hash, configs: ReadonlyMap<string, Hash>): readonly [number, number] {
  let own = 0;
  let cross = 0;
  for (const need of list(config.needs).flat(10)) {
    if (typeof need === "string") own += parallelCount(configs.get(need)?.parallel);
    else if (!isHash(need)) continue;
    else if (need.project !== undefined || need.pipeline !== undefined) cross++;
    else if (need.parallel !== undefined) own += parallelCount(need.parallel);
    else own += parallelCount(configs.get(String(need.job))?.parallel);
  }
  return [own, cross];
}

/**
 * What variables add beyond their JSON in the job: GitLab keeps each as `{key, value}`
 * (`Ci::JobDefinition`, `yaml_variables`), those of the top level in every job.
 */
function variablesSize(variables: unknown): number {
  if (!isHash(variables)) return 0;
  return Buffer.byteLength(JSON.stringify(variables)) + 18 * Object.keys(variables).length;
}

/** How many jobs with `extends` stand on top of each other (lib/gitlab/ci/config/extendable). */
function heights({ jobs }: Pipeline): (name: string) => number {
  const bases = new Map(jobs.map(({ name, config }) => [name, list(config.extends).map(String)]));
  const known = new Map<string, number>();
  const heightOf = (name: string): number => {
    const own = bases.get(name);
    if (!own?.length) return 0;
    let height = known.get(name);
    if (height === undefined) {
      height = 1 + own.reduce((top, base) => Math.max(top, heightOf(base)), 0);
      known.set(name, height);
    }
    return height;
  };
  return heightOf;
}

/** Keywords whose lists may hold lists, which is what a reference to a list makes. */
const nestable = ["script", "before_script", "after_script", "rules", "needs", "services", "cache"];

const levels = (value: unknown): number =>
  Array.isArray(value)
    ? 1 + value.reduce<number>((top, item) => Math.max(top, levels(item)), 0)
    : 0;

const listLevels = (config: Hash): number =>
  nestable.reduce((top, key) => Math.max(top, levels(config[key])), 0);
