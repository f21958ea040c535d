import { describe, expect, test } from "vitest";
import { gitlab, guarded, secrets, secretsOf } from "../../src/gitlab/index.ts";
import { testIo } from "../helpers/io.ts";
import fc from "../helpers/property.ts";
import { directory } from "../helpers/repo.ts";
import { type Reply, server, still } from "./server.ts";

/** What can stand in a header, and is long enough to be a secret. */
const token = fc.string({
  unit: fc.constantFrom(...Array.from({ length: 94 }, (_, at) => String.fromCharCode(33 + at))),
  minLength: 12,
  maxLength: 60,
});

const base64 = (text: string) => Buffer.from(text).toString("base64");

/** The ways in which a secret comes to stand in a text. */
const forms: readonly (readonly [string, (secret: string) => string])[] = [
  ["as it is", (secret) => secret],
  ["in another case", (secret) => secret.toUpperCase()],
  ["in an address", encodeURIComponent],
  ["in an address, in small letters", (secret) => encodeURIComponent(secret).toLowerCase()],
  ["in a form", (secret) => new URLSearchParams({ token: secret }).toString()],
  ["in JSON", (secret) => JSON.stringify({ token: secret })],
  ["in JSON within JSON", (secret) => JSON.stringify(JSON.stringify({ token: secret }))],
  ["in basic authentication", (secret) => base64(`u:${secret}`)],
  ["of another user", (secret) => base64(`oauth2:${secret}`)],
  ["in the middle of base64", (secret) => base64(`gitlab-ci-token:${secret}@host`)],
];

describe("a secret is hidden", () => {
  test.each(forms)("%s", (_, form) => {
    fc.assert(
      fc.property(token, fc.string(), fc.string(), (secret, before, after) => {
        const store = secrets();
        store.add(secret);
        const text = form(secret);
        const clean = store.hide(`${before}${text}${after}`);
        expect(clean).not.toContain(text);
        expect(clean.toLowerCase()).not.toContain(secret.toLowerCase());
        expect(clean).toContain("[masked]");
      }),
    );
  });

  test("and one that overlaps it, whole", () => {
    const store = secrets();
    store.add("abcdefgh");
    store.add("efghijkl");
    expect(store.hide("<abcdefghijkl>")).toBe("<[masked]>");
    expect(store.hide("<abcdefgh efgh efghijkl>")).toBe("<[masked] efgh [masked]>");
  });

  test("an empty one hides nothing", () => {
    const store = secrets();
    store.add("");
    expect(store.hide("text")).toBe("text");
  });
});

test("a guarded world tells and writes none, and every copy of it knows them", () => {
  const io = testIo(directory(), { A: "1" });
  const world = guarded({ ...io });
  secretsOf(io).add("glpat-secret");
  world.out("out glpat-secret\n");
  world.err(new Error("glpat-secret").stack ?? "");
  world.files.write(`${io.cwd}/a`, "is glpat-secret");
  world.files.write(`${io.cwd}/b`, Buffer.from("is glpat-secret"));
  expect(io.stdout()).toBe("out [masked]\n");
  expect(io.stderr()).toMatch(/^Error: \[masked\]\n {4}at /);
  expect(io.files.text(`${io.cwd}/a`)).toBe("is [masked]");
  expect(io.files.text(`${io.cwd}/b`)).toBe("is glpat-secret");
});

/** Faults in which the other side repeats what it was sent. */
const echoes: readonly (readonly [string, (text: string) => Reply])[] = [
  ["a refusal", (text) => ({ status: 400, body: { message: { base: [text] } } })],
  [
    "a refusal of the token",
    (text) => ({ status: 401, body: { error: "x", error_description: text } }),
  ],
  ["a long refusal", (text) => ({ status: 403, body: { message: `${"x".repeat(175)}${text}` } })],
  [
    "an escaped refusal",
    (text) => ({ status: 404, body: { [text]: text, message: { [text]: [text] } } }),
  ],
  ["a limit", (text) => ({ status: 429, body: { message: text } })],
  ["a crash", (text) => ({ status: 500, body: { message: text } })],
  ["a page", (text) => ({ status: 200, body: `<html>${text}` })],
  [
    "a strange type",
    (text) => ({ status: 200, body: "x", headers: { "content-type": `text/${text}` } }),
  ],
  [
    "a redirect",
    (text) => ({ status: 302, headers: { location: `https://${text}.example/${text}` } }),
  ],
  ["a cut", (text) => ({ status: 200, body: text, drop: "within" })],
];

/** Every second time as it is. */
const kind = fc.oneof(fc.constant(0), fc.nat(forms.length - 1));

describe("no fault tells a token", () => {
  test.each(echoes)("%s", async (_, echo) => {
    const asked = fc.asyncProperty(token, kind, async (secret, which) => {
      const text = forms[which]?.[1](secret) ?? "";
      const fake = await server([echo(text)]);
      const told: string[] = [];
      const io = testIo("/", { GITLAB_TOKEN: secret, CI_API_V4_URL: `${fake.url}/api/v4` });
      // A slash makes it the path of a file.
      if (/[/\\]/.test(secret)) return;
      const patience = { total: 500, each: 500 };
      const client = gitlab(io, { clock: still(), patience, verbose: (line) => told.push(line) });
      const question = { read: () => undefined, query: { token: secret } };
      const answers = [
        await client.get("projects", question),
        await client.post(`projects/${encodeURIComponent(secret)}`, { token: secret }, question),
        await client.tail("projects", { bytes: 100 }),
      ];
      const all = [told.join(""), io.stderr(), ...answers.map((each) => JSON.stringify(each))];
      expect(told.length).toBeGreaterThanOrEqual(3);
      for (const each of all) {
        expect(each.toLowerCase()).not.toContain(secret.toLowerCase());
        // Nor its beginning, where a long text was cut.
        expect(each).not.toContain(secret.slice(0, 10));
        expect(each).not.toContain(JSON.stringify(secret).slice(1, -1));
        expect(each).not.toContain(encodeURIComponent(secret));
        expect(each).not.toContain(base64(`u:${secret}`));
      }
    });
    await fc.assert(asked, { numRuns: 15 });
  });
});
