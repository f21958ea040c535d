import { compileJob, isHash, type Pipeline } from "../model/index.ts";
import { inChild, type Simulated, type Situation, simulate } from "../simulate/index.ts";
import { artifactsFor, type Surroundings } from "./artifacts.ts";
import { entriesOf, readPipeline, textOf, unread } from "./read.ts";
import type { Forecast } from "./types.ts";

/** GitLab starts no third level. */
const deepest = 2;

/**
 * Which pipelines GitLab would create of a configuration in a situation: the pipeline itself, and
 * the children that its trigger jobs start, down to the grandchildren. Children from files are read,
 * those that `fanout generate` writes are generated; of others the reason is told why nothing is
 * known.
 */
export async function forecast(
  file: string,
  situation: Situation,
  around: Surroundings,
): Promise<Forecast> {
  const depth = situation.source === "parent_pipeline" ? 1 : 0;
  return fromFile({ file, startedBy: "", depth }, situation, around);
}

interface Origin {
  readonly file: string;
  readonly startedBy: string;
  /** How many pipelines are above it. */
  readonly depth: number;
  /** What GitLab reads in place of the file. */
  readonly text?: string;
}

async function fromFile(
  origin: Origin,
  situation: Situation,
  around: Surroundings,
): Promise<Forecast> {
  const { file, startedBy, depth, text } = origin;
  const { predefined, variables } = situation;
  const entry = text === undefined ? file : { path: file, text };
  const known = { ...predefined, ...variables };
  const { pipeline, refused, missing } = await readPipeline(entry, depth > 0, known, around);
  const same = { file, startedBy, missing, children: [], simulated: undefined };
  if (refused.length > 0) return { ...same, refused };
  const simulated = pipeline && simulate(pipeline, situation);
  // What is not read may bring the jobs that seem to be missing.
  const isOpen = missing.length > 0 && simulated?.workflow.created && !simulated.created;
  if (!pipeline || isOpen) {
    return { ...same, refused: [], unknown: `${unread(missing)}; --map can name a copy` };
  }
  const children = await childrenOf(pipeline, simulated!, depth + 1, situation, around);
  return { file, startedBy, missing, refused: [], simulated, children };
}

async function childrenOf(
  pipeline: Pipeline,
  { created, jobs }: Simulated,
  depth: number,
  situation: Situation,
  around: Surroundings,
): Promise<readonly Forecast[]> {
  const children: Forecast[] = [];
  const kinds = new Map(pipeline.jobs.map(({ name, kind }) => [name, kind]));
  for (const job of created ? jobs.filter((each) => each.created) : []) {
    const name = kinds.has(job.name) ? job.name : baseOf(job.name);
    if (kinds.get(name) !== "trigger") continue;
    const { trigger } = compileJob(pipeline, name) ?? {};
    const origin = { file: "", startedBy: job.name, depth };
    // A job that only mirrors another pipeline starts none.
    if (trigger === undefined || trigger === null) continue;
    const below = inChild(situation, job, trigger);
    children.push(await childOf(origin, trigger, { pipeline, jobs, situation }, below, around));
  }
  return children;
}

/** The name as it is written: `parallel` puts something behind it. */
const baseOf = (name: string): string => name.replace(/(?:: \[.*\]| \d+\/\d+)$/s, "");

async function childOf(
  origin: Origin,
  trigger: unknown,
  parent: Parameters<typeof artifactsFor>[1],
  situation: Situation,
  around: Surroundings,
): Promise<Forecast> {
  const entries = entriesOf(trigger);
  const nothing = { ...origin, missing: [], simulated: undefined, children: [] };
  if (entries.length === 0) {
    const file = String(isHash(trigger) ? trigger.project : trigger);
    return { ...nothing, file, refused: [], unknown: "it is a pipeline of another project" };
  }
  const { path: file } = textOf(entries);
  if (origin.depth > deepest) {
    return { ...nothing, file, refused: ["reached maximum depth of child pipelines"] };
  }
  const found = await artifactsFor(entries, parent, around);
  if ("refused" in found) return { ...nothing, file, refused: [found.refused] };
  if ("unknown" in found) return { ...nothing, file, refused: [], unknown: found.unknown };
  const { text } = textOf(entries);
  return fromFile({ ...origin, file, text }, situation, found.around);
}
