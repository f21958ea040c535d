import { describe, expect, test } from "vitest";
import { ci, see } from "../helpers/compare.ts";
import { repo, scene } from "../helpers/repo.ts";

/** A runner's shallow clone of `topic`; `main`, `release` and the tag `v1` are on the remote only. */
const given = scene(() => {
  const work = repo({ "a.txt": "a" });
  work.tag("v1", "annotated");
  const one = work.sha();
  const main = work.commit({ "m.txt": "m" });
  const remote = work.remote();
  work.branch("release/1.x");
  work.branch("topic");
  work.commits(30);
  const tip = work.commit({ "t.txt": "t" });
  work.push();
  return { work, remote, one, main, tip };
});

function shallow() {
  const { remote, tip, ...rest } = given();
  return { ...rest, remote, tip, clone: remote.runner(tip, { branch: "topic", depth: 5 }) };
}

describe("--base", () => {
  test.each([
    ["main", "main"],
    ["origin/main", "main"],
    ["refs/heads/main", "main"],
    ["release/1.x", "main"],
    ["v1", "one"],
    ["refs/tags/v1", "one"],
    ["HEAD~30", "HEAD~30"],
    ["HEAD^", "HEAD~1"],
  ])("%s", async (base, expected) => {
    const { work, clone, tip, ...known } = shallow();
    const sha = known[expected as "main"] ?? work.sha(expected.replace("HEAD", "topic"));
    const seen = await see(clone, ci.push(tip, known.one), { base });
    expect(seen.base).toEqual({
      sha,
      ref: base,
      how: "option",
      why: `--base: compared with ${base} at ${sha.slice(0, 8)}`,
      fallback: false,
    });
  });

  test("a full commit id that is not here", async () => {
    const { clone, one, tip } = shallow();
    const { base, changes } = await see(clone, ci.other(tip, "schedule"), { base: one });
    expect(base).toMatchObject({ sha: one, how: "option" });
    expect(changes).toEqual(["A m.txt", "A t.txt"]);
  });

  test("the id of something that is no commit", async () => {
    const { remote, clone, tip } = shallow();
    const tree = remote.git("rev-parse", "v1^{tree}");
    const error = see(clone, ci.push(tip, tip), { base: tree });
    await expect(error).rejects.toMatchObject({ diagnostics: [{ code: "BASE_NOT_FOUND" }] });
  });

  test("a branch that looks like an option", async () => {
    const { work, remote, tip, main } = shallow();
    for (const name of ["-x", "--upload-pack=touch owned", "--all"].map((each) =>
      each.replace(" ", "-"),
    )) {
      work.git("update-ref", `refs/heads/${name}`, main);
      work.push();
      const clone = remote.runner(tip, { branch: "topic", depth: 5 });
      expect((await see(clone, ci.push(tip, tip), { base: name })).base.sha).toBe(main);
    }
  });

  test.each([
    "nope",
    "--upload-pack=x",
    "-x",
    "",
    "a\nb",
    "main:a.txt",
    "v9",
    "d".repeat(40),
    "HEAD~999",
  ])("%o is an error, not a fallback", async (base) => {
    const { clone, tip } = shallow();
    const error = see(clone, ci.push(tip, tip), { base });
    await expect(error).rejects.toMatchObject({
      exit: 3,
      diagnostics: [{ code: "BASE_NOT_FOUND" }],
    });
  });

  test("in a work tree the uncommitted counts too", async () => {
    const work = repo({ "a.txt": "a" });
    work.commit({ "b.txt": "b" });
    work.write({ "c.txt": "c" });
    expect((await see(work, {}, { base: "HEAD~1" })).changes).toEqual(["A b.txt", "A c.txt"]);
  });
});

describe("--head", () => {
  test("looks at a commit, and at nothing on disk", async () => {
    const work = repo({ "a.txt": "old" });
    work.branch("topic");
    const tip = work.commit({ "t.txt": "t" });
    work.checkout("main");
    work.write({ "untracked.txt": "u", "a.txt": "new" });
    const { compared, changes } = await see(work, {}, { head: "topic", base: "main" });
    expect(compared).toMatchObject({ head: tip, workTree: false });
    expect(changes).toEqual(["A t.txt"]);
    expect(compared.tree.paths).toEqual(["a.txt", "t.txt"]);
    expect([...(await compared.tree.read(["a.txt"]))]).toEqual([["a.txt", "old"]]);
    const same = await see(work, {}, { head: "HEAD", base: "HEAD" });
    expect(same.changes).toEqual([]);
    expect([...(await same.compared.tree.read(["a.txt"]))]).toEqual([["a.txt", "old"]]);
  });

  test("is fetched where it is not here", async () => {
    const { clone, main, tip } = shallow();
    const { compared } = await see(clone, ci.push(tip, tip), { head: "main", base: tip });
    expect(compared.head).toBe(main);
    expect(compared.tree.paths).toEqual(["a.txt", "m.txt"]);
  });

  test("that is not to be had is an error", async () => {
    const { clone, tip } = shallow();
    const error = see(clone, ci.push(tip, tip), { head: "nope" });
    await expect(error).rejects.toMatchObject({
      exit: 3,
      diagnostics: [{ code: "HEAD_NOT_FOUND" }],
    });
  });
});

test("a target branch with a hostile name is only a name", async () => {
  const { work, remote, tip, main } = shallow();
  for (const name of ["-x", "--upload-pack=x", "$(touch-owned);x", "a'b\"c"]) {
    work.git("update-ref", `refs/heads/${name}`, main);
    work.push();
    const clone = remote.runner(tip, { branch: "topic", depth: 5 });
    const { base } = await see(clone, ci.mergeRequest(tip, "detached", "0".repeat(40), name));
    expect(base).toMatchObject({ sha: main, ref: name, how: "merge-base" });
  }
  for (const name of ["main:refs/heads/x", "main~1", "a..b", "x y", "@{-1}"]) {
    const clone = remote.runner(tip, { branch: "topic", depth: 5 });
    const { base, progress } = await see(clone, ci.mergeRequest(tip, "detached", "", name));
    expect(base.why).toContain(`since ${JSON.stringify(name)} is no branch name`);
    expect(progress).toEqual([]);
  }
});
