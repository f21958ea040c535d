import { compileJob, type Hash, isHash, type Pipeline, parallelCount } from "../model/index.ts";

/** What GitLab counts of one visible job, compiled: references, `extends` and `default` resolved. */
export interface JobFacts {
  readonly name: string;
  readonly service: string | undefined;
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
  /** The longest list of paths under `changes` or `exists`. */
  readonly rulePaths: number;
  /** Bytes of the JSON that GitLab keeps of it. */
  readonly bytes: number;
}

const list = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];

/** The facts of all visible jobs, in the order of the pipeline. */
export function jobFacts(pipeline: Pipeline): readonly JobFacts[] {
  const visible = pipeline.jobs.filter((job) => job.kind !== "hidden");
  const configs = new Map(visible.map(({ name }) => [name, compileJob(pipeline, name) ?? {}]));
  const shared = variablesSize(pipeline.variables);
  return visible.map((job): JobFacts => {
    const config = configs.get(job.name)!;
    const [own, cross] = needsOf(config, configs);
    return {
      name: job.name,
      service: job.service,
      trigger: job.kind === "trigger",
      copies: parallelCount(config.parallel),
      needs: own,
      crossNeeds: cross,
      environment: config.environment !== undefined && config.environment !== null,
      triggerIncludes: isHash(config.trigger) ? list(config.trigger.include).length : 0,
      tags: list(config.tags).length,
      caches: list(config.cache).length,
      rulePaths: Math.max(0, ...list(config.rules).flat(10).map(rulePathsOf)),
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

function rulePathsOf(rule: unknown): number {
  if (!isHash(rule)) return 0;
  const paths = (value: unknown) => list(isHash(value) ? value.paths : value).length;
  return Math.max(paths(rule.changes), paths(rule.exists));
}

/**
 * What variables add beyond their JSON in the job: GitLab keeps each as `{key, value}`
 * (`Ci::JobDefinition`, `yaml_variables`), those of the top level in every job.
 */
function variablesSize(variables: unknown): number {
  if (!isHash(variables)) return 0;
  return Buffer.byteLength(JSON.stringify(variables)) + 18 * Object.keys(variables).length;
}
