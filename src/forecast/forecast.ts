import { UserError } from "../diagnostics/index.ts";
import { gitlabErrors, loadedPipeline } from "../lint/index.ts";
import { type LoadWorld, load } from "../loading/index.ts";
import { compileJob, isHash, type Limits, type Pipeline } from "../model/index.ts";
import { type Situation, simulate } from "../simulate/index.ts";
import type { Forecast } from "./types.ts";

/** A generated pipeline: the child and its grandchildren by the trigger job that starts them. */
export interface Generated {
  readonly file: string;
  readonly pipelines: readonly { readonly name: string; readonly pipeline: Pipeline }[];
}

/** What a forecast is made in. */
export interface Surroundings {
  readonly world: LoadWorld;
  readonly limits: Limits;
  readonly version: string | undefined;
  /** What `fanout generate` would write in this situation; throws a UserError where it would fail. */
  generated(): Promise<Generated>;
}

/** GitLab starts no third level. */
const deepest = 2;

/**
 * Which pipelines GitLab would create of a configuration in a situation: the pipeline itself, and
 * the children that its trigger jobs start, down to the grandchildren. Children from files of the
 * repository are read, those that `fanout generate` writes are generated; of others the reason is
 * told why nothing is known.
 */
export async function forecast(
  file: string,
  situation: Situation,
  around: Surroundings,
): Promise<Forecast> {
  return fromFile({ file, startedBy: "", depth: 0 }, situation, around);
}

interface Origin {
  readonly file: string;
  readonly startedBy: string;
  readonly depth: number;
}

async function fromFile(
  origin: Origin,
  situation: Situation,
  around: Surroundings,
): Promise<Forecast> {
  const { file, startedBy, depth } = origin;
  const { world, limits, version } = around;
  const { predefined, variables } = situation;
  const known = { ...predefined, ...variables };
  const loaded = await load(file, world, { child: depth > 0, variables: known, limits });
  const same = { file, startedBy, children: [], simulated: undefined };
  const problems = loaded.problems.filter(({ severity }) => severity === "error");
  if (problems.length > 0) {
    return { ...same, refused: problems.map(({ gitlab, message }) => gitlab ?? message) };
  }
  const refused = loaded.open ? [] : gitlabErrors(loaded.document, { limits, version });
  if (refused.length > 0) return { ...same, refused: refused.map(({ message }) => message) };
  const pipeline = loadedPipeline(loaded, limits);
  if (pipeline) return ofPipeline(origin, pipeline, situation, around);
  const missing = loaded.unknown.map(({ key }) => key).join(", ");
  return { ...same, refused: [], unknown: `it includes ${missing}, which --map can name here` };
}

async function ofPipeline(
  { file, startedBy, depth }: Origin,
  pipeline: Pipeline,
  situation: Situation,
  around: Surroundings,
): Promise<Forecast> {
  const simulated = simulate(pipeline, situation);
  const children: Forecast[] = [];
  const created = new Set(simulated.created ? namesOf(simulated.jobs) : []);
  for (const { name, kind } of pipeline.jobs) {
    if (kind !== "trigger" || !created.has(name)) continue;
    const { trigger } = compileJob(pipeline, name) ?? {};
    const child = await childOf(name, trigger, pipeline, depth + 1, below(situation), around);
    if (child) children.push(child);
  }
  return { file, startedBy, refused: [], simulated, children };
}

/** Names as they are written: those of parallel jobs are expanded. */
const namesOf = (jobs: readonly { readonly name: string; readonly created: boolean }[]) =>
  jobs.flatMap(({ name, created }) =>
    created ? [name, name.replace(/(: \[.*\]| \d+\/\d+)$/, "")] : [],
  );

/** A child is shown the variables of its parent, and another source. */
const below = (situation: Situation): Situation => ({
  ...situation,
  source: "parent_pipeline",
  predefined: { ...situation.predefined, CI_PIPELINE_SOURCE: "parent_pipeline" },
});

async function childOf(
  job: string,
  trigger: unknown,
  parent: Pipeline,
  depth: number,
  situation: Situation,
  around: Surroundings,
): Promise<Forecast | undefined> {
  const entries = isHash(trigger) ? [trigger.include ?? []].flat() : [];
  const [first] = entries;
  const stranger = (why: string): Forecast => ({
    ...{ file: job, startedBy: job, refused: [], simulated: undefined, children: [] },
    unknown: why,
  });
  if (first === undefined) return stranger("it is a pipeline of another project");
  if (depth > deepest)
    return { ...stranger(""), refused: ["reached maximum depth of child pipelines"] };
  if (isHash(first) && typeof first.artifact === "string") {
    return generatedChild(job, String(first.job), parent, depth, situation, around, stranger);
  }
  const local = isHash(first) ? first.local : first;
  if (entries.length > 1 || typeof local !== "string" || /^https?:/.test(local)) {
    return stranger("its configuration does not lie in this repository as one file");
  }
  return fromFile({ file: local.replace(/^\/+/, ""), startedBy: job, depth }, situation, around);
}

/** The child that a job of ours writes; that of another program is known only when it has run. */
async function generatedChild(
  job: string,
  writer: string,
  parent: Pipeline,
  depth: number,
  situation: Situation,
  around: Surroundings,
  stranger: (why: string) => Forecast,
): Promise<Forecast> {
  const script = JSON.stringify(compileJob(parent, writer)?.script ?? "");
  if (!/\bgenerate\b/.test(script)) {
    return stranger(`the job ${writer} writes it, and not fanout generate`);
  }
  try {
    const { file, pipelines } = await around.generated();
    const build = async (name: string, startedBy: string, at: number): Promise<Forecast> => {
      const { pipeline } = pipelines.find((each) => each.name === name)!;
      const made = await ofPipeline({ file, startedBy, depth: at }, pipeline, situation, {
        ...around,
        generated: async () => ({ file, pipelines: [] }),
      });
      const inner = await Promise.all(
        made.children.map((child) =>
          pipelines.some((each) => each.name === child.startedBy)
            ? build(child.startedBy, child.startedBy, at + 1)
            : child,
        ),
      );
      return { ...made, children: inner };
    };
    return await build("", job, depth);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const [problem] = error.diagnostics;
    return stranger(`fanout generate would not write it: ${problem?.message ?? error.message}`);
  }
}
