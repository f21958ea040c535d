import { describe, expect, test } from "vitest";
import { apiAt, gitlab, type Question, type Settings, tokensOf } from "../../src/gitlab/index.ts";
import { gitlabStand } from "../helpers/gitlab/index.ts";
import { testIo } from "../helpers/io.ts";
import { type Reply, server, still } from "./server.ts";

const env = { GITLAB_TOKEN: "glpat-secret" };
const anything: Question<unknown> = { read: (body) => body };

/** A client of a server that gives these replies. */
async function client(replies: readonly Reply[], settings: Settings = {}) {
  const fake = await server(replies);
  const api = gitlab(testIo("/", env), { url: `${fake.url}/api/v4`, clock: still(), ...settings });
  return { fake, api };
}

describe("a change", () => {
  test("is sent as JSON or as a form", async () => {
    const { api, fake } = await client([{ body: { id: 5 } }]);
    const form = new URLSearchParams({ "variables[A b]": "1 & $2\n" });
    expect(await api.put("notes/1", { body: "é" }, anything)).toEqual({ value: { id: 5 } });
    await api.patch("job_token_scope", { enabled: true }, anything);
    await api.post("trigger", form, anything);
    expect(fake.calls).toMatchObject([
      { method: "PUT", body: '{"body":"é"}', headers: { "content-type": "application/json" } },
      { method: "PATCH", body: '{"enabled":true}' },
      {
        method: "POST",
        body: "variables%5BA+b%5D=1+%26+%242%0A",
        headers: { "content-type": "application/x-www-form-urlencoded" },
      },
    ]);
  });

  test("without an answer's body", async () => {
    const { api, fake } = await client([{ status: 204, body: "" }]);
    const read = (body: unknown) => (body === null ? "gone" : undefined);
    expect(await api.delete("triggers/1", { read })).toEqual({ value: "gone" });
    expect(fake.calls).toMatchObject([{ method: "DELETE", body: "" }]);
    expect(fake.calls[0]?.headers["content-type"]).toBeUndefined();
  });

  test.each(["put", "patch", "delete"] as const)("%s is never sent twice", async (method) => {
    const { api, fake } = await client([{ status: 502 }, { body: {} }]);
    const sent = method === "delete" ? api.delete("x", anything) : api[method]("x", {}, anything);
    expect(await sent).toMatchObject({ kind: "refused", status: 502, lost: true });
    expect(fake.calls).toHaveLength(1);
  });

  test("tells GitLab's own words", async () => {
    const message = { base: ["Reference not found", "b"], ref: ["is\nbad"], more: { c: [1] } };
    const { api } = await client([{ status: 400, body: { message } }]);
    expect(await api.post("x", {}, anything)).toMatchObject({
      said: "Reference not found, b, ref is bad, more c 1",
      problem: expect.stringMatching(/ answers 400 Reference not found, b, ref is bad, more c 1$/),
    });
  });
});

describe("which token", () => {
  const own = { name: "OWN", header: "PRIVATE-TOKEN", value: "glpat-own" } as const;

  test("the one of the call, before the client's", async () => {
    const { api, fake } = await client([{ body: {} }]);
    await api.post("x", {}, { ...anything, tokens: [own] });
    await api.get("x", { ...anything, tokens: [own] });
    expect(fake.calls.map(({ headers }) => headers["private-token"])).toEqual([
      "glpat-own",
      "glpat-own",
    ]);
  });

  test("one in the body stands in no header", async () => {
    const { api, fake } = await client([{ body: {} }]);
    await api.post("trigger/pipeline", { token: "glptt-5" }, { ...anything, tokens: "body" });
    const { headers, body } = fake.calls[0]!;
    expect(body).toBe('{"token":"glptt-5"}');
    expect(JSON.stringify(headers)).not.toMatch(/glp|private-token|job-token|authorization/i);
  });

  test("a job token goes to no other instance, and neither does a job's GITLAB_TOKEN", async () => {
    const fake = await server([{ body: {} }]);
    const jobs = {
      CI_JOB_TOKEN: "job-secret",
      ...env,
      CI_SERVER_URL: "https://gitlab.example.com",
    };
    const ask = (variables: Readonly<Record<string, string>>) =>
      gitlab(testIo("/", variables), { url: `${fake.url}/api/v4`, clock: still() });
    const name = `GITLAB_TOKEN_127_0_0_1_${new URL(fake.url).port}`;
    const refusal = {
      kind: "refused",
      problem: `GITLAB_TOKEN and CI_JOB_TOKEN belong to another instance than ${fake.host}, for which ${name} takes a token`,
      lost: false,
    };
    expect(await ask(jobs).get("x", anything)).toEqual(refusal);
    expect(await ask(jobs).post("x", {}, anything)).toEqual(refusal);
    expect(await ask({ CI_JOB_TOKEN: "job-secret" }).get("x", anything)).toMatchObject({
      problem: expect.stringContaining("CI_JOB_TOKEN belongs to another instance"),
    });
    expect(fake.calls).toEqual([]);
    await ask({ ...jobs, [name]: "glpat-there" }).get("x", anything);
    await ask(env).get("x", anything);
    const sent = fake.calls.map(({ headers }) => headers["private-token"]);
    expect(sent).toEqual(["glpat-there", "glpat-secret"]);
  });

  test("an instance by its address or by that of its API", () => {
    expect(apiAt("https://a.example/gitlab/")).toBe("https://a.example/gitlab/api/v4");
    expect(apiAt("https://a.example/api/v4/")).toBe("https://a.example/api/v4/");
    const io = testIo("/", { CI_API_V4_URL: "https://a.example/api/v4", CI_JOB_TOKEN: "j" });
    expect(tokensOf(io)).toMatchObject([{ name: "CI_JOB_TOKEN", instance: "https://a.example" }]);
  });
});

test("every request is told, without header, body or secret", async () => {
  const told: string[] = [];
  const lab = await gitlabStand();
  const { value } = lab.token(lab.user("ada"));
  const io = testIo("/", { GITLAB_TOKEN: value });
  const patience = { total: 1_000, each: 1_000 };
  const api = gitlab(io, {
    url: `${lab.url}/api/v4`,
    clock: lab.clock,
    patience,
    verbose: (line) => told.push(line),
  });
  lab.fail({ nth: 1, as: "cut before" });
  await api.get("version", { ...anything, query: { a: "b" } });
  await api.post("projects/7/pipeline", { ref: value }, anything);
  const { host } = new URL(lab.url);
  expect(told).toEqual([
    `GET ${host}/api/v4/version?a=b socket hang up 0 ms\n`,
    `GET ${host}/api/v4/version?a=b 200 0 ms\n`,
    `POST ${host}/api/v4/projects/7/pipeline 404 0 ms\n`,
  ]);
});

describe("a limit that is told", () => {
  async function limited(rateLimit: number) {
    const lab = await gitlabStand();
    lab.world.rateLimit = rateLimit;
    const io = testIo("/", { GITLAB_TOKEN: lab.token(lab.user("ada")).value });
    const api = gitlab(io, { url: `${lab.url}/api/v4`, clock: lab.clock });
    const statuses = () => lab.calls.map(({ status }) => status);
    return { lab, io, api, statuses };
  }

  test("is kept, and never met", async () => {
    const { lab, api, statuses } = await limited(20);
    for (let at = 0; at < 70; at++) await api.get("version", anything);
    expect(new Set(statuses())).toEqual(new Set([200]));
    expect(statuses()).toHaveLength(70);
    expect(lab.busiest()).toBeLessThanOrEqual(20);
  });

  test("is waited for by questions side by side", async () => {
    const { lab, io, api, statuses } = await limited(20);
    const until = lab.clock.now() + 600_000;
    const ask = () => api.get("version", { ...anything, until });
    await Promise.all(Array.from({ length: 50 }, ask));
    expect(statuses().filter((status) => status === 200)).toHaveLength(50);
    expect(io.stderr()).toContain("GitLab's API answers 429, asking again in 60 s ...");
    expect(lab.busiest()).toBeLessThanOrEqual(50);
  });

  test("is waited for by a change, which is not sent before", async () => {
    const { lab, io, api } = await limited(1);
    await api.get("version", anything);
    const begun = lab.clock.now();
    await api.post("projects/7/pipeline", { ref: "main" }, anything);
    expect(lab.calls.at(-1)).toMatchObject({ method: "POST", status: 404 });
    expect(lab.clock.now() - begun).toBe(60_000);
    expect(io.stderr()).toBe("GitLab's limit is nearly used up, waiting 60 s ...\n");
  });

  test("a wait that is longer than there is time is not begun", async () => {
    const { lab, api } = await limited(1);
    await api.get("version", anything);
    const begun = lab.clock.now();
    const until = begun + 10_000;
    expect(await api.get("version", { ...anything, until })).toMatchObject({ status: 429 });
    expect(lab.clock.now()).toBe(begun);
  });
});
