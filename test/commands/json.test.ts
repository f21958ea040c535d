import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { cli } from "../../src/cli.ts";
import {
  notedSchema,
  plannedSchema,
  stepsSchema,
  tokenMadeSchema,
  tokensRevokedSchema,
  tokensSchema,
  webhookSchema,
} from "../../src/downstream/schema.ts";
import { temporary } from "../helpers/fanout.ts";
import { gitlabStand } from "../helpers/gitlab/index.ts";
import { testIo } from "../helpers/io.ts";

/** group/app with a pipeline that failed and one that runs, a merge request and trigger tokens. */
async function scene() {
  const lab = await gitlabStand();
  const ada = lab.user("ada");
  const app = lab.project("group/app", { ada: "maintainer" });
  app.mergeRequests.set(7, { iid: 7, sourceBranch: "change", sha: "5".repeat(40), notes: [] });
  const failed = lab.pipeline(app, ada, { jobs: [{ name: "unit", polls: ["failed"] }] });
  const open = lab.pipeline(app, ada, { jobs: [{ name: "unit", polls: ["running"] }] });
  for (let count = 0; count < 2; count++) lab.trigger(app, ada);
  const cwd = temporary();
  const env = { CI_API_V4_URL: `${lab.url}/api/v4`, GITLAB_TOKEN: lab.token(ada).value };
  const run = async (argv: readonly string[], answers: readonly string[] = []) => {
    const left = [...answers];
    const io = { ...testIo(cwd, env), ask: async () => left.shift() ?? "" };
    const exit = await cli([...argv, "--json"], {
      ...io,
      input: async () => "text\n",
    } as typeof io);
    return { exit, said: JSON.parse(io.stdout()) as unknown, err: io.stderr() };
  };
  return { lab, app, failed: `group/app#${failed.id}`, open: `group/app#${open.id}`, cwd, run };
}

const named = ["--project", "group/app"];

describe("what --json prints is as its schema says", () => {
  test("cancel", async () => {
    const { run, open } = await scene();
    const { said } = await run(["cancel", open]);
    expect(stepsSchema.parse(said)).toEqual({
      ...{ version: 1, steps: [{ what: `cancel ${open}`, done: true }] },
    });
    expect(stepsSchema.parse((await run(["cancel", open])).said).steps).toEqual([]);
  });

  test("retry, and a refusal", async () => {
    const { run, failed, lab } = await scene();
    lab.fail({ method: "POST", nth: 1, as: { status: 403, body: { message: "403 Forbidden" } } });
    const { exit, said } = await run(["retry", failed]);
    const problem = "GitLab's API refuses GITLAB_TOKEN (403 Forbidden)";
    const steps = [{ what: `retry ${failed}`, done: false, problem }];
    expect([exit, stepsSchema.parse(said)]).toEqual([5, { version: 1, steps }]);
  });

  test("comment", async () => {
    const { run, app } = await scene();
    const words = ["comment", "--merge-request", "group/app!7"];
    const { said } = await run(words);
    const [note] = app.mergeRequests.get(7)?.notes ?? [];
    const told = { version: 1, mergeRequest: "group/app!7", note: note?.id };
    expect(notedSchema.parse(said)).toEqual({ ...told, did: "created" });
    expect(notedSchema.parse((await run(words)).said)).toEqual({ ...told, did: "unchanged" });
  });

  test("token create: the token stands in it, or in a file", async () => {
    const { run, app, cwd } = await scene();
    const words = ["token", "create", ...named, "--description", "for crontabs"];
    const printed = tokenMadeSchema.parse((await run(words)).said);
    expect(printed).toMatchObject({ description: "for crontabs", owner: "ada", lastUsed: null });
    expect(printed.token).toBe(app.triggers.at(-1)?.token);
    const filed = await run([...words, "--output", join(cwd, "token")]);
    expect(tokenMadeSchema.parse(filed.said)).not.toHaveProperty("token");
  });

  test("token list", async () => {
    const { run, app } = await scene();
    const { said } = await run(["token", "list", ...named]);
    const ids = app.triggers.map(({ id }) => id);
    expect(tokensSchema.parse(said).triggers.map(({ id }) => id)).toEqual(ids);
  });

  test("token revoke: what is gone and what stays", async () => {
    const { run, app } = await scene();
    const [first = 0, second = 0] = app.triggers.map(({ id }) => id);
    const words = ["token", "revoke", String(first), String(second), ...named];
    const { said } = await run(words, ["yes", "no"]);
    const about = { description: "for tests", owner: "ada" };
    expect(tokensRevokedSchema.parse(said)).toEqual({
      version: 1,
      triggers: [
        { id: first, ...about, revoked: true },
        { id: second, ...about, revoked: false },
      ],
    });
  });

  test("token revoke: what is gone before a refusal", async () => {
    const { run, app, lab } = await scene();
    const [first = 0, second = 0] = app.triggers.map(({ id }) => id);
    lab.fail({ method: "DELETE", nth: 2, as: { status: 403, body: { message: "403 Forbidden" } } });
    const words = ["token", "revoke", String(first), String(second), ...named, "--yes"];
    const { exit, said } = await run(words);
    const { triggers } = tokensRevokedSchema.parse(said);
    expect([exit, triggers]).toMatchObject([5, [{ id: first, revoked: true }]]);
    expect(triggers).toHaveLength(1);
  });

  test("webhook-url", async () => {
    const { run, lab } = await scene();
    const { said } = await run(["webhook-url", ...named, "--ref", "main"]);
    const url = `${lab.url}/api/v4/projects/group%2Fapp/ref/main/trigger/pipeline?token=TOKEN`;
    expect(webhookSchema.parse(said)).toEqual({ version: 1, url });
  });

  test("trigger --dry-run", async () => {
    const { run, lab } = await scene();
    const other =
      '{"project":"group/lib","ref":"main","inputs":{"n":3},"url":"https://other.test"}';
    const words = ["trigger", "--dry-run", ...named, "--ref", "v1", "--var", "A=1"];
    const plain = { fallback: false, how: "api", token: "GITLAB_TOKEN" };
    const { said } = await run([...words, "--target", other]);
    expect(plannedSchema.parse(said).planned).toEqual([
      { project: "group/app", ref: "v1", ...plain, variables: ["A"], inputs: [] },
      {
        ...{ project: "group/lib", ref: "main", ...plain, variables: ["A"], inputs: ["n"] },
        ...{ url: "https://other.test" },
      },
    ]);
    const { planned } = plannedSchema.parse((await run([...words, "--curl"])).said);
    expect(planned[0]?.command).toContain(`${lab.url}/api/v4/projects/group%2Fapp/pipeline`);
    expect(lab.calls).toEqual([]);
  });
});
