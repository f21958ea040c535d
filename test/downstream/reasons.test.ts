import { describe, expect, test } from "vitest";
import { cli } from "../../src/cli.ts";
import { chainReason, knownReasons, reasonOf } from "../../src/downstream/index.ts";
import { waitSchema } from "../../src/downstream/schema.ts";
import { gitlabStand, type JobPlan } from "../helpers/gitlab/index.ts";
import { testIo } from "../helpers/io.ts";

/** What `fanout wait` tells of a job that failed so, ids and the server's address left out. */
async function told(job: Omit<JobPlan, "name">) {
  const lab = await gitlabStand();
  const app = lab.project("group/app", { ada: "maintainer" });
  const plan = { name: "deploy", polls: ["failed"], ...job } as const;
  const root = lab.pipeline(app, lab.user("ada"), { jobs: [plan] });
  const env = {
    CI_API_V4_URL: `${lab.url}/api/v4`,
    GITLAB_TOKEN: lab.token(lab.user("ada")).value,
  };
  const io = testIo("/", env);
  expect(await cli(["wait", `group/app#${root.id}`, "--quiet"], io)).toBe(1);
  return io
    .stdout()
    .replaceAll(lab.url, "")
    .replace(/([#/])\d{3}\b/g, "$1ID");
}

/** A trigger job that starts nothing. */
const starting = (failureReason: string) =>
  told({ failureReason, starts: { project: "group/lib", strategy: "depend" } });

const shown = (what: string, next: string) => `group/app#ID deploy failed: ${what}
  ${next}.
  /group/app/-/jobs/ID

group/app#ID failed.
`;

/** One row of the table is one case: the failure reason, what it means, what to do. */
describe("why a trigger job started nothing (GITLAB.md, section 6)", () => {
  test.each<[string, string, string]>([
    [
      "downstream_pipeline_creation_failed",
      "GitLab could not create the downstream pipeline",
      "The page of the trigger job shows GitLab's words for it, which the API does not tell. Mostly no job's rules match there (fanout simulate), the branch is not there, or variables are handed over that the user may not set (fanout doctor)",
    ],
    [
      "downstream_bridge_project_not_found",
      "the downstream project is not there, or whoever ran this pipeline may not see it",
      "Check its full path in trigger:project, and give the user who ran the upstream pipeline a role in it",
    ],
    [
      "insufficient_bridge_permissions",
      "whoever ran this pipeline may not create one there, or not on that protected branch or tag",
      "Give the user at least the role Developer in the downstream project, and the right to merge or push to the protected branch",
    ],
    [
      "invalid_bridge_trigger",
      "trigger:project names the project of the pipeline itself",
      "A child of the same project is started with trigger:include",
    ],
    [
      "pipeline_loop_detected",
      "the pipelines start each other in a circle: the same project, branch and source stand more than twice above this one",
      "Take out one of the trigger jobs of the circle, or give it rules on $CI_PIPELINE_SOURCE; a retry does not help",
    ],
    [
      "reached_max_descendant_pipelines_depth",
      "a child pipeline may have children, but these none of their own: this would be the third level",
      "Start it one level higher; a retry does not help",
    ],
    [
      "reached_max_pipeline_hierarchy_size",
      "the tree of pipelines has reached the 1000 that GitLab allows, all projects counted",
      "Start fewer pipelines: put several services into one child (splitting), or let an administrator raise pipeline_hierarchy_size",
    ],
    [
      "reached_downstream_pipeline_trigger_rate_limit",
      "too many downstream pipelines were started within a minute for this project, user and commit",
      "Retry the trigger job in a minute; spread the trigger jobs over stages, or put several into one child",
    ],
    [
      "data_integrity_failure",
      "GitLab failed with an exception while it created the pipeline",
      "Retry the job; if it fails again, an administrator finds the exception in GitLab's log",
    ],
    [
      "protected_environment_failure",
      "whoever ran this job may not deploy to its protected environment",
      "Let somebody run it who is allowed to deploy, or allow the user in the environment's settings",
    ],
    [
      "environment_creation_failure",
      "the environment of the job could not be created",
      "Check environment:name and environment:url for characters that GitLab refuses once variables are put in",
    ],
    [
      "failed_outdated_deployment_job",
      "a newer deployment to the same environment has been made already",
      "Run the newest pipeline's job, or let older deployments pass in the project's CI/CD settings",
    ],
    [
      "builds_disabled",
      "CI/CD is switched off in the project",
      "Switch it on there: Settings, General, Visibility, CI/CD",
    ],
    [
      "ci_quota_exceeded",
      "the compute minutes of the namespace are used up",
      "Buy more, wait for the next month, or use runners of your own",
    ],
    [
      "user_blocked",
      "the user who started the pipeline is blocked",
      "Start it again as somebody else; a schedule or a trigger token needs a new owner",
    ],
    [
      "bridge_pipeline_is_child_pipeline",
      "a child pipeline was not allowed to start another (GitLab before 13.5)",
      "Start it from the parent pipeline",
    ],
  ])("%s", async (reason, what, next) => {
    expect(await starting(reason)).toBe(shown(what, next));
  });

  test("one that came after this version is told in GitLab's word", async () => {
    const next = "fanout does not know this reason: see the page of the job";
    expect(await starting("a_reason_to_come")).toBe(shown("a reason to come", next));
    expect(reasonOf("__proto__")).toEqual({ what: "proto", next });
    expect(reasonOf("constructor")).toEqual({ what: "constructor", next });
  });
});

describe("why another job failed", () => {
  test.each([
    [
      "job_execution_timeout",
      "it took longer than its timeout",
      "Raise timeout of the job or of the runner, or make it faster",
    ],
    ["runner_interrupted", "the runner was ended before the job was", "Retry the job"],
    [
      "job_token_expired",
      "its job token expired before it ended",
      "Let the job be shorter than GitLab's longest, or divide it",
    ],
  ])("%s", async (failureReason, what, next) => {
    expect(await told({ failureReason })).toBe(shown(what, next));
  });

  test("every reason of GitLab's is known", () => {
    expect(enums.filter((reason) => !knownReasons.includes(reason))).toEqual([]);
  });

  test("every reason that is known has a fix", () => {
    const without = knownReasons.filter((reason) => reasonOf(reason).next === "");
    expect(without).toEqual([]);
    expect(knownReasons.filter((reason) => /[.]$/.test(reasonOf(reason).next))).toEqual([]);
  });

  test("what may work later", () => {
    expect(knownReasons.filter((reason) => reasonOf(reason).passing)).toEqual([
      "reached_downstream_pipeline_trigger_rate_limit",
      "data_integrity_failure",
      "api_failure",
      "stuck_or_timeout_failure",
      "stuck_pending_with_matching_runners",
      "no_updates_running",
      "no_updates_canceling",
      "runner_system_failure",
      "runner_external_dependency_failure",
      "runner_interrupted",
      "runner_provisioning_timeout",
      "job_router_failure",
      "scheduler_failure",
      "duo_workflow_connection_failure",
    ]);
  });
});

describe("a pipeline that was kept, but failed at once", () => {
  const text = "jobs:a config contains unknown keys: tag";
  async function scene() {
    const lab = await gitlabStand();
    const ada = lab.user("ada");
    const app = lab.project("group/app", { ada: "maintainer" });
    const env = {
      ...{ CI_API_V4_URL: `${lab.url}/api/v4`, GITLAB_TOKEN: lab.token(ada).value },
      APP_TOKEN: lab.trigger(app, ada),
    };
    const run = async (...words: string[]) => {
      const io = testIo("/", env);
      const exit = await cli(words, io);
      return { exit, out: io.stdout().replaceAll(/#\d{3}\b/g, "#ID"), err: io.stderr() };
    };
    return { lab, app, run };
  }
  const trigger = ["trigger", "--project", "group/app", "--ref", "main", "--token", "APP_TOKEN"];

  test("422: trigger tells what is wrong, and wait does of the one that was kept", async () => {
    const { lab, app, run } = await scene();
    app.refuses = { text, saved: true };
    const begun = await run(...trigger);
    expect(begun.exit).toBe(5);
    expect(begun.err).toContain(
      `error: group/app: no pipeline was started: GitLab kept a pipeline that failed before its first job (${text}). `,
    );
    const { exit, out } = await run(
      "wait",
      `group/app#${lab.world.pipelines.at(-1)?.id}`,
      "--quiet",
    );
    const json = await run("wait", `group/app#${lab.world.pipelines.at(-1)?.id}`, "--json");
    const report = JSON.parse(json.out);
    expect(waitSchema.parse(report)).toMatchObject({ pipelines: [{ faults: text }] });
    expect(exit).toBe(1);
    expect(out).toBe(
      `group/app#ID failed before its first job, its configuration is at fault: ${text}.\n`,
    );
  });

  test("201, as older instances answer: it counts as started, and as failed", async () => {
    const { lab, app, run } = await scene();
    app.plans = [{ polls: ["failed"] }];
    const { exit, out } = await run(...trigger, "--wait");
    expect(exit).toBe(1);
    expect(out).toContain("group/app#ID failed.\n");
    expect(lab.world.pipelines).toHaveLength(1);
  });
});

/** The other words of the chain are in refusal-cases-chain.ts. */
test("GitLab's refusals that speak for themselves are left as they are", () => {
  expect(chainReason("jobs:test config contains unknown keys: tag")).toBeUndefined();
});

/** app/models/concerns/enums/ci/commit_status.rb, and what a newer presenter has besides. */
const enums =
  `unknown_failure script_failure api_failure stuck_or_timeout_failure runner_system_failure
  missing_dependency_failure runner_unsupported stale_schedule job_execution_timeout archived_failure
  unmet_prerequisites scheduler_failure data_integrity_failure forward_deployment_failure user_blocked
  project_deleted ci_quota_exceeded pipeline_loop_detected no_matching_runner trace_size_exceeded
  builds_disabled environment_creation_failure deployment_rejected failed_outdated_deployment_job
  job_execution_server_timeout protected_environment_failure insufficient_bridge_permissions
  downstream_bridge_project_not_found invalid_bridge_trigger upstream_bridge_project_not_found
  insufficient_upstream_permissions bridge_pipeline_is_child_pipeline
  downstream_pipeline_creation_failed secrets_provider_not_found
  reached_max_descendant_pipelines_depth ip_restriction_failure reached_max_pipeline_hierarchy_size
  reached_downstream_pipeline_trigger_rate_limit duo_workflow_not_allowed job_router_failure
  job_token_expired runner_configuration_error runner_external_dependency_failure runner_interrupted
  stuck_pending_with_matching_runners stuck_pending_no_matching_runners no_updates_running
  no_updates_canceling server_timeout_running server_timeout_canceling
  downstream_project_trigger_resolved_to_empty secrets_manager_access_denied
  duo_workflow_connection_failure id_token_burned_project_path`.split(/\s+/);
