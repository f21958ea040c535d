import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { cli } from "../../src/cli.ts";
import { stand } from "../gitlab/stand.ts";
import { temporary } from "../helpers/fanout.ts";
import { testIo } from "../helpers/io.ts";

/** A pipeline of merge request 7 of group/app, in which `fanout comment` runs. */
async function merging() {
  const { lab, app, lib, ada } = await stand();
  app.mergeRequests.set(7, { iid: 7, sourceBranch: "change", sha: "5".repeat(40), notes: [] });
  const cwd = temporary();
  const env = {
    ...{ CI_API_V4_URL: `${lab.url}/api/v4`, CI_PROJECT_ID: String(app.id), GITLAB_TOKEN: ada },
    ...{ CI_MERGE_REQUEST_IID: "7", CI_MERGE_REQUEST_PROJECT_ID: String(app.id) },
  };
  const run = async (args: readonly string[], input = "", more: Record<string, string> = {}) => {
    const io = { ...testIo(cwd, { ...env, ...more }), input: async () => input };
    const exit = await cli(["comment", ...args], io);
    return { exit, out: io.stdout(), err: io.stderr() };
  };
  const notes = () => app.mergeRequests.get(7)!.notes.map(({ body }) => body);
  return { lab, app, lib, cwd, run, notes, env };
}

test("what is handed over becomes the note, and is changed in place", async () => {
  const { app, run, notes } = await merging();
  const made = await run([], "# One\n");
  expect(made).toMatchObject({ exit: 0, err: "" });
  expect(made.out).toMatch(new RegExp(`^created: note \\d+ of ${app.id}!7\n$`));
  expect((await run([], "# Two\n")).out).toMatch(/^updated: /);
  expect(JSON.parse((await run(["--json"], "# Two\n")).out)).toMatchObject({
    ...{ version: 1, mergeRequest: `${app.id}!7`, did: "unchanged" },
  });
  expect(notes()).toEqual(["<!-- gitlab-fanout: fanout -->\n# Two"]);
});

test("files, standard input, and what came of pipelines", async () => {
  const { lab, lib, cwd, run, notes } = await merging();
  const trace = "$ npm test\n\u001b[31mexpected `1`\u001b[0m\n/close\n";
  const unit = { name: "unit", polls: ["failed"], trace } as const;
  const { id } = lab.pipeline(lib, lab.user("ada"), { jobs: [unit] });
  writeFileSync(join(cwd, "a.md"), "of a file\n");
  const done = await run(
    ["a.md", "-", "--pipeline", `group/lib#${id}`, "--name", "all"],
    "of a pipe\n",
  );
  expect(done).toMatchObject({ exit: 0 });
  const [note = ""] = notes();
  expect(note).toMatch(
    /^<!-- gitlab-fanout: all -->\nof a file\n\nof a pipe\n\n\*\*1 downstream pipeline: 1 failed\*\*\n/,
  );
  expect(note).toContain(
    `| [\`group/lib#${id}\`](${lab.url}/group/lib/-/pipelines/${id}) | failed | 1 | [\`unit\`](`,
  );
  expect(note).toContain("\n  $ npm test\n  expected `1`\n  /close\n");
});

test("a token never reaches the note", async () => {
  const { run, notes, env } = await merging();
  await run([], `token: ${env.GITLAB_TOKEN}\n`);
  expect(notes()).toEqual(["<!-- gitlab-fanout: fanout -->\ntoken: [masked]"]);
});

test.each<[string, readonly string[], Record<string, string>, number, string]>([
  ["nothing to say", [], {}, 2, "there is nothing to write into the note"],
  ["no such file", ["none.md"], {}, 2, "none.md: cannot be read: it is not there"],
  ["a directory", ["dir"], {}, 2, "dir: cannot be read: EISDIR"],
  [
    "no merge request",
    [],
    { CI_MERGE_REQUEST_IID: "" },
    2,
    "this is no pipeline of a merge request",
  ],
  [
    "a job token only",
    [],
    { GITLAB_TOKEN: "", CI_JOB_TOKEN: "5" },
    5,
    "A job token can write none",
  ],
  [
    "not there",
    ["a.md", "--merge-request", "8"],
    {},
    5,
    "the note could not be written: GitLab's API refuses GITLAB_TOKEN (404 Not found)",
  ],
])("refused: %s", async (_, args, more, exit, message) => {
  const { cwd, run, notes } = await merging();
  writeFileSync(join(cwd, "a.md"), "text\n");
  mkdirSync(join(cwd, "dir"));
  const done = await run(args, "", more);
  expect(done).toMatchObject({ exit, out: "" });
  expect(done.err).toContain(message);
  expect(notes()).toEqual([]);
});
