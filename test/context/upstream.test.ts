import { describe, expect, test } from "vitest";
import { readContext, readUpstream } from "../../src/context/index.ts";
import fc from "../helpers/property.ts";

const before = "b".repeat(40);
const after = "a".repeat(40);
const zeros = "0".repeat(40);
const commit = (id: string, more: object) => ({
  id: id.repeat(40),
  added: [],
  modified: [],
  removed: [],
  ...more,
});
const push = {
  // Parameters of the address stand among those of the body.
  id: "9",
  ref: "main",
  object_kind: "push",
  event_name: "push",
  before,
  after,
  project: { id: 42, path_with_namespace: "group/lib" },
  commits: [
    commit("1", { modified: ["src/b.ts", "src/a.ts"] }),
    commit("2", { removed: ["docs/old.md"], modified: ["src/a.ts"] }),
  ],
  total_commits_count: 2,
};

type Env = Record<string, string>;

/** What is read where $TRIGGER_PAYLOAD names a file with this content. */
function read(content: string | Buffer | undefined, env: Env = {}, named?: string) {
  const all = {
    GITLAB_CI: "true",
    CI_PIPELINE_SOURCE: "trigger",
    CI_PROJECT_ID: "9",
    ...(content !== undefined && { TRIGGER_PAYLOAD: "/builds/payload" }),
    ...env,
  };
  const files = {
    read: (path: string) =>
      path === "/builds/payload" && content !== undefined ? Buffer.from(content) : undefined,
  };
  return readUpstream({ cwd: "/builds/app", env: all, files }, readContext(all), named);
}
const told = (body: unknown) => read(JSON.stringify(body));

test("a push tells its project and every path, with the last commit that changed it", () => {
  expect(told(push)).toEqual({
    project: "group/lib",
    id: 42,
    commit: after,
    what: "push to group/lib (aaaaaaaa)",
    paths: [
      { path: "src/b.ts", commit: "1".repeat(40) },
      { path: "src/a.ts", commit: "2".repeat(40) },
      { path: "docs/old.md", commit: "2".repeat(40) },
    ],
  });
});

describe("where not all paths are known, none is told, and why", () => {
  test.each<[string, object, string]>([
    [
      "a file that may have been moved",
      { commits: [commit("1", { added: ["src/new.ts"] })], total_commits_count: 1 },
      "a file that it adds may have been moved, and the old place is not told",
    ],
    ["more commits than 20", { total_commits_count: 35 }, "only 2 of its 35 commits are told"],
    ["a new branch", { before: zeros }, "the branch is new"],
    ["a deleted branch", { after: zeros, commits: [] }, "the branch was deleted"],
    ["no commits", { commits: [], total_commits_count: 0 }, "its commits name no paths"],
    ["commits without lists", { commits: [{ id: before }, {}] }, "its commits cannot be read"],
    ["commits that are none", { commits: [1, 2] }, "its commits cannot be read"],
    ["no list of commits", { commits: "x" }, "its commits cannot be read"],
    ["no total", { total_commits_count: undefined }, "its commits cannot be read"],
    ["a total that is no number", { total_commits_count: "2" }, "its commits cannot be read"],
    ...["../etc/passwd", "/etc/passwd", "a//b", "a/./b", "", "a\0b", "x".repeat(5000), 3, null].map(
      (path): [string, object, string] => [
        `the path ${String(path).slice(0, 20)}`,
        { commits: [commit("1", { modified: ["ok", path] })], total_commits_count: 1 },
        "one of its paths can be none of a repository",
      ],
    ),
  ])("%s", (_, more, why) => {
    const upstream = told({ ...push, ...more });
    expect(upstream).toMatchObject({ project: "group/lib", why });
    expect(upstream).not.toHaveProperty("paths");
    expect(upstream).not.toHaveProperty("problem");
  });

  test.each([
    ["tag_push", "tag of group/lib (aaaaaaaa)", "a tag names no paths"],
    ["release", "release event of group/lib (aaaaaaaa)", "such an event names no paths"],
    ["\n\u001b[31m", "unknown event of group/lib (aaaaaaaa)", "such an event names no paths"],
    [["push"], "unknown event of group/lib (aaaaaaaa)", "such an event names no paths"],
  ])("an event of kind %j", (kind, what, why) => {
    expect(told({ ...push, object_kind: kind })).toEqual({
      project: "group/lib",
      id: 42,
      commit: after,
      what,
      why,
    });
  });
});

describe("a payload that cannot be read is told, never passed over", () => {
  test.each<[string, string | Buffer, string]>([
    ["not JSON", "{ nope", "is not JSON"],
    ["empty", "", "is not JSON"],
    ["binary", Buffer.from([0xff, 0xfe, 0x00]), "is not JSON"],
    ["a list", "[]", "is no JSON object"],
    ["null", "null", "is no JSON object"],
    ["an event of no project", '{ "object_kind": "push" }', "names no project"],
    [
      "a project that is none",
      '{ "object_kind": "push", "project": { "path_with_namespace": "../x" } }',
      "names no project",
    ],
    ["too large", Buffer.alloc(2 ** 25 + 1, " "), "is larger than 32 MiB"],
  ])("%s", (_, content, problem) => {
    const upstream = read(content);
    expect(upstream).toMatchObject({ problem, why: `TRIGGER_PAYLOAD ${problem}` });
    expect(upstream).not.toHaveProperty("project");
  });
  test("a file that is not there", () => {
    const env = { TRIGGER_PAYLOAD: "/elsewhere" };
    expect(read(undefined, env)).toMatchObject({ problem: "names a file that is not there" });
  });
  test("a directory", () => {
    const files = {
      read: () => {
        throw Object.assign(new Error("x"), { code: "EISDIR" });
      },
    };
    const env = { CI_PIPELINE_SOURCE: "trigger", TRIGGER_PAYLOAD: "/d" };
    expect(readUpstream({ cwd: "/", env, files }, readContext(env), undefined)).toMatchObject({
      problem: "names a file that cannot be read (EISDIR)",
    });
  });
});

describe("who started the pipeline", () => {
  test("a call of the API without an event is nobody", () => {
    expect(told({ id: "9", ref: "main", variables: { A: "1" } })).toBeUndefined();
    expect(read(undefined)).toBeUndefined();
  });
  test.each(["push", "schedule", "web", "merge_request_event"])("a %s has no payload", (source) => {
    const env = { CI_PIPELINE_SOURCE: source, FANOUT_UPSTREAM: "group/lib" };
    expect(read(JSON.stringify(push), env)).toBeUndefined();
  });
  test("a trigger job of another project, by its id", () => {
    const env = { CI_PIPELINE_SOURCE: "pipeline", CI_UPSTREAM_PROJECT_ID: "42" };
    expect(read(undefined, env)).toEqual({
      id: 42,
      what: "trigger job of project 42",
      why: "a trigger job names no paths",
    });
    expect(read(undefined, { ...env, CI_UPSTREAM_PROJECT_ID: "4x" })).toBeUndefined();
  });
  test("a child's parent is no other project", () => {
    const env = { CI_PIPELINE_SOURCE: "parent_pipeline", CI_UPSTREAM_PROJECT_ID: "9" };
    expect(read(undefined, env)).toBeUndefined();
  });
  test("whoever the variable or the flag names, which goes first", () => {
    const env = { FANOUT_UPSTREAM: "group/lib" };
    expect(read(undefined, env)).toEqual({
      project: "group/lib",
      what: "change of group/lib",
      why: "FANOUT_UPSTREAM names no paths",
      by: "FANOUT_UPSTREAM",
    });
    expect(read(undefined, env, "group/other")).toMatchObject({
      project: "group/other",
      by: "--upstream",
    });
    expect(read(undefined, { CI_PIPELINE_SOURCE: "push" }, "group/x")).toMatchObject({
      project: "group/x",
    });
  });
  test("the payload of the project that was named tells more", () => {
    expect(read(JSON.stringify(push), { FANOUT_UPSTREAM: "Group/Lib" })?.paths).toHaveLength(3);
    const other = read(JSON.stringify(push), { FANOUT_UPSTREAM: "group/other" });
    expect(other).toMatchObject({ project: "group/other" });
    expect(other).not.toHaveProperty("paths");
  });
});

test("whatever is sent, either all paths are told or why not", () => {
  const word = fc.oneof(
    fc.constantFrom<unknown>(before, after, zeros, "push", "tag_push", "a/b", "../x", 2, 20, null),
    fc.jsonValue(),
  );
  const commits = fc.array(
    fc.record({ id: word, added: fc.array(word), modified: fc.array(word), removed: word }),
  );
  const body = fc.record(
    {
      object_kind: word,
      before: word,
      after: word,
      project: fc.oneof(word, fc.constant({ path_with_namespace: "group/lib" })),
      commits: fc.oneof(word, commits),
      total_commits_count: word,
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(body, (value) => {
      const upstream = told(value);
      if (upstream === undefined) expect(value.object_kind ?? null).toBeNull();
      else expect((upstream.paths?.length ?? 0) > 0).toBe(upstream.why === undefined);
    }),
  );
});
