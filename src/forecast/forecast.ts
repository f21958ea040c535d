import { gitlabErrors, loadedPipeline } from "../lint/index.ts";
import { load } from "../loading/index.ts";
import { compileJob, isHash, type Pipeline } from "../model/index.ts";
import { inChild, type Simulated, type Situation, simulate } from "../simulate/index.ts";
import { artifactsFor, type Surroundings } from "./artifacts.ts";
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
  const { world, limits, version } = around;
  const { predefined, variables } = situation;
  const loaded = await load(text === undefined ? file : { path: file, text }, world, {
    ...{ child: depth > 0, limits },
    variables: { ...predefined, ...variables },
  });
  const missing = [...new Set(loaded.unknown.map(({ key }) => key))];
  const same = { file, startedBy, missing, children: [], simulated: undefined };
  const problems = loaded.problems.filter(({ severity }) => severity === "error");
  const words =
    problems.length > 0
      ? problems.map(({ gitlab, message }) => gitlab ?? message)
      : loaded.open
        ? []
        : gitlabErrors(loaded.document, { limits, version }).map(({ message }) => message);
  if (words.length > 0) return { ...same, refused: [...new Set(words)] };
  const pipeline = loadedPipeline(loaded, limits);
  const simulated = pipeline && simulate(pipeline, situation);
  // What is not read may bring the jobs that seem to be missing.
  const isOpen = missing.length > 0 && simulated?.workflow.created && !simulated.created;
  if (!pipeline || isOpen) {
    return { ...same, refused: [], unknown: unread(missing) };
  }
  const children = await childrenOf(pipeline, simulated!, depth + 1, situation, around);
  return { file, startedBy, missing, refused: [], simulated, children };
}

const unread = (keys: readonly string[]): string =>
  `it includes ${keys.join(", ")}, and that is not read here; --map can name a copy`;

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
  const entries = isHash(trigger) ? [trigger.include ?? []].flat() : [];
  const nothing = { ...origin, missing: [], simulated: undefined, children: [] };
  if (entries.length === 0) {
    const file = String(isHash(trigger) ? trigger.project : trigger);
    return { ...nothing, file, refused: [], unknown: "it is a pipeline of another project" };
  }
  const file = entries.map(nameOf).join(", ");
  if (origin.depth > deepest) {
    return { ...nothing, file, refused: ["reached maximum depth of child pipelines"] };
  }
  const found = await artifactsFor(entries, parent, around);
  if ("refused" in found) return { ...nothing, file, refused: [found.refused] };
  if ("unknown" in found) return { ...nothing, file, refused: [], unknown: found.unknown };
  // GitLab reads the entries as the `include` of a text of its own (bridge.rb, yaml_for_downstream).
  const text = JSON.stringify({ include: entries });
  return fromFile({ ...origin, file, text }, situation, found.around);
}

/** How people call what an entry of `trigger:include` names. */
function nameOf(entry: unknown): string {
  if (!isHash(entry)) return String(entry).replace(/^\/+/, "");
  const { local, artifact, project, file, remote, template, component } = entry;
  if (typeof project === "string") return `${[file].flat().join(", ")} of ${project}`;
  return String(local ?? artifact ?? remote ?? template ?? component ?? "").replace(/^\/+/, "");
}
