import type { Affected } from "../affected/index.ts";
import type { Config } from "../config/index.ts";
import type { Context } from "../context/index.ts";
import type { Comparison } from "../detect/index.ts";
import { type Diagnostic, fail, found, UserError } from "../diagnostics/index.ts";
import type { JobDraft, PipelineDraft } from "../model/index.ts";
import type { GeneratorEntry, Service, Workspace } from "../workspace/index.ts";
import { guardJob } from "./guard.ts";
import type { LineOf } from "./lines.ts";
import type { LoadedGenerator } from "./load.ts";
import { symbolicNeed } from "./need.ts";
import { dependenciesOf, resolveNeeds } from "./resolve.ts";
import { generatedService, serviceVariables } from "./service.ts";
import { unquotedText } from "./text.ts";
import type { DroppedNeed, GenerateContext, GeneratedService } from "./types.ts";

/** What generation looks at. */
export interface GenerateInput {
  readonly config: Pick<Config, "generators" | "pipeline">;
  /** The configuration's file name, for messages. */
  readonly origin: string;
  readonly generators: ReadonlyMap<GeneratorEntry, LoadedGenerator>;
  readonly context: Context;
  /** GitLab's version, where it is known. */
  readonly version: string | undefined;
  readonly workspace: Workspace;
  readonly affected: Affected;
  readonly comparison: Pick<Comparison, "base" | "tree" | "baseTree">;
  /** Services that the base had and the head has no more. */
  readonly removed: readonly Service[];
}

/** A pipeline not yet checked, and what the report tells of its making. */
export interface Generated {
  readonly draft: PipelineDraft;
  /** By job name: the needs that were left out. */
  readonly dropped: ReadonlyMap<string, readonly DroppedNeed[]>;
  /** By job name: the line on which a template wrote a key of the job. */
  readonly lines: ReadonlyMap<string, LineOf>;
  /** By service name: the generators that were asked about it, in order. */
  readonly asked: ReadonlyMap<string, readonly Asked[]>;
  readonly diagnostics: readonly Diagnostic[];
}

/** What a generator had to say of a service. */
export interface Asked {
  /** As messages name the generator. */
  readonly origin: string;
  /** Whether it is for such a service: its own condition, and that of the configuration. */
  readonly wanted: boolean;
  /** Names of the jobs that it made. */
  readonly jobs: readonly string[];
}

/**
 * Asks the generators for the jobs of the affected services, in the workspace's order, and puts
 * them into one pipeline that GitLab will create in any situation: jobs of a merge request's
 * child are kept by `workflow`, and one job is sure to exist.
 */
export async function generate(input: GenerateInput): Promise<Generated> {
  const names = new Set(
    input.affected.verdicts.filter((verdict) => verdict.affected).map((verdict) => verdict.service),
  );
  const drafts: JobDraft[] = [];
  const lines = new Map<string, LineOf>();
  const dependencies = dependenciesOf(input.workspace);
  const diagnostics: Diagnostic[] = [];
  const asked = new Map<string, readonly Asked[]>();
  for (const service of input.workspace.services) {
    if (!names.has(service.name)) continue;
    const needed = dependencies.get(service.name) ?? [];
    const view = generatedService(service, needed, input.comparison.tree);
    const answers: Asked[] = [];
    asked.set(service.name, answers);
    const made = await jobsOf(service, view, input, { lines, answers });
    drafts.push(...made);
    if (made.length === 0) {
      diagnostics.push(found("SERVICE_WITHOUT_JOBS", [], { service: service.name }));
    }
  }
  for (const service of input.removed) {
    const view = generatedService(service, [], input.comparison.baseTree);
    drafts.push(...(await tearDown(service, view, input, diagnostics)));
  }
  const { stages, default: defaults, variables, include } = input.config.pipeline;
  const resolved = resolveNeeds(drafts, input.workspace, dependencies, names);
  const jobs = resolved.map(({ draft }) => draft);
  const guard = guardJob(jobs, stages[0] ?? "test");
  return {
    draft: {
      origin: input.origin,
      stages,
      workflow: { rules: [{ when: "always" }] },
      ...(defaults && { default: defaults }),
      ...(variables && { variables }),
      ...(include !== undefined && { include }),
      jobs: guard ? [guard, ...jobs] : jobs,
    },
    dropped: new Map(resolved.map(({ draft, dropped }) => [draft.name, dropped])),
    lines,
    asked,
    diagnostics,
  };
}

/** The jobs that generators make for a service that is gone. */
async function tearDown(
  service: Service,
  view: GeneratedService,
  input: GenerateInput,
  diagnostics: Diagnostic[],
): Promise<JobDraft[]> {
  const drafts: JobDraft[] = [];
  const spelt = new Map(
    [...input.generators].map(([entry, each]) => [JSON.stringify(entry), each]),
  );
  for (const entry of service.generators ?? input.config.generators) {
    const loaded = spelt.get(JSON.stringify(entry));
    if (!loaded) {
      const use = typeof entry === "string" ? entry : entry.use;
      diagnostics.push(found("REMOVED_GENERATOR_GONE", [], { service: service.name, use }));
      continue;
    }
    const { makeRemoved } = loaded;
    if (!makeRemoved) continue;
    await telling(loaded, service, async () => {
      if (!loaded.wants(view)) return;
      const value = await makeRemoved(view, context(input, loaded));
      const made = draftsFrom(value, service, loaded.origin, input.context.ref);
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

async function jobsOf(
  service: Service,
  view: GeneratedService,
  input: GenerateInput,
  { lines, answers }: { lines: Map<string, LineOf>; answers: Asked[] },
): Promise<JobDraft[]> {
  const drafts: JobDraft[] = [];
  for (const entry of service.generators ?? input.config.generators) {
    const loaded = input.generators.get(entry);
    if (!loaded) throw new Error(`generator ${JSON.stringify(entry)} was not loaded`);
    await telling(loaded, service, async () => {
      const { origin } = loaded;
      const wanted = loaded.wants(view);
      const { value, lineOf } = wanted
        ? await loaded.make(view, context(input, loaded))
        : { value: {}, lineOf: undefined };
      const made = draftsFrom(value, service, origin, input.context.ref);
      answers.push({ origin, wanted, jobs: made.map(([, { name }]) => name) });
      for (const [key, draft] of made) {
        drafts.push(draft);
        if (lineOf) lines.set(draft.name, (path) => lineOf([key, ...path]));
      }
    });
  }
  return drafts;
}

/** Drafts by their key, under the names that they have in the pipeline. */
function draftsFrom(
  value: unknown,
  service: Service,
  origin: string,
  ref: string,
): [string, JobDraft][] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return fail("GENERATOR_RESULT", [origin, service.name], {});
  }
  return Object.entries(value)
    .filter(([, config]) => config !== undefined)
    .map(([key, config]) => {
      const hidden = key.startsWith(".");
      const name = hidden ? `.${service.name}:${key.slice(1)}` : `${service.name}:${key}`;
      const raw = unquotedText(config, [service.root, service.name, ref]);
      if (raw) fail("SHELL_TEXT", [origin, name, raw.key, raw.index], { text: raw.text });
      const draft = { name, service: service.name, origin };
      return [key, { ...draft, config: hidden ? config : withVariables(config, service) }];
    });
}

/**
 * Every job of a service knows its name and directory. A trigger of another project does not:
 * whatever it forwards counts there as a pipeline variable, which the user's role may forbid
 * (GITLAB.md section 4).
 */
function withVariables(config: unknown, service: Service): unknown {
  if (typeof config !== "object" || config === null) return config;
  const { trigger, variables } = config as { trigger?: unknown; variables?: object };
  const child = typeof trigger === "object" && trigger !== null && "include" in trigger;
  if (trigger !== undefined && !child) return config;
  if (variables !== undefined && (typeof variables !== "object" || variables === null))
    return config;
  return { ...config, variables: { ...serviceVariables(service), ...variables } };
}

/** `mirror` came with GitLab 18.2, and a version that is not known may be older (docs: ci/yaml). */
function strategyFor(version: string | undefined): "mirror" | "depend" {
  const [major = 0, minor = 0] = (version ?? "0").split(".").map(Number);
  return major > 18 || (major === 18 && minor >= 2) ? "mirror" : "depend";
}

function context(input: GenerateInput, loaded: LoadedGenerator): GenerateContext {
  const { source, event, ref, refType, defaultBranch } = input.context;
  return {
    need: (job, options) => symbolicNeed("job", job, options?.artifacts),
    needFromDependencies: (key, options) => [symbolicNeed("dependencies", key, options?.artifacts)],
    options: loaded.options,
    base: { sha: input.comparison.base.sha },
    pipeline: { source, event, ref, refType, defaultBranch },
    gitlab: {
      version: input.version,
      strategy: strategyFor(input.version),
    },
  };
}
