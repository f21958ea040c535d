import { describe, expect, test } from "vitest";
import { cli } from "../../src/cli.ts";
import { type DoctorReport, doctorSchema } from "../../src/downstream/doctor/schema.ts";
import { ci } from "../helpers/compare.ts";
import { temporary } from "../helpers/fanout.ts";
import { gitlabStand } from "../helpers/gitlab/index.ts";
import { type TestIo, testIo } from "../helpers/io.ts";
import { repo } from "../helpers/repo.ts";

const parent = `generate:
  image: node:22
  variables:
    GIT_DEPTH: "0"
  script:
    - npx fanout generate
  artifacts:
    expire_in: 1 week
    paths:
      - generated-config.yml
child:
  needs: [generate]
  trigger:
    include:
      - artifact: generated-config.yml
        job: generate
    strategy: depend
`;

/** A job of group/lib in a clone; `downstream` names group/app, in which ada is Maintainer. */
async function scene(parentText = parent) {
  const work = repo({
    "fanout.config.json": JSON.stringify({
      services: { define: { api: { root: "services/api" } } },
      downstream: { app: { project: "group/app", ref: "same-or-default", how: "api" } },
    }),
    ".gitlab-ci.yml": parentText,
    "services/api/main.go": "package main",
  });
  const remote = work.remote();
  const before = work.sha();
  const tip = work.commit({ "services/api/main.go": "package api" });
  work.push();
  const clone = remote.runner(tip, { branch: "main" });
  const lab = await gitlabStand();
  const app = lab.project("group/app", { ada: "maintainer" });
  const lib = lab.project("group/lib", { ada: "maintainer" });
  const env = {
    ...ci.push(tip, before, "main"),
    GITLAB_CI: "true",
    CI_SERVER_URL: lab.url,
    CI_SERVER_VERSION: "19.2.0-ee",
    CI_RUNNER_VERSION: "19.2.0",
    CI_PROJECT_PATH: "group/lib",
    CI_JOB_TOKEN: lab.jobToken(lib, lab.user("ada")).value,
    GITLAB_TOKEN: lab.token(lab.user("ada")).value,
  };
  const run = async (
    args: readonly string[],
    more: Partial<TestIo> = {},
    variables: Readonly<Record<string, string | undefined>> = {},
  ) => {
    const io = testIo(clone.root, { ...env, ...variables });
    const exit = await cli(["doctor", ...args], { ...io, ...more });
    return { exit, stdout: io.stdout(), stderr: io.stderr() };
  };
  return { lab, app, lib, run };
}

const marksOf = (stdout: string): Record<string, string> => {
  const report: DoctorReport = doctorSchema.parse(JSON.parse(stdout));
  return Object.fromEntries(report.checks.map(({ name, mark }) => [name, mark]));
};

describe("doctor", () => {
  test("finds nothing to mend where all is well", async () => {
    const { app, lib, run } = await scene();
    app.jobTokens.projects.add(lib.id);
    const { exit, stdout } = await run(["--json"]);
    expect(marksOf(stdout)).toEqual({
      ...{ repository: "ok", configuration: "ok", base: "ok", wiring: "ok", runner: "ok" },
      ...{ token: "ok", version: "ok", limits: "unknown" },
      ...{ target: "ok", ref: "ok", role: "ok", variables: "ok", protected: "ok", allowlist: "ok" },
    });
    expect(JSON.parse(stdout)).toMatchObject({ version: 1, healthy: true, fixes: [] });
    expect(exit).toBe(0);
    const told = await run([]);
    expect(told.exit).toBe(0);
    expect(told.stdout).toMatch(/\n\nNothing to mend\.\n$/);
  });

  test("says in order what to mend, problems before warnings", async () => {
    const { app, run } = await scene(parent.replace("[generate]", "[generated]"));
    app.members.set("ada", "reporter");
    const { exit, stdout, stderr } = await run([], {}, { CI_RUNNER_VERSION: "17.0.0" });
    expect(exit).toBe(1);
    expect(stderr).toBe("");
    const [list, last] = stdout.split("\n\n");
    expect(list).toContain("\n  PROBLEM  the parent's wiring: .gitlab-ci.yml:");
    expect(list).toContain("\n  warning  the runner: GitLab Runner 17.0.0 is older");
    expect(list).toContain("\ngroup/app\n  ok       the project: group/app is there");
    expect(list).toContain(
      "\n  ?        the role for pipeline variables: not checked: the user may create no pipeline there",
    );
    expect(last?.split("\n").filter((line) => /^\d/.test(line))).toEqual([
      expect.stringMatching(/^1\. \.gitlab-ci\.yml:/),
      "2. ada is Reporter of group/app",
      "3. warning: GitLab Runner 17.0.0 is older than GitLab 19.2.0-ee",
    ]);
    expect(last).toContain(
      "   why: GitLab refuses it: Insufficient permissions to create a new pipeline\n   do:  Make ada a Developer of group/app at least\n",
    );
    expect(stdout).not.toContain("\u001b");
  });

  test("--quiet leaves the list out; --verbose tells the requests, and no token", async () => {
    const { run, lab } = await scene();
    const { stdout } = await run(["--quiet"]);
    expect(stdout).toMatch(/^To mend, in this order:\n1\. warning: group\/lib is not on/);
    const { stderr } = await run(["--verbose"]);
    expect(stderr).toMatch(/GET 127\.0\.0\.1:\d+\/api\/v4\/projects\/group%2Fapp 200 /);
    for (const { value } of lab.world.tokens) expect(stderr).not.toContain(value);
  });

  test("paints on a terminal alone", async () => {
    const { run } = await scene();
    const { stdout } = await run([], { terminal: { columns: 80, color: true } });
    expect(stdout).toContain("\u001b[1m");
    const plain = await run(["--no-color"], { terminal: { columns: 80, color: true } });
    expect(plain.stdout).not.toContain("\u001b");
  });
});

test("outside of a repository, without a configuration or a GitLab, tells all three", async () => {
  const io = testIo(temporary());
  expect(await cli(["doctor", "--json"], io)).toBe(1);
  const report: DoctorReport = doctorSchema.parse(JSON.parse(io.stdout()));
  expect(report.checks.map(({ name, mark, what }) => [name, mark, what])).toEqual([
    ["repository", "problem", expect.stringContaining("is not inside a git repository")],
    ["configuration", "problem", expect.stringMatching(/^no fanout\.config\.ts .* or above it$/)],
    ["base", "unknown", "not checked: there is no repository"],
    ["wiring", "unknown", expect.stringContaining(".gitlab-ci.yml")],
    ["runner", "unknown", "only a job knows its runner"],
    ["token", "problem", "nothing names a GitLab"],
    ["version", "unknown", "not checked: there is no address of a GitLab"],
    ["limits", "unknown", "not checked: there is no address of a GitLab"],
  ]);
});

test.each([401, 403, 404, 422])(
  "no fault tells a token: %s with the token in it",
  async (status) => {
    const { lab, run } = await scene();
    const secrets = lab.world.tokens.map(({ value }) => value);
    lab.fail({ as: { status, body: { message: `not with ${secrets.join(" or ")}` } } });
    for (const args of [["--verbose"], ["--json", "--fix", "--yes"]]) {
      const { stdout, stderr } = await run(args);
      expect(stdout).toContain("[masked]");
      for (const secret of secrets) expect(`${stdout}${stderr}`).not.toContain(secret);
    }
  },
);

describe("--fix", () => {
  const what = "add group/lib to the job token allowlist of group/app";

  test("in a job only says what it would do", async () => {
    const { app, run } = await scene();
    const ask = async () => "y";
    const { stdout } = await run(["--fix"], { ask });
    expect(stdout).toMatch(new RegExp(`\nwould be done: ${what}\n$`));
    expect([...app.jobTokens.projects]).toEqual([]);
  });

  test("with --yes does it, and looks again", async () => {
    const { app, lib, run } = await scene();
    const { exit, stdout } = await run(["--fix", "--yes", "--json"]);
    expect(exit).toBe(0);
    expect([...app.jobTokens.projects]).toEqual([lib.id]);
    expect(marksOf(stdout)).toMatchObject({ allowlist: "ok" });
    expect(JSON.parse(stdout)).toMatchObject({ fixes: [{ what, outcome: "done" }] });
  });

  test("asks at a terminal", async () => {
    const { app, run } = await scene();
    const asked: string[] = [];
    const answers = ["n", "yes"];
    const ask = async (question: string) => {
      asked.push(question);
      return answers.shift() ?? "";
    };
    const laptop = { CI: undefined, GITLAB_CI: undefined, CI_JOB_TOKEN: undefined };
    const declined = await run(["--fix"], { ask }, laptop);
    expect(declined.stdout).toMatch(new RegExp(`\ndeclined: ${what}\n$`));
    expect(declined.exit).toBe(1);
    expect(app.jobTokens.projects.size).toBe(0);
    const done = await run(["--fix"], { ask }, laptop);
    expect(done.stdout).toMatch(new RegExp(`\ndone: ${what}\n$`));
    expect(asked).toEqual([`${what}? [y/N] `, `${what}? [y/N] `]);
    expect(app.jobTokens.projects.size).toBe(1);
  });
});
