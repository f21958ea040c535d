import { describe, expect, test } from "vitest";
import { putNote } from "../../../src/downstream/reports/note.ts";
import { noteText } from "../../../src/downstream/reports/note-text.ts";
import { gitlab } from "../../../src/gitlab/index.ts";
import { stand } from "../../gitlab/stand.ts";
import { testIo } from "../../helpers/io.ts";

/** A merge request of group/app, and what writes notes on it for ada. */
async function merging() {
  const { lab, app, ada } = await stand();
  const mergeRequest = { iid: 7, sourceBranch: "change", sha: "5".repeat(40), notes: [] };
  app.mergeRequests.set(7, mergeRequest);
  const client = (token: string) =>
    gitlab(testIo("/", { CI_API_V4_URL: `${lab.url}/api/v4`, GITLAB_TOKEN: token }), {
      clock: lab.clock,
      patience: { total: 60_000, each: 10_000 },
      tell() {},
    });
  const put = (body: string, name = "fanout", token = ada) => {
    const place = { project: "group/app", mergeRequest: 7, name };
    return putNote(client(token), place, noteText(name, body).text);
  };
  const bodies = () => app.mergeRequests.get(7)!.notes.map(({ body }) => body);
  return { lab, app, put, bodies, notes: app.mergeRequests.get(7)!.notes };
}

const text = (body: string, name = "fanout") => `<!-- gitlab-fanout: ${name} -->\n${body}`;

test("a note is made once, changed in place, and left where it says the same", async () => {
  const { lab, put, bodies } = await merging();
  expect(await put("one")).toMatchObject({ value: { did: "created" } });
  expect(await put("two")).toMatchObject({ value: { did: "updated" } });
  expect(await put("two\n")).toMatchObject({ value: { did: "unchanged" } });
  expect(bodies()).toEqual([text("two")]);
  const changes = lab.calls.filter(({ method }) => method !== "GET");
  expect(changes.map(({ method }) => method)).toEqual(["POST", "PUT"]);
});

test("each name has a note of its own; those of others are never touched", async () => {
  const { lab, put, bodies, notes } = await merging();
  const stolen = { system: false, created: 0, updated: 0, author: lab.user("bob") };
  notes.push({ id: 1, body: text("of bob's"), ...stolen });
  notes.push({ id: 2, body: `see ${text("quoted")}`, ...stolen, author: lab.user("ada") });
  await put("one");
  await put("tests", "e2e");
  await put("one more");
  expect(bodies()).toEqual([
    text("of bob's"),
    `see ${text("quoted")}`,
    text("one more"),
    text("tests", "e2e"),
  ]);
});

test("the note is found on any page", async () => {
  const { lab, put, bodies, notes } = await merging();
  await put("one");
  const author = lab.user("bob");
  for (let id = 5_000; id < 5_150; id++) {
    notes.unshift({ id, body: "talk", system: false, created: 0, updated: 0, author });
  }
  expect(await put("two")).toMatchObject({ value: { did: "updated" } });
  expect(bodies().filter((body) => body.startsWith("<!--"))).toEqual([text("two")]);
});

test("two jobs at once do not make two", async () => {
  const { put, bodies } = await merging();
  const both = await Promise.all([put("of the first"), put("of the second")]);
  expect(both.every((each) => "value" in each)).toBe(true);
  expect(bodies()).toHaveLength(1);
});

test("two that are there already become one", async () => {
  const { lab, put, bodies, notes } = await merging();
  const own = { system: false, created: 0, updated: 0, author: lab.user("ada") };
  notes.push({ id: 1, body: text("old"), ...own }, { id: 2, body: text("older"), ...own });
  expect(await put("new")).toMatchObject({ value: { id: 1, did: "updated" } });
  expect(bodies()).toEqual([text("new")]);
});

describe("faults", () => {
  test.each(["POST", "PUT"])("a %s of which no answer comes is looked for", async (method) => {
    const { lab, put, bodies } = await merging();
    if (method === "PUT") await put("old");
    lab.fail({ method, path: /notes/, nth: 1, as: "lost" });
    expect(await put("new")).toHaveProperty("value");
    expect(bodies()).toEqual([text("new")]);
  });

  test("a note that is not there any more when it is to be changed is looked for again", async () => {
    const { lab, put, bodies } = await merging();
    await put("old");
    lab.fail({
      method: "PUT",
      path: /notes/,
      nth: 1,
      as: { status: 404, body: { message: "404 Not found" } },
    });
    expect(await put("new")).toHaveProperty("value");
    expect(bodies()).toEqual([text("new")]);
  });

  test("a token that may not, and a merge request that is not there", async () => {
    const { lab, put } = await merging();
    const eve = lab.token(lab.user("eve")).value;
    expect(await put("x", "fanout", eve)).toMatchObject({ kind: "refused", status: 404 });
    lab.fail({
      method: "POST",
      path: /notes/,
      as: { status: 403, body: { message: "403 Forbidden" } },
    });
    expect(await put("x")).toMatchObject({ kind: "refused", status: 403, said: "403 Forbidden" });
  });
});
