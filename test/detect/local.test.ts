import { mkdirSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { ci, see } from "../helpers/compare.ts";
import { repo } from "../helpers/repo.ts";

/** A developer's clone on `topic`, one commit after it left `main`. */
function developer() {
  const work = repo({ "a.txt": "a", "b.txt": "b", "lib/c.txt": "c" });
  const remote = work.remote();
  const clone = remote.clone();
  const fork = clone.sha();
  clone.branch("topic");
  const tip = clone.commit({ "t.txt": "t" });
  return { work, remote, clone, fork, tip };
}

describe("on a developer's machine", () => {
  test("the base is the merge base with the remote's default branch", async () => {
    const { clone, fork, tip } = developer();
    const { base, changes, compared, progress } = await see(clone);
    expect(base).toEqual({
      sha: fork,
      ref: "main",
      how: "merge-base",
      why: `local: compared with the merge base with the default branch, main, at ${fork.slice(0, 8)}`,
      fallback: false,
    });
    expect(compared).toMatchObject({
      head: tip,
      workTree: true,
      branch: "topic",
      root: clone.root,
    });
    expect(changes).toEqual(["A t.txt"]);
    expect(progress).toEqual([]);
  });

  test("the work tree counts: changed, staged, deleted, untracked; ignored does not", async () => {
    const { clone } = developer();
    clone.write({ ".gitignore": "*.log\n", "x.log": "x", "a.txt": "changed", "b.txt": null });
    clone.write({ "staged.txt": "s", "new/one.txt": "1", "new/two.txt": "2" });
    clone.git("add", "staged.txt");
    const { changes, compared } = await see(clone);
    expect(changes).toEqual([
      "A .gitignore",
      "M a.txt",
      "D b.txt",
      "A new/one.txt",
      "A new/two.txt",
      "A staged.txt",
      "A t.txt",
    ]);
    expect(compared.tree.paths).toEqual([
      ".gitignore",
      "a.txt",
      "lib/c.txt",
      "new/one.txt",
      "new/two.txt",
      "staged.txt",
      "t.txt",
    ]);
    expect(compared.tree.has("b.txt")).toBe(false);
    const texts = await compared.tree.read(["a.txt", "new/one.txt", "b.txt", "x.log", "t.txt"]);
    expect([...texts]).toEqual([
      ["a.txt", "changed"],
      ["new/one.txt", "1"],
      ["t.txt", "t"],
    ]);
  });

  test("a file that was touched and is the same has not changed", async () => {
    const { clone } = developer();
    utimesSync(join(clone.root, "a.txt"), 1, 1);
    clone.git("config", "diff.autoRefreshIndex", "false");
    expect((await see(clone)).changes).toEqual(["A t.txt"]);
  });

  test("a file that git forgot and that is still there is changed once", async () => {
    const { clone } = developer();
    clone.git("rm", "-q", "--cached", "a.txt");
    expect((await see(clone)).changes).toEqual(["M a.txt", "A t.txt"]);
  });

  test("from a directory inside, paths stay those of the repository", async () => {
    const { clone } = developer();
    clone.write({ "lib/new.txt": "n" });
    clone.git("config", "diff.relative", "true");
    const { changes, compared } = await see({ root: join(clone.root, "lib") });
    expect(changes).toEqual(["A lib/new.txt", "A t.txt"]);
    expect(compared.root).toBe(clone.root);
  });

  test("in a second work tree", async () => {
    const { clone, fork } = developer();
    const other = join(clone.root, "..", "other");
    clone.git("worktree", "add", "-q", "-b", "second", other, "main");
    const { base, compared } = await see({ root: other });
    expect(base.sha).toBe(fork);
    expect(compared.branch).toBe("second");
  });

  test("in a conflict each path stands once", async () => {
    const { clone } = developer();
    clone.checkout("main");
    clone.commit({ "t.txt": "mine" });
    expect(() => clone.git("merge", "topic")).toThrow();
    const { changes, compared } = await see(clone);
    expect(changes).toEqual(["A t.txt"]);
    expect(compared.tree.paths).toEqual(["a.txt", "b.txt", "lib/c.txt", "t.txt"]);
  });

  test("a submodule counts with what is uncommitted in it", async () => {
    const { clone } = developer();
    const other = repo({ "s.txt": "s" });
    clone.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", other.root, "sub");
    clone.commit();
    const uncommitted = async () => (await see(clone, {}, { base: "HEAD" })).changes;
    expect(await uncommitted()).toEqual([]);
    clone.write({ "sub/s.txt": "changed" });
    clone.git("config", "diff.ignoreSubmodules", "all");
    clone.git("config", "submodule.sub.ignore", "all");
    expect(await uncommitted()).toEqual(["M sub"]);
  });

  test("a repository with SHA-256", async () => {
    const work = repo();
    work.git("init", "-q", "-b", "main", "--object-format=sha256", "wide");
    const root = join(work.root, "wide");
    work.git("-C", "wide", "commit", "-q", "--allow-empty", "-m", "x");
    const { base } = await see({ root }, {}, { base: "HEAD" });
    expect(base.sha).toMatch(/^[0-9a-f]{64}$/);
    const before = base.sha ?? "";
    expect((await see({ root }, ci.push(before, before))).base.how).toBe("before-sha");
  });

  test("a repository inside, that git does not know, is one path", async () => {
    const { clone } = developer();
    mkdirSync(join(clone.root, "inner"));
    clone.git("init", "-q", "inner");
    clone.git("-C", "inner", "commit", "-q", "--allow-empty", "-m", "inner");
    expect((await see(clone)).changes).toEqual(["A inner", "A t.txt"]);
  });
});

describe("the default branch", () => {
  test("of a shallow clone of another branch is fetched", async () => {
    const { work, remote } = developer();
    work.branch("feature");
    work.commits(30);
    work.commit({ "f.txt": "f" });
    work.push();
    const clone = remote.clone({ depth: 1, branch: "feature" });
    const { base, changes } = await see(clone);
    expect(base).toMatchObject({ sha: work.sha("main"), ref: "main", how: "merge-base" });
    expect(changes).toEqual(["A f.txt"]);
  });

  test("is asked for where the clone does not know it and it has no usual name", async () => {
    const work = repo({ "a.txt": "a" });
    work.git("branch", "-m", "trunk");
    work.git(
      "push",
      "-q",
      "--set-upstream",
      work.git("init", "-q", "--bare", "../x") || "../x",
      "trunk",
    );
    work.git("--git-dir=../x", "symbolic-ref", "HEAD", "refs/heads/trunk");
    work.git("remote", "add", "upstream", `file://${work.root}/../x`);
    work.branch("topic");
    work.commit({ "t.txt": "t" });
    const { base, changes, progress } = await see(work);
    expect(base).toMatchObject({ ref: "trunk", how: "merge-base", fallback: false });
    expect(changes).toEqual(["A t.txt"]);
    expect(progress).toEqual(["fetching trunk from upstream ..."]);
  });

  test("without a remote is a local one", async () => {
    const work = repo({ "a.txt": "a" });
    work.branch("topic");
    work.commit({ "t.txt": "t" });
    expect(await see(work)).toMatchObject({ base: { ref: "main" }, changes: ["A t.txt"] });
    work.git("branch", "-m", "main", "trunk");
    expect((await see(work)).base.why).toBe(
      "local: everything counts as changed, since there is no remote, and no branch main or master",
    );
    work.git("config", "init.defaultBranch", "trunk");
    expect(await see(work)).toMatchObject({ base: { ref: "trunk" }, changes: ["A t.txt"] });
  });

  test("without a remote, and checked out: everything", async () => {
    const work = repo({ "a.txt": "a" });
    const { base, changes } = await see(work);
    expect(base).toMatchObject({ sha: null, how: "none" });
    expect(base.why).toBe(
      "local: everything counts as changed, since there is no remote to compare main with",
    );
    expect(changes).toEqual([]);
  });

  test("with a remote, and checked out: what is not pushed", async () => {
    const { clone } = developer();
    clone.checkout("main");
    clone.commit({ "unpushed.txt": "u" });
    expect((await see(clone)).changes).toEqual(["A unpushed.txt"]);
  });
});
