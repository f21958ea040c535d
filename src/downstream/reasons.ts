import { jobReasons } from "./reasons-jobs.ts";

/** Why something did not come to be, and what to do about it. */
export interface Reason {
  /** In plain words: the end of a sentence. */
  readonly what: string;
  /** What to do next: one sentence without its full stop; `""` where nothing is known. */
  readonly next: string;
  /** Whether the same thing may work later, with nothing changed. */
  readonly passing?: boolean;
}

/** Of a trigger job whose pipeline was not created (GITLAB.md, section 6). */
const triggerReasons: Readonly<Record<string, Reason>> = {
  downstream_pipeline_creation_failed: {
    what: "GitLab could not create the downstream pipeline",
    next: "The page of the trigger job shows GitLab's words for it, which the API does not tell. Mostly no job's rules match there (fanout simulate), the branch is not there, or variables are handed over that the user may not set (fanout doctor)",
  },
  downstream_bridge_project_not_found: {
    what: "the downstream project is not there, or whoever ran this pipeline may not see it",
    next: "Check its full path in trigger:project, and give the user who ran the upstream pipeline a role in it",
  },
  insufficient_bridge_permissions: {
    what: "whoever ran this pipeline may not create one there, or not on that protected branch or tag",
    next: "Give the user at least the role Developer in the downstream project, and the right to merge or push to the protected branch",
  },
  invalid_bridge_trigger: {
    what: "trigger:project names the project of the pipeline itself",
    next: "A child of the same project is started with trigger:include",
  },
  downstream_project_trigger_resolved_to_empty: {
    what: "trigger:project is empty once its variables are put in",
    next: "See that the variables or inputs in trigger:project are set where the trigger job runs",
  },
  upstream_bridge_project_not_found: {
    what: "the project whose pipeline it mirrors is not there, or whoever ran this pipeline may not see it",
    next: "Check its full path in needs:pipeline, and give the user a role in it",
  },
  insufficient_upstream_permissions: {
    what: "whoever ran this pipeline may not read the pipelines of the project that it mirrors",
    next: "Give the user at least the role Reporter in the project that needs:pipeline names",
  },
  pipeline_loop_detected: {
    what: "the pipelines start each other in a circle: the same project, branch and source stand more than twice above this one",
    next: "Take out one of the trigger jobs of the circle, or give it rules on $CI_PIPELINE_SOURCE; a retry does not help",
  },
  reached_max_descendant_pipelines_depth: {
    what: "a child pipeline may have children, but these none of their own: this would be the third level",
    next: "Start it one level higher; a retry does not help",
  },
  reached_max_pipeline_hierarchy_size: {
    what: "the tree of pipelines has reached the 1000 that GitLab allows, all projects counted",
    next: "Start fewer pipelines: put several services into one child (splitting), or let an administrator raise pipeline_hierarchy_size",
  },
  reached_downstream_pipeline_trigger_rate_limit: {
    what: "too many downstream pipelines were started within a minute for this project, user and commit",
    next: "Retry the trigger job in a minute; spread the trigger jobs over stages, or put several into one child",
    passing: true,
  },
  data_integrity_failure: {
    what: "GitLab failed with an exception while it created the pipeline",
    next: "Retry the job; if it fails again, an administrator finds the exception in GitLab's log",
    passing: true,
  },
  protected_environment_failure: {
    what: "whoever ran this job may not deploy to its protected environment",
    next: "Let somebody run it who is allowed to deploy, or allow the user in the environment's settings",
  },
  environment_creation_failure: {
    what: "the environment of the job could not be created",
    next: "Check environment:name and environment:url for characters that GitLab refuses once variables are put in",
  },
  failed_outdated_deployment_job: {
    what: "a newer deployment to the same environment has been made already",
    next: "Run the newest pipeline's job, or let older deployments pass in the project's CI/CD settings",
  },
  builds_disabled: {
    what: "CI/CD is switched off in the project",
    next: "Switch it on there: Settings, General, Visibility, CI/CD",
  },
  ci_quota_exceeded: {
    what: "the compute minutes of the namespace are used up",
    next: "Buy more, wait for the next month, or use runners of your own",
  },
  project_deleted: {
    what: "the project was deleted",
    next: "Take the trigger job out, or name the project that took its place",
  },
  user_blocked: {
    what: "the user who started the pipeline is blocked",
    next: "Start it again as somebody else; a schedule or a trigger token needs a new owner",
  },
  bridge_pipeline_is_child_pipeline: {
    what: "a child pipeline was not allowed to start another (GitLab before 13.5)",
    next: "Start it from the parent pipeline",
  },
};

/** What `failure_reason` of a job means; one that is not known is told in GitLab's word. */
export function reasonOf(failureReason: string): Reason {
  for (const table of [triggerReasons, jobReasons]) {
    if (Object.hasOwn(table, failureReason)) return table[failureReason]!;
  }
  const next = "fanout does not know this reason: see the page of the job";
  return { what: failureReason.replaceAll("_", " ").trim(), next };
}

/** The reasons that the table knows: for the documentation and its tests. */
export const knownReasons: readonly string[] = [
  ...Object.keys(triggerReasons),
  ...Object.keys(jobReasons),
];
