import { describe, expect, test } from "vitest";
import { cli } from "../../src/cli.ts";
import { triggerSchema } from "../../src/downstream/schema.ts";
import { temporary } from "../downstream/start/scene.ts";
import { gitlabStand } from "../helpers/gitlab/index.ts";
import { testIo } from "../helpers/io.ts";

async function scene() {
  const lab = await gitlabStand();
  const app = lab.project("group/app", { ada: "maintainer" });
  const lib = lab.project("group/lib", { ada: "maintainer" });
  const token = lab.token(lab.user("ada")).value;
  const cwd = temporary();
  const world = { CI_SERVER_URL: lab.url, GITLAB_TOKEN: token };
  return {
    ...{ lab, app, lib, token, cwd },
    async run(words: readonly string[], env: Readonly<Record<string, string | undefined>> = {}) {
      const io = testIo(cwd, { ...world, ...env });
      const exit = await cli(["trigger", ...words], io);
      expect(`${io.stdout()}${io.stderr()}`).not.toContain(token);
      return { exit, out: io.stdout(), err: io.stderr() };
    },
  };
}

describe("fanout trigger", () => {
  test("starts several, and says each", async () => {
    const { run, lab, app, lib } = await scene();
    lib.branches.set("next", "6".repeat(40));
    const other = '{"project":"group/lib","ref":"next","variables":{"B":"$2"}}';
    const words = ["--project", "group/app", "--target", other, "--ref", "main", "--var", "A=$1"];
    const { exit, out, err } = await run(words);
    const [one, two] = lab.world.pipelines;
    expect(exit).toBe(0);
    expect(out).toBe(
      `started  group/app#${one?.id}  main  ${lab.url}/group/app/-/pipelines/${one?.id}
started  group/lib#${two?.id}  next  ${lab.url}/group/lib/-/pipelines/${two?.id}
`,
    );
    expect(err).toContain("starts and follows with $GITLAB_TOKEN\n");
    expect([one?.project, two?.project]).toEqual([app, lib]);
    const own = (at: typeof one) =>
      at?.variables.filter(({ key }) => key.length === 1).map(({ key, value }) => [key, value]);
    expect(own(one)).toEqual([["A", "$1"]]);
    expect(own(two)).toEqual([
      ["A", "$1"],
      ["B", "$2"],
    ]);
  });

  test("one that is refused is told, and the exit code is 5", async () => {
    const { run, lab } = await scene();
    const { exit, out, err } = await run(["--project", "group/gone", "--project", "group/app"]);
    expect(exit).toBe(5);
    expect(out).toContain("started  group/app#");
    expect(err).toContain("error: group/gone: its default branch is not known");
    expect(err).toContain("Started 1 of 2 pipelines.");
    expect(lab.world.pipelines).toHaveLength(1);
  });

  test("a token that GitLab does not know is told, and not that the project is missing", async () => {
    const { run, lab } = await scene();
    const env = { GITLAB_TOKEN: "glpat-unknown-to-gitlab" };
    const { exit, err } = await run(["--project", "group/app"], env);
    expect([exit, lab.world.pipelines.length]).toEqual([5, 0]);
    expect(err).toContain(
      "error: group/app: its default branch is not known: GitLab's API refuses GITLAB_TOKEN (401 Unauthorized). Put a token that may read the project into GITLAB_TOKEN, or name a branch or tag with --ref\n",
    );
  });

  test("without an address of a GitLab nothing is asked, and a dry run says so", async () => {
    const { run } = await scene();
    const words = ["--project", "group/app", "--ref", "main"];
    const real = await run(words, { CI_SERVER_URL: undefined });
    const dry = await run([...words, "--dry-run"], { CI_SERVER_URL: undefined });
    expect([real.exit, dry.exit]).toEqual([2, 0]);
    expect(real.err).toContain("error: nothing names a GitLab. Name it by --url");
    expect(dry.out).toBe(
      "group/app on main: would start with $GITLAB_TOKEN, but nothing names a GitLab here (--url)\n",
    );
  });

  test("--verbose tells each request in a line of its own", async () => {
    const { run } = await scene();
    const { err } = await run(["--project", "group/app", "--ref", "main", "--verbose"]);
    expect(err).toMatch(/^POST \S+\/pipeline 201 \d+ ms$/m);
    expect(err).not.toContain("\n\n");
  });

  test("as JSON", async () => {
    const { run, lab, app } = await scene();
    const { out } = await run(["--project", "group/app", "--json"]);
    const [pipeline] = lab.world.pipelines;
    expect(triggerSchema.parse(JSON.parse(out))).toEqual({
      version: 1,
      targets: [
        {
          ...{ project: "group/app", projectId: app.id, ref: "main", status: "started" },
          ...{ pipeline: pipeline?.id, how: "api", found: false },
          url: `${lab.url}/group/app/-/pipelines/${pipeline?.id}`,
        },
      ],
    });
  });

  test("as JSON: what was not started, and what was followed", async () => {
    const { run, app } = await scene();
    app.plans = [{ polls: ["success"] }];
    const words = ["--project", "group/app", "--project", "group/gone", "--ref", "main"];
    const { exit, out } = await run([...words, "--wait", "--json"]);
    expect(exit).toBe(5);
    expect(triggerSchema.parse(JSON.parse(out))).toMatchObject({
      targets: [
        { project: "group/app", status: "started" },
        { project: "group/gone", status: "not started", code: "TRIGGER_REFUSED" },
      ],
      followed: { ended: "over", exit: 0, pipelines: [{ status: "success" }] },
    });
  });

  test("a run with the same --resume starts nothing anew", async () => {
    const { run, lab } = await scene();
    const words = ["--project", "group/app", "--resume", "run/journal.json"];
    await run(words);
    const { exit, out } = await run(words);
    expect(exit).toBe(0);
    expect(out).toContain("found  group/app#");
    expect(lab.world.pipelines).toHaveLength(1);
  });

  test("--dry-run asks nothing and names the token, which need not be here", async () => {
    const { run, lab } = await scene();
    const words = ["--project", "group/app", "--ref", "main", "--var", "A=secret", "--dry-run"];
    const api = await run(words);
    expect(api.out).toBe("group/app on main: starts and follows with $GITLAB_TOKEN; variables A\n");
    const away = await run([...words, "--token", "APP_TRIGGER_TOKEN", "--curl"]);
    expect(away.out).toContain('printf %s "$APP_TRIGGER_TOKEN" |\n  curl --fail-with-body');
    const cron = await run([...words, "--token", "APP_TRIGGER_TOKEN", "--crontab"]);
    expect(cron.out).toMatch(/^0 4 \* \* \* printf \\%s "\$APP_TRIGGER_TOKEN" \| curl .*\n$/);
    expect([api.exit, away.exit, cron.exit]).toEqual([0, 0, 0]);
    expect(lab.calls).toEqual([]);
  });

  test("--wait follows to the end, and its exit code is that of the end", async () => {
    const { run, app } = await scene();
    app.plans = [{ polls: ["success"] }, { polls: ["failed"] }];
    const good = await run(["--project", "group/app", "--wait"]);
    const bad = await run(["--project", "group/app", "--wait", "--var", "A=1"]);
    expect([good.exit, bad.exit]).toEqual([0, 1]);
    expect(bad.out).toContain("failed");
  });

  test("a token that reads nothing cannot be waited with: nothing is started", async () => {
    const { run, lab, app } = await scene();
    const env = { GITLAB_TOKEN: undefined, APP_TOKEN: lab.trigger(app, lab.user("ada")) };
    const words = ["--project", "group/app", "--ref", "main", "--token", "APP_TOKEN"];
    const { exit, err } = await run([...words, "--wait"], env);
    expect([exit, lab.calls.length]).toEqual([2, 0]);
    expect(err).toContain("no token here can read its pipelines");
    expect((await run(words, env)).exit).toBe(0);
  });

  test.each([
    [["--project", "https://gitlab.example.com/group/app"], "Give its full path, group/app, or"],
    [["--project", "https://gitlab.example.com/a/b/c/-/tree/main"], "full path, a/b/c, or its id"],
    [["--project", "app"], "is no project"],
    [["--project", "group/app", "--var", "A"], "is no variable"],
    [["--project", "group/app", "--var", "A=1", "--var", "A=2"], "A is given twice"],
    [["--project", "group/app", "--input", "n:=x"], "is no JSON"],
    [["--target", '{"project":"group/app","reff":"main"}'], '"reff" is no key of it'],
    [["--target", '{"project":"group/app","variables":{"A":1}}'], "the variable A is no text"],
    [["--target", "[]"], "is no JSON object"],
    [["--project", "group/app", "--ref", ""], "is empty"],
    [["--project", "group/app", "--url", "ftp://a"], "is no http or https address"],
    [["--project", "group/app", "--curl"], "prints a command and starts nothing"],
    [["--project", "group/app", "--token", "glptt-1234"], "takes the name of a variable"],
    [["--project", "group/app", "--wait", "--timeout", "soon"], "--timeout"],
    [["--project", "group/app", "--timeout", "soon"], "--timeout"],
    [["--project", "group/app", "--dry-run", "--curl"], "has no ref for curl"],
    [[], "there is nothing to start"],
  ])("%j: %s", async (words, says) => {
    const { run, lab } = await scene();
    const { exit, err } = await run(words);
    expect(err).toContain(says);
    expect([exit, lab.calls.length]).toEqual([2, 0]);
  });
});

describe("interrupted", () => {
  async function interrupted(words: readonly string[], method: "GET" | "POST") {
    const { lab, app, token, cwd } = await scene();
    app.plans = [{ polls: ["running"] }];
    const base = testIo(cwd, { CI_SERVER_URL: lab.url, GITLAB_TOKEN: token });
    let end = () => {};
    const io = {
      ...base,
      onInterrupt(listener: (by: "SIGTERM") => void) {
        end = () => listener("SIGTERM");
        return () => {
          end = () => {};
        };
      },
    };
    // While the first is being started.
    const meanwhile = async () => {
      end();
      await new Promise((resolve) => setImmediate(resolve));
    };
    lab.fail({ method, path: /pipelines?$/, nth: 1, as: { meanwhile } });
    const both = [
      "--project",
      "group/app",
      "--target",
      '{"project":"group/app","ref":"refs/heads/main"}',
    ];
    const exit = await cli(["trigger", "--ref", "main", ...both, ...words], io);
    const statuses = lab.world.pipelines.map((each) => lab.statusOf(each));
    return { exit, statuses, out: base.stdout(), err: base.stderr(), files: base.files, cwd };
  }

  test("before the request: nothing is started", async () => {
    const { exit, statuses, err } = await interrupted([], "GET");
    expect([exit, statuses]).toEqual([143, []]);
    expect(err).toContain("was not started, because somebody asked to end");
  });

  test("while one is started: it is said, and cancelled", async () => {
    const { exit, statuses, err, out } = await interrupted(["--resume", "journal.json"], "POST");
    expect([exit, statuses]).toEqual([143, ["canceled"]]);
    expect(out).toContain("started  group/app#");
    expect(err).toMatch(/group\/app: pipeline \d+ cancelled/);
  });

  test("with --detach it goes on", async () => {
    const { exit, statuses, out } = await interrupted(["--detach"], "POST");
    expect([exit, statuses]).toEqual([143, ["running"]]);
    expect(out).toContain("started  group/app#");
  });

  test("what was cancelled is started anew by a run that goes on", async () => {
    const { files, cwd } = await interrupted(["--resume", "journal.json"], "POST");
    expect(JSON.parse(files.text(`${cwd}/journal.json`) ?? "")).toMatchObject({ entries: [] });
  });
});
