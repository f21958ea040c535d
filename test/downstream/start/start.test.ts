import { describe, expect, test } from "vitest";
import { startedIn } from "../../../src/downstream/start/index.ts";
import { brief, scene, target, temporary } from "./scene.ts";

describe("starts", () => {
  test.each([
    ["api", "api", "api"],
    ["job", "job token", "pipeline"],
    ["both", "job token", "pipeline"],
    ["trigger", "trigger token", "trigger"],
  ] as const)("with %s", async (who, how, source) => {
    const { start, startedIn: made, app } = await scene();
    const token = who === "trigger" ? { token: "APP_TOKEN" } : {};
    const { outcomes } = await start([target("group/app", token)], who);
    expect(brief(outcomes)).toEqual([`group/app main by ${how}`]);
    expect(made(app).map((each) => [each.ref, each.source])).toEqual([["main", source]]);
  });

  test("what it gives names the pipeline", async () => {
    const { start, startedIn: made, app, lab } = await scene();
    const { outcomes } = await start([target("group/app")], "api");
    const [pipeline] = made(app);
    expect(startedIn(outcomes)).toEqual([
      {
        target: target("group/app"),
        project: { id: app.id, path: "group/app" },
        pipeline: pipeline?.id,
        url: `${lab.url}/group/app/-/pipelines/${pipeline?.id}`,
        ...{ ref: "main", how: "api", found: false },
      },
    ]);
  });

  test("a project by its id is told by its path", async () => {
    const { start, app } = await scene();
    const byId = await start([target(String(app.id))], "api");
    expect(brief(byId.outcomes)).toEqual(["group/app main by api"]);
    const blind = await start([target(String(app.id), { ref: "main" })], "job");
    expect(brief(blind.outcomes)).toEqual(["group/app main by job token"]);
  });

  test("says which token before the first request", async () => {
    const { start, lab } = await scene();
    const { told } = await start([target("group/app"), target("group/lib")], "api");
    expect(told).toBe(`${new URL(lab.url).host}: starts and follows with $GITLAB_TOKEN\n`);
  });

  test("the next token where the first may not", async () => {
    const { start, app, startedIn: made } = await scene();
    app.jobTokens.projects.clear();
    const { outcomes } = await start([target("group/app")], "both");
    expect(brief(outcomes)).toEqual(["group/app main by api"]);
    expect(made(app)).toHaveLength(1);
  });

  test("one that fails does not stop the others", async () => {
    const { start, startedIn: made, app, lib } = await scene();
    const targets = [target("group/gone"), target("group/app"), target("group/lib", { ref: "no" })];
    const { outcomes } = await start([...targets, target("group/lib")], "api");
    expect(brief(outcomes)).toEqual([
      "TRIGGER_REFUSED",
      "group/app main by api",
      "TRIGGER_REF_MISSING",
      "group/lib main by api",
    ]);
    expect([made(app).length, made(lib).length]).toEqual([1, 1]);
  });

  test("the same call twice is a mistake, told before anything is started", async () => {
    const { start, lab } = await scene();
    const twice = [target("group/app"), target("Group/App")];
    await expect(start(twice, "api")).rejects.toThrow("is named twice");
    expect(lab.calls).toEqual([]);
  });

  test("from the end on nothing new is started", async () => {
    const { start, posts } = await scene();
    let ending = false;
    const manner = { ending: () => ending, tell: () => {} };
    const first = await start([target("group/app")], "api", manner);
    ending = true;
    const second = await start([target("group/lib")], "api", manner);
    expect(brief([...first.outcomes, ...second.outcomes])).toEqual([
      "group/app main by api",
      "skipped",
    ]);
    expect(posts()).toHaveLength(1);
  });
});

describe("refs", () => {
  const sha = "6".repeat(40);
  test.each(["api", "job"] as const)("a tag and a branch of one name, with %s", async (who) => {
    const { start, app, startedIn: made } = await scene();
    app.branches.set("v1", sha);
    app.tags.set("v1", sha);
    const asked = [
      target("group/app", { ref: "v1" }),
      target("group/app", { ref: "v1", refType: "tag" }),
      target("group/app", { ref: "refs/heads/v1" }),
    ];
    const { outcomes } = await start(asked, who);
    const how = who === "api" ? "api" : "job token";
    expect(brief(outcomes)).toEqual([
      "TRIGGER_REF_AMBIGUOUS",
      `group/app v1 by ${how}`,
      `group/app v1 by ${how}`,
    ]);
    expect(made(app).map(({ tag }) => tag)).toEqual([true, false]);
  });

  test("where nobody may look, GitLab's answer says what to do", async () => {
    const { start, app } = await scene();
    app.branches.set("v1", sha);
    app.tags.set("v1", sha);
    const asked = target("group/app", { ref: "v1", token: "APP_TOKEN" });
    const { outcomes } = await start([asked], "trigger");
    expect(outcomes).toMatchObject([
      { problem: { message: expect.stringContaining("refs/heads/NAME for the branch") } },
    ]);
    const full = target("group/app", { ref: "refs/tags/v1", token: "APP_TOKEN" });
    const again = await start([full], "trigger");
    expect(brief(again.outcomes)).toEqual(["group/app v1 by trigger token"]);
  });

  test("a missing branch falls back only when asked", async () => {
    const { start, app, startedIn: made } = await scene();
    app.branches.set("trunk", sha);
    app.defaultBranch = "trunk";
    const gone = target("group/app", { ref: "no/such" });
    expect(brief((await start([gone], "api")).outcomes)).toEqual(["TRIGGER_REF_MISSING"]);
    expect(made(app)).toEqual([]);
    const { outcomes, told } = await start([{ ...gone, fallback: true }], "api");
    expect(brief(outcomes)).toEqual(["group/app trunk by api"]);
    expect(told).toContain("group/app has no no/such: its default branch trunk takes the place");
  });

  test("GitLab's answer falls back as well, where the default branch is known", async () => {
    const { start, lib, lab } = await scene();
    const env = {
      ...{ LIB_TOKEN: lab.trigger(lib, lab.user("ada")), CI_PROJECT_ID: String(lib.id) },
      ...{ CI_PROJECT_PATH: "group/lib", CI_DEFAULT_BRANCH: "main" },
    };
    const asked = { ref: "gone", fallback: true, token: "LIB_TOKEN" };
    const { outcomes, told } = await start([target("group/lib", asked)], env);
    expect(brief(outcomes)).toEqual(["group/lib main by trigger token"]);
    expect(told).toContain("group/lib has no gone: its default branch main takes the place");
  });

  test("no ref is the default branch, where it may be read", async () => {
    const { start, app } = await scene();
    app.branches.set("trunk", sha);
    app.defaultBranch = "trunk";
    const { ref: _, ...asked } = target("group/app");
    expect(brief((await start([asked], "api")).outcomes)).toEqual(["group/app trunk by api"]);
    expect(brief((await start([asked], "job")).outcomes)).toEqual(["TRIGGER_REF_UNNAMED"]);
  });
});

describe("refusals", () => {
  test("variables that a project does not allow: without ours it works", async () => {
    const { start, app, startedIn: made } = await scene();
    app.variablesRole = "no_one_allowed";
    const { outcomes } = await start([target("group/app")], "api");
    expect(brief(outcomes)).toEqual(["group/app main by api"]);
    expect(made(app).map(({ variables }) => variables)).toEqual([[]]);
    const own = await start([target("group/app", { variables: { A: "1" } })], "api");
    expect(brief(own.outcomes)).toEqual(["TRIGGER_REFUSED"]);
  });

  test("a limit of a minute is waited for", async () => {
    const { start, lab } = await scene();
    lab.world.creationLimit = 1;
    const two = ["1", "2"].map((A) => target("group/app", { variables: { A } }));
    const { outcomes, told } = await start(two, "api");
    expect(brief(outcomes)).toEqual(["group/app main by api", "group/app main by api"]);
    expect(told).toContain("asking again in 61 s");
  });

  test("a GitLab that is away: nothing was started, and nothing is open in the journal", async () => {
    const { start } = await scene();
    const resume = `${temporary()}/journal.json`;
    const nowhere = { CI_SERVER_URL: "http://127.0.0.1:9", GITLAB_TOKEN: "glpat-nowhere" };
    const { outcomes, io } = await start([target("group/app")], nowhere, { resume });
    expect(brief(outcomes)).toEqual(["TRIGGER_REFUSED"]);
    expect(JSON.parse(io.files.text(resume) ?? "")).toMatchObject({ entries: [] });
  });
});
