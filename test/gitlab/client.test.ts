import { describe, expect, test } from "vitest";
import { UserError } from "../../src/diagnostics/index.ts";
import {
  type Answer,
  gitlab,
  need,
  type Question,
  type Settings,
  tokensOf,
} from "../../src/gitlab/index.ts";
import { testIo } from "../helpers/io.ts";
import { nobody, type Reply, server, still } from "./server.ts";

const env = { GITLAB_TOKEN: "glpat-secret", CI_JOB_TOKEN: "job-secret" };

/** A client of a server that gives these replies. */
async function client(replies: readonly Reply[], settings: Settings = {}) {
  const fake = await server(replies);
  const clock = still();
  const api = gitlab(testIo("/", env), { url: `${fake.url}/api/v4`, clock, ...settings });
  return { fake, api, clock };
}

const anything: Question<unknown> = { read: (body) => body };

describe("post", () => {
  test("sends JSON with the first token", async () => {
    const { api, fake } = await client([{ status: 201, body: { id: 5 } }]);
    const answer = await api.post("projects/a%2Fb/pipeline", { ref: "main" }, anything);
    expect(answer).toEqual({ value: { id: 5 } });
    expect(fake.calls).toMatchObject([
      {
        method: "POST",
        path: "/api/v4/projects/a%2Fb/pipeline",
        headers: { "private-token": "glpat-secret", "content-type": "application/json" },
        body: '{"ref":"main"}',
      },
    ]);
  });

  test.each<[string, Reply, "refused" | "unreachable" | "unreadable", boolean]>([
    ["429", { status: 429, headers: { "retry-after": "1" } }, "refused", false],
    ["400", { status: 400 }, "refused", false],
    ["401", { status: 401 }, "refused", false],
    ["404", { status: 404 }, "refused", false],
    ["500", { status: 500 }, "refused", true],
    ["502", { status: 502 }, "refused", true],
    ["a dropped connection", { drop: "before" }, "unreachable", true],
    ["half an answer", { drop: "within", body: {} }, "unreachable", true],
    ["no answer in time", { hang: true }, "unreachable", true],
    ["a page", { body: "<html>" }, "unreadable", true],
    ["a redirect", { status: 307, headers: { location: "?again" } }, "refused", true],
  ])("is sent once: %s", async (_, reply, kind, lost) => {
    const each = "hang" in reply ? 30 : 30_000;
    const patience = { total: 2 * each, each };
    const { api, fake, clock } = await client([reply, { body: { id: 5 } }], { patience });
    expect(await api.post("x", {}, anything)).toMatchObject({ kind, lost });
    expect(fake.calls).toHaveLength(1);
    expect(clock.slept).toEqual([]);
  });

  test("is not lost where nobody listens", async () => {
    const { api } = await client([], { url: await nobody() });
    expect(await api.post("x", {}, anything)).toMatchObject({ kind: "unreachable", lost: false });
  });

  test("without a token nothing is sent", async () => {
    const { api, fake } = await client([], { tokens: [] });
    expect(await api.post("x", {}, anything)).toMatchObject({ kind: "refused", lost: false });
    expect(fake.calls).toEqual([]);
  });
});

describe("pages", () => {
  const all = async (pages: AsyncGenerator<Answer<unknown>>) => {
    const found: unknown[] = [];
    for await (const page of pages) found.push("value" in page ? page.value : page.kind);
    return found;
  };
  const next = (target: string) => ({ link: `<http://x.example.com/a>; rel="first", ${target}` });

  test("are followed by the Link header, and only by its query", async () => {
    const { api, fake } = await client([
      {
        body: [1],
        headers: next('<http://127.0.0.1:1/api/v4/jobs?page=2&per_page=2>; rel="next"'),
      },
      { body: [2], headers: next('<http://other.example.com/?cursor=abc>; rel="next"') },
      { body: [3], headers: next('<http://other.example.com/?cursor=abc>; rel="last"') },
    ]);
    expect(await all(api.pages("jobs", { ...anything, query: { per_page: 2 } }))).toEqual([
      [1],
      [2],
      [3],
    ]);
    expect(fake.calls.map(({ path, query }) => ({ path, query }))).toEqual([
      { path: "/api/v4/jobs", query: { per_page: "2" } },
      { path: "/api/v4/jobs", query: { page: "2", per_page: "2" } },
      { path: "/api/v4/jobs", query: { cursor: "abc" } },
    ]);
  });

  test("end with a fault", async () => {
    const { api } = await client([
      { body: [1], headers: next('<?page=2>; rel="next"') },
      { status: 404 },
    ]);
    expect(await all(api.pages("jobs", anything))).toEqual([[1], "refused"]);
  });

  test("a page that is its own next is the last", async () => {
    const { api, fake } = await client([{ body: [1], headers: next('<?page=2>; rel="next"') }]);
    expect(await all(api.pages("jobs", { ...anything, query: { page: 2, per_page: 9 } }))).toEqual([
      [1],
      [1],
    ]);
    expect(fake.calls).toHaveLength(2);
  });

  test("without an address", async () => {
    const api = gitlab(testIo("/", env));
    expect(await all(api.pages("jobs", anything))).toEqual(["unreachable"]);
  });
});

describe("need", () => {
  const what = "the pipeline could not be started";
  test("gives the value", async () => {
    expect(need({ value: 5 }, what)).toBe(5);
  });

  test.each([
    ["unreachable", "API_UNREACHABLE"],
    ["refused", "API_REFUSED"],
    ["unreadable", "API_UNREADABLE"],
  ] as const)("a fault is an error of exit code 5: %s", (kind, code) => {
    const fault = { kind, problem: "no luck", lost: false };
    expect(() => need(fault, what)).toThrow(UserError);
    expect(() => need(fault, what)).toThrow(`${what}: no luck. `);
    expect(() => need(fault, what)).toThrow(
      expect.objectContaining({ exit: 5, diagnostics: [expect.objectContaining({ code })] }),
    );
    expect(() => need({ ...fault, lost: true }, what)).toThrow(
      "no luck; whether it was done all the same is not known. ",
    );
  });
});

test("the tokens of the environment, the one that may do more first", () => {
  expect(tokensOf(testIo("/", { ...env, GITLAB_TOKEN: " glpat\n" }))).toEqual([
    { name: "GITLAB_TOKEN", header: "PRIVATE-TOKEN", value: "glpat" },
    { name: "CI_JOB_TOKEN", header: "JOB-TOKEN", value: "job-secret", instance: "none" },
  ]);
  expect(tokensOf(testIo("/", { GITLAB_TOKEN: "", CI_JOB_TOKEN: "\n" }))).toEqual([]);
});
