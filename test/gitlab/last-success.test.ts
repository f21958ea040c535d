import { describe, expect, test } from "vitest";
import { askLastSuccess, type Settings } from "../../src/gitlab/index.ts";
import { testIo } from "../helpers/io.ts";
import { type Fake, nobody, type Reply, server, still } from "./server.ts";

const sha = "5".repeat(40);
const success = { id: 812, iid: 3, project_id: 7, sha, ref: "topic", status: "success" };
const secrets = { GITLAB_TOKEN: "glpat-secret", CI_JOB_TOKEN: "job-secret" };

type Env = Readonly<Record<string, string>>;

/** Asks a server at `url` for the last success of `topic`; no secret is ever told. */
async function ask(url: string, env: Env = secrets, settings: Settings & { notice?: number } = {}) {
  const io = testIo("/", { CI_API_V4_URL: `${url}/api/v4`, CI_PROJECT_ID: "7", ...env });
  const clock = still();
  const told = await askLastSuccess(io, { clock, ...settings })("topic");
  const all = JSON.stringify(told) + io.stdout() + io.stderr();
  for (const secret of Object.values(secrets)) expect(all).not.toContain(secret);
  return { told, slept: clock.slept, stderr: io.stderr() };
}

/** The same of a server that gives these replies. */
async function asked(replies: readonly Reply[], env: Env = secrets, settings = {}) {
  const fake = await server(replies);
  return { ...(await ask(fake.url, env, settings)), fake };
}

const tokensOf = ({ calls }: Fake) =>
  calls.map(({ headers }) => headers["private-token"] ?? headers["job-token"]);

describe("an answer", () => {
  test("the newest pipeline of the ref that succeeded", async () => {
    const { told, fake, stderr } = await asked([{ body: [success] }]);
    expect(told).toEqual({ pipeline: 812, sha });
    expect(stderr).toBe("");
    expect(fake.calls).toMatchObject([
      {
        method: "GET",
        path: "/api/v4/projects/7/pipelines",
        query: { ref: "topic", status: "success", order_by: "id", sort: "desc", per_page: "1" },
        headers: { "private-token": "glpat-secret", accept: "application/json" },
      },
    ]);
    expect(fake.calls[0]?.headers["job-token"]).toBeUndefined();
    expect(fake.calls[0]?.headers["user-agent"]).toMatch(/^gitlab-fanout\/\d/);
  });

  test("none", async () => {
    const { told } = await asked([{ body: [] }]);
    expect(told).toEqual({ problem: "no pipeline of topic has succeeded" });
  });

  test("a job token alone", async () => {
    const { fake } = await asked([{ body: [] }], { CI_JOB_TOKEN: "job-secret\n" });
    expect(tokensOf(fake)).toEqual(["job-secret"]);
    expect(fake.calls[0]?.headers["private-token"]).toBeUndefined();
  });

  test("CI_SERVER_URL stands in for CI_API_V4_URL", async () => {
    const fake = await server([{ body: [success] }]);
    const env = { ...secrets, CI_API_V4_URL: "", CI_SERVER_URL: `${fake.url}/gitlab/` };
    expect((await ask(fake.url, env)).told).toEqual({ pipeline: 812, sha });
    expect(fake.calls[0]?.path).toBe("/gitlab/api/v4/projects/7/pipelines");
  });
});

describe("only pipelines in which this job ran count", () => {
  const env = { ...secrets, CI_JOB_NAME: "generate 1/2" };
  const list: Reply = {
    body: [
      { ...success, id: 9 },
      { ...success, id: 8, sha: "8".repeat(40) },
    ],
  };
  const other: Reply = { body: [{ name: "nightly" }] };
  const own: Reply = { body: [{ name: "build" }, { name: "generate 1/2" }] };

  test("the newest of them", async () => {
    const { told, fake } = await asked([list, other, own], env);
    expect(told).toEqual({ pipeline: 8, sha: "8".repeat(40) });
    expect(fake.calls.map(({ path, query }) => ({ path, query }))).toEqual([
      {
        path: "/api/v4/projects/7/pipelines",
        query: { ref: "topic", status: "success", order_by: "id", sort: "desc", per_page: "20" },
      },
      {
        path: "/api/v4/projects/7/pipelines/9/jobs",
        query: { "scope[]": "success", per_page: "100" },
      },
      {
        path: "/api/v4/projects/7/pipelines/8/jobs",
        query: { "scope[]": "success", per_page: "100" },
      },
    ]);
  });

  test("on a later page of its jobs", async () => {
    const more = { ...other, headers: { link: '<?page=2>; rel="next"' } };
    const { told, fake } = await asked([list, more, own], env);
    expect(told).toEqual({ pipeline: 9, sha });
    expect(fake.calls[2]).toMatchObject({ query: { page: "2" } });
  });

  test("none", async () => {
    const { told } = await asked([list, other], env);
    expect(told).toEqual({
      problem: "no pipeline of topic in which generate 1/2 ran has succeeded",
    });
  });

  test.each<[string, Reply, RegExp]>([
    ["may not be asked", { status: 403 }, /^GitLab's API refuses GITLAB_TOKEN \(403\) and CI_JOB/],
    ["something else", { body: {} }, /is something else \(200, application\/json\)/],
  ])("jobs that cannot be had: %s", async (_, reply, problem) => {
    const { told } = await asked([list, reply], env);
    expect(told).toEqual({ problem: expect.stringMatching(problem) });
  });

  test("a child's jobs are not in its parent's pipelines: there, each counts", async () => {
    const { told, fake } = await asked([list], { ...env, CI_PIPELINE_SOURCE: "parent_pipeline" });
    expect(told).toEqual({ pipeline: 9, sha });
    expect(fake.calls).toHaveLength(1);
  });
});

describe("refused", () => {
  const advice = ": give a token that may read pipelines in GITLAB_TOKEN";
  const job = { CI_JOB_TOKEN: "job-secret" };
  test.each<[number, unknown, string]>([
    [401, { message: "401 Unauthorized" }, "401 Unauthorized"],
    [403, { message: "403 Forbidden" }, "403 Forbidden"],
    [404, { message: "404 Project Not Found" }, "404 Project Not Found"],
    [403, { error: "insufficient_scope", scope: "api" }, "403 insufficient_scope"],
    [400, { message: { base: ["no\nsuch"] } }, "400 no such"],
    [401, "<html>", "401"],
  ])("%i", async (status, body, said) => {
    const { told, fake, slept } = await asked([{ status, body }], job);
    const problem =
      status === 400
        ? `GitLab's API at ${fake.host} answers ${said}`
        : `GitLab's API refuses CI_JOB_TOKEN (${said})${advice}`;
    expect(told).toEqual({ problem });
    expect(fake.calls).toHaveLength(1);
    expect(slept).toEqual([]);
  });

  test("the job token is asked where the other may not", async () => {
    const { told, fake } = await asked([{ status: 403 }, { body: [success] }]);
    expect(told).toEqual({ pipeline: 812, sha });
    expect(tokensOf(fake)).toEqual(["glpat-secret", "job-secret"]);
  });

  test("neither may", async () => {
    const { told } = await asked([
      { status: 401, body: { message: "401 Unauthorized" } },
      { status: 404, body: { message: "404 Project Not Found" } },
    ]);
    expect(told).toEqual({
      problem: `GitLab's API refuses GITLAB_TOKEN (401 Unauthorized) and CI_JOB_TOKEN (404 Project Not Found)${advice}`,
    });
  });

  test("a token that GitLab repeats is not told", async () => {
    const { told } = await asked([{ status: 400, body: { message: "bad job-secret" } }], job);
    expect(told).toMatchObject({ problem: expect.stringContaining("400 bad [masked]") });
  });
});

describe("not asked", () => {
  test("without a token", async () => {
    const { told, fake } = await asked([{ body: [success] }], { GITLAB_TOKEN: "" });
    expect(told).toEqual({ problem: "neither GITLAB_TOKEN nor CI_JOB_TOKEN is set" });
    expect(fake.calls).toEqual([]);
  });

  test.each<[Env, string]>([
    [{ CI_PROJECT_ID: "" }, "CI_PROJECT_ID is not set, so that GitLab cannot be asked"],
    [{ CI_API_V4_URL: "" }, "neither CI_API_V4_URL nor CI_SERVER_URL is set"],
    [{ CI_API_V4_URL: "gitlab" }, "the address of GitLab's API is no http or https address"],
    [{ CI_API_V4_URL: "file:///" }, "the address of GitLab's API is no http or https address"],
  ])("%o", async (env, problem) => {
    expect((await ask("http://127.0.0.1:1", { ...secrets, ...env })).told).toEqual({ problem });
  });
});

describe("ridden out", () => {
  test.each<[string, Reply, number[]]>([
    ["429 with Retry-After", { status: 429, headers: { "retry-after": "12" } }, [12_000]],
    [
      "429 with Retry-After as a date",
      { status: 429, headers: { "retry-after": "Thu, 01 Jan 2026 00:00:07 GMT" } },
      [7_000],
    ],
    [
      "429 with RateLimit-Reset",
      { status: 429, headers: { "ratelimit-reset": String(Date.UTC(2026, 0, 1) / 1000 + 5) } },
      [5_000],
    ],
    ["429 without a time", { status: 429 }, [250]],
    ["500", { status: 500 }, [250]],
    ["502 of a proxy", { status: 502, body: "<html>" }, [250]],
    ["a connection dropped before the answer", { drop: "before" }, [250]],
    ["a connection dropped within the answer", { drop: "within", body: [success] }, [250]],
  ])("%s", async (_, reply, waits) => {
    const { told, slept, fake } = await asked([reply, { body: [success] }]);
    expect(told).toEqual({ pipeline: 812, sha });
    expect(slept).toEqual(waits);
    expect(tokensOf(fake)).toEqual(["glpat-secret", "glpat-secret"]);
  });

  test("waits of a second and more are told", async () => {
    const { stderr } = await asked([
      { status: 429, headers: { "retry-after": "12" } },
      { status: 503 },
      { body: [success] },
    ]);
    expect(stderr).toBe("GitLab's API answers 429, asking again in 12 s ...\n");
  });

  test("a wait that is longer than there is time is not begun", async () => {
    const { told, slept, fake } = await asked([
      { status: 429, headers: { "retry-after": "60" }, body: { message: "Retry later" } },
    ]);
    expect(told).toEqual({ problem: `GitLab's API at ${fake.host} answers 429 Retry later` });
    expect(slept).toEqual([]);
  });

  test("longer waits each time, and an end after 30 seconds", async () => {
    const { told, slept, fake } = await asked([{ status: 500 }]);
    expect(told).toEqual({ problem: `GitLab's API at ${fake.host} answers 500` });
    expect(slept).toEqual([250, 500, 1000, 2000, 4000, 5000, 5000, 5000, 5000]);
  });

  test("nobody listens", async () => {
    const url = await nobody();
    const { told, slept } = await ask(url);
    const { host } = new URL(url);
    expect(told).toEqual({
      problem: `GitLab's API at ${host} cannot be reached (connect ECONNREFUSED ${host})`,
    });
    expect(slept).toHaveLength(9);
  });

  test("no answer in time", async () => {
    const patience = { total: 60, each: 20 };
    const { told, fake } = await asked([{ hang: true }], secrets, { patience });
    expect(told).toEqual({
      problem: `GitLab's API at ${fake.host} cannot be reached (no answer within 1 s)`,
    });
  });

  test("what takes long is told", async () => {
    const patience = { total: 60, each: 50 };
    const { stderr } = await asked([{ hang: true }], secrets, { patience, notice: 1 });
    expect(stderr).toBe("asking GitLab for the last success of topic ...\n");
  });
});

describe("something else answers", () => {
  const else_ = (host: string, what: string) => ({
    problem: `what answers as GitLab's API at ${host} is something else (${what}): a proxy or a login page may be in between`,
  });
  test.each<[string, unknown, string]>([
    ["a page", "<html>Sign in</html>", "200, text/html"],
    ["an object", { message: "hello" }, "200, application/json"],
    ["a failed pipeline", [{ ...success, status: "failed" }], "200, application/json"],
    ["another ref", [{ ...success, ref: "main" }], "200, application/json"],
    ["no commit id", [{ ...success, sha: "--upload-pack=x" }], "200, application/json"],
    ["no id", [{ ...success, id: "812" }], "200, application/json"],
    ["nothing in a list", [null], "200, application/json"],
  ])("%s", async (_, body, what) => {
    const { told, fake, slept } = await asked([{ body }]);
    expect(told).toEqual(else_(fake.host, what));
    expect(fake.calls).toHaveLength(1);
    expect(slept).toEqual([]);
  });
});

describe("a redirect", () => {
  test("to another host is not followed", async () => {
    const other = await server([{ body: [success] }]);
    const reply = {
      status: 302,
      headers: { location: `${other.url}/api/v4/projects/7/pipelines` },
    };
    const { told, fake } = await asked([reply]);
    expect(told).toEqual({
      problem: `GitLab's API at ${fake.host} redirects (302) to ${other.host}, where no token is sent`,
    });
    expect(other.calls).toEqual([]);
  });

  test("on the same host is", async () => {
    const reply = { status: 301, headers: { location: "/api/v4/projects/8/pipelines?ref=topic" } };
    const { told, fake } = await asked([reply, { body: [success] }]);
    expect(told).toEqual({ pipeline: 812, sha });
    expect(fake.calls.map(({ path }) => path)).toEqual([
      "/api/v4/projects/7/pipelines",
      "/api/v4/projects/8/pipelines",
    ]);
  });

  test("but not for ever", async () => {
    const { told, fake } = await asked([{ status: 302, headers: { location: "?again" } }]);
    expect(told).toEqual({
      problem: `GitLab's API at ${fake.host} redirects (302) in a circle`,
    });
    expect(fake.calls).toHaveLength(4);
  });
});

describe("pipelines of some sources do not count", () => {
  const of = (id: number, source?: string) => ({
    ...success,
    id,
    sha: String(id).repeat(40),
    ...(source !== undefined && { source }),
  });
  const except = ["trigger", "api"];

  test("the newest of another source does", async () => {
    const body = [of(9, "trigger"), of(8, "api"), of(7, "push"), of(6, "push")];
    const { told, fake } = await asked([{ body }], secrets, { except });
    expect(told).toEqual({ pipeline: 7, sha: "7".repeat(40) });
    expect(fake.calls[0]?.query.per_page).toBe("20");
  });
  test("one whose source is not told may be any", async () => {
    const { told } = await asked([{ body: [of(9), of(8, "push")] }], secrets, { except });
    expect(told).toEqual({ pipeline: 8, sha: "8".repeat(40) });
  });
  test("without another there is none", async () => {
    const { told } = await asked([{ body: [of(9, "trigger")] }], secrets, { except });
    expect(told).toEqual({ problem: "no pipeline of topic has succeeded" });
  });
});
