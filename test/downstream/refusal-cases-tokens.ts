import { answers, type Case } from "./refusal-cases.ts";

/** The rows about tokens and about GitLab itself: 401, 403, 404, 429, 5xx. */
export const tokenCases: readonly (readonly [string, Case])[] = [
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
