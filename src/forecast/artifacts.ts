import { sentence, UserError } from "../diagnostics/index.ts";
import type { LoadWorld } from "../loading/index.ts";
import { compileJob, type Hash, isHash, type Limits, type Pipeline } from "../model/index.ts";
import { expandedValues, type SimulatedJob, type Situation } from "../simulate/index.ts";
import { type Call, callsOf } from "./calls.ts";

/** What a call of `fanout generate` is made in. */
export interface Called extends Call {
  /** The job that makes it, as GitLab calls it. */
  readonly job: string;
  /** Variables of the YAML and given ones, expanded: the environment of the job beside GitLab's. */
  readonly variables: Readonly<Record<string, string>>;
}

/** What a forecast is made in. */
export interface Surroundings {
  readonly world: LoadWorld;
  readonly limits: Limits;
  readonly version: string | undefined;
  /**
   * The files that this call would write, by path from the top of the repository, those of shards as
   * well. Throws a UserError where it would fail.
   */
  generated(called: Called): Promise<ReadonlyMap<string, string>>;
}

/** The pipeline that has the trigger job. */
export interface Parent {
  readonly pipeline: Pipeline;
  readonly jobs: readonly SimulatedJob[];
  readonly situation: Situation;
}

/** The same surroundings with the artifacts in them; or why there are none. */
export type Found =
  | { readonly around: Surroundings }
  | { readonly refused: string }
  | { readonly unknown: string };

/**
 * Sees to the artifacts that entries of `trigger:include` name: what `fanout generate` writes is
 * generated, what is mapped is read. What another program writes is not known before it has run.
 */
export async function artifactsFor(
  entries: readonly unknown[],
  parent: Parent,
  around: Surroundings,
): Promise<Found> {
  let known = around;
  for (const entry of entries) {
    if (!isHash(entry) || typeof entry.artifact !== "string") continue;
    const { artifact, job: writer } = entry;
    if ((await known.world.mapped(keyOf(String(writer), artifact))) !== undefined) continue;
    const found = await written(artifact, String(writer), parent, known);
    if (!("around" in found)) return found;
    known = found.around;
  }
  return { around: known };
}

const keyOf = (job: string, path: string): string => `artifact:${job}:${path}`;

async function written(
  artifact: string,
  writer: string,
  { pipeline, jobs, situation }: Parent,
  around: Surroundings,
): Promise<Found> {
  const simulated = jobs.find(({ name }) => name === writer);
  if (!simulated?.created) {
    // GitLab: external/file/artifact.rb
    return {
      refused: `Job \`${writer}\` not found in parent pipeline or does not have artifacts!`,
    };
  }
  const config: Hash = compileJob(pipeline, baseName(pipeline, writer)) ?? {};
  const variables = { ...simulated.variables, ...situation.variables };
  const values = expandedValues({ ...situation.predefined, ...variables });
  const calls = await callsOf(config, { values, read: (path) => around.world.read(path) });
  const copy = `--map ${keyOf(writer, artifact)}=FILE can name a copy`;
  if (calls.length === 0) {
    const how = "by something other than `fanout generate`, which is not run here";
    return { unknown: `the job ${writer} writes ${artifact} ${how}; ${copy}` };
  }
  const others = new Set<string>();
  for (const call of calls) {
    const given = Object.fromEntries(
      Object.keys(variables).map((name) => [name, values[name] ?? ""]),
    );
    const files = await filesOf({ ...call, job: writer, variables: given }, around);
    if (typeof files === "string") return { refused: `fanout generate fails: ${files}` };
    if (files.has(artifact)) return { around: withFiles(files, around) };
    for (const [first] of [...files].slice(0, 1)) others.add(first);
  }
  const names = [...others].join(", ");
  return {
    unknown: `the job ${writer} calls \`fanout generate\`, which writes ${names} and not ${artifact}; ${copy}`,
  };
}

const baseName = ({ jobs }: Pipeline, name: string): string =>
  jobs.some((job) => job.name === name) ? name : name.replace(/(?:: \[.*\]| \d+\/\d+)$/s, "");

async function filesOf(called: Called, { generated }: Surroundings) {
  try {
    return await generated(called);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    // What to write instead may follow, on lines of its own.
    const [first, ...others] = error.diagnostics;
    const told = first ? sentence(first).replace(/:?\n.*/s, "") : error.message;
    return others.length === 0 ? told : `${told} (and ${others.length} more)`;
  }
}

/** Files of artifacts, whichever job of the pipelines keeps them: their names are its own. */
function withFiles(files: ReadonlyMap<string, string>, around: Surroundings): Surroundings {
  const { world } = around;
  const mapped = async (key: string) => {
    const [, path] = /^artifact:.*?:([^:]*)$/s.exec(key) ?? [];
    return (path === undefined ? undefined : files.get(path)) ?? world.mapped(key);
  };
  return { ...around, world: { ...world, mapped } };
}
