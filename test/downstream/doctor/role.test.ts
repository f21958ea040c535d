import { describe, expect, test } from "vitest";
import { scene } from "./scene.ts";

const refused = "GitLab refuses it: Insufficient permissions to create a new pipeline";

describe("the role", () => {
  test("is high enough", async () => {
    const { check } = await scene();
    expect(await check("role")).toEqual({ mark: "ok", what: "ada is Maintainer of group/app" });
  });

  test("is too low, and what depends on it is not asked", async () => {
    const { all, app } = await scene();
    app.members.set("ada", "reporter");
    const results = new Map((await all()).map(({ name, result }) => [name, result]));
    expect(results.get("role")).toEqual({
      mark: "problem",
      what: "ada is Reporter of group/app",
      why: refused,
      next: "Make ada a Developer of group/app at least",
      stops: "the user may create no pipeline there",
    });
    const skipped = { mark: "unknown", what: "not checked: the user may create no pipeline there" };
    expect(results.get("variables")).toMatchObject(skipped);
    expect(results.get("protected")).toMatchObject(skipped);
  });

  test("is that of whoever runs the job, not of the token that asks", async () => {
    const { check, lab, app, lib } = await scene();
    const bob = lab.user("bob");
    lib.members.set("bob", "developer");
    const env = { CI_JOB_TOKEN: lab.jobToken(lib, bob).value };
    expect(await check("role", { env })).toMatchObject({
      mark: "problem",
      what: "bob is no member of group/app",
      why: refused,
    });
    app.members.set("bob", "developer");
    expect(await check("role", { env })).toEqual({
      mark: "ok",
      what: "bob is Developer of group/app",
    });
  });

  test("of an administrator is every role", async () => {
    const { check, lab } = await scene();
    const env = { GITLAB_TOKEN: lab.token(lab.user("root", true)).value, CI_JOB_TOKEN: undefined };
    expect(await check("role", { env })).toEqual({
      mark: "ok",
      what: "root is Owner of group/app",
    });
  });

  test("is not told", async () => {
    const { check, lab, lib } = await scene();
    const env = { CI_JOB_TOKEN: lab.jobToken(lib, lab.user("bob")).value };
    const forbidden = { status: 403, body: { message: "403 Forbidden" } };
    lab.fail({ path: /members\/all/, as: forbidden });
    expect(await check("role", { env })).toEqual({
      mark: "unknown",
      what: "GitLab's API refuses GITLAB_TOKEN (403 Forbidden); the role of the user who runs the job cannot be learnt",
    });
  });
});

describe("variables", () => {
  const why =
    "GitLab refuses a start with any variable: Insufficient permissions to set pipeline variables";

  test("may be given", async () => {
    const { check } = await scene();
    expect(await check("variables")).toEqual({
      mark: "ok",
      what: "ada may give them, as Maintainer",
    });
  });

  const given = (variables?: boolean) => ({ aims: [{ project: "group/app", variables }] });

  test("need a higher role: it hurts where they are given", async () => {
    const { check, app } = await scene();
    app.variablesRole = "owner";
    const told = {
      what: "group/app takes pipeline variables from owner on, and ada is Maintainer",
      why,
      next: "Raise the role of ada, lower that of the setting, or give inputs instead",
    };
    expect(await check("variables", given(true))).toEqual({ mark: "problem", ...told });
    expect(await check("variables", given())).toEqual({ mark: "warning", ...told });
    expect(await check("variables", given(false))).toEqual({
      mark: "ok",
      what: `${told.what}; none are given`,
    });
  });

  test("are taken from nobody", async () => {
    const { check, app } = await scene();
    app.variablesRole = "no_one_allowed";
    expect(await check("variables", given(true))).toEqual({
      mark: "problem",
      what: "group/app takes pipeline variables from nobody",
      why,
      next: "Have it take them from a role, in Settings > CI/CD > Variables of group/app, or give inputs instead",
    });
  });

  test("are not restricted, whatever the role of the setting", async () => {
    const { check, app, lab } = await scene();
    const body = {
      ...{ id: app.id, path_with_namespace: "group/app", default_branch: "main" },
      permissions: { project_access: null, group_access: { access_level: 30 } },
      restrict_user_defined_variables: false,
      ci_pipeline_variables_minimum_override_role: "owner",
    };
    lab.fail({ path: /^projects\/group\/app$/, as: { status: 200, body } });
    expect(await check("variables")).toEqual({
      mark: "ok",
      what: "ada may give them, as Developer",
    });
  });

  test("only a Maintainer is told", async () => {
    const { check, app } = await scene();
    app.members.set("ada", "developer");
    expect(await check("variables")).toEqual({
      mark: "unknown",
      what: "only a Maintainer of group/app is told this setting",
    });
  });
});

describe("protected refs", () => {
  test("need nothing where they are not protected", async () => {
    const { check } = await scene();
    expect(await check("protected")).toEqual({
      mark: "ok",
      what: "the branch main is not protected",
    });
  });

  test.each(["main", "*", "m*n", "ma*", "*in"])("%s holds for main", async (pattern) => {
    const { check, app } = await scene();
    app.protectedBranches.set(pattern, "maintainer");
    expect(await check("protected")).toEqual({
      mark: "ok",
      what: "the branch main is protected, and ada may run pipelines on it",
    });
  });

  test.each(["mai", "release/*", "main*n", "*ma", "m*x*n"])(
    "%s does not hold for main",
    async (pattern) => {
      const { check, app } = await scene();
      app.protectedBranches.set(pattern, "maintainer");
      expect(await check("protected")).toMatchObject({ what: "the branch main is not protected" });
    },
  );

  test("are above the role", async () => {
    const { check, app } = await scene();
    app.members.set("ada", "developer");
    app.protectedBranches.set("main", "maintainer");
    expect(await check("protected")).toEqual({
      mark: "problem",
      what: "the branch main is protected, and ada is Developer",
      why: "GitLab refuses it: You do not have sufficient permission to run a pipeline on 'main'",
      next: "Let ada push or merge to it (Settings > Repository > Protected branches), or take another ref",
    });
    app.tags.set("v1", "3".repeat(40));
    app.protectedTags.set("v*", "maintainer");
    expect(await check("protected", { aims: [{ project: "group/app", ref: "v1" }] })).toEqual({
      mark: "problem",
      what: "the tag v1 is protected, and ada is Developer",
      why: "GitLab refuses it: You do not have sufficient permission to run a pipeline on 'v1'",
      next: "Let ada create it (Settings > Repository > Protected tags), or take another ref",
    });
  });

  test("are for nobody, for ada by name, or for a group", async () => {
    const { check, ada, lab } = await scene();
    const only = (access: object) => {
      lab.heal();
      const body = [{ name: "main", push_access_levels: [access] }];
      lab.fail({ path: /protected_branches/, as: { status: 200, body } });
    };
    only({ access_level: 0, user_id: null, group_id: null });
    expect(await check("protected")).toMatchObject({ mark: "problem" });
    only({ access_level: 40, user_id: ada.id + 1, group_id: null });
    expect(await check("protected")).toMatchObject({ mark: "problem" });
    only({ access_level: 40, user_id: ada.id, group_id: null });
    expect(await check("protected")).toMatchObject({ mark: "ok" });
    only({ access_level: 40, user_id: null, group_id: 7 });
    expect(await check("protected")).toEqual({
      mark: "unknown",
      what: "the branch main is protected, and whether ada belongs to a group that may is not known",
    });
  });

  test("are not told", async () => {
    const { check, lab } = await scene();
    const forbidden = { status: 403, body: { message: "403 Forbidden" } };
    lab.fail({ path: /protected_branches/, as: forbidden });
    expect(await check("protected")).toEqual({
      mark: "unknown",
      what: "GitLab's API refuses GITLAB_TOKEN (403 Forbidden)",
    });
  });
});
