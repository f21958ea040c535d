import type { Begun } from "../begin.ts";
import { artifactsFor, type Parent, type Surroundings } from "../forecast/index.ts";
import type { Io } from "../io.ts";
import type { Linted, MadeChild } from "../lint/index.ts";
import { compileJob, isHash } from "../model/index.ts";
import type { Options } from "../options.ts";
import { type Facts, type SituationName, simulate, situations } from "../simulate/index.ts";
import { generating } from "./_generated.ts";

/** What children are made in. */
export interface Making {
  readonly facts: Facts;
  /** Absolute path of the repository. */
  readonly top: string;
  readonly options: Options;
  readonly all: boolean;
  readonly io: Io;
  readonly begun: Begun;
  readonly around: Omit<Surroundings, "generated">;
}

/** The kinds of pipelines in which a child is looked for, the one that people push first. */
const tried: readonly SituationName[] = ["push", "merge-request", "tag", "schedule", "web"];

/**
 * The children that jobs of a configuration write by `fanout generate`, as they would be for the
 * present change in the first kind of pipeline that starts them.
 */
export async function makeChildren(
  linted: Linted,
  { around, ...setting }: Making,
): Promise<readonly MadeChild[]> {
  const made: MadeChild[] = [];
  for (const [job, { trigger }] of linted.jobs) {
    const entries = isHash(trigger) ? [trigger.include ?? []].flat() : [];
    const isWritten = entries.some((entry) => isHash(entry) && entry.artifact !== undefined);
    const { pipeline } = isWritten ? linted : {};
    const found = pipeline && startOf(job, pipeline, setting.facts);
    if (!found) continue;
    const texts = new Map<string, string>();
    const generated: Surroundings["generated"] = async (called) => {
      const files = await generating({ ...setting, name: found.name })(called);
      for (const [path, text] of files) texts.set(path, text);
      return files;
    };
    const known = await artifactsFor(entries, found.parent, { ...around, generated });
    if ("refused" in known) made.push({ job, problem: known.refused });
    else if ("around" in known && texts.size > 0) made.push({ job, texts });
  }
  return made;
}

/** The first kind of pipeline that is created with this job, and what it is like. */
function startOf(job: string, pipeline: Parent["pipeline"], facts: Facts) {
  if (compileJob(pipeline, job) === undefined) return undefined;
  for (const name of tried) {
    const situation = situations().get(name)!(facts);
    const { created, jobs } = simulate(pipeline, situation);
    const isThere = jobs.some((each) => each.created && each.name === job);
    if (created && isThere) return { name, parent: { pipeline, jobs, situation } };
  }
  return undefined;
}
