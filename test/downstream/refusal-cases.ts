import type { How } from "../../src/downstream/index.ts";
import type { Project, Stand } from "../helpers/gitlab/index.ts";

/** A way to start a pipeline that GitLab refuses, and what is told of it. */
export interface Case {
  readonly how?: How;
  readonly change?: (app: Project, lab: Stand) => void;
  readonly body?: Record<string, unknown>;
  readonly what: string;
  readonly next: string;
}

/** GitLab answers so, whatever it is asked. */
export const answers = (status: number, body: unknown) => (_: Project, lab: Stand) =>
  lab.fail({ as: { status, body } });

/** The rows of the table of GITLAB.md, section 5, about what was sent: 400 and 422. */
export const cases: readonly (readonly [string, Case])[] = [
  [
    "400: no ref",
    {
      body: { ref: undefined },
      what: "GitLab misses the branch or tag (ref is missing)",
      next: "Name one with --ref",
    },
  ],
  [
    "400: variables",
    {
      body: { variables: { A: 1 } },
      what: "GitLab does not take the variables as they were sent (variables needs to be a map of key-valued strings)",
      next: "Variables are names with texts; for anything else take inputs",
    },
  ],
  [
    "400: variables, other form",
    {
      body: { variables: ["a"] },
      what: "GitLab does not take the variables as they were sent (variables is invalid)",
      next: "Variables are names with texts; for anything else take inputs",
    },
  ],
  [
    "400: inputs",
    {
      body: { inputs: ["a"] },
      what: "GitLab refuses what was sent (inputs is invalid)",
      next: "See what that instance's version takes: fanout doctor tells it",
    },
  ],
  [
    "400: ref",
    {
      body: { ref: "none" },
      what: "there is no such branch or tag (Reference not found)",
      next: "Name one that is there, or let the default branch take its place",
    },
  ],
  [
    "400: ambiguous",
    {
      change: ({ tags }) => tags.set("main", "5".repeat(40)),
      what: "a branch and a tag share that name (Ref is ambiguous)",
      next: "Say which: refs/heads/NAME for the branch, refs/tags/NAME for the tag",
    },
  ],
  [
    "400: variables' role",
    {
      body: { variables: { A: "1" } },
      change: (app) => {
        app.variablesRole = "no_one_allowed";
      },
      what: "the role of whoever starts it is too low for pipeline variables (Insufficient permissions to set pipeline variables)",
      next: "Hand values over as inputs instead, or lower the minimum role to use pipeline variables in that project (Settings, CI/CD, Variables)",
    },
  ],
  [
    "400: role",
    {
      change: ({ members }) => members.set("ada", "reporter"),
      what: "whoever starts it may create no pipeline there (Insufficient permissions to create a new pipeline)",
      next: "Give the owner of the token at least the role Developer in that project",
    },
  ],
  [
    "400: protected",
    {
      how: "api",
      change: ({ protectedBranches }) => protectedBranches.set("main", "owner"),
      what: "the branch or tag is protected, and whoever starts it may not merge or push to it (You do not have sufficient permission to run a pipeline on 'main'. Please select a different branch or contact your administrator for assistance.)",
      next: "Allow the owner of the token in the project's protected branches or tags, or start it on another",
    },
  ],
  [
    "400: too many",
    {
      change: (_, { world }) => {
        world.creationLimit = 0;
      },
      what: "too many pipelines were created within a minute for this project, user and commit (Too many pipelines created in the last minute. Try again later.)",
      next: "Try again in a minute",
    },
  ],
  [
    "400: empty",
    {
      how: "api",
      change: (app) =>
        Object.assign(app, {
          refuses: {
            text: "The pipeline did not run. Review the workflow:rules configuration for the pipeline.",
          },
        }),
      what: "workflow:rules let no such pipeline run (The pipeline did not run. Review the workflow:rules configuration for the pipeline.)",
      next: "Add a rule for its $CI_PIPELINE_SOURCE to workflow:rules there",
    },
  ],
  [
    "422",
    {
      change: (app) =>
        Object.assign(app, {
          refuses: { text: "jobs:a config contains unknown keys: tag", saved: true },
        }),
      what: "GitLab kept a pipeline that failed before its first job (jobs:a config contains unknown keys: tag)",
      next: "Its configuration is at fault: fanout lint tells where, and so does the page of that pipeline",
    },
  ],
  [
    "422 without a word",
    {
      change: answers(422, { message: "Could not create pipeline" }),
      what: "GitLab kept a pipeline that failed before its first job (Could not create pipeline)",
      next: "Its configuration is at fault: fanout lint tells where, and so does the page of that pipeline",
    },
  ],
];
