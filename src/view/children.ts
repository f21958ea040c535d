import { entriesOf, type ReadPipeline, readPipeline, textOf, unread } from "../forecast/index.ts";
import { compileJob, isHash, type Pipeline } from "../model/index.ts";
import type { Plan } from "../run.ts";
import { inChild } from "../simulate/index.ts";
import type { Judged } from "./judgements.ts";
import type { Opened, Start } from "./opened.ts";

/** A pipeline of the plan that a job of the child starts. */
export type Grandchild = Omit<Opened, "key" | "level" | "starts">;

/** A job that may start a pipeline, and what became of its own. */
interface Starter {
  readonly parent: Opened;
  readonly job: string;
  readonly seen: Judged;
  /** By situation: whether the job is created. */
  readonly created: readonly boolean[];
}

/**
 * Finds what a trigger job starts: a pipeline of the plan, one from files of the tree, or one whose
 * jobs are not known. `undefined` for a job that only mirrors another pipeline.
 */
export function openerOf(plan: Plan, ours: ReadonlyMap<string, Grandchild>) {
  const read = readerOf(plan);
  const deepest = plan.limits.childDepth.value;
  return async (starter: Starter): Promise<Opened | undefined> => {
    const { parent, job } = starter;
    const { trigger } = compileJob(parent.pipeline!, job) ?? {};
    if (trigger === undefined || trigger === null) return undefined;
    const level = parent.level + 1;
    const same = { level, starts: startsOf(starter, trigger) };
    const own = parent.key === "" ? ours.get(job) : undefined;
    if (own) return { ...own, ...same, key: keyOf("plan", job) };
    const title = `started by ${job}`;
    const entries = entriesOf(trigger);
    if (entries.length === 0) {
      const { project, branch } = isHash(trigger) ? trigger : { project: trigger };
      const name = String(project);
      const key = keyOf("project", level, name, branch);
      return { ...nothing, ...same, key, title: name, source: name, unknown: strange };
    }
    const { path } = textOf(entries);
    const key = keyOf("files", level, entries);
    if (level > deepest) {
      return { ...nothing, ...same, key, title, source: path, ...refusing(same.starts, tooDeep) };
    }
    const found = await read(entries, same.starts);
    const { pipeline, refused, missing, fileOf } = found;
    const shown = { ...nothing, ...same, title, source: path, pipeline, key };
    if (refused.length > 0) return { ...shown, ...refusing(same.starts, refused.join("\n")) };
    return {
      ...shown,
      key: keyOf("files", level, entries, handed(starter, found, same.starts)),
      fileOf: (name) => fileOf(name) ?? path,
      ...(missing.length > 0 && { unknown: unread(missing) }),
    };
  };
}

const strange = "it is a pipeline of another project";
/** GitLab: app/services/ci/create_downstream_pipeline_service.rb */
const tooDeep = "reached maximum depth of child pipelines";

const keyOf = (...parts: readonly unknown[]): string => JSON.stringify(parts);

const nothing = { pipeline: undefined, fileOf: () => "", droppedOf: () => [] };

const refusing = (starts: readonly Start[], why: string) => ({
  unknown: `GitLab refuses it: ${why}`,
  starts: starts.map((start) => ({ ...start, absent: start.absent ?? why })),
});

function startsOf({ parent, job, seen, created }: Starter, trigger: unknown): readonly Start[] {
  return parent.starts.map(({ situation }, index): Start => {
    const below = once(() =>
      inChild(situation(), { variables: seen.variablesOf(job, index) }, trigger),
    );
    if (!seen.created[index]?.created)
      return { situation: below, absent: "its parent is not created" };
    return created[index]
      ? { situation: below }
      : { situation: below, absent: `${job} is not created` };
  });
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** What a configuration of the repository holds; one that many jobs start is read once. */
function readerOf({ comparison: { tree }, limits, config }: Plan) {
  const known = new Map<string, Promise<ReadPipeline>>();
  const { includes = {} } = config.gitlab;
  const world = {
    read: async (path: string) => (await tree.read([path])).get(path),
    paths: async () => tree.paths,
    mapped: async (key: string) => {
      const path = Object.hasOwn(includes, key) ? includes[key] : undefined;
      return path ? (await tree.read([path])).get(path) : path === false ? null : undefined;
    },
  };
  const around = { world, limits, version: config.gitlab.version };
  return (entries: readonly unknown[], [first]: readonly Start[]): Promise<ReadPipeline> => {
    const { predefined, variables } = first!.situation();
    const key = keyOf(entries, variables);
    const made =
      known.get(key) ??
      readPipeline(textOf(entries), true, { ...predefined, ...variables }, around);
    known.set(key, made);
    return made;
  };
}

const words = new WeakMap<Pipeline, ReadonlySet<string>>();

/** The words of a pipeline: no variable can matter that is not among them. */
function wordsOf(pipeline: Pipeline): ReadonlySet<string> {
  const { jobs, workflow, variables } = pipeline;
  const text = JSON.stringify([
    jobs.map(({ name, config }) => [name, config]),
    workflow,
    variables,
  ]);
  const made = words.get(pipeline) ?? new Set(text.match(/[a-zA-Z_]\w*/g));
  words.set(pipeline, made);
  return made;
}

/** What a trigger job hands down that its child may ask for, by situation. */
function handed(
  { job, seen }: Starter,
  { pipeline }: ReadPipeline,
  starts: readonly Start[],
): readonly unknown[] {
  if (!pipeline) return [];
  const asked = wordsOf(pipeline);
  const isAsked = starts.some((_, index) =>
    Object.keys(seen.variablesOf(job, index)).some((name) => asked.has(name)),
  );
  if (!isAsked) return [];
  return starts.map(({ situation }) =>
    Object.entries(situation().variables).filter(([name]) => asked.has(name)),
  );
}
