import { describe, expect, test } from "vitest";
import { chainReason, knownReasons, reasonOf } from "../../src/downstream/index.ts";

describe("why a trigger job started nothing (GITLAB.md, section 6)", () => {
  test.each<[string, string, string]>([
    [
      "downstream_pipeline_creation_failed",
      "could not create the downstream pipeline",
      "The page of the trigger job shows",
    ],
    [
      "downstream_bridge_project_not_found",
      "the downstream project is not there, or whoever ran this pipeline may not see it",
      "Check its full path",
    ],
    ["insufficient_bridge_permissions", "may not create one there", "at least the role Developer"],
    ["invalid_bridge_trigger", "names the project of the pipeline itself", "trigger:include"],
    ["pipeline_loop_detected", "start each other in a circle", "a retry does not help"],
    ["reached_max_descendant_pipelines_depth", "the third level", "one level higher"],
    ["reached_max_pipeline_hierarchy_size", "the 1000 that GitLab allows", "Start fewer pipelines"],
    [
      "reached_downstream_pipeline_trigger_rate_limit",
      "within a minute",
      "Retry the trigger job in a minute",
    ],
    ["data_integrity_failure", "failed with an exception", "Retry the job"],
    ["protected_environment_failure", "may not deploy", "allowed to deploy"],
    [
      "environment_creation_failure",
      "environment of the job could not be created",
      "environment:name",
    ],
    ["failed_outdated_deployment_job", "a newer deployment", "newest pipeline's job"],
    ["builds_disabled", "CI/CD is switched off", "Switch it on"],
    ["ci_quota_exceeded", "compute minutes", "runners of your own"],
    ["user_blocked", "is blocked", "new owner"],
    ["bridge_pipeline_is_child_pipeline", "was not allowed to start another", "from the parent"],
  ])("%s", (reason, what, next) => {
    expect(reasonOf(reason).what).toContain(what);
    expect(reasonOf(reason).next).toContain(next);
  });

  test("what may work later", () => {
    expect(knownReasons.filter((reason) => reasonOf(reason).passing)).toEqual([
      "reached_downstream_pipeline_trigger_rate_limit",
      "data_integrity_failure",
      "api_failure",
      "stuck_or_timeout_failure",
      "runner_system_failure",
      "runner_provisioning_timeout",
      "scheduler_failure",
    ]);
  });
});

describe("why another job failed", () => {
  test.each([
    ["script_failure", "its script failed", "The end of its log says where"],
    [
      "job_execution_timeout",
      "it took longer than its timeout",
      "Raise timeout of the job or of the runner, or make it faster",
    ],
    ["a_reason_to_come", "a reason to come", ""],
    ["__proto__", "  proto  ", ""],
    ["constructor", "constructor", ""],
  ])("%s", (reason, what, next) => {
    expect(reasonOf(reason)).toEqual({ what, next });
  });

  test("every reason that is known has a fix", () => {
    const without = knownReasons.filter((reason) => reasonOf(reason).next === "");
    expect(without).toEqual([]);
    expect(knownReasons.filter((reason) => /[.]$/.test(reasonOf(reason).next))).toEqual([]);
  });
});

describe("GitLab's refusals to create a pipeline", () => {
  test.each<[string, string, string]>([
    [
      "The resulting pipeline would have been empty. Review the rules configuration for the relevant jobs.",
      "no job would run",
      "$CI_PIPELINE_SOURCE is trigger",
    ],
    [
      "Pipeline will not run for the selected trigger. The rules configuration prevented any jobs from being added to the pipeline.",
      "no job would run",
      "fanout simulate",
    ],
    [
      "The pipeline did not run. Review the workflow:rules configuration for the pipeline.",
      "workflow:rules let no such pipeline run",
      "to workflow:rules",
    ],
    ["Ref is ambiguous", "share that name", "refs/heads/NAME"],
    ["Reference not found", "no such branch or tag", "default branch"],
    ["Commit not found", "no commit", "Push to it first"],
    ["Missing CI config file", "no CI configuration", "Add .gitlab-ci.yml"],
    ["Pipelines are disabled!", "switched off", "Switch it on"],
    [
      "Insufficient permissions to set pipeline variables",
      "too low for pipeline variables",
      "as inputs instead",
    ],
    [
      "Insufficient permissions to create a new pipeline",
      "may create no pipeline",
      "role Developer",
    ],
    [
      "You do not have sufficient permission to run a pipeline on 'main'. Please select a different branch",
      "is protected",
      "protected branches or tags",
    ],
    [
      "Too many pipelines created in the last minute. Try again later.",
      "within a minute",
      "Try again in a minute",
    ],
    [
      "Project exceeded the allowed number of jobs in active pipelines. Retry later.",
      "as many jobs",
      "when some have ended",
    ],
    [
      "The number of jobs has exceeded the limit of 500. Try splitting",
      "more jobs than GitLab allows",
      "child pipelines",
    ],
    [
      "Pipeline has too many deployments! Requested 501, but the limit is 500.",
      "more deployment jobs",
      "child pipelines",
    ],
    ["There cannot be more than 20 inputs", "20 inputs at most", "type array"],
    ["Duplicate variable name: A", "given twice", "once"],
    [
      "'A' job needs 'B' job, but 'B' does not exist in the pipeline. This might be because of the only, except, or rules keywords.",
      "its rules leave out",
      "needs:optional",
    ],
    [
      "The pipeline has circular dependencies: topological sort failed",
      "in a circle",
      "fanout lint",
    ],
    ["A has the following needs duplicated: B.", "or twice", "fanout lint"],
    ['circular variable reference detected: ["A"]', "in a circle", "fanout lint"],
    ["jobs:X:needs:need pipeline should be a string", "wants text", "into quotes"],
    ["External validation failed", "own check", "administrators"],
    ["Undefined error (01HXYZ)", "exception", "Try again"],
    [
      "Pipeline creation is not allowed when pushing from CI jobs. This prevents infinite pipeline loops.",
      "starts no pipeline",
      "project access token",
    ],
  ])("%s", (text, what, next) => {
    expect(chainReason(text)?.what).toContain(what);
    expect(chainReason(text)?.next).toContain(next);
  });

  test("others speak for themselves", () => {
    expect(chainReason("jobs:test config contains unknown keys: tag")).toBeUndefined();
  });
});
