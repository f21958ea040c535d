import { describe, expect, test } from "vitest";
import { cli } from "../../src/cli.ts";
import { statusSchema, waitSchema } from "../../src/downstream/schema.ts";
import { gitlabStand, type Stand } from "../helpers/gitlab/index.ts";
import { testIo } from "../helpers/io.ts";

/** A GitLab with a pipeline of group/app that started one in group/lib, and a command line there. */
async function scene() {
  const lab = await gitlabStand();
  const ada = lab.user("ada");
  const app = lab.project("group/app", { ada: "maintainer" });
  const lib = lab.project("group/lib", { ada: "maintainer" });
  const failing = { jobs: [{ name: "unit", polls: ["failed"] as const, trace: "1 is not 2\n" }] };
  const root = lab.pipeline(app, ada, {
    jobs: [
      { name: "build", polls: ["success"] },
      { name: "lib", starts: { project: lib.path, strategy: "depend", plan: failing } },
    ],
  });
  const env = {
    CI_API_V4_URL: `${lab.url}/api/v4`,
    CI_PROJECT_PATH: "group/app",
    GITLAB_TOKEN: lab.token(ada).value,
  };
  const run = async (...argv: string[]) => {
    const io = testIo("/", env);
    const exit = await cli(argv, io);
    return { exit, out: named(io.stdout(), lab), err: named(io.stderr(), lab) };
  };
  return { lab, ada, app, lib, root, run };
}

/** Ids and the port of the server by words. */
const named = (text: string, { url }: Stand) =>
  text.replaceAll(url, "https://gitlab.test").replace(/([#/])\d{3}\b/g, "$1ID");

describe("fanout wait", () => {
  test("tells changes, then the tree, the jobs that failed and why", async () => {
    const { root, run } = await scene();
    const { exit, out, err } = await run("wait", String(root.id));
    expect(exit).toBe(1);
    expect(err.replaceAll(/\[\d\d:\d\d\]/g, "[12:03]")).toBe(
      `[12:03] group/app#ID lib failed
[12:03] group/app#ID failed
[12:03] group/lib#ID failed, started by lib of group/app#ID
[12:03] group/lib#ID unit failed (script failure)
`,
    );
    expect(
      out,
    ).toBe(`group/app#ID  failed  2 jobs: 1 success, 1 failed  https://gitlab.test/group/app/-/pipelines/ID
└─ lib  failed  https://gitlab.test/group/app/-/jobs/ID
   group/lib#ID  failed  1 job: 1 failed  https://gitlab.test/group/lib/-/pipelines/ID
   └─ unit  failed  script failure  https://gitlab.test/group/lib/-/jobs/ID

group/lib#ID unit failed: its script failed
  The end of its log says where.
  https://gitlab.test/group/lib/-/jobs/ID
  | 1 is not 2

group/app#ID failed.
group/lib#ID failed.
`);
  });

  test("--json prints one document, and nothing else", async () => {
    const { root, run } = await scene();
    const { exit, out, err } = await run("wait", `group/app#${root.id}`, "--json");
    expect({ exit, err }).toEqual({ exit: 1, err: "" });
    const report = JSON.parse(out);
    expect(waitSchema.parse(report)).toEqual(report);
    expect(report).toMatchObject({
      ...{ version: 1, ended: "over", exit: 1 },
      pipelines: [
        { project: "group/app", status: "failed", startedBy: null },
        { project: "group/lib", status: "failed", startedBy: { job: "lib", pipeline: root.id } },
      ],
      failures: [{ job: "unit", log: ["1 is not 2"], what: "its script failed" }],
    });
  });

  test("--quiet tells what failed, and why", async () => {
    const { root, run } = await scene();
    const { out, err } = await run("wait", String(root.id), "--quiet");
    expect(err).toBe("");
    expect(out).toMatch(/^group\/lib#ID unit failed: /);
    expect(out).toContain("group/lib#ID failed.\n");
    expect(out).not.toContain("└─");
  });

  test("one that cannot be read has no status of GitLab's", async () => {
    const { run } = await scene();
    const { exit, out } = await run("wait", "group/app#999");
    expect(exit).toBe(5);
    expect(out).toContain("group/app#ID  unknown  cannot be read: ");
    const report = JSON.parse((await run("wait", "group/app#999", "--json")).out);
    expect(waitSchema.parse(report)).toMatchObject({ pipelines: [{ status: "unknown", url: "" }] });
    const shown = await run("status", "group/app#999");
    expect(shown.exit).toBe(5);
    expect(shown.err).toContain("See that it is there: GitLab says the same of what a token may");
  });

  test.each([
    [["wait"], "missing required argument"],
    [
      ["status", "https://gitlab.example.com/group/app/-/jobs/1"],
      "names no pipeline. That is a job: take the address of its pipeline",
    ],
    [["status", "group/app#1", "--url", "gitlab.test"], "--url: is no http or https address"],
    [["wait", "app"], '"app" names no pipeline. A pipeline is named by its id (123)'],
    [["wait", "1", "--timeout", "soon"], '--timeout: "soon" is no duration'],
    [["wait", "1", "--timeout", "5 bananas"], '--timeout: "5 bananas" is no duration'],
    [["wait", "1", "--on-manual", "maybe"], "Allowed choices are wait, succeed, fail"],
  ])("%j is refused", async (argv, words) => {
    const { run } = await scene();
    const { exit, err } = await run(...argv);
    expect(exit).toBe(2);
    expect(err).toContain(words);
  });
});

describe("fanout status", () => {
  test("the tree once, with addresses", async () => {
    const { root, run } = await scene();
    const { exit, out, err } = await run("status", String(root.id));
    expect({ exit, err }).toEqual({ exit: 0, err: "" });
    expect(
      out,
    ).toBe(`group/app#ID  failed  2 jobs: 1 success, 1 failed  https://gitlab.test/group/app/-/pipelines/ID
├─ build  success
└─ lib  failed  https://gitlab.test/group/app/-/jobs/ID
   group/lib#ID  failed  1 job: 1 failed  https://gitlab.test/group/lib/-/pipelines/ID
   └─ unit  failed  script failure  https://gitlab.test/group/lib/-/jobs/ID
`);
  });

  test("--json", async () => {
    const { root, run } = await scene();
    const report = JSON.parse((await run("status", String(root.id), "--json")).out);
    expect(statusSchema.parse(report)).toEqual(report);
    expect(report.pipelines).toHaveLength(2);
  });

  test("what cannot be read is an error", async () => {
    const { run } = await scene();
    const { exit, err } = await run("status", "group/none#1");
    expect(exit).toBe(5);
    expect(err).toContain("error: group/none#1 cannot be read: GitLab's API refuses GITLAB_TOKEN");
  });

  test("of what goes on, once", async () => {
    const { lab, app, ada, run } = await scene();
    const root = lab.pipeline(app, ada, { jobs: [{ name: "a", polls: ["running"] }] });
    const { out } = await run("status", String(root.id));
    expect(out).toContain("group/app#ID  running  1 job: 1 running");
  });
});

describe("fanout cancel and retry", () => {
  test("a tree is cancelled, in all projects", async () => {
    const { lab, app, lib, ada, run } = await scene();
    const plan = { jobs: [{ name: "unit", polls: ["running"] as const }] };
    const starts = { project: lib.path, plan };
    const root = lab.pipeline(app, ada, {
      jobs: [
        { name: "a", polls: ["running"] },
        { name: "lib", starts },
      ],
    });
    const { exit, out } = await run("cancel", String(root.id));
    expect({ exit, out }).toEqual({
      exit: 0,
      out: "cancel group/app#ID: done\ncancel group/lib#ID: done\n",
    });
    const below = lab.world.pipelines.filter(({ upstream }) => upstream?.pipeline === root);
    expect([root, ...below].map(lab.statusOf)).toEqual(["canceled", "canceled"]);
    expect((await run("cancel", String(root.id))).out).toBe("nothing is open\n");
  });

  test("what failed is retried where it failed; --recreate starts it anew", async () => {
    const { lab, root, run } = await scene();
    expect((await run("retry", String(root.id))).out).toBe("retry group/lib#ID: done\n");
    expect(lab.statusOf(root)).toBe("success");
    const other = await scene();
    const many = other.lab.world.pipelines.length;
    const { out } = await other.run("retry", String(other.root.id), "--recreate");
    expect(out).toBe("retry group/app#ID lib: done\n");
    await other.run("status", String(other.root.id));
    expect(other.lab.world.pipelines).toHaveLength(many + 2);
  });

  test("a token that may not is an answer", async () => {
    const { app, root, run } = await scene();
    app.members.set("ada", "reporter");
    const { exit, out } = await run("retry", String(root.id), "--recreate", "--json");
    expect(exit).toBe(5);
    expect(JSON.parse(out).steps).toMatchObject([
      { done: false, problem: expect.stringContaining("403") },
    ]);
  });
});
