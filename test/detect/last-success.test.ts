import { describe, expect, test } from "vitest";
import { type Policy, readContext } from "../../src/context/index.ts";
import { type CompareOptions, compare } from "../../src/detect/index.ts";
import { askLastSuccess } from "../../src/gitlab/index.ts";
import { nobody, type Reply, server, still } from "../gitlab/server.ts";
import { ci } from "../helpers/compare.ts";
import { testIo } from "../helpers/io.ts";
import { type Repo, repo, scene } from "../helpers/repo.ts";

const short = (sha: string) => sha.slice(0, 8);

/** `main` with two commits, and `topic` with four of its own; both on the remote. */
const forked = scene(() => {
  const work = repo({ "a.txt": "a" });
  const fork = work.commit({ "b.txt": "b" });
  const remote = work.remote();
  work.branch("topic");
  const good = work.commit({ "t1.txt": "1" });
  const broken = work.commit({ "t2.txt": "2" });
  const before = work.commit({ "t3.txt": "3" });
  const tip = work.commit({ "t4.txt": "4" });
  work.checkout("main");
  const main = work.commit({ "m.txt": "m" });
  work.push();
  return { work, remote, fork, good, broken, before, tip, main };
});

type Env = Readonly<Record<string, string>>;

/** Compares under `base.branch: "last-success"`, with a GitLab that gives these replies. */
async function see(
  work: Pick<Repo, "root">,
  env: Env,
  replies: readonly Reply[] | string,
  options: Partial<CompareOptions> = {},
  policy: Partial<Policy> = {},
) {
  const fake = typeof replies === "string" ? undefined : await server(replies);
  const url = `${fake?.url ?? replies}/api/v4`;
  const api = { CI_API_V4_URL: url, CI_PROJECT_ID: "7", CI_JOB_TOKEN: "job-secret" };
  const io = testIo(work.root, { ...env, ...api });
  const lastSuccess = askLastSuccess(io, { clock: still() });
  const given = { all: false, ...options };
  const settled = { branch: "last-success", ...policy, lastSuccess } as const;
  const compared = await compare(io, readContext(io.env), given, Promise.resolve(settled));
  const changes = compared.changes.map(({ path, status }) => `${status} ${path}`);
  return {
    base: compared.base,
    changes,
    asked: fake?.calls.map(({ query }) => query.ref),
    sources: fake?.calls.map(({ query }) => query.source),
  };
}

const succeeded = (sha: string, ref = "topic") => ({
  body: [{ id: 812, sha, ref, status: "success" }],
});
const nothing: Reply = { body: [] };

describe.each([1, 20, 0])("in a clone of depth %i", (depth) => {
  test("what failed before the push still counts", async () => {
    const { remote, tip, before, good } = forked();
    const clone = remote.runner(tip, { branch: "topic", depth });
    const { base, changes, asked } = await see(clone, ci.push(tip, before), [succeeded(good)]);
    expect(base).toEqual({
      sha: good,
      ref: "topic",
      how: "last-success",
      why: `push: compared with the newest commit of topic whose pipeline succeeded, ${short(good)} (pipeline 812)`,
      fallback: false,
    });
    expect(changes).toEqual(["A t2.txt", "A t3.txt", "A t4.txt"]);
    expect(asked).toEqual(["topic"]);
  });

  test("a forced push, back to before the last success", async () => {
    const { work, remote, tip, good } = forked();
    work.checkout("topic");
    work.git("reset", "-q", "--hard", good);
    work.push();
    const clone = remote.runner(good, { branch: "topic", depth });
    const { base, changes } = await see(clone, ci.push(good, tip), [succeeded(tip)]);
    expect(base).toMatchObject({ sha: tip, how: "last-success", fallback: false });
    expect(changes).toEqual(["D t2.txt", "D t3.txt", "D t4.txt"]);
  });

  test("a last success that is gone: all that the branch did", async () => {
    const { work, remote, broken, good, fork } = forked();
    work.checkout("topic");
    work.git("reset", "-q", "--hard", good);
    const forced = work.commit({ "f.txt": "f" });
    work.push();
    remote.prune();
    const clone = remote.runner(forced, { branch: "topic", depth });
    const { base, changes } = await see(clone, ci.push(forced, good), [succeeded(broken)]);
    expect(base).toMatchObject({ sha: fork, ref: "main", how: "merge-base", fallback: true });
    expect(base.why).toMatch(
      new RegExp(
        `^push: compared with the merge base with main at ${short(fork)}, since commit ${short(broken)} could not be fetched from origin \\(.*\\), where pipeline 812 succeeded$`,
      ),
    );
    expect(changes).toEqual(["A f.txt", "A t1.txt"]);
  });

  test("no success of a branch: all that the branch did", async () => {
    const { remote, tip, before, fork } = forked();
    const clone = remote.runner(tip, { branch: "topic", depth });
    const { base, changes } = await see(clone, ci.push(tip, before), [nothing]);
    expect(base).toEqual({
      sha: fork,
      ref: "main",
      how: "merge-base",
      why: `push: compared with the merge base with main at ${short(fork)}, since no pipeline of topic has succeeded`,
      fallback: true,
    });
    expect(changes).toEqual(["A t1.txt", "A t2.txt", "A t3.txt", "A t4.txt"]);
  });

  test("no success of the default branch: everything", async () => {
    const { remote, main, fork } = forked();
    const clone = remote.runner(main, { branch: "main", depth });
    const { base, changes } = await see(clone, ci.push(main, fork, "main"), [nothing]);
    expect(base).toEqual({
      sha: null,
      ref: null,
      how: "none",
      why: "push: everything counts as changed, since no pipeline of main has succeeded",
      fallback: true,
    });
    expect(changes).toEqual([]);
  });
});

test("the last success is the head itself: nothing changed", async () => {
  const { remote, tip } = forked();
  const clone = remote.runner(tip, { branch: "topic" });
  const { base, changes } = await see(clone, ci.other(tip, "web", "topic"), [succeeded(tip)]);
  expect(base).toMatchObject({ sha: tip, how: "last-success", fallback: false });
  expect(changes).toEqual([]);
});

test("the last success is the tip before the push", async () => {
  const { remote, tip, before } = forked();
  const clone = remote.runner(tip, { branch: "topic" });
  const { base, changes } = await see(clone, ci.push(tip, before), [succeeded(before)]);
  expect(base).toMatchObject({ sha: before, how: "last-success", fallback: false });
  expect(changes).toEqual(["A t4.txt"]);
});

describe("GitLab cannot be asked", () => {
  test("it is down: all that the branch did", async () => {
    const { remote, tip, before, fork } = forked();
    const clone = remote.runner(tip, { branch: "topic" });
    const { base } = await see(clone, ci.push(tip, before), await nobody());
    expect(base).toMatchObject({ sha: fork, how: "merge-base", fallback: true });
    expect(base.why).toMatch(/, since GitLab's API at \S+ cannot be reached \(connect ECONNREF/);
  });

  test("it refuses, on the default branch: everything", async () => {
    const { remote, main, fork } = forked();
    const clone = remote.runner(main, { branch: "main" });
    const { base } = await see(clone, ci.push(main, fork, "main"), [{ status: 401 }]);
    expect(base).toMatchObject({ sha: null, how: "none", fallback: true });
    expect(base.why).toBe(
      "push: everything counts as changed, since GitLab's API refuses CI_JOB_TOKEN (401): give a token that may read pipelines in GITLAB_TOKEN",
    );
  });

  test("a commit id that names no commit", async () => {
    const { remote, tip, before, fork } = forked();
    const clone = remote.runner(tip, { branch: "topic", depth: 0 });
    const tree = clone.git("rev-parse", "HEAD^{tree}");
    const { base } = await see(clone, ci.push(tip, before), [succeeded(tree)]);
    expect(base).toMatchObject({ sha: fork, how: "merge-base", fallback: true });
  });
});

describe("who is asked", () => {
  const child = (env: Env): Env => ({ ...env, CI_PIPELINE_SOURCE: "parent_pipeline" });
  type Case = [string, (sha: string, base: string) => Env, number];
  test.each<Case>([
    ["first push", (sha) => ci.firstPush(sha), 1],
    ["schedule", (sha) => ci.other(sha, "schedule", "topic"), 1],
    ["API", (sha) => ci.other(sha, "api", "topic"), 1],
    ["trigger token", (sha) => ci.other(sha, "trigger", "topic"), 1],
    ["other project", (sha) => ci.other(sha, "pipeline", "topic"), 1],
    ["child of a push", (sha, base) => child(ci.push(sha, base)), 1],
    ["child of a schedule", (sha) => child(ci.other(sha, "schedule", "topic")), 1],
    ["tag", (sha) => ci.tag(sha, "v1"), 0],
    ["schedule of a tag", (sha) => ({ ...ci.tag(sha, "v1"), CI_PIPELINE_SOURCE: "schedule" }), 0],
    ["child of a tag", (sha) => child(ci.tag(sha, "v1")), 0],
    ["merge request", (sha, base) => ci.mergeRequest(sha, "detached", base), 0],
    ["merged result", (sha, base) => ci.mergeRequest(sha, "merged_result", base), 0],
    ["child of a merge request", (sha, base) => child(ci.mergeRequest(sha, "detached", base)), 0],
    ["chat", (sha) => ci.other(sha, "chat", "topic"), 0],
    ["a developer's machine", () => ({}), 0],
  ])("%s", async (_, env, times) => {
    const { remote, tip, good } = forked();
    const clone = remote.runner(tip, { branch: "topic" });
    const { base, asked } = await see(clone, env(tip, good), [succeeded(good)]);
    expect(asked).toHaveLength(times);
    expect(base.how === "last-success").toBe(times === 1);
  });

  test.each<[string, Partial<CompareOptions>]>([
    ["--base", { base: "HEAD~1" }],
    ["--all", { all: true }],
  ])("nobody with %s, and nobody is waited for", async (_, options) => {
    const { remote, tip, before } = forked();
    const clone = remote.runner(tip, { branch: "topic" });
    const io = testIo(clone.root, ci.push(tip, before));
    const never = new Promise<never>(() => {});
    const compared = await compare(io, readContext(io.env), { all: false, ...options }, never);
    expect(compared.base.how).toBe(options.all ? "none" : "option");
  });

  test("nor for a merge request", async () => {
    const { remote, tip, fork } = forked();
    const clone = remote.runner(tip, { branch: "topic" });
    const io = testIo(clone.root, ci.mergeRequest(tip, "detached", fork));
    const never = new Promise<never>(() => {});
    const compared = await compare(io, readContext(io.env), { all: false }, never);
    expect(compared.base.how).toBe("diff-base");
  });
});

describe("scheduled pipelines with a policy of their own", () => {
  const nightly = { ...ci.push("0".repeat(40), ""), CI_PIPELINE_SOURCE: "schedule" };
  const at = (tip: string) => ({ ...nightly, CI_COMMIT_SHA: tip, CI_COMMIT_BEFORE_SHA: "" });
  const schedule = "last-success" as const;

  test("are compared with the last scheduled one that succeeded, whatever branches are compared with", async () => {
    const { remote, tip, good } = forked();
    const clone = remote.runner(tip, { branch: "topic", depth: 1 });
    const body = [{ id: 9, sha: good, ref: "topic", status: "success", source: "schedule" }];
    const { base, sources } = await see(
      clone,
      at(tip),
      [{ body }],
      {},
      {
        branch: "before",
        schedule,
      },
    );
    expect(base).toEqual({
      sha: good,
      ref: "topic",
      how: "last-success",
      why: `scheduled pipeline: compared with the newest commit of topic whose scheduled pipeline succeeded, ${good.slice(0, 8)} (pipeline 9)`,
      fallback: false,
    });
    expect(sources).toEqual(["schedule"]);
  });

  test("the first one has nothing to go on from; a push that succeeded is none", async () => {
    const { remote, tip, good } = forked();
    const clone = remote.runner(tip, { branch: "topic", depth: 1 });
    const first = await see(clone, at(tip), [nothing], {}, { schedule });
    expect(first.base.why).toBe(
      "scheduled pipeline: everything counts as changed, since no scheduled pipeline of topic has succeeded",
    );
    const pushed = { id: 9, sha: good, ref: "topic", status: "success", source: "push" };
    const other = await see(clone, at(tip), [{ body: [pushed] }], {}, { schedule });
    expect(other.base).toMatchObject({ sha: null, fallback: true });
  });

  test("take everything where they are told to; GitLab is not asked", async () => {
    const { remote, tip } = forked();
    const clone = remote.runner(tip, { branch: "topic", depth: 1 });
    const { base, asked } = await see(clone, at(tip), [], {}, { schedule: "all" });
    expect(base).toMatchObject({
      sha: null,
      why: "scheduled pipeline: everything counts as changed (base.schedule)",
      fallback: false,
    });
    expect(asked).toEqual([]);
  });

  test("have no say in a push", async () => {
    const { remote, tip, good, before } = forked();
    const clone = remote.runner(tip, { branch: "topic", depth: 1 });
    const { base, sources } = await see(
      clone,
      ci.push(tip, before),
      [succeeded(good)],
      {},
      { schedule: "all" },
    );
    expect(base).toMatchObject({ sha: good, how: "last-success" });
    expect(sources).toEqual([undefined]);
  });
});
