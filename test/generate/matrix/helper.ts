import type { GenerateContext, GeneratedService, JobMap } from "../../../src/generate/index.ts";
import { definePipeline, limitsFor } from "../../../src/model/index.ts";
import type { MatrixAxes } from "../../../src/workspace/index.ts";
import { generated, loadedAs } from "./world.ts";

export type Jobs = (ctx: GenerateContext, service: GeneratedService) => JobMap;

export interface Settings {
  readonly version?: string;
  readonly limits?: Readonly<Record<string, number>>;
  /** Axes of the generator, then of its entry. */
  readonly layers?: Parameters<typeof loadedAs>[2];
}

const own = ["SERVICE_NAME", "SERVICE_DIR"];

/**
 * The jobs of the service `api`, which has this matrix, by name: without script, stage and the
 * variables that every job has. The model has accepted them.
 */
export async function jobsOf(matrix: MatrixAxes, jobs: Jobs, settings: Settings = {}) {
  const { version, limits, layers } = settings;
  const made = loadedAs("own", async (service, ctx) => ({ value: jobs(ctx, service) }), layers);
  const { draft, ...rest } = await generated({ api: { matrix } }, { own: made }, settings);
  definePipeline(draft, limitsFor({ version, overrides: limits }));
  const all = draft.jobs
    .filter((job) => job.service !== undefined)
    .map(({ name, config }) => {
      const { script, stage, variables, ...others } = config as Record<string, unknown>;
      const added = Object.entries(variables ?? {}).filter(([key]) => !own.includes(key));
      const shown = added.length > 0 && { variables: Object.fromEntries(added) };
      return [name, { ...others, ...shown }];
    });
  return { jobs: Object.fromEntries(all) as Record<string, Record<string, unknown>>, ...rest };
}

export const parallel = (row: Record<string, string[]>) => ({ parallel: { matrix: [row] } });
