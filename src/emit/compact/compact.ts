import {
  compileJob,
  definePipeline,
  type Hash,
  isHash,
  type JobDraft,
  type Limits,
  limitsFor,
  type Pipeline,
  type PipelineDraft,
  type PlannedJob,
  Reference,
} from "../../model/index.ts";
import { parsedSize } from "../parsed-size.ts";
import { type Base, chooseBases, type Split } from "./choose.ts";
import { sharedDefaults, withoutShared } from "./default.ts";
import { configOf, leavesOf } from "./leaves.ts";

/** A pipeline in fewer bytes. */
export interface Compacted {
  /** The pipeline itself where nothing could be saved. */
  readonly pipeline: Pipeline;
  /** Jobs that would not have compiled to the same and were left as they were: none, unless we err. */
  readonly kept: readonly string[];
}

/**
 * The same pipeline in fewer bytes of parsed size: what jobs share moves into `default` and
 * into hidden jobs that they extend. Each visible job compiles to what it was before. A pipeline with `include` stays as
 * it is: what an included file adds to a job lies above its `extends`, and nobody can see it here.
 */
export const compact = (pipeline: Pipeline, limits?: Limits): Pipeline =>
  compacted(pipeline, limits).pipeline;

/** `compact`, and which jobs it had to leave alone. */
export function compacted(pipeline: Pipeline, limits: Limits = limitsFor({})): Compacted {
  const plain = { pipeline, kept: [] };
  if (pipeline.include !== undefined) return plain;
  const { jobs: _, warnings: __, ...top } = pipeline;
  const free = movable(pipeline);
  const shared = sharedDefaults(pipeline, free);
  const material = free.map((job) => ({
    name: job.name,
    leaves: leavesOf(withoutShared(job, shared)),
  }));
  const splits = chooseBases(material);
  const moved = Object.keys(shared).length > 0;
  if (!moved && splits.every(({ bases }) => bases.length === 0)) return plain;
  const draft = {
    ...top,
    ...(moved && { default: { ...pipeline.default, ...shared } }),
    jobs: draftsOf(pipeline, splits),
  };
  const made = settled(pipeline, draft, limits);
  return documentSize(made.pipeline) < documentSize(pipeline) ? made : plain;
}

/**
 * Jobs whose values may move: those that merge nothing yet and that no other job reads, since a
 * reference sees a job as it is written.
 */
function movable({ jobs, warnings: _, ...top }: Pipeline): readonly PlannedJob[] {
  const read = new Set(referencesIn(top).map(({ path }) => path[0]));
  const references = new Map(jobs.map((job) => [job.name, referencesIn(job.config)]));
  for (const { name, config } of jobs) {
    for (const { path } of references.get(name) ?? []) read.add(path[0]);
    for (const base of [(config as Hash).extends].flat()) read.add(String(base));
  }
  return jobs.filter(
    ({ name, kind, config }) =>
      kind !== "hidden" &&
      isHash(config) &&
      !Object.hasOwn(config, "extends") &&
      references.get(name)?.length === 0 &&
      !read.has(name),
  );
}

function referencesIn(value: unknown): readonly Reference[] {
  if (value instanceof Reference) return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(referencesIn);
}

/** All jobs as they were written, those of `splits` in their new form, and the new hidden jobs. */
function draftsOf(pipeline: Pipeline, splits: readonly Split[]): readonly JobDraft[] {
  const taken = new Set(pipeline.jobs.map(({ name }) => name));
  const splitOf = new Map(splits.map((split) => [split.name, split]));
  const users = new Map<Base, PlannedJob[]>();
  for (const job of pipeline.jobs) {
    for (const base of splitOf.get(job.name)?.bases ?? []) {
      const known = users.get(base);
      if (known) known.push(job);
      else users.set(base, [job]);
    }
  }
  const names = new Map<Base, string>();
  let number = 0;
  const byUse = [...users].sort(([, a], [, b]) => b.length - a.length);
  for (const [base] of byUse) {
    do number++;
    while (taken.has(`.fanout:${number}`));
    names.set(base, `.fanout:${number}`);
  }
  const hidden = [...users].map(([base, [first, ...others]]): JobDraft => {
    const service = others.every((job) => job.service === first?.service)
      ? first?.service
      : undefined;
    const config = configOf(base.leaves.values());
    return { ...written(service), name: names.get(base)!, origin: "fanout", config };
  });
  return [
    ...hidden,
    ...pipeline.jobs.map((job) => {
      const split = splitOf.get(job.name);
      if (!split) return draftOf(job);
      const bases = split.bases.map((base) => names.get(base)!);
      return { ...draftOf(job), config: configOf(split.own.values(), bases) };
    }),
  ];
}

const written = (service: string | undefined) => (service === undefined ? {} : { service });

const draftOf = ({ name, origin, service, config }: PlannedJob): JobDraft => ({
  ...written(service),
  name,
  origin,
  config,
});

/**
 * The pipeline of this draft, checked against the one before: a job that does not compile to the
 * same is put back as it was. Warnings stay those of what people wrote.
 */
export function settled(
  before: Pipeline,
  draft: PipelineDraft,
  limits: Limits = limitsFor({}),
): Compacted {
  const define = (jobs: readonly JobDraft[]): Pipeline => {
    const made = definePipeline({ ...draft, jobs }, limits);
    return Object.freeze({ ...made, warnings: before.warnings });
  };
  const made = define(draft.jobs);
  const kept = differing(before, made);
  if (kept.length === 0) return { pipeline: made, kept };
  const original = new Map(before.jobs.map((job) => [job.name, draftOf(job)]));
  const again = define(
    draft.jobs.map((job) => (kept.includes(job.name) ? original.get(job.name)! : job)),
  );
  return { pipeline: differing(before, again).length ? before : again, kept };
}

/** Visible jobs that do not compile to the same in both pipelines. */
export const differing = (one: Pipeline, other: Pipeline): readonly string[] =>
  one.jobs
    .filter(({ name, kind }) => {
      if (kind === "hidden") return false;
      return canonical(compileJob(one, name)) !== canonical(compileJob(other, name));
    })
    .map(({ name }) => name);

/** Equal for equal values, in whatever order the keys of their hashes stand. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, inner) =>
    isHash(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  ) ?? "";

/** Parsed size of the file that a pipeline becomes. */
const documentSize = ({ jobs, warnings: _, ...top }: Pipeline): number =>
  parsedSize({ ...top, ...Object.fromEntries(jobs.map(({ name, config }) => [name, config])) });
