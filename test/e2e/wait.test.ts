import { spawn } from "node:child_process";
import { expect, onTestFinished, test } from "vitest";
import { bin, commandEnv, temporary } from "../helpers/fanout.ts";
import { gitlabStand } from "../helpers/gitlab/index.ts";

/** `fanout` as a process of its own, which the GitLab of this one answers. */
function fanout(words: readonly string[], env: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, [bin, ...words], {
    cwd: temporary(),
    env: { ...commandEnv, ...env },
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  let out = "";
  let err = "";
  let look = () => {};
  child.stdout.on("data", (text) => {
    out += String(text);
  });
  child.stderr.on("data", (text) => {
    err += String(text);
    look();
  });
  const ended = new Promise<{ code: number | null; signal: string | null; out: string }>(
    (resolve) => child.on("close", (code, signal) => resolve({ code, signal, out })),
  );
  const says = (part: string) =>
    new Promise<void>((resolve) => {
      look = () => {
        if (err.includes(part)) resolve();
      };
      look();
    });
  return { child, ended, says };
}

/** A pipeline of group/app that goes on, and the environment of a job there. */
async function scene() {
  const lab = await gitlabStand();
  const ada = lab.user("ada");
  const app = lab.project("group/app", { ada: "maintainer" });
  const root = lab.pipeline(app, ada, { jobs: [{ name: "unit", polls: ["running"] }] });
  const env = {
    CI: "true",
    CI_SERVER_URL: lab.url,
    CI_PROJECT_PATH: "group/app",
    GITLAB_TOKEN: lab.token(ada).value,
  };
  return { lab, root, env };
}

test.each([
  ["SIGINT", 130],
  ["SIGTERM", 143],
] as const)("%s stops watching, and nothing else", async (signal, exit) => {
  const { lab, root, env } = await scene();
  const { child, ended, says } = fanout(["wait", String(root.id)], env);
  await says(`group/app#${root.id} runs`);
  child.kill(signal);
  const { code, out } = await ended;
  expect(code).toBe(exit);
  expect(out).toContain(`group/app#${root.id} runs, and was not waited for.\n`);
  expect(lab.calls.filter(({ method }) => method !== "GET")).toEqual([]);
});

test("it ends when the pipeline does, and no token is in what it prints", async () => {
  const { root, env } = await scene();
  const { ended, says } = fanout(["wait", String(root.id), "--verbose"], env);
  await says(`group/app#${root.id} runs`);
  for (const job of root.jobs) job.script = { polls: ["success"] };
  const { code, out } = await ended;
  expect(code).toBe(0);
  expect(out).toContain(`group/app#${root.id}  success  1 job: 1 success`);
  expect(out).not.toContain(env.GITLAB_TOKEN);
});
