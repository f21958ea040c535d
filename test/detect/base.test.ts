import { describe, expect, test } from "vitest";
import { ci, see } from "../helpers/compare.ts";
import { type Repo, repo, scene } from "../helpers/repo.ts";

const short = (sha: string) => sha.slice(0, 8);
/** Commits that the clone has below its head and its remote branches. */
const known = (clone: Repo) => Number(clone.git("rev-list", "--count", "--all", "HEAD"));
const shallow = (clone: Repo) => clone.git("rev-parse", "--is-shallow-repository") === "true";

/** `main` with two commits, and `topic` with two of its own; both on the remote. */
const forked = scene(() => {
  const work = repo({ "a.txt": "a" });
  const fork = work.commit({ "b.txt": "b" });
  const remote = work.remote();
  work.branch("topic");
  const first = work.commit({ "t1.txt": "1" });
  const tip = work.commit({ "t2.txt": "2" });
  work.checkout("main");
  const main = work.commit({ "m.txt": "m" });
  work.push();
  return { work, remote, fork, first, tip, main };
});

describe.each([1, 20, 0])("in a clone of depth %i", (depth) => {
  test("a push is compared with the tip before it", async () => {
    const { remote, tip, first } = forked();
    const clone = remote.runner(tip, { branch: "topic", depth });
    const { base, changes } = await see(clone, ci.push(tip, first));
    expect(base).toEqual({
      sha: first,
      ref: null,
      how: "before-sha",
      why: `push: compared with the tip before it, ${short(first)}`,
      fallback: false,
    });
    expect(changes).toEqual(["A t2.txt"]);
    expect(shallow(clone)).toBe(depth === 1);
    expect(known(clone)).toBeLessThanOrEqual(depth === 1 ? 2 : 6);
  });

  test("a push to the default branch too", async () => {
    const { remote, main, fork } = forked();
    const clone = remote.runner(main, { branch: "main", depth });
    const { base, changes } = await see(clone, ci.push(main, fork, "main"));
    expect(base).toMatchObject({ sha: fork, how: "before-sha" });
    expect(changes).toEqual(["A m.txt"]);
  });

  test("a forced push is compared with the old tip, which no branch leads to", async () => {
    const { work, remote, tip, fork } = forked();
    work.checkout("topic");
    work.git("reset", "-q", "--hard", fork);
    const forced = work.commit({ "f.txt": "f" });
    work.push();
    const clone = remote.runner(forced, { branch: "topic", depth });
    const { base, changes } = await see(clone, ci.push(forced, tip));
    expect(base).toMatchObject({ sha: tip, how: "before-sha", fallback: false });
    expect(changes).toEqual(["A f.txt", "D t1.txt", "D t2.txt"]);
    expect(shallow(clone)).toBe(depth === 1);
  });

  test("a forced push whose old tip is gone falls back to the merge base", async () => {
    const { work, remote, tip, fork } = forked();
    work.checkout("topic");
    work.git("reset", "-q", "--hard", fork);
    const forced = work.commit({ "f.txt": "f" });
    work.push();
    remote.prune();
    const clone = remote.runner(forced, { branch: "topic", depth });
    const { base, changes } = await see(clone, ci.push(forced, tip));
    expect(base).toMatchObject({ sha: fork, ref: "main", how: "merge-base", fallback: true });
    expect(base.why).toMatch(
      new RegExp(
        `^push: compared with the merge base with main at ${short(fork)}, since commit ${short(tip)} could not be fetched from origin \\(.*not our ref`,
      ),
    );
    expect(changes).toEqual(["A f.txt"]);
  });

  test("a forced push to the default branch whose old tip is gone: everything", async () => {
    const { work, remote, main, fork } = forked();
    work.git("reset", "-q", "--hard", fork);
    const forced = work.commit({ "f.txt": "f" });
    work.push();
    remote.prune();
    const clone = remote.runner(forced, { branch: "main", depth });
    const { base, changes } = await see(clone, ci.push(forced, main, "main"));
    expect(base).toMatchObject({ sha: null, how: "none", fallback: true });
    expect(base.why).toContain(
      `push: everything counts as changed, since commit ${short(main)} could not be fetched from origin (`,
    );
    expect(changes).toEqual([]);
  });

  test("the first push of a branch is compared with where it left the default branch", async () => {
    const { remote, tip, fork } = forked();
    const clone = remote.runner(tip, { branch: "topic", depth });
    const { base, changes } = await see(clone, ci.firstPush(tip));
    expect(base).toEqual({
      sha: fork,
      ref: "main",
      how: "merge-base",
      why: `first push: compared with the merge base with main at ${short(fork)}`,
      fallback: false,
    });
    expect(changes).toEqual(["A t1.txt", "A t2.txt"]);
  });

  test("a branch without commits of its own differs in nothing", async () => {
    const { remote, fork } = forked();
    const clone = remote.runner(fork, { depth });
    const { base, changes } = await see(clone, ci.firstPush(fork));
    expect(base).toMatchObject({ sha: fork, how: "merge-base", fallback: false });
    expect(changes).toEqual([]);
  });

  test("a tag is compared with the tag before it", async () => {
    const work = repo({ "a.txt": "a" });
    work.tag("v1", "the first");
    const one = work.sha();
    work.commit({ "b.txt": "b" });
    const two = work.commit({ "c.txt": "c" });
    work.tag("v2");
    work.tag("same-commit", "the same");
    const remote = work.remote();
    const clone = remote.runner(two, { tag: "v2", depth });
    const { base, changes } = await see(clone, ci.tag(two, "v2"));
    expect(base).toEqual({
      sha: one,
      ref: "v1",
      how: "previous-tag",
      why: `tag: compared with the tag before it, v1 at ${short(one)}`,
      fallback: false,
    });
    expect(changes).toEqual(["A b.txt", "A c.txt"]);
  });

  test("the first tag: everything", async () => {
    const { work, remote, main } = forked();
    work.tag("v1");
    work.push();
    const clone = remote.runner(main, { tag: "v1", depth });
    const { base } = await see(clone, ci.tag(main, "v1"));
    expect(base).toMatchObject({ sha: null, how: "none", fallback: true });
    expect(base.why).toBe("tag: everything counts as changed, since there is no tag before it");
  });

  test("a merge request is compared with its diff base", async () => {
    const { remote, tip, fork } = forked();
    const clone = remote.runner(tip, { depth });
    const { base, changes } = await see(clone, ci.mergeRequest(tip, "detached", fork));
    expect(base).toMatchObject({ sha: fork, how: "diff-base", fallback: false });
    expect(base.why).toBe(
      `merge request: compared with where it left the target branch main, ${short(fork)}`,
    );
    expect(changes).toEqual(["A t1.txt", "A t2.txt"]);
  });

  test("a merge request whose diff base is unknown falls back to the merge base", async () => {
    const { remote, tip, fork } = forked();
    const clone = remote.runner(tip, { depth });
    const { base } = await see(clone, ci.mergeRequest(tip, "detached", "d".repeat(40)));
    expect(base).toMatchObject({ sha: fork, ref: "main", how: "merge-base", fallback: true });
  });

  test("a merged result is compared with the target branch's tip", async () => {
    const { work, remote, main } = forked();
    work.branch("result", "main");
    const result = work.merge("topic");
    work.checkout("main");
    const clone = remote.runner(pushed(work, result), { depth });
    const { base, changes } = await see(clone, ci.mergeRequest(result, "merged_result", main));
    expect(base).toMatchObject({ sha: main, how: "target-sha", fallback: false });
    expect(base.why).toBe(
      `merge request (merged result): compared with the target branch's tip main at ${short(main)}`,
    );
    expect(changes).toEqual(["A t1.txt", "A t2.txt"]);
  });

  test("a merge train is compared with the train ahead of it, not with the branch", async () => {
    const { work, remote } = forked();
    work.branch("other", "main");
    work.commit({ "o.txt": "o" });
    work.branch("train-1", "main");
    const ahead = work.merge("other");
    work.branch("train-2");
    const result = work.merge("topic");
    const clone = remote.runner(pushed(work, result), { depth });
    const { base, changes } = await see(clone, ci.mergeRequest(result, "merge_train", ahead));
    expect(base).toMatchObject({ sha: ahead, how: "target-sha", fallback: false });
    expect(changes).toEqual(["A t1.txt", "A t2.txt"]);
  });

  test("a child pipeline is compared as its parent", async () => {
    const { remote, tip, first } = forked();
    const clone = remote.runner(tip, { branch: "topic", depth });
    const env = { ...ci.push(tip, first), CI_PIPELINE_SOURCE: "parent_pipeline" };
    const { base, changes } = await see(clone, env);
    expect(base).toMatchObject({ sha: first, how: "before-sha" });
    expect(base.why).toBe(
      `child pipeline of a push: compared with the tip before it, ${short(first)}`,
    );
    expect(changes).toEqual(["A t2.txt"]);
  });
});

/** Puts a commit on the remote as GitLab does with results: no branch leads to it. */
function pushed(work: Repo, sha: string): string {
  work.git("push", "-q", "origin", `${sha}:refs/merge-requests/1/merge`);
  return sha;
}

describe("no commit is named", () => {
  test.each(["schedule", "web", "api", "trigger", "pipeline", "chat", "parent_pipeline"])(
    "%s: everything, and no word to the remote",
    async (source) => {
      const { remote, main } = forked();
      const clone = remote.runner(main, { branch: "main", depth: 1 });
      remote.vanish();
      const { base, changes, progress, compared } = await see(clone, ci.other(main, source));
      expect(base).toMatchObject({ sha: null, ref: null, how: "none", fallback: false });
      expect(base.why).toMatch(/everything counts as changed, since .* \(pass .*--base REF\)$/);
      expect(changes).toEqual([]);
      expect(progress).toEqual([]);
      expect(compared.tree.paths).toEqual(["a.txt", "b.txt", "m.txt"]);
    },
  );

  test("the first push of the default branch: everything", async () => {
    const { remote, main } = forked();
    const clone = remote.runner(main, { branch: "main" });
    const { base } = await see(clone, ci.firstPush(main, "main"));
    expect(base).toMatchObject({ sha: null, how: "none", fallback: false });
  });

  test("--all looks for no base at all", async () => {
    const { remote, tip } = forked();
    const clone = remote.runner(tip, { branch: "topic", depth: 1 });
    remote.vanish();
    const { base, progress } = await see(clone, ci.firstPush(tip), { all: true, unknown: "fail" });
    expect(base.why).toBe("--all: everything counts as changed");
    expect(progress).toEqual([]);
  });
});

describe("what cannot be had", () => {
  test("the remote is gone: everything, with git's own words", async () => {
    const { remote, tip, first } = forked();
    const clone = remote.runner(tip, { branch: "topic", depth: 1 });
    remote.vanish();
    const { base } = await see(clone, ci.push(tip, first));
    expect(base).toMatchObject({ sha: null, how: "none", fallback: true });
    expect(base.why).toMatch(/since commit \w+ could not .*does not .*, and branch main could not/);
  });

  test('under unknown: "fail" it is an error of exit code 3', async () => {
    const { remote, tip } = forked();
    const clone = remote.runner(tip, { branch: "topic", depth: 1 });
    remote.vanish();
    const error = see(clone, ci.firstPush(tip), { unknown: "fail" });
    await expect(error).rejects.toMatchObject({ exit: 3, diagnostics: [{ code: "BASE_UNKNOWN" }] });
    const scheduled = see(clone, ci.other(tip, "schedule"), { unknown: "fail" });
    await expect(scheduled).rejects.toThrow("there is no base to compare with: scheduled pipeline");
  });

  test("no remote", async () => {
    const { work, tip } = forked();
    work.checkout("topic");
    work.git("remote", "remove", "origin");
    const { base } = await see(work, ci.push(tip, "d".repeat(40), "topic"));
    expect(base).toMatchObject({ how: "merge-base", fallback: true });
    expect(base.why).toContain("commit dddddddd is not here, and there is no remote");
  });

  test("histories without a common commit", async () => {
    const { work, remote } = forked();
    work.git("checkout", "-q", "--orphan", "island");
    const island = work.commit({ "i.txt": "i" });
    work.push();
    const clone = remote.runner(island, { branch: "island", depth: 1 });
    const { base } = await see(clone, ci.firstPush(island, "island"));
    expect(base).toMatchObject({ sha: null, how: "none", fallback: true });
    expect(base.why).toContain("the merge base with main could not be found: there is none");
  });
});
