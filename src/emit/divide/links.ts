import {
  compileJob,
  expandedNames,
  type Hash,
  isConditional,
  isHash,
  type Pipeline,
  type PlannedJob,
} from "../../model/index.ts";

/** An entry of `needs`, and what it says. */
export interface Need {
  /** As it stands in the compiled job. */
  readonly entry: unknown;
  /** The job of this pipeline that it is on; `undefined` for another pipeline's, or for none. */
  readonly on: string | undefined;
  /** As it is written: that job, or one that `parallel` makes of it. */
  readonly name: string;
  readonly artifacts: boolean;
  readonly optional: boolean;
  readonly parallel: unknown;
}

/** What ties a visible job to the others of its pipeline. */
export interface Links {
  readonly job: PlannedJob;
  /** As GitLab sees it, compiled. */
  readonly config: Hash;
  /** `undefined` where the job has none and waits for the stages before its own. */
  readonly needs: readonly Need[] | undefined;
  /** The needs that a rule of the compiled job puts in their place. */
  readonly ruleNeeds: ReadonlyMap<unknown, readonly Need[]>;
  /** `undefined` where the job has none. The job behind each name may be one that `parallel` made. */
  readonly dependencies:
    | readonly { readonly name: string; readonly on: string | undefined }[]
    | undefined;
  /** Every job that it names in `needs`, `rules:needs` or `dependencies`, each once. */
  readonly after: readonly string[];
  /** Jobs that must be in the same pipeline: `environment:on_stop`. */
  readonly beside: readonly string[];
  /** Jobs whose artifacts hold the files of the pipeline that it starts. */
  readonly includes: readonly string[];
  /** It starts a child pipeline of this project. */
  readonly startsChild: boolean;
  /** Its rules may leave it out. */
  readonly conditional: boolean;
}

/** The links of all visible jobs, by name and in the order of the pipeline. */
export type LinkMap = ReadonlyMap<string, Links>;

const known = new WeakMap<Pipeline, LinkMap>();

/** Reads the links of all visible jobs. Each pipeline is read once. */
export function linksOf(pipeline: Pipeline): LinkMap {
  const before = known.get(pipeline);
  if (before) return before;
  const visible = pipeline.jobs.filter((job) => job.kind !== "hidden");
  const configs = new Map(visible.map(({ name }) => [name, compileJob(pipeline, name) ?? {}]));
  const owner = ownerIn(configs);
  const links = new Map(visible.map((job) => [job.name, read(job, configs.get(job.name)!, owner)]));
  known.set(pipeline, links);
  return links;
}

type Owner = (name: string) => string | undefined;

/** The job of a name, which may be one that `parallel` makes (these are made when asked for). */
function ownerIn(configs: ReadonlyMap<string, Hash>): Owner {
  let copies: ReadonlyMap<string, string> | undefined;
  return (name) => {
    if (configs.has(name)) return name;
    copies ??= new Map(
      [...configs].flatMap(([job, { parallel }]) =>
        parallel === undefined || parallel === null
          ? []
          : expandedNames(job, parallel).map((copy): [string, string] => [copy, job]),
      ),
    );
    return copies.get(name);
  };
}

function read(job: PlannedJob, config: Hash, owner: Owner): Links {
  const { environment, trigger } = config;
  const named = (hash: unknown, key: string) =>
    isHash(hash) && isGiven(hash[key]) ? owner(String(hash[key])) : undefined;
  const needs = isGiven(config.needs) ? needsIn(config.needs, owner) : undefined;
  const dependencies = isGiven(config.dependencies)
    ? list(config.dependencies).map((name) => ({ name: String(name), on: owner(String(name)) }))
    : undefined;
  const ruleNeeds = new Map(
    list(config.rules)
      .filter((rule) => isHash(rule) && isGiven(rule.needs))
      .map((rule) => [rule, needsIn((rule as Hash).needs, owner)]),
  );
  const ofRules = [...ruleNeeds.values()].flat();
  const after = [...(needs ?? []), ...ofRules, ...(dependencies ?? [])].map(({ on }) => on);
  const entries = isHash(trigger) ? list(trigger.include) : [];
  return {
    job,
    config,
    needs,
    ruleNeeds,
    dependencies,
    after: unique(after),
    beside: unique([named(environment, "on_stop")]),
    includes: unique(entries.map((entry) => named(entry, "job"))),
    startsChild: entries.length > 0,
    conditional: isConditional(config),
  };
}

const unique = (names: readonly (string | undefined)[]): readonly string[] => [
  ...new Set(names.filter((name) => name !== undefined)),
];

/** A keyword without a value is not there (GitLab: lib/gitlab/config/entry/factory.rb). */
export const isGiven = (value: unknown): boolean => value !== undefined && value !== null;

/** The entries of a list that may nest, or the one value that stands for a list. */
export const list = (value: unknown): readonly unknown[] =>
  (Array.isArray(value) ? value.flat(Number.POSITIVE_INFINITY) : [value]).filter(isGiven);

/** The entries of a value of `needs` (GitLab: entry/need.rb). */
const needsIn = (value: unknown, owner: Owner): readonly Need[] =>
  list(value).map((entry): Need => {
    if (!isHash(entry)) return plainNeed(entry, String(entry), owner(String(entry)));
    const name = String(entry.job ?? "");
    const elsewhere = isGiven(entry.pipeline) || isGiven(entry.project);
    return {
      ...plainNeed(entry, name, elsewhere ? undefined : owner(name)),
      artifacts: entry.artifacts !== false,
      optional: entry.optional === true,
      parallel: entry.parallel ?? undefined,
    };
  });

const plainNeed = (entry: unknown, name: string, on: string | undefined): Need => ({
  entry,
  on,
  name,
  artifacts: true,
  optional: false,
  parallel: undefined,
});
