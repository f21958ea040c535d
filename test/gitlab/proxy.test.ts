import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { gitlab } from "../../src/gitlab/index.ts";
import { proxyFor } from "../../src/gitlab/proxy.ts";
import { testIo } from "../helpers/io.ts";
import { directory } from "../helpers/repo.ts";
import { certificate } from "./certificate.ts";
import { nobody, proxy, server, still } from "./server.ts";

type Env = Readonly<Record<string, string>>;

describe("which proxy", () => {
  const by = { https_proxy: "http://secure:1", http_proxy: "http://plain:2" };
  test.each<[string, Env, string | undefined]>([
    ["https://gitlab.example.com/", by, "http://secure:1"],
    ["http://gitlab.example.com/", by, "http://plain:2"],
    ["https://gitlab.example.com/", { http_proxy: "http://plain:2" }, undefined],
    ["https://gitlab.example.com/", { HTTPS_PROXY: "http://large:3" }, "http://large:3"],
    ["https://gitlab.example.com/", { ...by, HTTPS_PROXY: "http://large:3" }, "http://secure:1"],
    ["https://gitlab.example.com/", { https_proxy: "", ALL_PROXY: "any:4" }, "http://any:4"],
    ["https://gitlab.example.com/", {}, undefined],
  ])("%s %o", (url, env, expected) => {
    expect(proxyFor(new URL(url), env)).toBe(expected);
  });

  test.each<[string, string, boolean]>([
    ["*", "gitlab.example.com", true],
    ["gitlab.example.com", "gitlab.example.com", true],
    ["GitLab.Example.com", "gitlab.example.com", true],
    ["example.com", "gitlab.example.com", true],
    [".example.com", "gitlab.example.com", true],
    ["*.example.com", "gitlab.example.com", true],
    ["a.com, example.com ,b.com", "gitlab.example.com", true],
    ["a.com example.com", "gitlab.example.com", true],
    ["gitlab.example.com:443", "gitlab.example.com", true],
    ["gitlab.example.com:8443", "gitlab.example.com:8443", true],
    ["127.0.0.1", "127.0.0.1", true],
    ["::1", "[::1]", true],
    ["[::1]", "[::1]", true],
    ["", "gitlab.example.com", false],
    [", ,", "gitlab.example.com", false],
    ["ample.com", "gitlab.example.com", false],
    ["gitlab.example.com:8443", "gitlab.example.com", false],
    ["gitlab.example.com.evil.com", "gitlab.example.com", false],
    ["example.com", "notexample.com", false],
  ])("no_proxy %j for %s: %s", (list, host, direct) => {
    const env = { https_proxy: "http://secure:1", no_proxy: list };
    expect(proxyFor(new URL(`https://${host}/`), env) === undefined).toBe(direct);
  });
});

const anything = { read: (body: unknown) => body };

/** Asks GitLab at an address in this environment. */
const ask = (url: string, env: Env) =>
  gitlab(testIo("/", { GITLAB_TOKEN: "glpat-secret", ...env }), {
    url,
    clock: still(),
    patience: { total: 2_000, each: 2_000 },
  }).get("projects", anything);

/** The certificate in a file, as the runner leaves it. */
function trusted(): Env {
  const path = join(directory(), "ca.pem");
  writeFileSync(path, certificate);
  return { CI_SERVER_TLS_CA_FILE: path };
}

describe("through a proxy", () => {
  test("https by a tunnel, which sees no token", async () => {
    const far = await server([{ body: [] }], true);
    const near = await proxy(far.host);
    const env = { ...trusted(), https_proxy: near.url.replace("//", "//ada:pass%20word@") };
    expect(await ask("https://gitlab.example.com/api/v4", env)).toEqual({ value: [] });
    expect(near.asked).toEqual(["CONNECT gitlab.example.com:443"]);
    const { headers } = near.calls[0]!;
    expect(headers).toMatchObject({
      host: "gitlab.example.com:443",
      "proxy-authorization": `Basic ${Buffer.from("ada:pass word").toString("base64")}`,
    });
    expect(headers["private-token"]).toBeUndefined();
    expect(far.calls[0]?.headers).toMatchObject({
      host: "gitlab.example.com",
      "private-token": "glpat-secret",
    });
    expect(far.calls[0]?.headers["proxy-authorization"]).toBeUndefined();
  });

  test("http by its whole address", async () => {
    const near = await proxy("");
    const url = "http://gitlab.example.com/api/v4";
    expect(await ask(url, { http_proxy: near.url })).toEqual({ value: [] });
    expect(near.asked).toEqual(["GET http://gitlab.example.com/api/v4/projects"]);
    expect(near.calls[0]?.headers.host).toBe("gitlab.example.com");
  });

  test("that refuses", async () => {
    const near = await proxy("", 407);
    const answer = await ask("https://gitlab.example.com/api/v4", { https_proxy: near.url });
    expect(answer).toMatchObject({
      kind: "unreachable",
      problem: `GitLab's API at gitlab.example.com cannot be reached (the proxy ${near.host} answers 407)`,
    });
    expect(near.asked).toHaveLength(1);
  });

  test("that is not there", async () => {
    const url = await nobody();
    const answer = await ask("https://gitlab.example.com/api/v4", { https_proxy: url });
    expect(answer).toMatchObject({ problem: expect.stringContaining("connect ECONNREFUSED") });
  });

  test.each(["socks5://localhost:1", "http://"])("that is none: %s", async (https_proxy) => {
    expect(await ask("https://gitlab.example.com/api/v4", { https_proxy })).toMatchObject({
      problem: expect.stringContaining("the proxy that the environment names is no HTTP proxy"),
    });
  });
});

describe("certificates", () => {
  test("that nobody vouches for are refused, once", async () => {
    const far = await server([{ body: [] }], true);
    expect(await ask(far.url, {})).toMatchObject({
      kind: "unreachable",
      problem: expect.stringMatching(
        /self-signed certificate;(?: .+;)? a certificate of your own belongs into CI_SERVER_TLS_CA_FILE or NODE_EXTRA_CA_CERTS\)$/,
      ),
    });
    expect(far.calls).toEqual([]);
  });

  test("CI_SERVER_TLS_CA_FILE vouches", async () => {
    const far = await server([{ body: [] }], true);
    expect(await ask(far.url, trusted())).toEqual({ value: [] });
    expect(far.calls).toHaveLength(1);
  });

  test("but only for its host, through a tunnel too", async () => {
    const far = await server([{ body: [] }], true);
    const near = await proxy(far.host);
    const env = { ...trusted(), https_proxy: near.url };
    expect(await ask("https://other.example.com/api/v4", env)).toMatchObject({
      problem: expect.stringContaining("does not match certificate's altnames"),
    });
    expect(far.calls).toEqual([]);
  });

  test("a file that is not there is left to Node", async () => {
    const fake = await server([{ body: [] }]);
    const env = { CI_SERVER_TLS_CA_FILE: "/nonexistent/ca.pem" };
    expect(await ask(fake.url, env)).toEqual({ value: [] });
  });
});
