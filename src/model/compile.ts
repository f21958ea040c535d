import { type Compiler, compiler } from "./compiler.ts";
import { type Hash, isHash, member, put } from "./copy.ts";
import { kindOfJob } from "./jobs.ts";
import { defaultNames } from "./keywords/index.ts";
import { globals, isHidden } from "./names.ts";
import type { Pipeline, PipelineDraft, PlannedJob } from "./types.ts";

/** `inherit:default` of a job: whether it takes this keyword from `default`. */
function inherits(config: Hash, key: string): boolean {
  const inherit = member(config, "inherit");
  const chosen = isHash(inherit) ? member(inherit, "default") : undefined;
  if (chosen === undefined || chosen === null) return true;
  return Array.isArray(chosen) ? chosen.includes(key) : chosen === true;
}

/**
 * Puts `default` under a job, as far as `inherit` lets it (GitLab: entry/processable.rb,
 * `overwrite_entry`): whole keywords, no merge. A trigger job takes `interruptible` only.
 */
function withDefaults(config: Hash, defaults: unknown, kind: PlannedJob["kind"]): Hash {
  const { extends: _, ...merged }: Record<string, unknown> = config;
  if (!isHash(defaults)) return Object.freeze(merged);
  for (const key of kind === "trigger" ? ["interruptible"] : defaultNames) {
    const value = member(defaults, key);
    if (value === undefined) continue;
    const own = member(config, key);
    if (own !== undefined && own !== null) continue;
    if (inherits(config, key)) put(merged, key, value);
  }
  return Object.freeze(merged);
}

const compilers = new WeakMap<
  Pipeline,
  { readonly compiler: Compiler; readonly defaults: unknown; readonly done: Map<string, Hash> }
>();

/**
 * A job of a valid pipeline as GitLab will see it: references and `extends` resolved, `default`
 * put under it. Hidden jobs are compiled without `default`. What lives in included files is left
 * out. Each pipeline keeps what was compiled, so asking for every job is linear.
 */
export function compileJob(pipeline: Pipeline, name: string): Hash | undefined {
  const job = jobsByName(pipeline).get(name);
  if (!job) return undefined;
  const known = compilers.get(pipeline) ?? compilerOf(pipeline);
  const { done } = known;
  const before = done.get(name);
  if (before) return before;
  const { config } = known.compiler.compile(name);
  if (!isHash(config)) return undefined;
  const defaults = job.kind === "hidden" ? undefined : known.defaults;
  const compiled = withDefaults(config, defaults, job.kind);
  done.set(name, compiled);
  return compiled;
}

/**
 * The visible jobs of a draft that GitLab takes, each as {@link compileJob} gives it, in the order of
 * the draft. Nothing is checked: what is no hash is left out.
 */
export function compiledJobs(draft: PipelineDraft): ReadonlyMap<string, Hash> {
  const { jobs } = draft;
  const top: Record<string, unknown> = {};
  for (const key of globals) if ((draft[key] ?? undefined) !== undefined) top[key] = draft[key];
  const { include = [] } = top;
  const included = !(Array.isArray(include) && include.length === 0);
  const written = new Map(jobs.map((job) => [job.name, job]));
  const made = compiler(written, top, "", included);
  const defaults = made.resolve("default").config;
  const compiled = new Map<string, Hash>();
  for (const { name } of jobs) {
    const { config } = made.compile(name);
    if (isHidden(name) || !isHash(config)) continue;
    compiled.set(name, withDefaults(config, defaults, kindOfJob(config) ?? "job"));
  }
  return compiled;
}

/** The same of a draft in which `extends` and references are resolved already. */
export function expandedJobs({
  jobs,
  default: defaults,
}: PipelineDraft): ReadonlyMap<string, Hash> {
  const compiled = new Map<string, Hash>();
  for (const { name, config } of jobs) {
    if (isHidden(name) || !isHash(config)) continue;
    compiled.set(name, withDefaults(config, defaults, kindOfJob(config) ?? "job"));
  }
  return compiled;
}

const indexes = new WeakMap<Pipeline, ReadonlyMap<string, PlannedJob>>();

/** The jobs of a pipeline by name. */
function jobsByName(pipeline: Pipeline): ReadonlyMap<string, PlannedJob> {
  let index = indexes.get(pipeline);
  if (!index) {
    index = new Map(pipeline.jobs.map((job) => [job.name, job]));
    indexes.set(pipeline, index);
  }
  return index;
}

function compilerOf(pipeline: Pipeline) {
  const { jobs: _, warnings: __, ...top } = pipeline;
  const made = compiler(jobsByName(pipeline), top, "", pipeline.include !== undefined);
  const defaults = made.resolve("default").config;
  const known = { compiler: made, defaults, done: new Map<string, Hash>() };
  compilers.set(pipeline, known);
  return known;
}
