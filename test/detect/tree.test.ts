import { symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { ci, see } from "../helpers/compare.ts";
import { directory, type Repo, repo } from "../helpers/repo.ts";

const pushed = async (work: Repo) => (await see(work, ci.other(work.sha(), "web"))).compared.tree;
const local = async (work: Repo) => (await see(work)).compared.tree;
const atCommit = async (work: Repo) =>
  (await see(work, {}, { head: "HEAD", all: true })).compared.tree;

describe.each([
  ["in CI", pushed],
  ["on a developer's machine", local],
  ["of a commit", atCommit],
])("the tree %s", (_, open) => {
  test("lists, knows and reads its files", async () => {
    const work = repo({ "b/c.txt": "c", "a.txt": "ä\r\n", empty: "" });
    const tree = await open(work);
    expect(tree.paths).toEqual(["a.txt", "b/c.txt", "empty"]);
    expect([tree.has("b/c.txt"), tree.has("b"), tree.has("")]).toEqual([true, false, false]);
    const texts = await tree.read(["empty", "b/c.txt", "nope", "a.txt", "../x", "b"]);
    expect([...texts].sort()).toEqual([
      ["a.txt", "ä\r\n"],
      ["b/c.txt", "c"],
      ["empty", ""],
    ]);
    expect((await tree.read([])).size).toBe(0);
  });

  test("has submodules as paths without text", async () => {
    const work = repo({ "a.txt": "a" });
    work.git("update-index", "--add", "--cacheinfo", `160000,${"1".repeat(40)},sub`);
    work.git("commit", "-q", "-m", "sub");
    work.git("init", "-q", "sub");
    const tree = await open(work);
    expect(tree.paths).toEqual(["a.txt", "sub"]);
    expect((await tree.read(["sub"])).size).toBe(0);
  });

  test("never reads through a link that leads out of the repository", async () => {
    const outside = join(directory(), "secret");
    writeFileSync(outside, "secret");
    const work = repo({ "a.txt": "a" });
    symlinkSync(outside, join(work.root, "out"));
    symlinkSync("nowhere", join(work.root, "dangling"));
    symlinkSync(".", join(work.root, "directory"));
    symlinkSync("loop", join(work.root, "loop"));
    work.commit();
    const tree = await open(work);
    const links = ["dangling", "directory", "loop", "out"];
    expect(tree.paths).toEqual(["a.txt", ...links]);
    expect((await tree.read(links)).size).toBe(0);
  });
});

test("a link that stays inside is read on disk, and is no manifest in a commit", async () => {
  const work = repo({ "a.txt": "a" });
  symlinkSync("../a.txt", join(work.root, "link"));
  work.git("rm", "-q", "--cached", "a.txt");
  work.write({ "lib/a.txt": "inside" });
  symlinkSync("lib/a.txt", join(work.root, "inside"));
  work.commit();
  expect([...(await (await pushed(work)).read(["inside", "link"]))]).toEqual([
    ["inside", "inside"],
  ]);
  expect((await (await atCommit(work)).read(["inside", "link"])).size).toBe(0);
});

test("a sparse checkout has all paths; what is not on disk is read from the commit", async () => {
  const work = repo({ "here/a.txt": "a", "there/b.txt": "b" });
  work.git("sparse-checkout", "set", "here");
  for (const tree of [await local(work), await pushed(work)]) {
    expect(tree.paths).toEqual(["here/a.txt", "there/b.txt"]);
    expect([...(await tree.read(["here/a.txt", "there/b.txt"]))]).toEqual([
      ["here/a.txt", "a"],
      ["there/b.txt", "b"],
    ]);
  }
  expect((await see(work, {}, { base: "HEAD" })).changes).toEqual([]);
});

test("many and large files of a commit come in one go", async () => {
  const large = "x\n".repeat(1_000_000);
  const files = Object.fromEntries(
    Array.from({ length: 500 }, (_, index) => [`f/${index}.txt`, `text ${index}\n`]),
  );
  const work = repo({ ...files, "large.txt": large });
  const texts = await (await atCommit(work)).read([...Object.keys(files), "large.txt"]);
  expect(texts.size).toBe(501);
  expect(texts.get("large.txt")).toBe(large);
  for (const [path, text] of Object.entries(files)) expect(texts.get(path)).toBe(text);
});
