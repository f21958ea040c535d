import { describe, expect, test } from "vitest";
import { ci, see } from "../helpers/compare.ts";
import { type Repo, repo } from "../helpers/repo.ts";

/** All commits that the clone has, whether a ref leads to them or not. */
const commits = (clone: Repo) =>
  clone
    .git("cat-file", "--batch-all-objects", "--batch-check=%(objecttype)")
    .split("\n")
    .filter((type) => type === "commit").length;
const shallow = (clone: Repo) => clone.git("rev-parse", "--is-shallow-repository") === "true";

/** `main` of 300 commits and more; `topic` left it `ahead` commits before its tip, and has `own`. */
function long({ ahead, own }: { ahead: number; own: number }) {
  const work = repo({ "a.txt": "a" });
  work.commits(300);
  const fork = work.commit({ "fork.txt": "f" });
  const remote = work.remote();
  work.branch("topic");
  work.commits(own - 1);
  const tip = work.commit({ "t.txt": "t" });
  work.checkout("main");
  work.commits(ahead);
  work.push();
  return { work, remote, fork, tip };
}

describe("as little as needed", () => {
  test("one commit is fetched alone, and the clone stays shallow", async () => {
    const { remote, tip, fork } = long({ ahead: 1, own: 60 });
    const clone = remote.runner(tip, { branch: "topic", depth: 20 });
    const before = commits(clone);
    const { base, changes, progress } = await see(clone, ci.push(tip, fork));
    expect(base.sha).toBe(fork);
    expect(changes).toEqual(["A t.txt"]);
    expect(commits(clone)).toBe(before + 1);
    expect(shallow(clone)).toBe(true);
    expect(progress).toEqual([`fetching commit ${fork.slice(0, 8)} from origin ...`]);
  });

  test("a full clone stays full when a commit is fetched", async () => {
    const { work, remote, tip } = long({ ahead: 1, own: 3 });
    const clone = remote.runner(tip, { depth: 0 });
    work.checkout("topic");
    const later = work.commit({ "later.txt": "l" });
    work.push();
    const { base } = await see(clone, ci.push(tip, later));
    expect(base).toMatchObject({ sha: later, how: "before-sha" });
    expect(shallow(clone)).toBe(false);
  });

  test("nothing is fetched when the base is here", async () => {
    const { remote, tip } = long({ ahead: 1, own: 3 });
    const clone = remote.runner(tip, { branch: "topic", depth: 20 });
    remote.vanish();
    const { base, progress } = await see(clone, ci.push(tip, clone.sha("HEAD~2")));
    expect(base).toMatchObject({ how: "before-sha", fallback: false });
    expect(progress).toEqual([]);
  });

  test.each([
    { ahead: 5, own: 5, depth: 20, atMost: 50 },
    { ahead: 5, own: 30, depth: 20, atMost: 100 },
    { ahead: 30, own: 5, depth: 1, atMost: 100 },
    { ahead: 30, own: 70, depth: 1, atMost: 260 },
  ])(
    "the merge base of $ahead and $own commits, depth $depth",
    async ({ atMost, depth, ...shape }) => {
      const { remote, tip, fork } = long(shape);
      const clone = remote.runner(tip, { branch: "topic", depth });
      const { base, changes, progress } = await see(clone, ci.firstPush(tip));
      expect(base).toMatchObject({ sha: fork, how: "merge-base", fallback: false });
      expect(changes).toEqual(["A t.txt"]);
      expect(commits(clone)).toBeLessThanOrEqual(atMost);
      expect(shallow(clone)).toBe(true);
      expect(progress[0]).toBe("fetching main from origin ...");
      const more = progress.slice(1).map((line) => Number(/^fetching (\d+) more/.exec(line)?.[1]));
      expect(more).toEqual([20, 40, 80].slice(0, more.length));
    },
  );

  test("the tag before is found below the end of the clone, and no tag is fetched", async () => {
    const work = repo({ "a.txt": "a" });
    work.tag("v0", "long ago");
    work.commits(200);
    const one = work.commit({ "one.txt": "1" });
    work.tag("v1", "annotated");
    work.commits(50);
    const two = work.commit({ "two.txt": "2" });
    work.tag("v2");
    const remote = work.remote();
    const clone = remote.runner(two, { tag: "v2", depth: 20 });
    const { base, changes } = await see(clone, ci.tag(two, "v2"));
    expect(base).toMatchObject({ sha: one, ref: "v1", how: "previous-tag", fallback: false });
    expect(changes).toEqual(["A two.txt"]);
    expect(commits(clone)).toBeLessThanOrEqual(100);
    expect(clone.git("tag")).toBe("v2");
  });
});

describe("the answer of a shallow clone is that of a full one", () => {
  /**
   * `topic` merged `main` late, on a side that a shallow clone sees last: the near common commit
   * that shows first is not the merge base.
   */
  test("a nearer merge base below the end of the clone", async () => {
    const work = repo({ "a.txt": "a" });
    const remote = work.remote();
    work.branch("topic");
    work.commit({ "t.txt": "t" });
    work.checkout("main");
    const late = work.commit({ "late.txt": "l" });
    work.branch("side");
    work.commits(40);
    work.checkout("topic");
    work.merge("side");
    const tip = work.commit({ "u.txt": "u" });
    work.checkout("main");
    work.commits(3);
    work.push();
    for (const depth of [1, 2, 3, 5, 20]) {
      const clone = remote.runner(tip, { branch: "topic", depth });
      const { base } = await see(clone, ci.firstPush(tip));
      expect(base).toMatchObject({ sha: late, fallback: false });
    }
  });

  test("merges back and forth", async () => {
    const work = repo({ "a.txt": "a" });
    const remote = work.remote();
    work.branch("topic");
    for (let round = 0; round < 4; round++) {
      work.checkout("topic");
      work.commits(7);
      work.merge("main");
      work.checkout("main");
      work.commits(9);
      if (round === 1) work.merge("topic");
    }
    work.checkout("topic");
    const tip = work.commit({ "t.txt": "t" });
    work.push();
    const expected = work.git("merge-base", "topic", "main");
    for (const depth of [1, 4, 12]) {
      const clone = remote.runner(tip, { branch: "topic", depth });
      expect((await see(clone, ci.firstPush(tip))).base.sha).toBe(expected);
    }
  });

  test("the nearest tag, though another shows first", async () => {
    const work = repo({ "a.txt": "a" });
    work.commits(10);
    work.branch("old");
    work.commits(2);
    work.tag("on-a-side");
    work.commits(3);
    work.checkout("main");
    work.commits(40);
    const near = work.commit({ "n.txt": "n" });
    work.tag("near");
    work.commits(4);
    const tip = work.merge("old");
    work.tag("v9");
    const remote = work.remote();
    for (const depth of [1, 3, 20, 0]) {
      const clone = remote.runner(tip, { tag: "v9", depth });
      expect((await see(clone, ci.tag(tip, "v9"))).base).toMatchObject({ sha: near, ref: "near" });
    }
  });

  test("histories without a common commit are read to their ends", async () => {
    const work = repo({ "a.txt": "a" });
    work.commits(50);
    const remote = work.remote();
    work.git("checkout", "-q", "--orphan", "island");
    work.commit({ "i.txt": "i" });
    work.commits(50);
    const tip = work.sha();
    work.push();
    const clone = remote.runner(tip, { branch: "island", depth: 5 });
    const { base } = await see(clone, ci.firstPush(tip, "island"));
    expect(base).toMatchObject({ sha: null, fallback: true });
  });
});

test("a remote that goes away while history is fetched", async () => {
  const { remote, tip } = long({ ahead: 5, own: 60 });
  const clone = remote.runner(tip, { branch: "topic", depth: 5 });
  clone.git("fetch", "-q", "--depth=5", "origin", "+refs/heads/main:refs/remotes/origin/main");
  remote.vanish();
  const { base, progress } = await see(clone, ci.firstPush(tip));
  expect(base).toMatchObject({ sha: null, how: "none", fallback: true });
  expect(base.why).toMatch(
    /^first push: everything .*, since the merge base with main could not be found: .*does not/,
  );
  expect(progress).toEqual([
    "fetching 20 more commits from origin, to find the merge base with main ...",
  ]);
});
