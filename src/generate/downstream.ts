import { type OtherProject, projectTrigger } from "../../generators/other-project.ts";
import { type Concern, downstreamJob, downstreamOf } from "../affected/index.ts";
import { type Diagnostic, found } from "../diagnostics/index.ts";
import { isHash, type Limits, parallelCount } from "../model/index.ts";
import { decided, layersOf } from "./decide.ts";
import type { GenerateInput } from "./input.ts";
import { lastJobs } from "./last-jobs.ts";
import type { MatrixDraft } from "./matrix/axes.ts";
import { symbolicNeed } from "./need.ts";
import { strategyFor } from "./strategy.ts";
import { literalVariable } from "./text.ts";

/**
 * One trigger job for each entry of `downstream` with `how: "job"` that the change concerns, once
 * for all services that concern it. It waits for the last jobs of those services among `drafts`.
 */
export async function downstreamJobs(
  input: GenerateInput,
  drafts: readonly MatrixDraft[],
): Promise<readonly MatrixDraft[]> {
  const concerned = downstreamOf(input).filter(
    ({ entry, by }) => entry.how === "job" && by.length > 0,
  );
  const jobs: MatrixDraft[] = [];
  for (const concern of concerned) jobs.push(await jobOf(concern, input, drafts));
  return jobs;
}

async function jobOf(
  { name, entry, by }: Concern,
  input: GenerateInput,
  drafts: readonly MatrixDraft[],
): Promise<MatrixDraft> {
  const { stages } = input.config.pipeline;
  const { project, ref, strategy, forward, inputs, variables = {} } = entry;
  const { stage = stages.at(-1) ?? "deploy" } = entry;
  const other: OtherProject = {
    project,
    branch: ref,
    ...(strategy !== undefined && { strategy: strategy === "none" ? false : strategy }),
    ...(forward && { forward: given(forward) }),
    ...(inputs && { inputs }),
  };
  const trigger = await projectTrigger(other, {
    branchIn: async (path) => input.branches?.in(path),
    gitlab: { version: input.version, strategy: strategyFor(input.version) },
  });
  const handed = Object.entries(variables).map(([key, text]) => [key, literalVariable(text)]);
  const own = {
    stage,
    inherit: { variables: false },
    ...(handed.length > 0 && { variables: Object.fromEntries(handed) }),
    needs: lastJobs(drafts, new Set(by), { stages, stage }).map((job) =>
      symbolicNeed("job", job, false),
    ),
    trigger,
  };
  const config = decided(layersOf(own, new Map()), false);
  return { name: downstreamJob(name), origin: input.origin, config };
}

/** Without the keys that are left open. */
const given = (forward: NonNullable<Concern["entry"]["forward"]>) =>
  Object.fromEntries(Object.entries(forward).filter(([, value]) => value !== undefined));

/**
 * The same jobs; a trigger job of `downstream` that would need more jobs than GitLab allows waits
 * for all earlier stages instead, and a diagnostic says so.
 */
export function withinNeeds<T extends { readonly draft: MatrixDraft }>(
  written: readonly T[],
  names: ReadonlySet<string>,
  { needs: { value: limit } }: Limits,
): { readonly written: readonly T[]; readonly diagnostics: readonly Diagnostic[] } {
  const byName = new Map(written.map(({ draft }) => [draft.name, draft]));
  const copies = (job: string) => {
    const config = byName.get(job)?.config;
    return isHash(config) ? parallelCount(config.parallel) : 1;
  };
  const diagnostics: Diagnostic[] = [];
  const fitting = written.map((each) => {
    const { draft } = each;
    if (!names.has(draft.name) || !isHash(draft.config)) return each;
    const { needs, ...rest } = draft.config;
    const count = [needs ?? []].flat().reduce((sum: number, need) => sum + copies(jobIn(need)), 0);
    if (count <= limit) return each;
    const { stage } = rest;
    const where = [draft.origin, draft.name, "needs"];
    diagnostics.push(found("DOWNSTREAM_BY_STAGE", where, { count, limit, stage: String(stage) }));
    return { ...each, draft: { ...draft, config: rest } };
  });
  return { written: fitting, diagnostics };
}

const jobIn = (need: unknown): string => String(isHash(need) ? need.job : need);
