import { spawn } from "node:child_process";
import { afterEach, describe, expect, test } from "vitest";
import { bin, commandEnv, temporary } from "../helpers/fanout.ts";
import { gitlabStand } from "../helpers/gitlab/index.ts";
import { repo } from "../helpers/repo.ts";

const running = new Set<ReturnType<typeof spawn>>();
afterEach(() => {
  for (const child of running) child.kill("SIGKILL");
  running.clear();
});

/** `fanout` as a process that runs while the GitLab of this one answers. */
function fanout(cwd: string, words: readonly string[], env: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, [bin, ...words], {
    cwd,
    env: { ...commandEnv, ...env },
  });
  running.add(child);
  let out = "";
  let err = "";
  const listeners = new Set<() => void>();
  child.stdout.on("data", (text) => {
    out += String(text);
  });
  child.stderr.on("data", (text) => {
    err += String(text);
    for (const listener of listeners) listener();
  });
  const ended = new Promise<{ exit: number | null; out: string; err: string }>((resolve) =>
    child.on("close", (exit) => resolve({ exit, out, err })),
  );
  const until = (words: RegExp) =>
    new Promise<void>((resolve) => {
      const look = () => {
        if (words.test(err)) resolve();
      };
      listeners.add(look);
      look();
    });
  return { child, ended, until };
}

/** A job of group/lib that may start pipelines in group/app. */
async function job() {
  const lab = await gitlabStand();
  const app = lab.project("group/app", { ada: "maintainer" });
  const lib = lab.project("group/lib", { ada: "maintainer" });
  app.jobTokens.projects.add(lib.id);
  const env = {
    ...{
      CI: "true",
      GITLAB_CI: "true",
      CI_SERVER_URL: lab.url,
      GITLAB_USER_LOGIN: "ada",
    },
    ...{
      CI_PROJECT_ID: String(lib.id),
      CI_PROJECT_PATH: "group/lib",
      CI_DEFAULT_BRANCH: "main",
    },
    CI_JOB_TOKEN: lab.jobToken(lib, lab.user("ada")).value,
    GITLAB_TOKEN: lab.token(lab.user("ada")).value,
  };
  const startedIn = (path: string) =>
    lab.world.pipelines.filter((each) => each.project.path === path && each.source === "pipeline");
  return { lab, app, env, startedIn };
}

test("a job starts a pipeline, waits for it, and ends as it does", async () => {
  const { app, env, startedIn, lab } = await job();
  app.plans = [
    {
      polls: ["running", "failed"],
      jobs: [{ name: "test", trace: "it broke\n" }],
    },
  ];
  const words = [
    "trigger",
    "--project",
    "group/app",
    "--ref",
    "main",
    "--var",
    "A=$1\n2",
    "--wait",
  ];
  const { exit, out, err } = await fanout(temporary(), words, env).ended;
  expect(exit).toBe(1);
  const [pipeline] = startedIn("group/app");
  expect(pipeline?.variables[0]).toMatchObject({ key: "A", value: "$1\n2" });
  expect(err).toContain("starts with $CI_JOB_TOKEN");
  expect(out).toContain(`${lab.url}/group/app/-/pipelines/${pipeline?.id}`);
  for (const secret of [env.CI_JOB_TOKEN, env.GITLAB_TOKEN])
    expect(out + err).not.toContain(secret);
});

describe("a job that is cancelled while it waits", () => {
  test.each([
    [[], "canceled"],
    [["--detach"], "running"],
  ])("%j: what it started is %s", async (more, status) => {
    const { app, env, startedIn, lab } = await job();
    app.plans = [{ polls: ["running"] }];
    const words = ["trigger", "--project", "group/app", "--ref", "main", "--wait", ...more];
    const { child, ended, until } = fanout(temporary(), words, env);
    await until(/started\s+group\/app#\d+[\s\S]*runs|started\s+group\/app#\d+[\s\S]*running/);
    child.kill("SIGTERM");
    const { exit } = await ended;
    expect(exit).toBe(143);
    expect(startedIn("group/app").map((each) => lab.statusOf(each))).toEqual([status]);
  });
});

test("an affected library starts the pipelines of its consumers alone", async () => {
  const { env, startedIn, lab } = await job();
  lab.project("group/other", { ada: "maintainer" });
  const work = repo({
    "fanout.config.json": JSON.stringify({
      services: { define: { ui: { root: "ui" }, api: { root: "api" } } },
      downstream: {
        app: {
          project: "group/app",
          services: ["ui"],
          how: "api",
          variables: { FROM: "$ui" },
        },
        other: { project: "group/other", services: ["api"], how: "api" },
      },
    }),
    "ui/a.txt": "a",
    "api/a.txt": "a",
  });
  work.branch("change");
  work.commit({ "ui/a.txt": "b" });
  const { exit, out, err } = await fanout(work.root, ["trigger", "--base", "main"], env).ended;
  expect({ exit, err }).toMatchObject({ exit: 0 });
  expect(out).toContain("started  group/app#");
  expect(err).toContain("group/app: ui: ");
  expect([startedIn("group/app").length, startedIn("group/other").length]).toEqual([1, 0]);
  expect(startedIn("group/app")[0]?.variables[0]).toMatchObject({
    key: "FROM",
    value: "$ui",
  });
});
