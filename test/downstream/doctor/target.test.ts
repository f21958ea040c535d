import { describe, expect, test } from "vitest";
import { mend } from "../../../src/downstream/doctor/index.ts";
import { scene } from "./scene.ts";

/** A project as GitLab tells it, otherwise than the stand-in would. */
const project = (id: number, differences: object) => ({
  path: /^projects\/group\/app$/,
  as: { status: 200, body: { id, path_with_namespace: "group/app", ...differences } },
});

describe("the project", () => {
  test("is there", async () => {
    const { check, app } = await scene();
    expect(await check("target")).toEqual({ mark: "ok", what: `group/app is there (${app.id})` });
  });

  test("is not there for this token, and nothing else of it is asked", async () => {
    const { all } = await scene();
    const made = await all({ aims: [{ project: "group/ap" }] });
    const own = made.filter(({ subject }) => subject === "group/ap");
    expect(own.map(({ name, result }) => [name, result.mark, result.what])).toEqual([
      [
        "target",
        "problem",
        "group/ap is not there for this token: GitLab's API refuses GITLAB_TOKEN (404 Project Not Found)",
      ],
      ["ref", "unknown", "not checked: the target was not found"],
      ["role", "unknown", "not checked: the target was not found"],
      ["variables", "unknown", "not checked: the target was not found"],
      ["protected", "unknown", "not checked: the target was not found"],
      ["allowlist", "unknown", "not checked: the target was not found"],
    ]);
    expect(own[0]?.result).toMatchObject({
      why: "GitLab hides a project from who may not see it: the path may be wrong, or the user is no member",
      next: "See that the path is the full one (group/subgroup/project), and make the user a member",
    });
  });

  test("may not be looked at by a job token", async () => {
    const { check } = await scene();
    const env = { GITLAB_TOKEN: undefined };
    expect(await check("target", { env })).toEqual({
      mark: "unknown",
      what: "a job token may not look at projects (GitLab's API refuses CI_JOB_TOKEN (401 Unauthorized)); put a token into GITLAB_TOKEN to learn more",
      stops: "the target could not be looked at",
    });
    expect(await check("ref", { env })).toMatchObject({
      what: "not checked: the target could not be looked at",
    });
  });

  test("is archived, or without CI/CD", async () => {
    const { check, app, lab } = await scene();
    app.pipelinesEnabled = false;
    expect(await check("target")).toEqual({
      mark: "problem",
      what: "group/app has CI/CD switched off",
      why: "no pipeline can be started in it",
      next: "Switch it on: Settings > General > Visibility, CI/CD",
    });
    lab.fail(project(app.id, { archived: true }));
    expect(await check("target")).toEqual({
      mark: "problem",
      what: "group/app is archived",
      why: "no pipeline can be started in it",
      next: "Have it unarchived, or name another project",
    });
  });

  test("is not told", async () => {
    const { check, lab } = await scene();
    lab.fail({ path: /^projects\/group\/app$/, as: "html" });
    expect(await check("target")).toMatchObject({
      mark: "unknown",
      what: expect.stringContaining("a proxy or a login page"),
      stops: "the target was not found",
    });
  });
});

describe("the ref", () => {
  const aims = (ref: string) => ({ aims: [{ project: "group/app", ref }] });

  test("is there: a branch, a tag, the default branch", async () => {
    const { check, app } = await scene();
    app.branches.set("feature/a", "2".repeat(40));
    app.tags.set("v1", "3".repeat(40));
    expect(await check("ref")).toEqual({ mark: "ok", what: "the branch main, the default branch" });
    expect(await check("ref", aims("feature/a"))).toEqual({
      mark: "ok",
      what: "the branch feature/a",
    });
    expect(await check("ref", aims("v1"))).toEqual({ mark: "ok", what: "the tag v1" });
  });

  test("is both, unless it is named in full", async () => {
    const { check, app } = await scene();
    app.branches.set("v1", "2".repeat(40));
    app.tags.set("v1", "3".repeat(40));
    expect(await check("ref", aims("v1"))).toEqual({
      mark: "problem",
      what: "v1 is both a branch and a tag",
      why: "GitLab refuses it: Ref is ambiguous",
      next: "Name one of them in full: refs/heads/v1 or refs/tags/v1",
      stops: "the ref is ambiguous",
    });
    expect(await check("ref", aims("refs/heads/v1"))).toEqual({
      mark: "ok",
      what: "the branch v1",
    });
    expect(await check("ref", aims("refs/tags/v1"))).toEqual({ mark: "ok", what: "the tag v1" });
  });

  test("is not there", async () => {
    const { check } = await scene();
    expect(await check("ref", aims("nowhere"))).toEqual({
      mark: "problem",
      what: "there is neither a branch nor a tag nowhere",
      why: "GitLab refuses it: Reference not found",
      next: "Name one that is there, or leave it out for the default branch",
      stops: "the ref was not found",
    });
  });

  test("is none: the project is empty", async () => {
    const { check, app } = await scene();
    app.defaultBranch = "";
    expect(await check("ref")).toEqual({
      mark: "problem",
      what: "the project has no default branch: it is empty",
      why: "GitLab refuses a pipeline: Reference not found",
      next: "Push a commit with a .gitlab-ci.yml first",
      stops: "the ref was not found",
    });
  });

  test("is not told", async () => {
    const { check, lab } = await scene();
    const forbidden = { status: 403, body: { message: "403 Forbidden" } };
    lab.fail({ path: /repository\/tags/, as: forbidden });
    expect(await check("ref")).toEqual({
      mark: "unknown",
      what: "GitLab's API refuses GITLAB_TOKEN (403 Forbidden)",
    });
  });
});

describe("the allowlist", () => {
  test("has the project, or a group above it", async () => {
    const { check, app, lab } = await scene();
    expect(await check("allowlist")).toEqual({ mark: "ok", what: "group/app lets group/lib in" });
    app.jobTokens.projects.clear();
    app.jobTokens.groups.add(lab.group("group"));
    expect(await check("allowlist")).toEqual({ mark: "ok", what: "group/app lets group in" });
  });

  test("has another group whose name only begins alike", async () => {
    const { check, app, lab } = await scene();
    app.jobTokens.projects.clear();
    app.jobTokens.groups.add(lab.group("grou"));
    expect(await check("allowlist")).toMatchObject({ mark: "warning" });
  });

  test("is not asked", async () => {
    const { check, app } = await scene();
    app.jobTokens.limited = false;
    expect(await check("allowlist")).toEqual({
      mark: "ok",
      what: "group/app lets the jobs of every project in",
    });
    expect(await check("allowlist", { aims: [{ project: "group/lib" }] })).toEqual({
      mark: "ok",
      what: "not needed: it is this project",
    });
  });

  test("lacks the project, which --fix mends", async () => {
    const { all, app, lib } = await scene();
    app.jobTokens.projects.clear();
    const made = await all();
    expect(made.at(-1)?.result).toEqual({
      mark: "warning",
      what: "group/lib is not on the job token allowlist of group/app",
      why: "to CI_JOB_TOKEN GitLab answers 404 Not Found there, so that $GITLAB_TOKEN starts what is then not linked to this job",
      next: "Have a Maintainer of group/app add it: Settings > CI/CD > Job token permissions, or fanout doctor --project group/app --fix",
      fix: {
        told: "add group/lib to the job token allowlist of group/app",
        make: expect.any(Function),
      },
    });
    const what = "add group/lib to the job token allowlist of group/app";
    expect(await mend(made, async () => undefined)).toEqual([{ what, outcome: "would be done" }]);
    expect(await mend(made, async () => false)).toEqual([{ what, outcome: "declined" }]);
    expect([...app.jobTokens.projects]).toEqual([]);
    const asked: string[] = [];
    const yes = async (question: string) => asked.push(question) > 0;
    expect(await mend(made, yes)).toEqual([{ what, outcome: "done" }]);
    expect(asked).toEqual([`${what}?`]);
    expect([...app.jobTokens.projects]).toEqual([lib.id]);
    // It is there by now: GitLab's refusal is as good.
    expect(await mend(made, yes)).toEqual([{ what, outcome: "done" }]);
  });

  test("lacks the project, whose jobs have no other token", async () => {
    const { check, app } = await scene();
    app.jobTokens.projects.clear();
    expect(await check("allowlist", { env: { CI_JOB_TOKEN: undefined } })).toMatchObject({
      mark: "problem",
      why: "to CI_JOB_TOKEN GitLab answers 404 Not Found there",
    });
  });

  test("may not be changed", async () => {
    const { all, app, lab } = await scene();
    app.jobTokens.projects.clear();
    const made = await all();
    const forbidden = { status: 403, body: { message: "403 Forbidden" } };
    lab.fail({ method: "POST", as: forbidden });
    expect(await mend(made, async () => true)).toEqual([
      {
        what: "add group/lib to the job token allowlist of group/app",
        outcome: "failed",
        problem: "GitLab's API refuses GITLAB_TOKEN (403 Forbidden)",
      },
    ]);
  });

  test("may not be read", async () => {
    const { check, app } = await scene();
    app.members.set("ada", "developer");
    expect(await check("allowlist")).toEqual({
      mark: "unknown",
      what: "GitLab's API refuses GITLAB_TOKEN (403 Forbidden); only a Maintainer of group/app may read the list",
    });
  });

  test("is of another instance, or of nobody's project", async () => {
    const { check, lab } = await scene();
    const laptop = { GITLAB_CI: undefined, CI_PROJECT_PATH: undefined };
    const elsewhere = { ...laptop, CI_PROJECT_PATH: "group/lib", CI_SERVER_URL: "http://gitlab" };
    const own = `GITLAB_TOKEN_${new URL(lab.url).host.replace(/[^0-9]+/g, "_")}`;
    const there = { ...elsewhere, [own]: lab.token(lab.user("ada")).value };
    expect(await check("allowlist", { env: there, url: lab.url })).toEqual({
      mark: "ok",
      what: "not needed: a job token is good for its own instance only",
    });
    const host = new URL(lab.url).host;
    expect(await check("allowlist", { env: laptop })).toEqual({
      mark: "unknown",
      what: `group/lib does not come from ${host}`,
    });
    const git = { "remote get-url origin": { stderr: "error: No such remote 'origin'" } };
    expect(await check("allowlist", { env: laptop, git })).toEqual({
      mark: "unknown",
      what: "which project this is, neither CI_PROJECT_PATH nor the remote origin tells",
    });
    const local = { "remote get-url origin": "ssh://git@127.0.0.1:22/group/lib.git\n" };
    expect(await check("allowlist", { env: laptop, git: local })).toEqual({
      mark: "ok",
      what: "group/app lets group/lib in",
    });
  });
});
