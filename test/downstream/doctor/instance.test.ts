import { describe, expect, test } from "vitest";
import { scene } from "./scene.ts";

describe("the token", () => {
  test("is good: who it is, until when, and what it is used for", async () => {
    const { check } = await scene();
    expect(await check("token")).toEqual({
      mark: "ok",
      what: "$GITLAB_TOKEN is of ada, until 2027-01-01; fanout starts with $CI_JOB_TOKEN, or with $GITLAB_TOKEN where GitLab refuses that; follows with $GITLAB_TOKEN, for a job token may be unable to read status there",
    });
  });

  test("is the bot of a project", async () => {
    const { check, lab, app } = await scene();
    const bot = lab.botToken(app, "maintainer");
    const env = { GITLAB_TOKEN: bot.value, CI_JOB_TOKEN: undefined };
    expect(await check("token", { env })).toEqual({
      mark: "ok",
      what: `$GITLAB_TOKEN is of the bot ${bot.user.username}, until 2027-01-01; fanout starts and follows with $GITLAB_TOKEN`,
    });
  });

  test("is the job's alone", async () => {
    const { check } = await scene();
    expect(await check("token", { env: { GITLAB_TOKEN: undefined } })).toEqual({
      mark: "ok",
      what: "$CI_JOB_TOKEN is of ada; fanout starts and follows with $CI_JOB_TOKEN, which may be unable to read status there, and can neither cancel nor retry",
    });
  });

  test("is none", async () => {
    const { check, lab } = await scene();
    const env = { GITLAB_TOKEN: undefined, CI_JOB_TOKEN: undefined };
    const host = new URL(lab.url).host;
    expect(await check("token", { env })).toEqual({
      mark: "problem",
      what: `there is no token for ${host}. Put a personal, project or group access token with the scope api into GITLAB_TOKEN, or, to start pipelines alone, name the variable of a trigger token: fanout trigger --token NAME`,
      why: `no pipeline can be started at ${host}, and none followed`,
      next: "Put a token into the variable that is named",
      stops: "there is no token that can be used",
    });
  });

  test("is for no address at all", async () => {
    const { check } = await scene();
    const env = { CI_SERVER_URL: undefined, CI_PROJECT_PATH: undefined };
    expect(await check("token", { env })).toEqual({
      mark: "problem",
      what: "nothing names a GitLab",
      why: "without an address nobody can be asked",
      next: "Name it by --url, or by CI_SERVER_URL",
      stops: "there is no address of a GitLab",
    });
  });

  test("may only look", async () => {
    const { check, lab, ada } = await scene();
    const { value } = lab.token(ada, ["read_api", "read_user"]);
    expect(await check("token", { env: { GITLAB_TOKEN: value } })).toEqual({
      mark: "problem",
      what: "$GITLAB_TOKEN is of ada, with the scopes read_api, read_user",
      why: "it can start, cancel and retry nothing",
      next: "Make a token with the scope api",
    });
  });

  test("ends soon", async () => {
    const { check, lab } = await scene();
    const body = { id: 1, scopes: ["api"], expires_at: "2026-01-10" };
    lab.fail({ path: /^personal_access_tokens\/self$/, as: { status: 200, body } });
    expect(await check("token")).toEqual({
      mark: "warning",
      what: "$GITLAB_TOKEN is of ada, and ends on 2026-01-10",
      why: "from that day on GitLab answers 401",
      next: "Rotate the token, and put the new one into the variable",
    });
  });

  test("is known without its scopes where the instance does not tell them", async () => {
    const { check, lab } = await scene();
    lab.fail({ path: /^personal_access_tokens\/self$/, as: { status: 404, body: {} } });
    expect(await check("token")).toMatchObject({
      mark: "ok",
      what: expect.stringMatching(/^\$GITLAB_TOKEN is of ada; fanout starts/),
    });
  });

  test("was revoked, and then nothing else is asked", async () => {
    const { all, token, lab } = await scene();
    token.state = "revoked";
    const made = await all();
    const results = new Map(made.map(({ name, result }) => [name, result]));
    expect(results.get("token")).toEqual({
      mark: "problem",
      what: "GitLab's API refuses GITLAB_TOKEN (401 invalid_token: Token was revoked. You have to re-authorize from the user.)",
      why: "GitLab takes it for nothing: it has ended, was revoked, belongs to another instance, or lacks the scope api",
      next: "Make a new personal, project or group access token with the scope api",
      stops: "GitLab refuses the token",
    });
    const skipped = ["version", "limits", "target", "ref", "role", "variables", "protected"];
    for (const name of [...skipped, "allowlist"]) {
      expect(results.get(name)).toMatchObject({
        mark: "unknown",
        what: "not checked: GitLab refuses the token",
      });
    }
    expect(lab.calls.map(({ path }) => path)).toEqual(["user"]);
  });

  test("cannot be asked about", async () => {
    const { check, lab } = await scene();
    lab.fail({ as: "html" });
    expect(await check("token")).toMatchObject({
      mark: "unknown",
      what: expect.stringContaining("a proxy or a login page may be in between"),
      stops: "GitLab could not be asked",
    });
  });
});

describe("the version", () => {
  const env = (version: string) => ({ env: { CI_SERVER_VERSION: version } });

  test.each([
    ["19.2.0-ee", "ok", "GitLab 19.2.0-ee"],
    [
      "19.1.3",
      "ok",
      "GitLab 19.1.3; it lacks trigger_jobs of a pipeline (19.2): fanout asks for bridges",
    ],
    [
      "18.10.0",
      "ok",
      "GitLab 18.10.0; it lacks trigger_jobs of a pipeline (19.2): fanout asks for bridges",
    ],
    ["master", "unknown", "GitLab calls its version master"],
  ])("%s: %s", async (version, mark, what) => {
    const { check } = await scene();
    expect(await check("version", env(version))).toEqual({ mark, what });
  });

  test("is too old for a mirror, and for inputs", async () => {
    const { check } = await scene();
    expect(await check("version", env("17.5.0"))).toEqual({
      mark: "warning",
      what: "GitLab 17.5.0 lacks inputs of pipelines (17.11): leave them out; strategy: mirror (18.2): fanout takes depend; trigger_jobs of a pipeline (19.2): fanout asks for bridges",
      why: "what is left out does not happen there",
      next: "Update the instance to 18.2 or later, or do without",
    });
  });

  test("of another instance is asked there", async () => {
    const { all, lab } = await scene();
    const other = await scene();
    other.lab.world.version = "18.0.1";
    const host = new URL(other.lab.url).host;
    const name = `GITLAB_TOKEN_${host.replace(/[^0-9]+/g, "_")}`;
    const made = await all({
      env: { [name]: other.token.value },
      aims: [{ project: "group/app" }, { project: "group/app", url: other.lab.url }],
    });
    const told = made.filter((each) => each.name === "version");
    expect(told.map(({ subject, result }) => [subject, result.what])).toEqual([
      [new URL(lab.url).host, "GitLab 19.2.0-ee"],
      [
        host,
        "GitLab 18.0.1 lacks strategy: mirror (18.2): fanout takes depend; trigger_jobs of a pipeline (19.2): fanout asks for bridges",
      ],
    ]);
  });

  test("is not told", async () => {
    const { check } = await scene();
    const env = { CI_SERVER_VERSION: undefined, GITLAB_TOKEN: undefined };
    expect(await check("version", { env })).toEqual({
      mark: "unknown",
      what: "GitLab's API refuses CI_JOB_TOKEN (401 Unauthorized)",
    });
  });
});

describe("limits", () => {
  test("only an administrator may read them", async () => {
    const { check } = await scene();
    expect(await check("limits")).toEqual({
      mark: "unknown",
      what: "only an administrator may read them; as GitLab is delivered, one tree has at most 1000 pipelines and nothing else is limited",
    });
  });

  test("of an administrator's instance", async () => {
    const { check, lab } = await scene();
    const env = { GITLAB_TOKEN: lab.token(lab.user("root", true)).value };
    expect(await check("limits", { env })).toEqual({
      mark: "ok",
      what: "1000 pipelines in a tree, any number of jobs in a pipeline, any number of jobs in active pipelines",
    });
    const body = { ci_pipeline_size: 500, ci_active_jobs: 7, pipeline_hierarchy_size: 2 };
    lab.fail({ path: /plan_limits/, as: { status: 200, body } });
    expect(await check("limits", { env })).toEqual({
      mark: "ok",
      what: "2 pipelines in a tree, 500 jobs in a pipeline, 7 jobs in active pipelines",
    });
    const aims = [{ project: "group/app" }, { project: "group/lib" }];
    expect(await check("limits", { env, aims })).toEqual({
      mark: "problem",
      what: "2 pipelines are to be started, and a tree has at most 2",
      why: "GitLab refuses the last ones: downstream pipeline tree is too large",
      next: "Start fewer, or have pipeline_hierarchy_size raised",
    });
  });

  test("are not told", async () => {
    const { check, lab } = await scene();
    const env = { GITLAB_TOKEN: lab.token(lab.user("root", true)).value };
    lab.fail({ path: /plan_limits/, as: { status: 403, body: { message: "403 Forbidden" } } });
    expect(await check("limits", { env })).toEqual({
      mark: "unknown",
      what: "GitLab's API refuses GITLAB_TOKEN (403 Forbidden)",
    });
  });
});
