import { type Hash, isHash, type Pipeline, type PlannedJob, Reference } from "../../model/index.ts";
import { parsedSize } from "../parsed-size.ts";
import { referencesOf } from "./alike.ts";
import { type Base, chooseBases, type Material, type Split } from "./choose.ts";
import { sharedDefaults, withoutShared } from "./default.ts";
import { configOf, type Leaves, leafReader } from "./leaves.ts";
import { pinsOf } from "./pins.ts";
import { poolItems } from "./pool.ts";
import { type Compacted, settled } from "./prove.ts";

/**
 * The same pipeline in fewer bytes of parsed size: what jobs share moves into `default` and into
 * hidden jobs that they extend, or becomes a reference to the job that writes it first. Each
 * visible job compiles to what it was before. A pipeline with `include` stays as it is: what an
 * included file adds to a job lies above its `extends`, and nobody can see it here.
 */
export const compact = (pipeline: Pipeline): Pipeline => compacted(pipeline).pipeline;

/** `compact`, and which jobs it had to leave alone. */
export function compacted(pipeline: Pipeline): Compacted {
  const plain = { pipeline, kept: [] };
  if (pipeline.include !== undefined) return plain;
  const pins = pinsOf(pipeline);
  const movable = pipeline.jobs.filter((job) => isMovable(job) && !pins.whole.has(job.name));
  const isPinned = (name: string, key: string) => pins.keywords.get(name)?.has(key) ?? false;
  const giving = movable.filter(({ name, kind, config }) => {
    return kind !== "hidden" && !Object.hasOwn(config, "extends") && !pins.keywords.has(name);
  });
  const shared = sharedDefaults(pipeline, giving);
  const gives = new Set(giving);
  const leavesOf = leafReader();
  const material = movable.map((job): Material => {
    const config = gives.has(job) ? withoutShared(job, shared) : (job.config as Hash);
    const free = Object.entries(config).filter(
      ([key]) => key !== "extends" && !isPinned(job.name, key),
    );
    const leaves = leavesOf(Object.fromEntries(free));
    return { name: job.name, leaves, extended: extendedBy(config) };
  });
  const made = rewritten(pipeline, shared, chooseBases(material), isPinned);
  const result = settled(pipeline, made);
  return documentSize(result.pipeline) < documentSize(pipeline) ? result : plain;
}

const extendedBy = (config: Hash): readonly string[] =>
  [isHash(config) && Object.hasOwn(config, "extends") ? config.extends : []].flat() as string[];

/** A job whose `extends`, where it has one, can be made longer. */
const isMovable = ({ config }: PlannedJob): boolean =>
  isHash(config) &&
  !(config.extends instanceof Reference) &&
  extendedBy(config).every((name) => typeof name === "string");

/** The pipeline with its jobs in their new form, and the hidden jobs that they extend. */
function rewritten(
  pipeline: Pipeline,
  shared: Hash,
  splits: readonly Split[],
  isPinned: (name: string, key: string) => boolean,
): Pipeline {
  const nextName = freeNames(pipeline);
  const bases = basesOf(pipeline, splits, nextName);
  const named = [...bases].map(([{ leaves }, { name }]) => {
    return { name, own: leaves, leaves, isBase: true };
  });
  const extended = new Set(pipeline.jobs.flatMap(({ config }) => extendedBy(config as Hash)));
  const alone = splits.filter((split) => split.extended.length === 0 && !extended.has(split.name));
  const references = referencesOf([
    ...named,
    ...alone.map((split) => ({ ...split, isBase: false })),
  ]);
  const poolName = nextName();
  const pool = poolItems(poolName, splits, references);
  const written = (name: string, own: Leaves) => [
    ...configOf([...own].map(pool.poolOf)),
    ...(references.get(name) ?? []),
  ];
  const splitOf = new Map(splits.map((split) => [split.name, split]));
  const jobs = pipeline.jobs.map((job): PlannedJob => {
    const split = splitOf.get(job.name);
    if (!split) return job;
    const { own } = split;
    const names = [...split.extended, ...split.bases.map((base) => bases.get(base)!.name)];
    const config = Object.fromEntries([
      ...Object.entries(job.config).filter(([key]) => key === "extends" || isPinned(job.name, key)),
      ...(split.bases.length ? [["extends", names.length === 1 ? names[0] : names] as const] : []),
      ...written(job.name, own),
    ]);
    return Object.freeze({ ...job, config: Object.freeze(config) });
  });
  const hidden = [...bases].map(([{ leaves }, { name, service }]): PlannedJob => {
    const config = Object.freeze(Object.fromEntries(written(name, leaves)));
    return Object.freeze({ ...hiddenJob, name, service, config });
  });
  if (Object.keys(pool.items).length > 0) {
    const { items: config } = pool;
    hidden.push(Object.freeze({ ...hiddenJob, name: poolName, service: undefined, config }));
  }
  const isHidden = ({ kind }: PlannedJob) => kind === "hidden";
  const all = [...jobs.filter(isHidden), ...hidden].sort((a, b) => (a.name < b.name ? -1 : 1));
  const defaults = { default: Object.freeze({ ...pipeline.default, ...shared }) };
  return Object.freeze({
    ...pipeline,
    ...(Object.keys(shared).length > 0 && defaults),
    jobs: Object.freeze([...all, ...jobs.filter((job) => !isHidden(job))]),
  });
}

const hiddenJob = { kind: "hidden", origin: "fanout", stage: undefined } as const;

interface Named {
  readonly name: string;
  /** The service whose jobs alone extend it, where there is one. */
  readonly service: string | undefined;
}

/** Gives names of hidden jobs that no job has. */
function freeNames({ jobs }: Pipeline): () => string {
  const taken = new Set(jobs.map(({ name }) => name));
  let number = 0;
  return () => {
    do number++;
    while (taken.has(`.fanout:${number}`));
    return `.fanout:${number}`;
  };
}

/** What splits extend, with their names: the most used first. */
function basesOf(
  pipeline: Pipeline,
  splits: readonly Split[],
  nextName: () => string,
): ReadonlyMap<Base, Named> {
  const jobs = new Map(pipeline.jobs.map((job) => [job.name, job]));
  const users = new Map<Base, PlannedJob[]>();
  for (const { name, bases } of splits) {
    for (const base of bases) {
      const known = users.get(base);
      if (known) known.push(jobs.get(name)!);
      else users.set(base, [jobs.get(name)!]);
    }
  }
  const named = new Map<Base, Named>();
  for (const [base, [first, ...others]] of [...users].sort(([, a], [, b]) => b.length - a.length)) {
    const isOne = others.every(({ service }) => service === first?.service);
    named.set(base, { name: nextName(), service: isOne ? first?.service : undefined });
  }
  return named;
}

/** Parsed size of the file that a pipeline becomes. */
const documentSize = ({ jobs, warnings: _, ...top }: Pipeline): number =>
  parsedSize({ ...top, ...Object.fromEntries(jobs.map(({ name, config }) => [name, config])) });
