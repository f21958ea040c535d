import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { cli } from "../../src/cli.ts";
import { parseXml } from "../../src/xml.ts";
import { stand } from "../gitlab/stand.ts";
import { temporary } from "../helpers/fanout.ts";
import type { Plan } from "../helpers/gitlab/index.ts";
import { testIo } from "../helpers/io.ts";

const over: Plan = {
  jobs: [{ name: "unit", polls: ["failed"], artifacts: { "out/a.txt": "hello" } }],
  tests: [{ name: "unit", cases: [{ name: "adds", status: "failed", output: "no" }] }],
};

/** A job of group/app, and a pipeline of group/lib that it follows. */
async function scene(plan = over) {
  const { lab, app, lib, ada } = await stand();
  lib.plans = [plan];
  const { id } = lab.pipeline(lib, lab.user("ada"), plan);
  const upstream = lab.pipeline(app, lab.user("ada"), {});
  const cwd = temporary();
  const env = {
    ...{ CI_API_V4_URL: `${lab.url}/api/v4`, CI_PROJECT_ID: String(app.id), GITLAB_TOKEN: ada },
    ...{ CI_COMMIT_SHA: app.branches.get("main"), CI_PIPELINE_ID: String(upstream.id) },
  };
  const run = async (words: readonly string[], more: Record<string, string | undefined> = {}) => {
    const io = testIo(cwd, { ...env, ...more });
    const exit = await cli(words, io);
    return { exit, out: io.stdout(), err: io.stderr() };
  };
  const text = (path: string) => readFileSync(join(cwd, path), "utf8");
  return { lab, app, lib, id, cwd, run, text };
}

const all = [
  ...["--dotenv", "down.env", "--annotations", "links.json", "--junit", "junit.xml"],
  ...["--artifacts", "in", "--artifact", "unit:out/*"],
];

test("wait brings back everything, and the commit gets its status", async () => {
  const { app, lab, id, run, text } = await scene();
  const { exit, err } = await run(["wait", `group/lib#${id}`, ...all, "--commit-status", "lib"]);
  expect(exit).toBe(1);
  expect(err).not.toMatch(/warning|error/);
  expect(text("down.env")).toContain(`FANOUT_GROUP_LIB_STATUS=failed\n`);
  expect(text("links.json")).toContain("unit: failed");
  expect((await parseXml(text("junit.xml"), "junit.xml")).attributes.failures).toBe("1");
  expect(text(`in/group_lib-${id}/unit/out/a.txt`)).toBe("hello");
  const states = lab.calls.filter(({ method, path }) => method === "POST" && /statuses/.test(path));
  expect(states.map(({ body }) => JSON.parse(body).state)).toEqual(["running", "failed"]);
  expect(app.statuses).toMatchObject([
    {
      ...{ name: "lib", state: "failed", description: "Downstream: 1 failed" },
      target_url: `${lab.url}/group/lib/-/pipelines/${id}`,
    },
  ]);
});

test("status writes them as things are now", async () => {
  const { id, run, text } = await scene({ jobs: [{ name: "unit", polls: ["running"] }] });
  expect(await run(["status", `group/lib#${id}`, "--dotenv", "down.env"])).toMatchObject({
    exit: 0,
  });
  expect(text("down.env")).toContain("FANOUT_GROUP_LIB_STATUS=running\n");
});

test.each([
  [["--wait"], 1, "failed", "failed"],
  [[], 0, "failed", "failed"],
])("trigger %j writes them of what it started", async (words, exit, status, state) => {
  const { app, lab, run, text } = await scene();
  const done = await run([
    ...["trigger", "--project", "group/lib", ...words],
    ...["--dotenv", "down.env", "--commit-status", "lib"],
  ]);
  expect(done.exit).toBe(exit);
  const started = lab.world.pipelines.at(-1)!;
  expect(text("down.env")).toContain(`FANOUT_GROUP_LIB_ID=${started.id}\n`);
  expect(text("down.env")).toContain(`FANOUT_GROUP_LIB_STATUS=${status}\n`);
  expect(app.statuses).toMatchObject([{ state }]);
});

test("a status that cannot be given is an error, and the reports are written all the same", async () => {
  const { lab, id, run, text } = await scene({ jobs: [{ name: "unit", polls: ["success"] }] });
  const refusal = { status: 403, body: { message: "403 Forbidden" } };
  lab.fail({ method: "POST", path: /statuses/, as: refusal });
  const done = await run([
    "wait",
    `group/lib#${id}`,
    "--dotenv",
    "a.env",
    "--commit-status",
    "lib",
  ]);
  expect(done.exit).toBe(5);
  expect(done.err).toContain('the status "lib" of the commit could not be set to success');
  expect(text("a.env")).toContain("STATUS=success");
});

test.each<[readonly string[], string]>([
  [["--artifact", "a:b"], "--artifact: cannot be taken like this. Name the directory"],
  [["--artifacts", "in"], "--artifacts: cannot be taken like this. Say with --artifact"],
  [["--dotenv", "a", "--dotenv-limit", "x"], "--dotenv-limit: cannot be taken like this"],
  [["--artifacts", "in", "--artifact", ":b"], '--artifact: ":b" names no job'],
])("%j is refused before GitLab is asked", async (words, message) => {
  const { lab, cwd, run } = await scene();
  const done = await run(["trigger", "--project", "group/lib", ...words]);
  expect(done).toMatchObject({ exit: 2, out: "" });
  expect(done.err).toContain(message);
  expect(lab.calls).toEqual([]);
  expect(existsSync(join(cwd, "in"))).toBe(false);
});

test("outside of a job there is no commit to give a status to", async () => {
  const { id, run } = await scene();
  const none = { CI_COMMIT_SHA: undefined };
  const done = await run(["wait", `group/lib#${id}`, "--commit-status", "lib"], none);
  expect(done).toMatchObject({ exit: 2 });
  expect(done.err).toContain("there is no commit to give a status to");
});

test("a file that cannot be written is told", async () => {
  const { id, run } = await scene();
  const done = await run(["wait", `group/lib#${id}`, "--dotenv", "."]);
  expect(done.exit).toBe(2);
  expect(done.err).toContain("error: .: ");
});
