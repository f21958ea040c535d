import { type Diagnostic, fail, found, UserError } from "../diagnostics/index.ts";
import type { Service } from "../workspace/index.ts";
import { draftsFrom } from "./drafts.ts";
import type { GenerateInput } from "./input.ts";
import type { LineOf } from "./lines.ts";
import { type LoadedGenerator, nameOf } from "./load.ts";
import { type Axes, type MatrixDraft, noAxes, withAxes } from "./matrix/axes.ts";
import { parentNeed, projectNeed, symbolicNeed } from "./need.ts";
import { strategyFor } from "./strategy.ts";
import type { GenerateContext, GeneratedService } from "./types.ts";

/** What a generator had to say of a service. */
export interface Asked {
  /** As messages name the generator. */
  readonly origin: string;
  /** Whether it is for such a service: its own condition, and that of the configuration. */
  readonly wanted: boolean;
  /** Names of the jobs that it made. */
  readonly jobs: readonly string[];
}

/** The jobs that generators make for a service that is gone. */
export async function askToTearDown(
  service: Service,
  view: GeneratedService,
  input: GenerateInput,
  diagnostics: Diagnostic[],
): Promise<MatrixDraft[]> {
  const drafts: MatrixDraft[] = [];
  const spelt = new Map(
    [...input.generators].map(([entry, each]) => [JSON.stringify(entry), each]),
  );
  for (const entry of service.generators ?? input.config.generators) {
    const loaded = spelt.get(JSON.stringify(entry));
    if (!loaded) {
      const use = nameOf(entry);
      diagnostics.push(found("REMOVED_GENERATOR_GONE", [], { service: service.name, use }));
      continue;
    }
    const { makeRemoved } = loaded;
    if (!makeRemoved) continue;
    await telling(loaded, service, async () => {
      if (!loaded.wants(view)) return;
      const { ctx, axes } = await asking(service, view, input, loaded);
      const value = await makeRemoved(view, ctx);
      const made = draftsFrom(value, service, loaded.origin, input.context.ref, axes);
      drafts.push(...made.map(([, draft]) => draft));
    });
  }
  return drafts;
}

/** Runs a step of a generator; what it throws is told with its name and the service's. */
async function telling(
  { origin }: LoadedGenerator,
  service: Service,
  step: () => Promise<void>,
): Promise<void> {
  try {
    await step();
  } catch (error) {
    if (error instanceof UserError) throw error;
    const problem = error instanceof Error ? error.message : String(error);
    fail("GENERATOR_THROWS", [origin, service.name], { problem }, { cause: error });
  }
}

/** The jobs that generators make for an affected service. */
export async function askForJobs(
  service: Service,
  view: GeneratedService,
  input: GenerateInput,
  { lines, answers }: { lines: Map<string, LineOf>; answers: Asked[] },
): Promise<MatrixDraft[]> {
  const drafts: MatrixDraft[] = [];
  for (const entry of service.generators ?? input.config.generators) {
    const loaded = input.generators.get(entry);
    if (!loaded) throw new Error(`generator ${JSON.stringify(entry)} was not loaded`);
    await telling(loaded, service, async () => {
      const { origin } = loaded;
      const wanted = loaded.wants(view);
      if (!wanted) {
        answers.push({ origin, wanted, jobs: [] });
        return;
      }
      const { ctx, axes } = await asking(service, view, input, loaded);
      const { value, lineOf } = await loaded.make(view, ctx);
      const made = draftsFrom(value, service, origin, input.context.ref, axes);
      answers.push({ origin, wanted, jobs: made.map(([, { name }]) => name) });
      for (const [key, draft] of made) {
        drafts.push(draft);
        if (lineOf) lines.set(draft.name, (path) => lineOf([key, ...path]));
      }
    });
  }
  return drafts;
}

/** What a generator is asked with, and the axes that its jobs for this service have. */
async function asking(
  service: Service,
  view: GeneratedService,
  input: GenerateInput,
  loaded: LoadedGenerator,
): Promise<{ readonly ctx: GenerateContext; readonly axes: Axes }> {
  let axes = noAxes;
  for (const layer of [service.matrix, ...(loaded.matrix ?? [])]) {
    const given =
      typeof layer === "function" ? await layer(view, context(input, loaded, axes)) : layer;
    axes = withAxes(axes, given, [loaded.origin, service.name, "matrix"]);
  }
  return { ctx: context(input, loaded, axes), axes };
}

function context(input: GenerateInput, loaded: LoadedGenerator, axes: Axes): GenerateContext {
  const { source, event, ref, refType, defaultBranch } = input.context;
  return {
    need: (job, options) => symbolicNeed("job", job, options?.artifacts),
    needFromDependencies: (key, options) => [symbolicNeed("dependencies", key, options?.artifacts)],
    needFromParent: (job, options) => parentNeed(job, options?.artifacts),
    needFromProject: projectNeed,
    branchIn: async (project) => {
      if (!input.branches) throw new Error("branches of other projects cannot be asked for here");
      return input.branches.in(project);
    },
    options: loaded.options,
    params: input.params,
    matrix: Object.fromEntries(axes),
    base: { sha: input.comparison.base.sha },
    pipeline: { source, event, ref, refType, defaultBranch },
    gitlab: {
      version: input.version,
      strategy: strategyFor(input.version),
    },
  };
}
