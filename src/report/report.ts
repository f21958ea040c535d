import { downstreamOf } from "../affected/index.ts";
import { compileJob, type Hash, type Pipeline, type PlannedJob } from "../model/index.ts";
import type { Detected, Plan } from "../run.ts";
import type { AffectedReport, Report } from "./schema.ts";

/** The report on what is affected, read from what the stages made. */
export function affectedReport(detected: Detected): AffectedReport {
  const { context, comparison, workspace, affected, removed } = detected;
  const services = new Map(workspace.services.map((service) => [service.name, service]));
  const { base, head, diagnostics } = frameOf(detected);
  return {
    version: 1,
    context: { source: context.source, event: context.event, ref: context.ref },
    base,
    head,
    changes: [...comparison.changes],
    services: affected.verdicts.map((verdict) => ({
      name: verdict.service,
      root: services.get(verdict.service)?.root ?? "",
      kind: services.get(verdict.service)?.kind ?? "service",
      affected: verdict.affected,
      reasons: verdict.reasons.map((reason) => [...reason]),
    })),
    downstream: downstreamOf(detected).map(({ name, entry, by, why }) => ({
      name,
      project: entry.project,
      ref: (typeof entry.ref === "object" ? "same-or-default" : entry.ref) ?? null,
      ...(entry.url !== undefined && { url: entry.url }),
      how: entry.how,
      affected: by.length > 0,
      services: [...by],
      why,
    })),
    removed: removed.map(({ name, root, kind }) => ({ name, root, kind })),
    diagnostics,
  };
}

/** What is compared with what, and what was noticed. */
export function frameOf({
  comparison,
  diagnostics,
}: Detected): Pick<AffectedReport, "base" | "head" | "diagnostics"> {
  const { sha, ref, how, why, fallback } = comparison.base;
  return {
    base: { sha, ref, how, why, fallback },
    head: { sha: comparison.head, workTree: comparison.workTree },
    diagnostics: diagnostics.map(({ code, severity, where, message }) => ({
      code,
      severity,
      where: [...where],
      message,
    })),
  };
}

/** The report on the whole run. */
export function report(plan: Plan): Report {
  const { emitted } = plan;
  return {
    ...affectedReport(plan),
    jobs: emitted.pipelines.flatMap(({ name, pipeline, fileOf }) =>
      pipeline.jobs.map((job) => ({
        name: job.name,
        service: job.service ?? null,
        stage: job.stage ?? null,
        pipeline: name,
        file: fileOf.get(job.name) ?? "",
        needs: neededJobs(asCompiled(pipeline, job)),
        dropped: droppedNeeds(job.name, plan),
      })),
    ),
    limits: limitsOf(plan),
    files: emitted.files.map(({ text: _, ...file }) => file),
  };
}

/** How much of each limit of GitLab's is used. */
export const limitsOf = ({ emitted }: Pick<Plan, "emitted">): Report["limits"] =>
  emitted.limits.map((limit) => ({ ...limit }));

/** `needs` may come from what a job extends. */
const asCompiled = (pipeline: Pipeline, job: PlannedJob): Hash =>
  compileJob(pipeline, job.name) ?? job.config;

/** Needs that a job does without: left out, or become an order of pipelines. */
export function droppedNeeds(
  job: string,
  { generated, emitted }: Plan,
): Report["jobs"][number]["dropped"] {
  const moved = (emitted.moved.get(job) ?? []).map(({ need }) => ({
    need,
    why: "other-pipeline" as const,
  }));
  return [...(generated.dropped.get(job) ?? []), ...moved];
}

/** A need as GitLab reads it. */
export interface Needed {
  readonly job: string;
  readonly optional: boolean;
  /** The pipeline or the project that the job is in; left out for this one. */
  readonly pipeline?: string;
  readonly project?: string;
}

/** All needs of a job, those on other pipelines too. */
export function needsOf({ needs }: { readonly needs?: unknown }): Needed[] {
  return [needs].flat(Number.POSITIVE_INFINITY).flatMap((need): Needed[] => {
    if (typeof need === "string") return [{ job: need, optional: false }];
    const { job, pipeline, project, optional } = (need ?? {}) as Record<string, unknown>;
    if (typeof job !== "string" && typeof pipeline !== "string") return [];
    return [
      {
        job: typeof job === "string" ? job : "",
        optional: optional === true,
        ...(typeof pipeline === "string" && { pipeline }),
        ...(typeof project === "string" && { project }),
      },
    ];
  });
}

/** Names of the jobs of this pipeline that a job needs. */
export const neededJobs = (config: { readonly needs?: unknown }): string[] =>
  needsOf(config).flatMap(({ job, pipeline, project }) =>
    pipeline === undefined && project === undefined ? [job] : [],
  );

/** A document as it is printed and written: two spaces, a line feed at the end. */
export const printJson = (document: object): string => `${JSON.stringify(document, null, 2)}\n`;
