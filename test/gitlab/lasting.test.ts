import { describe, expect, test } from "vitest";
import { addressOf, gitlab } from "../../src/gitlab/index.ts";
import { unreachable } from "../../src/gitlab/words.ts";
import { testIo } from "../helpers/io.ts";
import { nobody, type Reply, server, still } from "./server.ts";

const anything = { read: (body: unknown) => body };
const io = testIo("/", { GITLAB_TOKEN: "glpat-secret" });

describe("what no repetition mends", () => {
  const at = { host: "gitlab.test", changing: false };
  const silence = "no luck";

  test.each([
    ["EPROTO", true, "; see whether its address begins with http://"],
    ["SELF_SIGNED_CERT_IN_CHAIN", true, "; a certificate of your own"],
    ["ENOTFOUND", true, "(no luck)"],
    ["ECONNREFUSED", false, "(no luck)"],
    ["TIMEOUT", false, "(no luck)"],
  ])("%s: %s", (code, lasting, says) => {
    const fault = unreachable({ silence, code }, at);
    expect(fault).toMatchObject({ kind: "unreachable", lasting });
    expect(fault.problem).toContain(says);
  });

  test("a name that could be resolved before comes back", () => {
    const fault = unreachable({ silence, code: "ENOTFOUND" }, { ...at, met: true });
    expect(fault).toMatchObject({ lasting: false });
  });

  test.each([undefined, "gitlab.example.com", "ftp://gitlab.example.com"])("%s", async (url) => {
    expect(await gitlab(io, { url }).get("x", anything)).toMatchObject({
      ...{ kind: "unreachable", lasting: true },
    });
  });

  test("http where https is spoken is told as such", async () => {
    const replies: Reply[] = [];
    const fake = await server(replies);
    replies.push({ status: 301, headers: { location: `https://${fake.host}/api/v4/x` } });
    expect(await gitlab(io, { url: `${fake.url}/api/v4` }).get("x", anything)).toMatchObject({
      problem: `GitLab's API at ${fake.host} is asked by http and redirects (301) to https: its address begins with https://`,
    });
  });
});

describe("silence", () => {
  test("is ridden out for half a minute where nothing ever answered", async () => {
    const clock = still();
    const begun = clock.now();
    const api = gitlab(io, { url: `${await nobody()}/api/v4`, clock, tell() {} });
    expect(await api.get("x", anything)).toMatchObject({ kind: "unreachable", lasting: false });
    expect(clock.now() - begun).toBeGreaterThan(10_000);
    expect(clock.now() - begun).toBeLessThanOrEqual(30_000);
  });

  test("and for all the time of a question where something did", async () => {
    const clock = still();
    const fake = await server([{ body: {} }, ...Array(50).fill({ drop: "before" })]);
    const api = gitlab(io, { url: `${fake.url}/api/v4`, clock, tell() {} });
    await api.get("x", anything);
    const begun = clock.now();
    expect(await api.get("x", anything)).toMatchObject({ kind: "unreachable" });
    expect(clock.now() - begun).toBeGreaterThan(60_000);
  });
});

test("an address that is empty is none", () => {
  expect(addressOf({ CI_SERVER_URL: "", CI_API_V4_URL: "" })).toBeUndefined();
});
