import { describe, expect, test } from "vitest";
import { mistake, scene } from "./scene.ts";

const { message: told } = mistake;

describe("the clone", () => {
  test("is whole", async () => {
    const { check } = await scene();
    expect(await check("repository")).toEqual({
      mark: "ok",
      what: "a whole clone, remote origin",
    });
    expect(await check("repository", { git: { remote: "fork\norigin\n" } })).toEqual({
      mark: "ok",
      what: "a whole clone, remotes fork, origin",
    });
  });

  test("is shallow: in a job GIT_DEPTH helps, elsewhere git fetch", async () => {
    const { check } = await scene();
    const git = { "rev-parse --is-shallow-repository": "true\n" };
    expect(await check("repository", { git })).toEqual({
      mark: "warning",
      what: "the clone is shallow",
      why: "a base that lies further back has to be fetched first, and where that fails every service counts as affected",
      next: 'Set GIT_DEPTH: "0" in the job that runs fanout',
    });
    expect(await check("repository", { git, env: { GITLAB_CI: undefined } })).toMatchObject({
      next: "Run git fetch --unshallow",
    });
  });

  test("has no remote", async () => {
    const { check } = await scene();
    expect(await check("repository", { git: { remote: "" } })).toEqual({
      mark: "warning",
      what: "the clone has no remote",
      why: "a base that is not in the clone cannot be fetched",
      next: "Add one: git remote add origin ADDRESS",
    });
  });

  test("is none, and then there is no base either", async () => {
    const { all } = await scene();
    const git = { "rev-parse --is-shallow-repository": { stderr: "fatal: not a git repository" } };
    const made = await all({ git, comparing: mistake });
    expect(made[0]?.result).toEqual({
      mark: "problem",
      what: told,
      why: "what changed is read from git",
      next: "Call fanout in a clone of the repository, with git installed",
      stops: "there is no repository",
    });
    expect(made.find(({ name }) => name === "base")?.result).toMatchObject({
      mark: "unknown",
      what: "not checked: there is no repository",
    });
  });
});

describe("the configuration", () => {
  test("can be read", async () => {
    const { check } = await scene();
    expect(await check("configuration")).toEqual({ mark: "ok", what: "fanout.config.json" });
  });

  test("cannot be read", async () => {
    const { check } = await scene();
    expect(await check("configuration", { configured: mistake })).toEqual({
      mark: "problem",
      what: told,
      why: "without a configuration fanout generates no pipeline",
      next: "Write it, or mend what is told: docs/configuration.md has every key",
    });
  });
});

describe("the base", () => {
  test("is there", async () => {
    const { check } = await scene();
    expect(await check("base")).toEqual({ mark: "ok", what: "11111111: where the head left main" });
    const why = "compared with the tip before it, 11111111";
    expect(await check("base", { base: { why } })).toEqual({ mark: "ok", what: why });
  });

  test("is not the first choice", async () => {
    const { check } = await scene();
    expect(await check("base", { base: { fallback: true, why: "main, since X" } })).toEqual({
      mark: "warning",
      what: "not the first choice: 11111111: main, since X",
      why: "more services than needed count as affected",
      next: 'Set GIT_DEPTH: "0" in the job, and see that it may fetch from the repository',
    });
  });

  test("is none, as it should be", async () => {
    const { check } = await scene();
    expect(await check("base", { base: { sha: null, why: "a new tag" } })).toEqual({
      mark: "ok",
      what: "none, and every service counts as affected: a new tag",
    });
  });

  test("cannot be had", async () => {
    const { check } = await scene();
    const base = { sha: null, fallback: true, why: "nothing was found" };
    expect(await check("base", { base, env: { GITLAB_CI: undefined } })).toEqual({
      mark: "problem",
      what: "no base can be had: nothing was found",
      why: "every service counts as affected, in each run",
      next: "Name a base that is here: --base. Of a shallow clone fetch the rest first: git fetch --unshallow",
    });
    expect(await check("base", { comparing: mistake })).toEqual({
      mark: "problem",
      what: told,
      why: "without a base nothing can be compared",
      next: "Name one that the clone has or can fetch: --base",
    });
  });

  test("a fault of our own is no finding", async () => {
    const { check } = await scene();
    await expect(check("base", { comparing: new Error("a bug") })).rejects.toThrow("a bug");
  });
});

describe("the wiring", () => {
  test("is well", async () => {
    const { check } = await scene();
    expect(await check("wiring")).toEqual({
      mark: "ok",
      what: "lint finds nothing in .gitlab-ci.yml",
    });
  });

  test("has errors, of which three are told", async () => {
    const { check } = await scene();
    const wiring = { errors: ["a", "b", "c", "d", "e"], warnings: ["w"] };
    expect(await check("wiring", { wiring })).toEqual({
      mark: "problem",
      what: "a; b; c; and 2 more",
      why: "GitLab refuses the configuration, or does not start the child",
      next: "See fanout lint .gitlab-ci.yml",
    });
  });

  test("has warnings", async () => {
    const { check } = await scene();
    expect(await check("wiring", { wiring: { warnings: ["w"] } })).toEqual({
      mark: "warning",
      what: "w",
      why: "GitLab takes it, and it may do what nobody meant",
      next: "See fanout lint .gitlab-ci.yml",
    });
  });

  test("cannot be looked at", async () => {
    const { check } = await scene();
    expect(await check("wiring", { wiring: mistake })).toEqual({ mark: "unknown", what: told });
  });
});

describe("the runner", () => {
  test.each([
    [{}, "ok", "GitLab Runner 19.1.0 with GitLab 19.2.0-ee"],
    [{ CI_RUNNER_VERSION: "20.0.1" }, "ok", "GitLab Runner 20.0.1 with GitLab 19.2.0-ee"],
    [
      { CI_RUNNER_VERSION: "18.11.0" },
      "warning",
      "GitLab Runner 18.11.0 is older than GitLab 19.2.0-ee",
    ],
    [{ GITLAB_CI: undefined }, "unknown", "only a job knows its runner"],
    [{ CI_RUNNER_VERSION: undefined }, "unknown", "CI_RUNNER_VERSION is not set"],
    [
      { CI_SERVER_VERSION: undefined },
      "unknown",
      "GitLab Runner 19.1.0, but CI_SERVER_VERSION is not set",
    ],
    [
      { CI_RUNNER_VERSION: "development" },
      "unknown",
      "no versions: GitLab Runner development, GitLab 19.2.0-ee",
    ],
  ])("%o: %s", async (env, mark, what) => {
    const { check } = await scene();
    expect(await check("runner", { env })).toMatchObject({ mark, what });
  });
});
