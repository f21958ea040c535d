import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";
import { askBranches, type BranchAnswer } from "../../src/gitlab/index.ts";
import type { Io } from "../../src/io.ts";
import { testIo } from "../helpers/io.ts";
import { directory, repo } from "../helpers/repo.ts";
import { nobody, type Reply, server, still } from "./server.ts";

type Env = Readonly<Record<string, string>>;

const token = { GITLAB_TOKEN: "glpat-secret" };
const job = { CI_JOB_TOKEN: "job-secret" };
const secrets = [token.GITLAB_TOKEN, job.CI_JOB_TOKEN];

/** Asks for branches; no secret is told, and none stands among the words of a command. */
function asking(env: Env, cwd = "/") {
  const io = testIo(cwd, env);
  const commands: (readonly string[])[] = [];
  const run: Io["run"] = (command, options) => {
    commands.push(command);
    return io.run(command, options);
  };
  const ask = askBranches({ ...io, run }, { clock: still(), tell: io.err });
  return {
    commands,
    async ask(project: string, branch: string): Promise<BranchAnswer> {
      const answer = await ask(project, branch);
      const all = JSON.stringify([answer, commands]) + io.stdout() + io.stderr();
      for (const secret of secrets) expect(all).not.toContain(secret);
      return answer;
    },
  };
}

/** The same of an API that gives these replies. */
async function api(replies: readonly Reply[], env: Env = token) {
  const fake = await server(replies);
  const asked = asking({ CI_API_V4_URL: `${fake.url}/api/v4`, ...env });
  return { ...asked, fake };
}

describe("GitLab's API tells", () => {
  test("that there is one", async () => {
    const { ask, fake } = await api([{ body: { name: "feature/a b", default: false } }]);
    expect(await ask("group/sub/app", "feature/a b")).toEqual({ exists: true });
    expect(fake.calls).toMatchObject([
      {
        method: "GET",
        path: "/api/v4/projects/group%2Fsub%2Fapp/repository/branches/feature%2Fa%20b",
        headers: { "private-token": "glpat-secret" },
      },
    ]);
  });

  test("that there is none", async () => {
    const { ask } = await api([{ status: 404, body: { message: "404 Branch Not Found" } }]);
    expect(await ask("group/app", "topic")).toEqual({ exists: false });
  });

  test.each<[string, Reply, RegExp]>([
    [
      "the project is hidden",
      { status: 404, body: { message: "404 Project Not Found" } },
      /^GitLab's API refuses GITLAB_TOKEN \(404 Project Not Found\)$/,
    ],
    ["the token may not", { status: 403 }, /^GitLab's API refuses GITLAB_TOKEN \(403\)$/],
    ["the token is no good", { status: 401 }, /^GitLab's API refuses GITLAB_TOKEN \(401\)$/],
    ["something else answers", { body: "<html>" }, /is something else \(200, text\/html\)/],
    ["another branch is told", { body: [] }, /is something else/],
  ])("nothing where %s", async (_, reply, problem) => {
    const { ask, commands } = await api([reply]);
    expect(await ask("group/app", "topic")).toEqual({ problem: expect.stringMatching(problem) });
    expect(commands).toEqual([]);
  });

  test("nothing where nobody answers, and git is not asked then", async () => {
    const url = await nobody();
    const { ask, commands } = asking({
      CI_API_V4_URL: `${url}/api/v4`,
      CI_SERVER_URL: url,
      ...token,
      ...job,
    });
    expect(await ask("group/app", "topic")).toEqual({
      problem: expect.stringMatching(/cannot be reached \(.*ECONNREFUSED/),
    });
    expect(commands).toEqual([]);
  });
});

/** A directory that stands in for `https://gitlab.example`, with `group/app.git` in it. */
function repositories(branches: readonly string[]): Env {
  const root = directory();
  const bare = join(root, "group/app.git");
  mkdirSync(dirname(bare), { recursive: true });
  const work = repo({ a: "" });
  for (const branch of branches) work.branch(branch);
  work.git("clone", "-q", "--bare", "--template=", pathToFileURL(work.root).href, bare);
  return {
    CI_SERVER_URL: "https://gitlab.example",
    GIT_CONFIG_COUNT: "1",
    GIT_CONFIG_KEY_0: `url.${pathToFileURL(root).href}/.insteadOf`,
    GIT_CONFIG_VALUE_0: "https://gitlab.example/",
  };
}

describe("with a job token alone, git tells", () => {
  test("what branches there are, by their whole name", async () => {
    const { ask, commands } = asking({ ...repositories(["topic", "a/refs/heads/b"]), ...job });
    expect(await ask("group/app", "topic")).toEqual({ exists: true });
    expect(await ask("group/app", "top")).toEqual({ exists: false });
    expect(await ask("group/app", "b")).toEqual({ exists: false });
    expect(commands).toHaveLength(3);
  });

  test("nothing of a project that is not there", async () => {
    const { ask } = asking({ ...repositories([]), ...job });
    expect(await ask("group/none", "topic")).toEqual({
      problem: expect.stringMatching(/^git cannot read it with CI_JOB_TOKEN \(it ended with/),
    });
  });

  test("also where the other token may not", async () => {
    const refused = await server([{ status: 403 }]);
    const env = { CI_API_V4_URL: `${refused.url}/api/v4`, ...token, ...job };
    const { ask } = asking({ ...repositories(["topic"]), ...env });
    expect(await ask("group/app", "topic")).toEqual({ exists: true });
    expect(refused.calls).toHaveLength(1);
    expect(await ask("group/none", "topic")).toEqual({
      problem: expect.stringMatching(
        /^GitLab's API refuses GITLAB_TOKEN \(403\), and git cannot read it with CI_JOB_TOKEN/,
      ),
    });
  });

  /** Old git servers list their branches in a plain file. */
  const list: Reply = {
    headers: { "content-type": "text/plain" },
    body: `${"5".repeat(40)}\trefs/heads/topic\n`,
  };
  const challenge: Reply = {
    status: 401,
    headers: { "www-authenticate": 'Basic realm="GitLab"' },
    body: "",
  };

  test("and gets the token from the environment, whatever helper there is", async () => {
    const fake = await server([challenge, list]);
    const helper = {
      GIT_CONFIG_COUNT: "1",
      GIT_CONFIG_KEY_0: "credential.helper",
      GIT_CONFIG_VALUE_0: "!f() { echo username=other; echo password=other; }; f",
    };
    const { ask } = asking({ CI_SERVER_URL: `${fake.url}/git/`, ...job, ...helper });
    expect(await ask("group/app", "topic")).toEqual({ exists: true });
    const basic = Buffer.from("gitlab-ci-token:job-secret").toString("base64");
    expect(fake.calls.slice(0, 2)).toMatchObject([
      { path: "/git/group/app.git/info/refs", headers: {} },
      { path: "/git/group/app.git/info/refs", headers: { authorization: `Basic ${basic}` } },
    ]);
  });

  test("nothing to another host that asks for it", async () => {
    const other = await server([challenge]);
    const location = `${other.url}/group/app.git/info/refs?service=git-upload-pack`;
    const fake = await server([{ status: 302, headers: { location }, body: "" }]);
    const { ask } = asking({ CI_SERVER_URL: fake.url, ...job });
    expect(await ask("group/app", "topic")).toEqual({ problem: expect.any(String) });
    expect(other.calls.length).toBeGreaterThan(0);
    expect(JSON.stringify(other.calls)).not.toContain("authorization");
  });

  test("nothing in time", async () => {
    const fake = await server([{ hang: true }]);
    const io = testIo("/", { CI_SERVER_URL: fake.url, ...job });
    const run: Io["run"] = (command, options) => io.run(command, { ...options, timeout: 300 });
    const ask = askBranches({ ...io, run });
    expect(await ask("group/app", "topic")).toEqual({
      problem: "git cannot read it with CI_JOB_TOKEN (it was stopped after 0.3 seconds)",
    });
  });
});

describe("not asked", () => {
  test.each<[string, Env, string]>([
    ["group/app", {}, "neither GITLAB_TOKEN nor CI_JOB_TOKEN is set"],
    ["group/app", { ...job, CI_SERVER_URL: "gitlab" }, "CI_SERVER_URL is no http or https address"],
    ["group/app", job, "CI_SERVER_URL is no http or https address"],
    ["app", job, "that is no full path of a project"],
    ["group/../app", job, "that is no full path of a project"],
    ["$CI_PROJECT_PATH", job, "that is no full path of a project"],
    ["group/a b", token, "that is no full path of a project"],
  ])("of %s with %o", async (project, env, problem) => {
    const { ask, commands } = asking(env);
    expect(await ask(project, "topic")).toEqual({ problem });
    expect(commands).toEqual([]);
  });

  test("once the time of all questions is up", async () => {
    const fake = await server([{ status: 500 }]);
    const env = { CI_API_V4_URL: `${fake.url}/api/v4`, ...token };
    const clock = still();
    const ask = askBranches(testIo("/", env), { clock, tell: () => {} });
    expect(await ask("group/a", "topic")).toEqual({ problem: expect.stringContaining("500") });
    await clock.sleep(30_000);
    const before = fake.calls.length;
    expect(await ask("group/b", "topic")).toEqual({
      problem: "the questions for other projects took all the time",
    });
    expect(fake.calls).toHaveLength(before);
  });
});
