import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { cli } from "../../src/cli.ts";
import { temporary } from "../helpers/fanout.ts";
import { gitlabStand } from "../helpers/gitlab/index.ts";
import { type TestIo, testIo } from "../helpers/io.ts";

/** group/app with one trigger token of ada's and one of bob's; ada is its Maintainer. */
async function scene(env: Readonly<Record<string, string>> = {}) {
  const lab = await gitlabStand();
  const app = lab.project("group/app", { ada: "maintainer", bob: "maintainer" });
  const own = lab.trigger(app, lab.user("ada"));
  const other = lab.trigger(app, lab.user("bob"));
  const cwd = temporary();
  const token = lab.token(lab.user("ada")).value;
  const world = (more: Partial<TestIo> = {}): TestIo => {
    const io = testIo(cwd, { CI_SERVER_URL: lab.url, GITLAB_TOKEN: token, ...env });
    return { ...io, ...more };
  };
  const run = async (args: readonly string[], more: Partial<TestIo> = {}) => {
    const io = world(more);
    const exit = await cli(["token", ...args], io);
    return { exit, stdout: io.stdout(), stderr: io.stderr() };
  };
  return { lab, app, own, other, cwd, run };
}

const named = ["--project", "group/app"];
const create = ["create", ...named, "--description", "nightly"];

describe("create", () => {
  test("shows the new token once on stdout, and nowhere else", async () => {
    const { run, app, cwd } = await scene();
    const ran = await run([...create, "--verbose"]);
    const made = app.triggers.at(-1);
    expect(ran.exit).toBe(0);
    expect(ran.stdout).toBe(`${made?.token}\n`);
    expect(ran.stderr).toContain(
      `trigger token ${made?.id} of group/app (nightly): it is shown this once\n`,
    );
    expect(ran.stderr).not.toContain(made?.token);
    expect(existsSync(join(cwd, "generated-config.yml"))).toBe(false);
  });

  test("as JSON", async () => {
    const { run, app } = await scene();
    const { stdout } = await run([...create, "--json", "--quiet"]);
    const made = app.triggers.at(-1);
    expect(JSON.parse(stdout)).toEqual({
      version: 1,
      id: made?.id,
      description: "nightly",
      owner: "ada",
      masked: "glpt...",
      created: "2026-01-01T00:00:00.000Z",
      lastUsed: null,
      expires: null,
      token: made?.token,
    });
  });

  test("writes it to a file for its owner alone", async () => {
    const { run, app, cwd } = await scene({ CI: "true" });
    const ran = await run([...create, "--output", "secrets/token"]);
    const made = app.triggers.at(-1);
    const file = join(cwd, "secrets/token");
    expect(ran).toEqual({
      exit: 0,
      stdout: "",
      stderr: `trigger token ${made?.id} of group/app (nightly): it stands in secrets/token\n`,
    });
    expect(readFileSync(file, "utf8")).toBe(`${made?.token}\n`);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  test("makes no token that it could not hand over", async () => {
    const { run, app, cwd } = await scene();
    writeFileSync(join(cwd, "there"), "text");
    const before = app.triggers.length;
    expect(await run([...create, "-o", "there"])).toMatchObject({
      exit: 2,
      stderr:
        "error: there: is there already. Name a file that is not there yet, in a directory that may be written to\n",
    });
    expect(await run([...create, "-o", "there/token"])).toMatchObject({
      exit: 2,
      stderr: expect.stringContaining("there/token: cannot be written (E"),
    });
    expect(app.triggers).toHaveLength(before);
    expect(readFileSync(join(cwd, "there"), "utf8")).toBe("text");
  });

  test("tells which token was lost where the file breaks at last", async () => {
    const { run, app } = await scene();
    const { files } = testIo("/");
    const write: typeof files.write = (path, bytes, mode) => {
      if (bytes.length > 0) throw Object.assign(new Error("full"), { code: "ENOSPC" });
      files.write(path, bytes, mode);
    };
    const ran = await run([...create, "-o", "token"], { files: { ...files, write } });
    const made = app.triggers.at(-1);
    expect(ran).toEqual({
      exit: 2,
      stdout: "",
      stderr: `error: token: trigger token ${made?.id} was made, but cannot be written (ENOSPC). Take it away by fanout token revoke ${made?.id}, and make another one\n`,
    });
  });

  test("prints nothing into the log of a job, unless it is forced", async () => {
    const { run, app } = await scene({ GITLAB_CI: "true" });
    const before = app.triggers.length;
    expect(await run(create)).toEqual({
      exit: 2,
      stdout: "",
      stderr:
        "error: a new token is not printed in a job, because the log keeps it. Write it to a file by --output, or take the log upon you by --force\n",
    });
    expect(app.triggers).toHaveLength(before);
    const { stdout } = await run([...create, "--force"]);
    expect(stdout).toBe(`${app.triggers.at(-1)?.token}\n`);
  });

  test("wants a description, one project, and a token that may", async () => {
    const { run, lab } = await scene();
    expect(await run(["create", ...named])).toMatchObject({
      exit: 2,
      stderr: expect.stringContaining("--description: is missing"),
    });
    expect(await run(["create", "--description", "a"])).toMatchObject({
      exit: 2,
      stderr: expect.stringContaining("--project: is missing. Give the full path"),
    });
    expect(await run([...create, "--project", "group/b"])).toMatchObject({ exit: 2 });
    const job = lab.jobToken(lab.world.projects[0]!, lab.user("ada")).value;
    const only = await scene({ GITLAB_TOKEN: "", CI_JOB_TOKEN: job });
    expect(await only.run(create)).toMatchObject({
      exit: 2,
      stderr: expect.stringContaining("a job token may not look after trigger tokens"),
    });
    expect(await run(["make", ...named])).toMatchObject({
      exit: 2,
      stderr: expect.stringContaining("make: is nothing that fanout token does"),
    });
  });

  test("asks once, and tells of a lost answer without a token", async () => {
    const { run, lab, app } = await scene();
    lab.fail({ method: "POST", as: "cut within" });
    const ran = await run(create);
    const made = app.triggers.at(-1);
    expect(ran.exit).toBe(5);
    expect(ran.stderr).toContain("whether it was done all the same is not known");
    expect(lab.calls.filter(({ method }) => method === "POST")).toHaveLength(1);
    expect(`${ran.stdout}${ran.stderr}`).not.toContain(made?.token);
  });
});

describe("list", () => {
  test("masks tokens", async () => {
    const { run, app, own, other } = await scene();
    const ran = await run(["list", ...named]);
    const [first, second] = app.triggers.map(({ id }) => id);
    expect(ran).toEqual({
      exit: 0,
      stderr: "",
      stdout: [
        "id   token    owner  created     last used  expires  description",
        `${first}  glpt...  ada    2026-01-01  never      never    for tests`,
        `${second}  glpt...  bob    2026-01-01  never      never    for tests`,
        "",
      ].join("\n"),
    });
    const json = await run(["list", ...named, "--json"]);
    for (const token of [own, other]) expect(json.stdout).not.toContain(token);
    expect(JSON.parse(json.stdout).triggers).toHaveLength(2);
  });

  test("a description cannot move the cursor, nor tell a token", async () => {
    const { run, app, own } = await scene();
    app.triggers.push({ ...app.triggers[0]!, id: 9, description: `\u001b[2J ${own}` });
    const { stdout } = await run(["list", ...named]);
    expect(stdout).toContain("\\x1b[2J [masked]");
    expect(stdout).not.toContain(own);
  });

  test("of none", async () => {
    const { run, app } = await scene();
    app.triggers.splice(0);
    expect(await run(["list", ...named])).toEqual({
      exit: 0,
      stdout: "",
      stderr: "group/app has no trigger tokens\n",
    });
  });

  test("is refused", async () => {
    const { run, app } = await scene();
    app.members.set("ada", "developer");
    expect(await run(["list", ...named])).toMatchObject({
      exit: 5,
      stderr: expect.stringContaining(
        "the trigger tokens of group/app cannot be listed: GitLab's API refuses GITLAB_TOKEN (403 Forbidden)",
      ),
    });
  });
});

describe("revoke", () => {
  test("asks, and does what it is told", async () => {
    const { run, app } = await scene();
    const [first, second] = app.triggers.map(({ id }) => String(id));
    const asked: string[] = [];
    const answers = ["y", "no"];
    const ask = async (question: string) => {
      asked.push(question);
      return answers.shift() ?? "";
    };
    const ran = await run(["revoke", first!, second!, ...named], { ask });
    expect(asked).toEqual([
      `revoke trigger token ${first} of group/app (for tests, of ada)? [y/N] `,
      `revoke trigger token ${second} of group/app (for tests, of bob)? [y/N] `,
    ]);
    expect(ran).toEqual({
      exit: 0,
      stdout: "",
      stderr: `trigger token ${first} of group/app (for tests, of ada) is revoked\ntrigger token ${second} of group/app (for tests, of bob) stays\n`,
    });
    expect(app.triggers.map(({ id }) => String(id))).toEqual([second]);
  });

  test("needs --yes where nobody can be asked, and in a job", async () => {
    const { run, app } = await scene();
    const id = String(app.triggers[0]?.id);
    const refused = { exit: 2, stderr: expect.stringContaining("nobody can be asked") };
    expect(await run(["revoke", id, ...named])).toMatchObject(refused);
    const job = await scene({ CI: "true" });
    const own = String(job.app.triggers[0]?.id);
    const ask = async () => "y";
    expect(await job.run(["revoke", own, ...named], { ask })).toMatchObject(refused);
    expect(job.app.triggers).toHaveLength(2);
    expect(await run(["revoke", id, ...named, "--yes"])).toMatchObject({ exit: 0 });
    expect(app.triggers).toHaveLength(1);
  });

  test("of one that is not there revokes none", async () => {
    const { run, app } = await scene();
    const id = String(app.triggers[0]?.id);
    expect(await run(["revoke", id, "99999", ...named, "--yes"])).toEqual({
      exit: 2,
      stdout: "",
      stderr:
        "error: group/app: has no trigger token 99999. See fanout token list; nothing was revoked\n",
    });
    expect(app.triggers).toHaveLength(2);
    expect(await run(["revoke", "../1", ...named, "--yes"])).toMatchObject({
      exit: 2,
      stderr: expect.stringContaining("../1: revoke takes the ids of trigger tokens"),
    });
    expect(await run(["revoke", ...named])).toMatchObject({ exit: 2 });
  });
});

test.each([401, 403, 404, 422])("no fault tells a token: %s with tokens in it", async (status) => {
  const { run, lab, app } = await scene();
  const secrets = lab.world.tokens.map(({ value }) => value);
  lab.fail({ as: { status, body: { message: `not with ${secrets.join(" or ")}` } } });
  const id = String(app.triggers[0]?.id);
  for (const args of [create, ["list", ...named], ["revoke", id, ...named, "--yes"]]) {
    const { exit, stdout, stderr } = await run([...args, "--verbose"]);
    expect(exit).toBe(5);
    expect(stderr).toContain("[masked]");
    for (const secret of secrets) expect(`${stdout}${stderr}`).not.toContain(secret);
  }
});
