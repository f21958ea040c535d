import type { Detected, Plan } from "../run.ts";
import type { AffectedReport, Report } from "./schema.ts";

/** The report on what is affected, read from what the stages made. */
export function affectedReport(detected: Detected): AffectedReport {
  const { context, comparison, workspace, affected, removed, diagnostics } = detected;
  const services = new Map(workspace.services.map((service) => [service.name, service]));
  const { sha, ref, how, why, fallback } = comparison.base;
  return {
    version: 1,
    context: { source: context.source, event: context.event, ref: context.ref },
    base: { sha, ref, how, why, fallback },
    head: { sha: comparison.head, workTree: comparison.workTree },
    changes: [...comparison.changes],
    services: affected.verdicts.map((verdict) => ({
      name: verdict.service,
      root: services.get(verdict.service)?.root ?? "",
      kind: services.get(verdict.service)?.kind ?? "service",
      affected: verdict.affected,
      reasons: verdict.reasons.map((reason) => [...reason]),
    })),
    removed: removed.map(({ name, root, kind }) => ({ name, root, kind })),
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
        needs: neededJobs(job.config),
        dropped: droppedNeeds(job.name, plan),
      })),
    ),
    limits: emitted.limits.map((limit) => ({ ...limit })),
    files: emitted.files.map(({ text: _, ...file }) => file),
  };
}

/** Needs that a job does without: left out, or become an order of pipelines. */
function droppedNeeds(
  job: string,
  { generated, emitted }: Plan,
): Report["jobs"][number]["dropped"] {
  const moved = (emitted.moved.get(job) ?? []).map(({ need }) => ({
    need,
    why: "other-pipeline" as const,
  }));
  return [...(generated.dropped.get(job) ?? []), ...moved];
}

/** Names of the jobs of this pipeline that a job needs. */
export function neededJobs(config: { readonly needs?: unknown }): string[] {
  const needs = Array.isArray(config.needs) ? config.needs : [config.needs];
  return needs.flatMap((need) => {
    if (typeof need === "string") return [need];
    const { job, pipeline, project } = (need ?? {}) as Record<string, unknown>;
    return typeof job === "string" && pipeline === undefined && project === undefined ? [job] : [];
  });
}

/** A document as it is printed and written: two spaces, a line feed at the end. */
export const printJson = (document: object): string => `${JSON.stringify(document, null, 2)}\n`;
