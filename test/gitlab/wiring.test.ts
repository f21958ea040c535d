import { expect, test } from "vitest";
import { cli } from "../../src/cli.ts";
import { ci } from "../helpers/compare.ts";
import { testIo } from "../helpers/io.ts";
import { repo } from "../helpers/repo.ts";
import { server } from "./server.ts";

/** Runs a command in a clone of a branch whose last success lies two commits back. */
async function run(config: string, args: readonly string[] = []) {
  const work = repo({
    "fanout.config.json": config,
    "services/api/main.go": "package main",
    "services/web/main.go": "package main",
  });
  const good = work.sha();
  const remote = work.remote();
  const before = work.commit({ "services/api/main.go": "package broken" });
  const tip = work.commit({ "services/web/main.go": "package web" });
  work.push();
  const fake = await server([{ body: [{ id: 812, sha: good, ref: "main", status: "success" }] }]);
  const clone = remote.runner(tip, { branch: "main" });
  const io = testIo(clone.root, {
    ...ci.push(tip, before, "main"),
    CI_API_V4_URL: `${fake.url}/api/v4`,
    CI_PROJECT_ID: "7",
    CI_JOB_TOKEN: "job-secret",
  });
  const exit = await cli(["affected", "--json", ...args], io);
  const report = exit === 0 ? JSON.parse(io.stdout()) : undefined;
  const services: { name: string; affected: boolean }[] = report?.services ?? [];
  return {
    exit,
    how: report?.base.how,
    affected: services.filter((each) => each.affected).map(({ name }) => name),
    asked: fake.calls.length,
    stderr: io.stderr(),
  };
}

const config = (branch: string) =>
  JSON.stringify({
    base: { branch },
    services: { define: { api: { root: "services/api" }, web: { root: "services/web" } } },
  });

test("a service that failed before the push does not drop out", async () => {
  expect(await run(config("last-success"))).toMatchObject({
    exit: 0,
    how: "last-success",
    affected: ["api", "web"],
    asked: 1,
  });
});

test('under "before" nobody is asked', async () => {
  expect(await run(config("before"))).toMatchObject({
    how: "before-sha",
    affected: ["web"],
    asked: 0,
  });
});

test.each([
  ["--base", ["--base", "HEAD~1"], "option"],
  ["--all", ["--all"], "none"],
])("nor with %s", async (_, args, how) => {
  expect(await run(config("last-success"), args)).toMatchObject({ exit: 0, how, asked: 0 });
});

test("a configuration that cannot be read ends the run, and nothing hangs", async () => {
  const { exit, stderr, asked } = await run("{ no JSON");
  expect({ exit, asked }).toEqual({ exit: 2, asked: 0 });
  expect(stderr).toContain("fanout.config.json");
});
