import type { Reason } from "./reasons.ts";

type Row = readonly [text: RegExp, reason: Reason];

const lint = "fanout lint tells where";

/**
 * GitLab's refusals to create a pipeline (GITLAB.md, sections 5 and 6; lib/gitlab/ci/pipeline/chain):
 * the API says them in `message.base`, the page of a trigger job behind its failure reason. Words with
 * an underscore are failure reasons of a pipeline (app/models/concerns/enums/ci/pipeline.rb), which
 * the API says where it has nothing else to say.
 */
const rows: readonly Row[] = [
  [
    /pipeline would have been empty|Pipeline will not run for the selected trigger|^filtered_by_rules$/i,
    {
      what: "no job would run: the rules leave out all, or all but those of .pre and .post",
      next: "Give one job a rule that matches there ($CI_PIPELINE_SOURCE is trigger, pipeline, api or parent_pipeline); fanout simulate shows what each rule says",
    },
  ],
  [
    /The pipeline did not run\. Review the workflow:rules|^filtered_by_workflow_rules$/i,
    {
      what: "workflow:rules let no such pipeline run",
      next: "Add a rule for its $CI_PIPELINE_SOURCE to workflow:rules there",
    },
  ],
  [
    /Ref is ambiguous/i,
    {
      what: "a branch and a tag share that name",
      next: "Say which: refs/heads/NAME for the branch, refs/tags/NAME for the tag",
    },
  ],
  [
    /Reference not found/i,
    {
      what: "there is no such branch or tag",
      next: "Name one that is there, or let the default branch take its place",
    },
  ],
  [
    /Commit not found/i,
    {
      what: "the branch or tag leads to no commit",
      next: "Push to it first; an empty repository has none",
    },
  ],
  [
    /Missing CI config file/i,
    {
      what: "the project has no CI configuration on that branch or tag",
      next: "Add .gitlab-ci.yml there, or correct its path in the project's CI/CD settings",
    },
  ],
  [
    /Pipelines are disabled/i,
    {
      what: "CI/CD is switched off in that project",
      next: "Switch it on: Settings, General, Visibility, CI/CD",
    },
  ],
  [
    /Insufficient permissions to set pipeline variables/i,
    {
      what: "the role of whoever starts it is too low for pipeline variables",
      next: "Hand values over as inputs instead, or lower the minimum role to use pipeline variables in that project (Settings, CI/CD, Variables)",
    },
  ],
  [
    /Insufficient permissions to create a new pipeline/i,
    {
      what: "whoever starts it may create no pipeline there",
      next: "Give the owner of the token at least the role Developer in that project",
    },
  ],
  [
    /do not have sufficient permission to run a pipeline on/i,
    {
      what: "the branch or tag is protected, and whoever starts it may not merge or push to it",
      next: "Allow the owner of the token in the project's protected branches or tags, or start it on another",
    },
  ],
  [
    /Too many pipelines created in the last minute/i,
    {
      what: "too many pipelines were created within a minute for this project, user and commit",
      next: "Try again in a minute",
      passing: true,
    },
  ],
  [
    /allowed number of jobs in active pipelines|^(?:job_)?activity_limit_exceeded$/i,
    {
      what: "the project has as many jobs in running pipelines as it may",
      next: "Try again when some have ended",
      passing: true,
    },
  ],
  [
    /number of jobs has exceeded the limit|^size_limit_exceeded$/i,
    {
      what: "the pipeline has more jobs than GitLab allows",
      next: "Divide it into child pipelines",
    },
  ],
  [
    /too many deployments|^deployments_limit_exceeded$/i,
    {
      what: "the pipeline has more deployment jobs than GitLab allows",
      next: "Divide it into child pipelines",
    },
  ],
  [
    /There cannot be more than 20 inputs/i,
    {
      what: "GitLab takes 20 inputs at most",
      next: "Put several values into one input of type array",
    },
  ],
  [
    /Duplicate variable name/i,
    { what: "a variable is given twice", next: "Give each variable once" },
  ],
  [
    /job needs .* but .* does not exist in the pipeline/i,
    {
      what: "a job needs one that its rules leave out",
      next: `Write needs:optional, or give both jobs the same rules; ${lint}`,
    },
  ],
  [
    /circular dependencies|circular variable reference|needs duplicated/i,
    {
      what: "jobs or variables of the configuration name each other in a circle, or twice",
      next: lint,
    },
  ],
  [
    /need pipeline should be a string/i,
    {
      what: "needs:pipeline holds a number where GitLab wants text",
      next: 'Put the id into quotes, as in pipeline: "$PARENT_PIPELINE_ID"',
    },
  ],
  [
    /External validation failed|^external_validation_failure$/i,
    {
      what: "the instance's own check of pipelines refused it",
      next: "Ask the administrators of that GitLab: the check is theirs",
    },
  ],
  [
    /^config_error$/,
    {
      what: "its configuration is at fault",
      next: "fanout lint in that project tells where, and so does the page of that pipeline",
    },
  ],
  [
    /^user_not_verified$/,
    {
      what: "whoever starts it has not proved who they are",
      next: "Let the owner of the token verify the account (GitLab asks for it on its pages)",
    },
  ],
  [
    /^project_deleted$/,
    { what: "the project was deleted", next: "Name the project that took its place" },
  ],
  [
    /Undefined error/i,
    {
      what: "GitLab failed with an exception while it created the pipeline",
      next: "Try again; the administrators find the id in GitLab's log",
      passing: true,
    },
  ],
  [
    /Pipeline creation is not allowed when pushing from CI jobs/i,
    {
      what: "a push with a job token starts no pipeline",
      next: "Push with a project access token, or start the pipeline by the API",
    },
  ],
];

/** What GitLab's words for a refused pipeline mean; `undefined` where they speak for themselves. */
export const chainReason = (text: string): Reason | undefined =>
  rows.find(([pattern]) => pattern.test(text))?.[1];
