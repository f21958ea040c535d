import { jobStatus, pipelineStatus, updatedAt } from "./run.ts";
import type { Job, Pipeline, Project, World } from "./types.ts";

const date = (milliseconds: number) => new Date(milliseconds).toISOString();

export const projectUrl = (world: World, { path }: Project) => `${world.url}/${path}`;

/** A project (docs.gitlab.com, api/projects), with what a maintainer sees of its settings. */
export const projectEntity = (world: World, project: Project, level: number) => ({
  id: project.id,
  name: project.path.split("/").at(-1),
  path: project.path.split("/").at(-1),
  path_with_namespace: project.path,
  default_branch: project.defaultBranch,
  visibility: project.visibility,
  web_url: projectUrl(world, project),
  archived: false,
  permissions: { project_access: level ? { access_level: level } : null, group_access: null },
  ...(level >= 40 && {
    builds_access_level: project.pipelinesEnabled ? "enabled" : "disabled",
    ci_job_token_scope_enabled: false,
    ci_inbound_job_token_scope_enabled: project.jobTokens.limited,
    ci_pipeline_variables_minimum_override_role: project.variablesRole,
    ci_config_path: "",
    ci_default_git_depth: 20,
  }),
});

/** Entities::Ci::PipelineBasic. */
export const basicPipeline = (world: World, pipeline: Pipeline) => ({
  id: pipeline.id,
  iid: pipeline.iid,
  project_id: pipeline.project.id,
  sha: pipeline.sha,
  ref: pipeline.ref,
  status: pipelineStatus(world, pipeline),
  source: pipeline.source,
  created_at: date(pipeline.created),
  updated_at: date(updatedAt(world, pipeline)),
  web_url: `${projectUrl(world, pipeline.project)}/-/pipelines/${pipeline.id}`,
});

/** Entities::Ci::Pipeline. */
export const pipelineEntity = (world: World, pipeline: Pipeline) => ({
  ...basicPipeline(world, pipeline),
  before_sha: "0".repeat(40),
  tag: pipeline.tag,
  yaml_errors: pipeline.yamlErrors,
  user: { id: pipeline.user.id, username: pipeline.user.username },
  started_at: null,
  finished_at: null,
  committed_at: null,
  duration: null,
  queued_duration: null,
  coverage: null,
});

/** Entities::Ci::Job, or Entities::Ci::Bridge with `downstream_pipeline`. */
export const jobEntity = (world: World, job: Job) => {
  const { plan, pipeline } = job;
  const status = jobStatus(world, job);
  return {
    id: job.id,
    status,
    stage: plan.stage ?? "test",
    name: plan.name,
    ref: pipeline.ref,
    tag: pipeline.tag,
    coverage: null,
    allow_failure: plan.allowFailure ?? false,
    created_at: date(job.created),
    started_at: null,
    finished_at: null,
    erased_at: null,
    duration: null,
    queued_duration: null,
    user: { id: pipeline.user.id, username: pipeline.user.username },
    pipeline: basicPipeline(world, pipeline),
    ...(status === "failed" && { failure_reason: plan.failureReason ?? "script_failure" }),
    web_url: `${projectUrl(world, pipeline.project)}/-/jobs/${job.id}`,
    ...(plan.starts
      ? { downstream_pipeline: job.downstream ? basicPipeline(world, job.downstream) : null }
      : {
          artifacts: [],
          ...(plan.artifacts && { artifacts_file: { filename: "artifacts.zip", size: 1 } }),
        }),
  };
};

/** TestReportEntity with its suites and cases. */
export function testReport({ plan }: Pipeline) {
  const suites = (plan.tests ?? []).map(({ name, cases }) => ({
    name,
    ...counted(cases),
    suite_error: null,
    test_cases: cases.map((each) => ({
      status: each.status,
      name: each.name,
      classname: each.classname ?? name,
      file: null,
      execution_time: each.time ?? 0,
      system_output: each.output ?? null,
      stack_trace: null,
    })),
  }));
  return { ...counted((plan.tests ?? []).flatMap(({ cases }) => cases)), test_suites: suites };
}

function counted(cases: readonly { readonly status: string; readonly time?: number }[]) {
  const count = (status: string) => cases.filter((each) => each.status === status).length;
  return {
    total_time: cases.reduce((sum, { time = 0 }) => sum + time, 0),
    total_count: cases.length,
    success_count: count("success"),
    failed_count: count("failed"),
    skipped_count: count("skipped"),
    error_count: count("error"),
  };
}
