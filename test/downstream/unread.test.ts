import { describe, expect, test } from "vitest";
import { cli } from "../../src/cli.ts";
import { waitSchema } from "../../src/downstream/schema.ts";
import { gitlabStand, type Project, type Stand } from "../helpers/gitlab/index.ts";
import { testIo } from "../helpers/io.ts";

interface Case {
  readonly token: "own" | "job";
  readonly change: (lab: Stand, app: Project) => void;
  /** GitLab's answer to the question for the pipeline. */
  readonly says: readonly [status: number, answer: unknown];
  /** What is told, behind "cannot be read: ". */
  readonly shown: string;
}

/** What `fanout wait` tells of a pipeline of group/app that it may not read. */
async function told({ token, change }: Case) {
  const lab = await gitlabStand();
  const ada = lab.user("ada");
  const app = lab.project("group/app", { ada: "maintainer" });
  const lib = lab.project("group/lib", { ada: "maintainer" });
  const { id } = lab.pipeline(app, ada, { polls: ["success"] });
  const own = { GITLAB_TOKEN: lab.token(ada).value };
  const job = { CI_JOB_TOKEN: lab.jobToken(lib, ada).value };
  app.jobTokens.projects.add(lib.id);
  change(lab, app);
  const env = { CI_API_V4_URL: `${lab.url}/api/v4`, ...(token === "own" ? own : job) };
  const run = async (...words: string[]) => {
    const io = testIo("/", env);
    const exit = await cli(["wait", `group/app#${id}`, ...words], io);
    return { exit, out: io.stdout().replaceAll(String(id), "ID") };
  };
  const { exit, out } = await run("--quiet");
  const last = lab.calls.at(-1);
  return { exit, out, says: [last?.status, last?.answer], json: await run("--json") };
}

const guest = (_: Stand, { members }: Project) => members.set("ada", "guest");

/** One row of GITLAB.md, section 5 (polling), or of what refuses a token, is one case. */
describe("a pipeline that cannot be read", () => {
  test.each<[string, Case]>([
    [
      "by a job token on an older instance",
      {
        token: "job",
        change: ({ world }) => {
          world.jobTokensRead = false;
        },
        says: [401, { message: "401 Unauthorized" }],
        shown:
          "GitLab's API refuses CI_JOB_TOKEN (401 Unauthorized). Job tokens read pipelines on newer instances alone, and as long as their job runs: put an access token with the scope read_api into GITLAB_TOKEN",
      },
    ],
    [
      "by a job token that is not on the allowlist",
      {
        token: "job",
        change: (_, { jobTokens }) => jobTokens.projects.clear(),
        says: [
          403,
          {
            message:
              "403 Forbidden - Authentication by CI/CD job token not allowed from lib to app.",
          },
        ],
        shown:
          "GitLab's API refuses CI_JOB_TOKEN (403 Forbidden - Authentication by CI/CD job token not allowed from lib to app.). Check the id, and put this project on the job token allowlist of group/app (fanout doctor --fix), or an access token with the scope read_api into GITLAB_TOKEN",
      },
    ],
    [
      "by a job token whose user is no member",
      {
        token: "job",
        change: (_, { members }) => members.clear(),
        says: [404, { message: "404 Project Not Found" }],
        shown:
          "GitLab's API refuses CI_JOB_TOKEN (404 Project Not Found). Check the id, and put this project on the job token allowlist of group/app (fanout doctor --fix), or an access token with the scope read_api into GITLAB_TOKEN",
      },
    ],
    [
      "by a token whose owner is no member",
      {
        token: "own",
        change: (_, { members }) => members.clear(),
        says: [404, { message: "404 Project Not Found" }],
        shown:
          "GitLab's API refuses GITLAB_TOKEN (404 Project Not Found). Check the id and group/app: GitLab says the same of what the owner of a token may not see",
      },
    ],
    [
      "by a guest",
      {
        token: "own",
        change: guest,
        says: [403, { message: "403 Forbidden" }],
        shown:
          "GitLab's API refuses GITLAB_TOKEN (403 Forbidden). Give the owner of the token at least the role Reporter in group/app",
      },
    ],
    [
      "by a token without a scope for it",
      {
        token: "own",
        change: ({ world }) => {
          world.tokens[0] = { ...world.tokens[0]!, scopes: ["read_repository"] };
        },
        says: [
          403,
          {
            error: "insufficient_scope",
            error_description:
              "The request requires higher privileges than provided by the access token.",
            scope: "api read_api",
          },
        ],
        shown:
          "GitLab's API refuses GITLAB_TOKEN (403 insufficient_scope: The request requires higher privileges than provided by the access token.). Make a token with the scope api; read_api only reads",
      },
    ],
    [
      "by an expired token",
      {
        token: "own",
        change: ({ world }) => {
          world.tokens[0]!.state = "expired";
        },
        says: [
          401,
          {
            error: "invalid_token",
            error_description:
              "Token is expired. You can either do re-authorization or token refresh.",
          },
        ],
        shown:
          "GitLab's API refuses GITLAB_TOKEN (401 invalid_token: Token is expired. You can either do re-authorization or token refresh.). Make a new token and put it there",
      },
    ],
  ])("%s", async (_, given) => {
    const { exit, out, says, json } = await told(given);
    expect(says).toEqual(given.says);
    expect({ exit, out }).toEqual({
      exit: 5,
      out: `group/app#ID cannot be read: ${given.shown}.\n`,
    });
    const [problem, next] = given.shown.split("). ");
    expect(waitSchema.parse(JSON.parse(json.out.replaceAll('"id": ID', '"id": 1')))).toMatchObject({
      pipelines: [{ problem: `${problem})`, next }],
    });
  });
});
