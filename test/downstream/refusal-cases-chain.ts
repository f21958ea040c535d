import type { Project } from "../helpers/gitlab/index.ts";
import { answers, base, type Case, type Cases } from "./refusal-cases.ts";

type Row = readonly [text: string, what: string, next: string];

/** GITLAB.md, sections 1 and 6: what the chain says where it creates no pipeline. */
const refused: readonly Row[] = [
  [
    "The resulting pipeline would have been empty. Review the rules configuration for the relevant jobs.",
    "no job would run: the rules leave out all, or all but those of .pre and .post",
    "Give one job a rule that matches there ($CI_PIPELINE_SOURCE is trigger, pipeline, api or parent_pipeline); fanout simulate shows what each rule says",
  ],
  [
    "Pipeline will not run for the selected trigger. The rules configuration prevented any jobs from being added to the pipeline.",
    "no job would run: the rules leave out all, or all but those of .pre and .post",
    "Give one job a rule that matches there ($CI_PIPELINE_SOURCE is trigger, pipeline, api or parent_pipeline); fanout simulate shows what each rule says",
  ],
  [
    "The pipeline did not run. Review the workflow:rules configuration for the pipeline.",
    "workflow:rules let no such pipeline run",
    "Add a rule for its $CI_PIPELINE_SOURCE to workflow:rules there",
  ],
  [
    "'A' job needs 'B' job, but 'B' does not exist in the pipeline. This might be because of the only, except, or rules keywords. To need a job that sometimes does not exist in the pipeline, use needs:optional.",
    "a job needs one that its rules leave out",
    "Write needs:optional, or give both jobs the same rules; fanout lint tells where",
  ],
  [
    'The pipeline has circular dependencies: topological sort failed: ["A", "B"]',
    "jobs or variables of the configuration name each other in a circle, or twice",
    "fanout lint tells where",
  ],
  [
    "A has the following needs duplicated: B.",
    "jobs or variables of the configuration name each other in a circle, or twice",
    "fanout lint tells where",
  ],
  [
    'circular variable reference detected: ["A", "B"]',
    "jobs or variables of the configuration name each other in a circle, or twice",
    "fanout lint tells where",
  ],
  [
    "jobs:X:needs:need pipeline should be a string",
    "needs:pipeline holds a number where GitLab wants text",
    'Put the id into quotes, as in pipeline: "$PARENT_PIPELINE_ID"',
  ],
  [
    "External validation failed",
    "the instance's own check of pipelines refused it",
    "Ask the administrators of that GitLab: the check is theirs",
  ],
  [
    "Undefined error (01HXYZ)",
    "GitLab failed with an exception while it created the pipeline",
    "Try again; the administrators find the id in GitLab's log",
  ],
  [
    "Pipeline creation is not allowed when pushing from CI jobs. This prevents infinite pipeline loops.",
    "a push with a job token starts no pipeline",
    "Push with a project access token, or start the pipeline by the API",
  ],
  [
    "The number of jobs has exceeded the limit of 500. Try splitting the configuration with parent-child-pipelines.",
    "the pipeline has more jobs than GitLab allows",
    "Divide it into child pipelines",
  ],
  [
    "Project exceeded the allowed number of jobs in active pipelines. Retry later.",
    "the project has as many jobs in running pipelines as it may",
    "Try again when some have ended",
  ],
  [
    "Pipeline has too many deployments! Requested 501, but the limit is 500.",
    "the pipeline has more deployment jobs than GitLab allows",
    "Divide it into child pipelines",
  ],
];

/**
 * Why a pipeline was kept that failed at once, where GitLab has no other words
 * (app/models/concerns/enums/ci/pipeline.rb: failure_reasons).
 */
const saved: readonly Row[] = [
  [
    "size_limit_exceeded",
    "the pipeline has more jobs than GitLab allows",
    "Divide it into child pipelines",
  ],
  [
    "job_activity_limit_exceeded",
    "the project has as many jobs in running pipelines as it may",
    "Try again when some have ended",
  ],
  [
    "deployments_limit_exceeded",
    "the pipeline has more deployment jobs than GitLab allows",
    "Divide it into child pipelines",
  ],
  [
    "external_validation_failure",
    "the instance's own check of pipelines refused it",
    "Ask the administrators of that GitLab: the check is theirs",
  ],
  [
    "config_error",
    "its configuration is at fault",
    "fanout lint in that project tells where, and so does the page of that pipeline",
  ],
  [
    "user_not_verified",
    "whoever starts it has not proved who they are",
    "Let the owner of the token verify the account (GitLab asks for it on its pages)",
  ],
  ["project_deleted", "the project was deleted", "Name the project that took its place"],
  [
    "filtered_by_rules",
    "no job would run: the rules leave out all, or all but those of .pre and .post",
    "Give one job a rule that matches there ($CI_PIPELINE_SOURCE is trigger, pipeline, api or parent_pipeline); fanout simulate shows what each rule says",
  ],
  [
    "filtered_by_workflow_rules",
    "workflow:rules let no such pipeline run",
    "Add a rule for its $CI_PIPELINE_SOURCE to workflow:rules there",
  ],
];

const yaml = "jobs:a config contains unknown keys: tag";
const refuses =
  (text: string, saved = false) =>
  (app: Project) => {
    app.refuses = { text, saved };
  };

/** GITLAB.md, sections 5 and 6: the pipeline cannot be created, or failed at once. */
export const chainCases: Cases = [
  [
    "no configuration",
    {
      change: (app) => {
        app.configuration = false;
      },
      says: [400, base("Missing CI config file")],
      shown:
        "the project has no CI configuration on that branch or tag (Missing CI config file). Add .gitlab-ci.yml there, or correct its path in the project's CI/CD settings",
    },
  ],
  [
    "CI/CD is switched off",
    {
      change: (app) => {
        app.pipelinesEnabled = false;
      },
      says: [400, base("Pipelines are disabled!")],
      shown:
        "CI/CD is switched off in that project (Pipelines are disabled!). Switch it on: Settings, General, Visibility, CI/CD",
    },
  ],
  ...refused.map(([text, what, next]): readonly [string, Case] => [
    what,
    {
      change: refuses(text),
      says: [400, base(text)],
      shown: `${what} (${text}). ${next}`,
    },
  ]),
  [
    "an invalid configuration, of which nothing is kept",
    {
      how: "api",
      change: refuses(yaml, true),
      says: [400, base(yaml)],
      shown: `GitLab could create no pipeline of the configuration there (${yaml}). fanout lint in that project tells where it is at fault`,
    },
  ],
  [
    "a pipeline was kept, but failed: its errors",
    {
      change: refuses(yaml, true),
      says: [422, base(yaml)],
      shown: `GitLab kept a pipeline that failed before its first job (${yaml}). Its configuration is at fault: fanout lint tells where, and so does the page of that pipeline`,
    },
  ],
  ...saved.map(([reason, what, next]): readonly [string, Case] => [
    "a pipeline was kept, but failed: its failure reason",
    {
      change: answers(422, { message: reason }),
      says: [422, { message: reason }],
      shown: `GitLab kept a pipeline that failed before its first job: ${what} (${reason}). ${next}`,
    },
  ]),
  [
    "a pipeline was kept, but failed: without a word",
    {
      change: answers(422, { message: "Could not create pipeline" }),
      says: [422, { message: "Could not create pipeline" }],
      shown:
        "GitLab kept a pipeline that failed before its first job (Could not create pipeline). Its configuration is at fault: fanout lint tells where, and so does the page of that pipeline",
    },
  ],
];
