import { type Diagnostic, found, UserError } from "../diagnostics/index.ts";
import { compileJob, isHash, type Pipeline } from "../model/index.ts";

/** How a job may name the project that it belongs to, besides its path. */
const ownNames = ["$CI_PROJECT_PATH", "${CI_PROJECT_PATH}"];

/**
 * One TRIGGER_OWN_PROJECT for each job whose `trigger:project` is the project of this pipeline (its
 * full path, where it is known): GitLab fails such a job (create_downstream_pipeline_service.rb,
 * `invalid_bridge_trigger`). Paths of projects are the same in capitals.
 */
export function ownProject(pipeline: Pipeline, path: string | undefined): readonly Diagnostic[] {
  const own = [...ownNames, ...(path ? [path.toLowerCase()] : [])];
  return pipeline.jobs.flatMap(({ name, origin, kind }) => {
    const trigger = kind === "trigger" ? compileJob(pipeline, name)?.trigger : undefined;
    const project = isHash(trigger) ? trigger.project : trigger;
    if (typeof project !== "string") return [];
    if (!own.includes(project) && !own.includes(project.toLowerCase())) return [];
    return [found("TRIGGER_OWN_PROJECT", [origin, name, "trigger"], { project })];
  });
}

/** The same pipeline; raises them as a UserError. */
export function withoutOwnProject(pipeline: Pipeline, path: string | undefined): Pipeline {
  const findings = ownProject(pipeline, path);
  if (findings.length > 0) throw new UserError(findings);
  return pipeline;
}
