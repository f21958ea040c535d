import type { Reason } from "./reasons.ts";

/**
 * Why a job that starts nothing failed (docs.gitlab.com, api/jobs;
 * app/models/concerns/enums/ci/commit_status.rb, app/presenters/commit_status_presenter.rb).
 */
export const jobReasons: Readonly<Record<string, Reason>> = {
  script_failure: { what: "its script failed", next: "The end of its log says where" },
  unknown_failure: {
    what: "GitLab does not say why",
    next: "Look at the end of its log",
  },
  api_failure: {
    what: "the runner and GitLab lost each other",
    next: "Retry the job",
    passing: true,
  },
  stuck_or_timeout_failure: {
    what: "no runner took it in time, or its runner was not heard of any more",
    next: "See whether a runner with its tags is online, then retry it",
    passing: true,
  },
  stuck_pending_with_matching_runners: {
    what: "no runner took it in time, although some may",
    next: "See whether the runners with its tags are online and have room, then retry it",
    passing: true,
  },
  stuck_pending_no_matching_runners: {
    what: "no runner has the tags that it asks for",
    next: "Check its tags, and whether the runner may run untagged or protected jobs",
  },
  no_updates_running: {
    what: "its runner was not heard of any more",
    next: "Retry the job; where its script is silent for long, let it print something",
    passing: true,
  },
  no_updates_canceling: {
    what: "it was cancelled, and its runner was not heard of any more",
    next: "Retry the job",
    passing: true,
  },
  runner_system_failure: {
    what: "the runner failed, not the script: its machine, its network or the image",
    next: "Retry the job; the log names the fault",
    passing: true,
  },
  runner_configuration_error: {
    what: "the runner cannot do what the job or the runner's own configuration asks for",
    next: "The log names the fault: correct image, services or variables of the job, or ask whoever looks after the runner",
  },
  runner_external_dependency_failure: {
    what: "the runner could not reach something outside that it needs, such as a registry",
    next: "Retry the job; the log names what it missed",
    passing: true,
  },
  runner_interrupted: {
    what: "the runner was ended before the job was",
    next: "Retry the job",
    passing: true,
  },
  runner_unsupported: {
    what: "no runner can do what it asks for, or the runner is too old",
    next: "Update the runner, or take one that supports the job's keywords",
  },
  runner_provisioning_timeout: {
    what: "no machine was ready for it in time",
    next: "Retry the job",
    passing: true,
  },
  no_matching_runner: {
    what: "no runner has the tags that it asks for",
    next: "Check its tags, and whether the runner may run untagged or protected jobs",
  },
  job_router_failure: {
    what: "GitLab's job router could not run it",
    next: "Retry the job; if it fails again, ask the administrators of that GitLab",
    passing: true,
  },
  job_execution_timeout: {
    what: "it took longer than its timeout",
    next: "Raise timeout of the job or of the runner, or make it faster",
  },
  job_execution_server_timeout: {
    what: "it took longer than its timeout, and GitLab ended it",
    next: "Raise timeout of the job or of the runner, or make it faster",
  },
  server_timeout_running: {
    what: "it took longer than its timeout, and GitLab ended it",
    next: "Raise timeout of the job or of the runner, or make it faster",
  },
  server_timeout_canceling: {
    what: "it was cancelled, and did not end in time",
    next: "Retry the job; let its after_script and its clean-up be short",
  },
  job_token_expired: {
    what: "its job token expired before it ended",
    next: "Let the job be shorter than GitLab's longest, or divide it",
  },
  missing_dependency_failure: {
    what: "artifacts that it needs are gone or were never made",
    next: "Retry the job that makes them, and give its artifacts a longer expire_in",
  },
  unmet_prerequisites: { what: "something that it needs could not be prepared", next: "Retry it" },
  archived_failure: {
    what: "the job is archived",
    next: "Run a new pipeline",
  },
  scheduler_failure: {
    what: "GitLab could not hand it to a runner",
    next: "Retry the job",
    passing: true,
  },
  stale_schedule: { what: "its delay ended long ago", next: "Retry the job" },
  forward_deployment_failure: {
    what: "a newer deployment to the same environment has been made already",
    next: "Run the newest pipeline's job",
  },
  deployment_rejected: {
    what: "its deployment was rejected by somebody who had to approve it",
    next: "The page of the deployment names who and why; start a new one when it is mended",
  },
  secrets_provider_not_found: {
    what: "the place of its secrets is not configured",
    next: "Set the variables of the secrets provider",
  },
  secrets_manager_access_denied: {
    what: "its group has no access to GitLab's secrets manager",
    next: "Let an owner of the top-level group buy it or start a trial, or keep the secrets elsewhere",
  },
  id_token_burned_project_path: {
    what: "GitLab gives no ID tokens here, because another project had this path before",
    next: "Let ci_id_token_sub_claim_components of the project begin with project_id, and change what the cloud trusts accordingly",
  },
  ip_restriction_failure: {
    what: "the address of the runner is not allowed in the group",
    next: "Add it to the group's allowed addresses",
  },
  trace_size_exceeded: { what: "its log grew too large", next: "Let it write less" },
  duo_workflow_not_allowed: {
    what: "jobs of GitLab Duo may not run on this runner",
    next: "Take the tag gitlab--duo from the runner, or use one of the instance or of the top-level group",
  },
  duo_workflow_connection_failure: {
    what: "the runner could not reach GitLab Duo",
    next: "Check the runner's network, then retry the job",
    passing: true,
  },
};
