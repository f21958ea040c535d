import { UserError } from "../diagnostics/index.ts";
import type { Io } from "../io.ts";
import type { Options } from "../options.ts";
import { build, type Detected, finish } from "../run.ts";

type BuiltPipeline = Awaited<ReturnType<typeof build>>;

/** The pipeline, and by job the trigger job that starts its own; `""` is the child itself. */
export type Built = BuiltPipeline & { readonly placeOf: ReadonlyMap<string, string> };

export async function buildPlaced(detected: Detected, options: Options, io: Io): Promise<Built> {
  const built = await build(detected, io);
  return { ...built, placeOf: placesOf(detected, built, options, io) };
}

/** Empty where it cannot be written within GitLab's limits: that is for `generate` to tell. */
function placesOf(detected: Detected, built: BuiltPipeline, options: Options, io: Io) {
  try {
    const { pipelines } = finish(detected, built, options, io).emitted;
    return new Map(
      pipelines.flatMap(({ name, pipeline }) => pipeline.jobs.map((job) => [job.name, name])),
    );
  } catch (error) {
    if (error instanceof UserError) return new Map<string, string>();
    throw error;
  }
}
