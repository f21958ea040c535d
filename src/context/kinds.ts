import type { Context, Event } from "./types.ts";

/**
 * The values of `$CI_PIPELINE_SOURCE` (docs.gitlab.com, ci/jobs/job_rules: "CI_PIPELINE_SOURCE
 * predefined variable", and `enums/ci/pipeline.rb`).
 */
const gitlabSources = [
  "api",
  "chat",
  "container_registry_push",
  "duo_workflow",
  "external",
  "external_pull_request_event",
  "merge_request_event",
  "ondemand_dast_scan",
  "ondemand_dast_validation",
  "parent_pipeline",
  "pipeline",
  "pipeline_execution_policy_schedule",
  "push",
  "schedule",
  "security_orchestration_policy",
  "trigger",
  "web",
  "webide",
];

/** Kinds that `--source` takes beside GitLab's sources: the source and the row of the table. */
const rows: Readonly<Record<string, { source: string; event: Event }>> = {
  "first-push": { source: "push", event: "first-push" },
  tag: { source: "push", event: "tag" },
  detached: { source: "merge_request_event", event: "detached" },
  "merge-request": { source: "merge_request_event", event: "detached" },
  merged_result: { source: "merge_request_event", event: "merged_result" },
  merge_train: { source: "merge_request_event", event: "merge_train" },
  parent: { source: "parent_pipeline", event: "parent_pipeline" },
  local: { source: "local", event: "local" },
};

/** All that `--source` takes, sorted. */
export const kinds: readonly string[] = [...gitlabSources, ...Object.keys(rows)].sort();

/** What a `--source` means, or `undefined` when there is no such kind. `event` is left out where the variables must tell it. */
export function kindOf(name: string): { source: string; event?: Event } | undefined {
  if (Object.hasOwn(rows, name)) return rows[name];
  return gitlabSources.includes(name) ? { source: name } : undefined;
}

/**
 * The `--source` that leads to this source and event, whatever the variables say then; `undefined`
 * for a source that nobody knows.
 */
export function kindName({ source, event }: Pick<Context, "source" | "event">): string | undefined {
  const name = Object.hasOwn(rows, event) && rows[event]?.source === source ? event : source;
  return kindOf(name) && name;
}
