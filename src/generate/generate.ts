import { type Diagnostic, found } from "../diagnostics/index.ts";
import { limitsFor, type PipelineDraft } from "../model/index.ts";
import { type Asked, askForJobs, askToTearDown } from "./ask.ts";
import { downstreamJobs, withinNeeds } from "./downstream.ts";
import { guardJob } from "./guard.ts";
import type { GenerateInput } from "./input.ts";
import type { LineOf } from "./lines.ts";
import type { MatrixDraft } from "./matrix/axes.ts";
import { expandMatrix } from "./matrix/expand.ts";
import { asMatrixJob } from "./matrix/inherit.ts";
import { dependenciesOf, resolveNeeds } from "./resolve.ts";
import { generatedService } from "./service.ts";
import type { DroppedNeed } from "./types.ts";

/** A pipeline not yet checked, and what the report tells of its making. */
export interface Generated {
  readonly draft: PipelineDraft;
  /** By job name: the needs that were left out. */
  readonly dropped: ReadonlyMap<string, readonly DroppedNeed[]>;
  /** By job name: the line on which a template wrote a key of the job. */
  readonly lines: ReadonlyMap<string, LineOf>;
  /** By service name: the generators that were asked about it, in order. */
  readonly asked: ReadonlyMap<string, readonly Asked[]>;
  /** By the name of a job with a matrix: the names of the jobs that stand for it. */
  readonly parts: ReadonlyMap<string, readonly string[]>;
  readonly diagnostics: readonly Diagnostic[];
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
  const drafts: MatrixDraft[] = [];
  const lines = new Map<string, LineOf>();
  const dependencies = dependenciesOf(input.workspace);
  const diagnostics: Diagnostic[] = [];
  const idle: string[] = [];
  const asked = new Map<string, readonly Asked[]>();
  for (const service of input.workspace.services) {
    if (!names.has(service.name)) continue;
    const needed = dependencies.get(service.name) ?? [];
    const view = generatedService(service, needed, input.comparison.tree);
    const answers: Asked[] = [];
    asked.set(service.name, answers);
    const made = await askForJobs(service, view, input, { lines, answers });
    drafts.push(...made);
    if (made.length === 0) {
      idle.push(service.name);
    }
  }
  if (idle.length > 0) diagnostics.push(found("SERVICE_WITHOUT_JOBS", [], { services: idle }));
  for (const service of input.removed) {
    const view = generatedService(service, [], input.comparison.baseTree);
    drafts.push(...(await askToTearDown(service, view, input, diagnostics)));
  }
  const started = await downstreamJobs(input, drafts);
  drafts.push(...started);
  const { stages, default: defaults, variables, include } = input.config.pipeline;
  const byName = new Map(drafts.map((draft) => [draft.name, draft]));
  const whole = drafts.map((draft) => asMatrixJob(draft, byName));
  const resolved = resolveNeeds(whole, input.workspace, dependencies, names);
  const { version } = input;
  const { plan, limits: overrides } = input.config.gitlab ?? {};
  const limits = limitsFor({ version, plan, overrides });
  const { jobs: expanded, parts } = expandMatrix(resolved, { version, limits });
  const { written, diagnostics: byStage } = withinNeeds(
    expanded,
    new Set(started.map(({ name }) => name)),
    limits,
  );
  diagnostics.push(...byStage);
  const partsOf = (name: string) => parts.get(name) ?? [name];
  const jobs = written.map(({ draft }) => draft);
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
    dropped: new Map(written.map(({ draft, dropped }) => [draft.name, dropped])),
    lines: new Map(
      [...lines].flatMap(([name, lineOf]) => partsOf(name).map((each) => [each, lineOf] as const)),
    ),
    asked: new Map(
      [...asked].map(([service, answers]) => [
        service,
        answers.map((answer) => ({ ...answer, jobs: answer.jobs.flatMap(partsOf) })),
      ]),
    ),
    parts,
    diagnostics,
  };
}
