import { expect } from "vitest";
import type { Project, Stand } from "../helpers/gitlab/index.ts";
import { answers, base, type Cases } from "./refusal-cases.ts";

const mayNotSee = ({ members }: Project) => members.clear();
const reporter = ({ members }: Project) => members.set("ada", "reporter");
const first = (lab: Stand, state: "expired" | "revoked") => {
  lab.world.tokens[0]!.state = state;
};
const mark = (state: string) => ({ error: "invalid_token", error_description: state });

/** GITLAB.md, section 5: who may not, and when GitLab itself cannot. */
export const tokenCases: Cases = [
  [
    "a role too low for variables",
    {
      body: { variables: { A: "1" } },
      change: (app) => {
        app.variablesRole = "no_one_allowed";
      },
      says: [400, base("Insufficient permissions to set pipeline variables")],
      shown:
        "the role of whoever starts it is too low for pipeline variables (Insufficient permissions to set pipeline variables). Hand values over as inputs instead, or lower the minimum role to use pipeline variables in that project (Settings, CI/CD, Variables)",
    },
  ],
  [
    "a role that creates no pipelines",
    {
      change: reporter,
      says: [400, base("Insufficient permissions to create a new pipeline")],
      shown:
        "whoever starts it may create no pipeline there (Insufficient permissions to create a new pipeline). Give the owner of the token at least the role Developer in that project",
    },
  ],
  [
    "a role that creates no pipelines",
    {
      how: "api",
      change: reporter,
      says: [403, { message: "403 Forbidden" }],
      shown:
        "$TOKEN has too low a role in group/app (403 Forbidden). Give its owner at least the role Developer there, Maintainer for settings and trigger tokens",
    },
  ],
  [
    "a protected branch",
    {
      change: ({ protectedBranches }) => protectedBranches.set("main", "owner"),
      says: [
        400,
        base(
          "You do not have sufficient permission to run a pipeline on 'main'. Please select a different branch or contact your administrator for assistance. ",
        ),
      ],
      shown:
        "the branch or tag is protected, and whoever starts it may not merge or push to it (You do not have sufficient permission to run a pipeline on 'main'. Please select a different branch or contact your administrator for assistance.). Allow the owner of the token in the project's protected branches or tags, or start it on another",
    },
  ],
  [
    "too many pipelines a minute, which is no 429",
    {
      change: (_, { world }) => {
        world.creationLimit = 0;
      },
      says: [400, base("Too many pipelines created in the last minute. Try again later.")],
      shown:
        "too many pipelines were created within a minute for this project, user and commit (Too many pipelines created in the last minute. Try again later.). Try again in a minute",
    },
  ],
  [
    "the job has ended",
    {
      how: "job token",
      change: (_, { world }) => {
        for (const { job } of world.tokens) if (job) job.script = { polls: ["success"] };
      },
      says: [401, { message: "Job is not running" }],
      shown:
        "$TOKEN belongs to a job that has ended (Job is not running). A job token is good while its job runs; for what outlives it, put an access token into GITLAB_TOKEN",
    },
  ],
  [
    "an expired token",
    {
      how: "api",
      change: (_, lab) => first(lab, "expired"),
      says: [401, mark("Token is expired. You can either do re-authorization or token refresh.")],
      shown: "$TOKEN has expired. Make a new token and put it there",
    },
  ],
  [
    "a revoked token",
    {
      how: "api",
      change: (_, lab) => first(lab, "revoked"),
      says: [401, mark("Token was revoked. You have to re-authorize from the user.")],
      shown: "$TOKEN was revoked. Make a new token and put it there",
    },
  ],
  [
    "a token that nobody knows",
    {
      how: "api",
      change: (_, { world }) => world.tokens.splice(0),
      says: [401, { message: "401 Unauthorized" }],
      shown:
        "GitLab does not know $TOKEN (401 Unauthorized). Check that the whole token stands there, and that it is one of this instance",
    },
  ],
  [
    "what job tokens may not on this instance",
    {
      how: "job token",
      change: answers(401, { message: "401 Unauthorized" }),
      says: [401, { message: "401 Unauthorized" }],
      shown:
        "GitLab does not take $TOKEN for this (401 Unauthorized). Job tokens start pipelines and, on newer instances, read them; put an access token with the scope api into GITLAB_TOKEN for the rest",
    },
  ],
  [
    "the header of a Pipeline Hook",
    {
      change: answers(403, { message: "403 Forbidden" }),
      says: [403, { message: "403 Forbidden" }],
      shown:
        "GitLab refuses the trigger, as it does where a webhook for pipeline events sends it (403 Forbidden). In a webhook take push or tag events, so that no pipelines start each other in a circle; elsewhere see whether a proxy adds the header X-Gitlab-Event, or the group lets in only some addresses",
    },
  ],
  [
    "a scope that only reads",
    {
      how: "api",
      change: (_, { world }) => {
        world.tokens[0] = { ...world.tokens[0]!, scopes: ["read_api"] };
      },
      says: [
        403,
        {
          error: "insufficient_scope",
          error_description:
            "The request requires higher privileges than provided by the access token.",
          scope: "api",
        },
      ],
      shown:
        "$TOKEN has too narrow a scope (insufficient_scope: The request requires higher privileges than provided by the access token.). Make a token with the scope api; read_api only reads",
    },
  ],
  [
    "not on the allowlist, where GitLab says so",
    {
      how: "job token",
      change: answers(403, {
        message: "403 Forbidden - Authentication by CI/CD job token not allowed from lib to app.",
      }),
      says: [
        403,
        {
          message: "403 Forbidden - Authentication by CI/CD job token not allowed from lib to app.",
        },
      ],
      shown:
        "group/app lets no job tokens of this project in (403 Forbidden - Authentication by CI/CD job token not allowed from lib to app.). Put this project on the job token allowlist of group/app (Settings, CI/CD, Job token permissions; fanout doctor --fix), and the user who runs it among its members",
    },
  ],
  ...(
    [
      ["not on the allowlist", ({ jobTokens }) => jobTokens.projects.clear()],
      ["the user who runs the job may not see the project", mayNotSee],
      ["no such project", (_, { world }) => world.projects.splice(0)],
    ] as readonly [string, (app: Project, lab: Stand) => void][]
  ).map(
    ([cause, change]) =>
      [
        cause,
        {
          how: "job token",
          change,
          says: [404, { message: "404 Not Found" }],
          shown:
            "there is no project group/app, or it lets no job tokens of this project in, or the user who runs this may not see it (404 Not Found). Check its full path; put this project on the job token allowlist of group/app (Settings, CI/CD, Job token permissions; fanout doctor --fix), and the user among its members",
        },
      ] as const,
  ),
  ...(
    [
      ["a token of another kind", { token: "glpat-of-ada" }],
      ["a trigger token that was revoked, expired, or is of another project", {}],
    ] as const
  ).map(
    ([cause, body]) =>
      [
        cause,
        {
          body,
          change: ({ triggers }: Project) => triggers.splice(0),
          says: [404, { message: "404 Not Found" }],
          shown:
            "there is no project group/app, or $TOKEN is no trigger token of it, or none any more (404 Not Found). Check the full path of the project; its trigger tokens stand in Settings, CI/CD, Pipeline trigger tokens, with the day on which they expire",
        },
      ] as const,
  ),
  [
    "a user who may not see the project",
    {
      how: "api",
      change: mayNotSee,
      says: [404, { message: "404 Project Not Found" }],
      shown:
        "there is no project group/app, or the owner of $TOKEN may not see it (404 Not Found). Check its full path, and give the owner of the token a role in it",
    },
  ],
  [
    "too many requests",
    {
      how: "api",
      change: (_, { world }) => {
        world.rateLimit = 0;
      },
      says: [429, "Retry later\n"],
      shown: "GitLab takes no more requests for now. Try again in a minute",
    },
  ],
  [
    "GitLab is being restarted",
    {
      change: answers(502, "<html>"),
      says: [502, "<html>"],
      shown: "GitLab's API at HOST answers 502. Try again in a minute",
    },
  ],
  [
    "a proxy's page of a sign-in",
    {
      change: (_, lab) => lab.fail({ as: "html" }),
      says: [200, expect.stringContaining("Sign in")],
      shown:
        "what answers as GitLab's API at HOST is something else (200, text/html): a proxy or a login page may be in between. See whether this machine reaches GitLab: address, proxy, certificate (fanout doctor)",
    },
  ],
  [
    "the answer is lost",
    {
      change: (_, lab) => lab.fail({ as: "lost" }),
      says: undefined,
      shown:
        "GitLab's API at HOST cannot be reached (socket hang up). See whether this machine reaches GitLab: address, proxy, certificate (fanout doctor)",
    },
  ],
];
