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
const answers = (status: number, body: unknown) => (_: Project, lab: Stand) =>
  lab.fail({ as: { status, body } });

/** Every row of the table of GITLAB.md, section 5. */
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
  [
    "401: ended job",
    {
      how: "job token",
      change: (_, { world }) => {
        for (const { job } of world.tokens) if (job) job.script = { polls: ["success"] };
      },
      what: "$TOKEN belongs to a job that has ended (Job is not running)",
      next: "A job token is good while its job runs; for what outlives it, put an access token into GITLAB_TOKEN",
    },
  ],
  [
    "401: expired",
    {
      how: "api",
      change: (_, { world }) => {
        world.tokens[0]!.state = "expired";
      },
      what: "$TOKEN has expired",
      next: "Make a new token and put it there",
    },
  ],
  [
    "401: revoked",
    {
      how: "api",
      change: (_, { world }) => {
        world.tokens[0]!.state = "revoked";
      },
      what: "$TOKEN was revoked",
      next: "Make a new token and put it there",
    },
  ],
  [
    "401",
    {
      how: "api",
      change: (_, { world }) => world.tokens.splice(0),
      what: "GitLab does not know $TOKEN (401 Unauthorized)",
      next: "Check that the whole token stands there, and that it is one of this instance",
    },
  ],
  [
    "401: job token",
    {
      how: "job token",
      change: answers(401, { message: "401 Unauthorized" }),
      what: "GitLab does not take $TOKEN for this (401 Unauthorized)",
      next: "Job tokens start pipelines and, on newer instances, read them; put an access token with the scope api into GITLAB_TOKEN for the rest",
    },
  ],
  [
    "403: hook",
    {
      change: answers(403, { message: "403 Forbidden" }),
      what: "GitLab refuses a trigger that comes from a pipeline's webhook (403 Forbidden)",
      next: "A webhook for pipeline events starts no pipeline, so that none runs in a circle: take push or tag events",
    },
  ],
  [
    "403: scope",
    {
      how: "api",
      change: (_, { world }) => {
        const [token] = world.tokens;
        world.tokens[0] = { ...token!, scopes: ["read_api"] };
      },
      what: "$TOKEN has too narrow a scope (insufficient_scope: The request requires higher privileges than provided by the access token.)",
      next: "Make a token with the scope api; read_api only reads",
    },
  ],
  [
    "403: role",
    {
      how: "api",
      change: answers(403, { message: "403 Forbidden" }),
      what: "$TOKEN has too low a role in group/app (403 Forbidden)",
      next: "Give its owner at least the role Developer there, Maintainer for settings and trigger tokens",
    },
  ],
  [
    "403: allowlist",
    {
      how: "job token",
      change: answers(403, {
        message: "403 Forbidden - Authentication by CI/CD job token not allowed from lib to app.",
      }),
      what: "group/app lets no job tokens of this project in (403 Forbidden - Authentication by CI/CD job token not allowed from lib to app.)",
      next: "Put this project on the job token allowlist of group/app (Settings, CI/CD, Job token permissions; fanout doctor --fix), and the user who runs it among its members",
    },
  ],
  [
    "404: allowlist",
    {
      how: "job token",
      what: "group/app lets no job tokens of this project in (404 Not Found)",
      next: "Put this project on the job token allowlist of group/app (Settings, CI/CD, Job token permissions; fanout doctor --fix), and the user who runs it among its members",
    },
  ],
  [
    "404: trigger token",
    {
      change: ({ triggers }) => triggers.splice(0),
      what: "there is no project group/app, or $TOKEN is no trigger token of it (404 Not Found)",
      next: "Check the full path of the project; its trigger tokens stand in Settings, CI/CD, Pipeline trigger tokens",
    },
  ],
  [
    "404",
    {
      how: "api",
      change: ({ members }) => members.clear(),
      what: "there is no project group/app, or the owner of $TOKEN may not see it (404 Not Found)",
      next: "Check its full path, and give the owner of the token a role in it",
    },
  ],
  [
    "429",
    {
      change: answers(429, "Retry later\n"),
      what: "GitLab takes no more requests for now",
      next: "Try again in a minute",
    },
  ],
  [
    "502",
    {
      change: answers(502, "<html>"),
      what: "GitLab's API at HOST answers 502",
      next: "Try again in a minute",
    },
  ],
  [
    "no answer",
    {
      change: (_, lab) => lab.fail({ as: "lost" }),
      what: "GitLab's API at HOST cannot be reached (socket hang up)",
      next: "See whether this machine reaches GitLab: address, proxy, certificate (fanout doctor)",
    },
  ],
];
