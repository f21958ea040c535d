import { chmodSync, existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { cli } from "../src/cli.ts";
import { temporary } from "./helpers/fanout.ts";
import { gitlabStand } from "./helpers/gitlab/index.ts";
import { testIo } from "./helpers/io.ts";

/**
 * A directory that is no repository, a job there, and a git that only leaves a file behind where it
 * is started.
 */
async function scene() {
  const lab = await gitlabStand();
  const ada = lab.user("ada");
  const app = lab.project("group/app", { ada: "maintainer" });
  app.mergeRequests.set(7, { iid: 7, sourceBranch: "change", sha: "5".repeat(40), notes: [] });
  const { id } = lab.pipeline(app, ada, { jobs: [{ name: "unit", polls: ["success"] }] });
  const cwd = temporary();
  const tools = temporary();
  const trace = join(tools, "trace");
  writeFileSync(join(tools, "git"), `#!/bin/sh\n: > '${trace}'\nexit 1\n`);
  chmodSync(join(tools, "git"), 0o755);
  writeFileSync(join(cwd, "note.md"), "text\n");
  const env = {
    ...{ CI_API_V4_URL: `${lab.url}/api/v4`, CI_PROJECT_ID: String(app.id) },
    ...{ GITLAB_TOKEN: lab.token(ada).value, PATH: tools },
  };
  const run = async (argv: readonly string[], more: Record<string, string | undefined> = {}) => {
    const io = testIo(cwd, { ...env, ...more });
    const exit = await cli(argv, io);
    return { exit, err: io.stderr(), git: existsSync(trace) };
  };
  return { lab, app, id: String(id), cwd, run };
}

describe("what compares nothing starts nothing of git, and needs no repository", () => {
  test.each<[string, readonly string[]]>([
    ["wait", ["ID"]],
    ["status", ["ID"]],
    ["cancel", ["ID"]],
    ["retry", ["ID"]],
    ["comment", ["note.md", "--merge-request", "7", "--pipeline", "ID"]],
    ["token", ["list", "--project", "group/app"]],
    ["webhook-url", ["--project", "group/app", "--ref", "main"]],
    ["trigger", ["--project", "group/app", "--ref", "main"]],
    ["trigger", ["--target", '{"project":"group/app"}', "--dry-run"]],
  ])("fanout %s %j", async (command, words) => {
    const { id, run } = await scene();
    const argv = [command, ...words.map((word) => word.replace("ID", id))];
    expect(await run(argv)).toMatchObject({ exit: 0, git: false });
  });

  test("--url and a project that is named need no job either", async () => {
    const { lab, id, run } = await scene();
    const outside = { CI_API_V4_URL: undefined, CI_PROJECT_ID: undefined };
    const named = [`group/app#${id}`, "--url", lab.url];
    expect(await run(["status", ...named], outside)).toMatchObject({ exit: 0, git: false });
    const numbered = { CI_API_V4_URL: undefined };
    const own = ["status", id, "--url", lab.url];
    expect(await run(own, numbered)).toMatchObject({ exit: 0, git: false });
    const address = `${lab.url}/group/app/-/pipelines/${id}`;
    expect(await run(["status", address], outside)).toMatchObject({ exit: 0, git: false });
  });

  test("what compares does start it", async () => {
    for (const command of ["affected", "trigger"]) {
      const { cwd, run } = await scene();
      writeFileSync(join(cwd, "fanout.config.json"), "{}");
      expect(await run([command])).toMatchObject({ exit: 3, git: true });
    }
  });
});

test("on a machine without git, what would have to ask it says so", async () => {
  const { id, run } = await scene();
  const none = { PATH: "/nonexistent" };
  expect(await run(["status", id], none)).toMatchObject({ exit: 0, err: "" });
  expect(await run(["status", id], { ...none, CI_PROJECT_ID: undefined })).toEqual({
    ...{ exit: 2, git: false },
    err: `error: it is not clear of which project ${id} is: CI_PROJECT_PATH is not set, and git is not installed. Name it with its project, group/app#${id}, or by its web address\n`,
  });
  const nowhere = { ...none, CI_API_V4_URL: undefined };
  expect(await run(["status", `group/app#${id}`], nowhere)).toEqual({
    ...{ exit: 2, git: false },
    err: "error: it is not clear which GitLab group/app is on: CI_SERVER_URL is not set, and git is not installed. Name it by --url, or the pipeline by its web address\n",
  });
});
