import {
  isHash,
  type JobDraft,
  type Pipeline,
  type PipelineDraft,
  type PlannedJob,
  Reference,
  reference,
} from "../../model/index.ts";
import { list } from "./links.ts";

/** What stands above the jobs of a pipeline. */
export type Globals = Omit<PipelineDraft, "jobs" | "include">;

/** Gives a pipeline of its own to some of the jobs of another, with all that they are made of. */
export type Outfit = (jobs: readonly JobDraft[]) => PipelineDraft;

/**
 * Jobs in a pipeline of their own: with the globals, and with the hidden jobs that these or the
 * jobs use by `extends` or `!reference`, directly or not. A visible job that is used so but runs
 * elsewhere, or no longer stands as it did, is put beside them under a hidden name.
 */
export function outfitter(pipeline: Pipeline): Outfit {
  const { jobs: all, warnings: _, include: __, ...globals } = pipeline;
  const byName = new Map(all.map((job) => [job.name, job]));
  const uses = new Map<unknown, ReadonlySet<string>>();
  const usesOf = (config: unknown): ReadonlySet<string> => {
    let names = uses.get(config);
    if (!names) {
      names = namesIn(config);
      uses.set(config, names);
    }
    return names;
  };
  const ofGlobals = addReferences(globals, new Set());

  return (jobs) => {
    const asBefore = new Set(
      jobs.filter(({ name, config }) => byName.get(name)?.config === config).map((job) => job.name),
    );
    const found = new Set<PlannedJob>();
    const queue = [...ofGlobals, ...jobs.flatMap(({ config }) => [...usesOf(config)])];
    for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
      const used = byName.get(name);
      if (!used || found.has(used) || asBefore.has(name)) continue;
      found.add(used);
      queue.push(...usesOf(used.config));
    }
    const material = [...found].map(draftOf).sort((a, b) => (a.name < b.name ? -1 : 1));
    const aliases = aliasesOf(material, byName);
    if (aliases.size === 0) return { ...globals, jobs: [...material, ...jobs] };
    const hidden = material.map((job) => ({ ...job, name: aliases.get(job.name) ?? job.name }));
    return {
      ...(renamed(globals, aliases) as Globals),
      jobs: [...hidden, ...jobs].map((job) => ({
        ...job,
        config: renamedJob(job.config, aliases),
      })),
    };
  };
}

/** A job of a pipeline as a draft again. */
export const draftOf = ({ name, service, origin, config }: PlannedJob): JobDraft => ({
  name,
  ...(service === undefined ? {} : { service }),
  origin,
  config,
});

/** Hidden names for the visible ones among these jobs. */
function aliasesOf(
  jobs: readonly JobDraft[],
  taken: ReadonlyMap<string, unknown>,
): ReadonlyMap<string, string> {
  const aliases = new Map<string, string>();
  for (const { name } of jobs) {
    if (isHidden(name)) continue;
    let alias = `.fanout:${name}`;
    while (taken.has(alias)) alias += "'";
    aliases.set(name, alias);
  }
  return aliases;
}

const isHidden = (name: string): boolean => name.startsWith(".");

const basesIn = (config: unknown): readonly unknown[] =>
  isHash(config) ? list(config.extends) : [];

/** The jobs that a job uses. */
const namesIn = (config: unknown): ReadonlySet<string> =>
  addReferences(config, new Set(basesIn(config).map(String)));

/** Adds to `names` the jobs that a value refers to. */
function addReferences(value: unknown, names: Set<string>): ReadonlySet<string> {
  if (typeof value !== "object" || value === null) return names;
  if (value instanceof Reference) return names.add(value.path[0] ?? "");
  for (const inner of Array.isArray(value) ? value : Object.values(value)) {
    addReferences(inner, names);
  }
  return names;
}

/** A value with its references led to other names. */
function renamed(value: unknown, names: ReadonlyMap<string, string>): unknown {
  if (value instanceof Reference) {
    const [job = "", ...path] = value.path;
    return reference(names.get(job) ?? job, ...path);
  }
  if (Array.isArray(value)) return value.map((item) => renamed(item, names));
  if (!isHash(value)) return value;
  // Defines each key, so that `__proto__` is one like any other.
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, renamed(item, names)]),
  );
}

/** The same for a job, with the names that it extends. */
function renamedJob(config: unknown, names: ReadonlyMap<string, string>): unknown {
  const job = renamed(config, names);
  if (!isHash(job) || job.extends === undefined || job.extends === null) return job;
  const bases = basesIn(job).map((base) => names.get(String(base)) ?? base);
  return { ...job, extends: bases };
}
