import { type Diagnostic, found } from "../diagnostics/index.ts";
import { type Hash, isHash, member, put } from "./copy.ts";
import { defaultNames } from "./keywords/index.ts";
import { deepMerge, referenceResolver } from "./references.ts";
import type { Pipeline, PlannedJob } from "./types.ts";

/** A hash of the configuration as it was written. */
export interface Written {
  readonly name: string;
  readonly origin: string;
  readonly config: unknown;
}

/** A job with its references and `extends` resolved; `default` is not yet in it. */
export interface Compiled {
  /** Not a hash when the job was written as something else. */
  readonly config: unknown;
  /** Part of it may live in an included file, so what is missing cannot be judged. */
  readonly open: boolean;
  readonly findings: readonly Diagnostic[];
}

export interface Compiler {
  compile(name: string): Compiled;
  /** A job or a top-level keyword with its references resolved, and no more. */
  resolve(name: string): Compiled;
  /** Whether a reference reads this keyword of this job. */
  isRead(name: string, key: string): boolean;
  /** Which job of the `extends` chain wrote the value at this path. */
  writer(name: string, path: readonly (string | number)[]): Written | undefined;
}

/** GitLab: lib/gitlab/ci/config/extendable/entry.rb, MAX_NESTING_LEVELS. */
const maxExtends = 10;
/** After this many suggestions the findings come without: looking for them is slow. */
const maxSuggestions = 20;

const listOf = (value: unknown): readonly string[] =>
  (Array.isArray(value) ? value : value === undefined || value === null ? [] : [value]).map(String);

const basesOf = (config: unknown): readonly string[] =>
  isHash(config) ? listOf(member(config, "extends")) : [];

interface Extended extends Compiled {
  /** How many hashes with `extends` stand on top of each other. */
  readonly height: number;
}

/**
 * Compiles jobs as GitLab does: first references, then `extends`
 * (lib/gitlab/ci/config.rb, `expand_config`). Each job is compiled once.
 */
export function compiler(
  jobs: ReadonlyMap<string, Written>,
  top: Hash,
  origin: string,
  included: boolean,
): Compiler {
  const written = (name: string): Written | undefined => {
    const job = jobs.get(name);
    if (job) return job;
    const config = member(top, name) ?? legacy(top, name);
    return config === undefined ? undefined : { name, origin, config };
  };
  const read = new Set<string>();
  const resolve = referenceResolver((path) => {
    const [name = "", key = ""] = path;
    read.add(`${name}\0${key}`);
    return written(name)?.config;
  }, included);
  const resolved = new Map<string, Compiled>();
  const extended = new Map<string, Extended>();
  const underWay: string[] = [];
  let suggested = 0;
  const suggestions = () => (++suggested > maxSuggestions ? [] : [...jobs.keys()]);

  const resolveOne = (name: string): Compiled => {
    const known = resolved.get(name);
    if (known) return known;
    const one = written(name);
    const { value, open, bad } = resolve(one?.config);
    const where = [one?.origin ?? origin, name].filter((step) => step !== "");
    const findings = bad.map(({ reference, problem }) =>
      found("REFERENCE_UNRESOLVED", where, { path: reference.path, problem }),
    );
    const result = { config: value, open, findings };
    resolved.set(name, result);
    return result;
  };

  const extend = (name: string): Extended => {
    const known = extended.get(name);
    if (known) return known;
    const own = resolveOne(name);
    const result =
      isHash(own.config) && Object.hasOwn(own.config, "extends")
        ? extendHash(name, own.config, own)
        : { ...own, height: 0 };
    if (!underWay.includes(name)) extended.set(name, result);
    return result;
  };

  const extendHash = (name: string, config: Hash, own: Compiled): Extended => {
    const where = [written(name)?.origin ?? origin, name, "extends"];
    const loop = underWay.indexOf(name);
    if (loop >= 0) {
      const members = [...underWay.slice(loop), name];
      const findings = [found("EXTENDS_LOOP", where, { members })];
      return { config, open: true, height: 0, findings };
    }
    if (underWay.length > maxExtends) {
      const [root = name] = underWay;
      const at = [written(root)?.origin ?? origin, root, "extends"];
      const findings = [found("EXTENDS_DEPTH", at, { limit: maxExtends })];
      return { config, open: true, height: 0, findings };
    }
    const findings = [...own.findings];
    let { open } = own;
    let height = 0;
    let merged: Hash = {};
    underWay.push(name);
    for (const base of listOf(config.extends)) {
      const under = written(base);
      if (!under) {
        if (!included) {
          findings.push(found("EXTENDS_UNKNOWN", where, { base, known: suggestions() }));
        }
        open = true;
        continue;
      }
      const below = extend(base);
      findings.push(...below.findings);
      open ||= below.open;
      height = Math.max(height, below.height);
      if (isHash(below.config)) merged = deepMerge(merged, below.config);
      else if (below.config !== undefined) findings.push(found("EXTENDS_NO_HASH", where, { base }));
    }
    underWay.pop();
    height += 1;
    if (height === maxExtends + 2)
      findings.push(found("EXTENDS_DEPTH", where, { limit: maxExtends }));
    return { config: deepMerge(merged, config), open, findings, height };
  };

  const writer = (name: string, path: readonly (string | number)[]): Written | undefined => {
    const seen = new Set<string>();
    const search = (at: string, steps: readonly (string | number)[]): Written | undefined => {
      const one = written(at);
      if (!one || seen.has(at)) return undefined;
      seen.add(at);
      if (holds(one.config, steps)) return one;
      for (const base of [...basesOf(one.config)].reverse()) {
        const under = search(base, steps);
        if (under) return under;
      }
      return undefined;
    };
    const exact = search(name, path);
    seen.clear();
    return exact ?? search(name, path.slice(0, 1)) ?? written(name);
  };

  const isRead = (name: string, key: string) =>
    read.has(`${name}\0${key}`) || read.has(`${name}\0`);
  return { compile: extend, resolve: resolveOne, isRead, writer };
}

/** Globals that the model keeps in `default`, still reachable by their old names. */
const legacy = (top: Hash, name: string): unknown => {
  const defaults = member(top, "default");
  return isHash(defaults) ? member(defaults, name) : undefined;
};

function holds(value: unknown, path: readonly (string | number)[]): boolean {
  let at = value;
  for (const step of path) {
    if (typeof step === "number" ? !Array.isArray(at) || step >= at.length : !isHash(at))
      return false;
    at = typeof step === "number" ? (at as unknown[])[step] : member(at as Hash, step);
    if (at === undefined) return false;
  }
  return true;
}

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
  if (!isHash(defaults)) return config;
  const merged: Record<string, unknown> = { ...config };
  for (const key of kind === "trigger" ? ["interruptible"] : defaultNames) {
    const value = member(defaults, key);
    const own = member(config, key);
    if (value === undefined || (own !== undefined && own !== null)) continue;
    if (inherits(config, key)) put(merged, key, value);
  }
  return Object.freeze(merged);
}

const compilers = new WeakMap<
  Pipeline,
  { readonly compiler: Compiler; readonly defaults: unknown }
>();

/**
 * A job of a valid pipeline as GitLab will see it: references and `extends` resolved, `default`
 * put under it. Hidden jobs are compiled without `default`. What lives in included files is left
 * out. Each pipeline keeps its compiler, so asking for every job is linear.
 */
export function compileJob(pipeline: Pipeline, name: string): Hash | undefined {
  const job = jobsByName(pipeline).get(name);
  if (!job) return undefined;
  const known = compilers.get(pipeline) ?? compilerOf(pipeline);
  const { config } = known.compiler.compile(name);
  if (!isHash(config)) return undefined;
  const { extends: _, ...rest } = config;
  return job.kind === "hidden" ? Object.freeze(rest) : withDefaults(rest, known.defaults, job.kind);
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
  const known = { compiler: made, defaults: made.resolve("default").config };
  compilers.set(pipeline, known);
  return known;
}
