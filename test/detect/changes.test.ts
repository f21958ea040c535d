import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parseRaw } from "../../src/detect/changes.ts";
import { decodePath } from "../../src/detect/paths.ts";
import { ci, see } from "../helpers/compare.ts";
import fc from "../helpers/property.ts";
import { type FileTree, type Repo, repo } from "../helpers/repo.ts";

/** The changes between the last two commits, as a push shows them. */
async function lastPush(work: Repo) {
  return (await see(work, ci.push(work.sha(), work.sha("HEAD~1")))).changes;
}

async function changes(before: FileTree, after: FileTree) {
  const work = repo(before);
  work.commit(after);
  return lastPush(work);
}

describe("what a change is", () => {
  test.each<[string, FileTree, FileTree, string[]]>([
    [
      "added, modified, deleted",
      { m: "1", d: "1" },
      { m: "2", d: null, a: "a" },
      ["A a", "D d", "M m"],
    ],
    [
      "a rename is both its sides",
      { "old/x": "same" },
      { "old/x": null, "new/x": "same" },
      ["A new/x < old/x", "D old/x"],
    ],
    [
      "a rename with a change has no origin",
      { old: "same" },
      { old: null, "new": "other" },
      ["A new", "D old"],
    ],
    ["a copy has no origin", { old: "same" }, { "new": "same" }, ["A new"]],
    [
      "several alike pair in order",
      { a: "x", b: "x" },
      { a: null, b: null, c: "x", d: "x", e: "x" },
      ["D a", "D b", "A c < a", "A d < b", "A e"],
    ],
    [
      "empty files are nobody's origin",
      { old: "", k: "k" },
      { old: null, "new": "" },
      ["A new", "D old"],
    ],
    [
      "sorted by code unit",
      { k: "k" },
      { b: "1", B: "2", "\uFB00": "3", "\u{1F600}": "4" },
      ["A B", "A b", "A \u{1F600}", "A \uFB00"],
    ],
    ["nothing", { a: "a" }, {}, []],
  ])("%s", async (_, before, after, expected) => {
    expect(await changes(before, after)).toEqual(expected);
  });

  test("a mode, a type, a link", async () => {
    const work = repo({ "run.sh": "x", file: "f", k: "k" });
    work.git("update-index", "--chmod=+x", "run.sh");
    work.write({ file: null });
    symlinkSync("k", join(work.root, "file"));
    symlinkSync("k", join(work.root, "link"));
    work.git("add", "file", "link");
    work.git("commit", "-q", "-m", "change");
    expect(await lastPush(work)).toEqual(["T file", "A link", "M run.sh"]);
  });

  test("a submodule: added, moved on, removed", async () => {
    const work = repo({ a: "a" });
    const one = "1".repeat(40);
    work.git("update-index", "--add", "--cacheinfo", `160000,${one},libs/sub`);
    work.git("commit", "-q", "-m", "add");
    expect(await lastPush(work)).toEqual(["A libs/sub"]);
    work.git("update-index", "--cacheinfo", `160000,${"2".repeat(40)},libs/sub`);
    work.git("commit", "-q", "-m", "move");
    for (const value of ["all", "dirty", "untracked"]) {
      work.git("config", "diff.ignoreSubmodules", value);
      work.git("config", "submodule.libs/sub.ignore", value);
      expect(await lastPush(work)).toEqual(["M libs/sub"]);
    }
    const { compared } = await see(work, ci.push(work.sha(), work.sha("HEAD~1")));
    expect(compared.tree.has("libs/sub")).toBe(true);
    work.git("rm", "-q", "--cached", "libs/sub");
    work.git("commit", "-q", "-m", "remove");
    expect(await lastPush(work)).toEqual(["D libs/sub"]);
  });
});

/** Paths that a text protocol would break, with the bytes that they are. */
const odd = [
  "with space.txt",
  'quo"te',
  "apo'strophe",
  "line\nfeed",
  "tab\there",
  "back\\slash",
  "-dash",
  "--upload-pack=x",
  '$(touch owned); "x"',
  "caf\u00e9-nfc",
  "cafe\u0301-nfd",
  "😀",
  "star*",
  "[a]",
  ":(top)x",
  "#hash",
  "~tilde",
  "dir with space/ü/x",
];
const raw = [Buffer.from("latin-\xe9", "latin1"), Buffer.from("cut-\xf0\x9f", "latin1")];

test("odd paths survive, in a commit and in a work tree", async () => {
  const work = repo({ k: "k" });
  work.write(Object.fromEntries(odd.map((path) => [path, path])));
  for (const path of raw) writeFileSync(Buffer.concat([Buffer.from(`${work.root}/`), path]), "raw");
  const paths = [...odd, ...raw.map(decodePath)].sort();
  const expected = paths.map((path) => `A ${path}`);
  const untracked = await see(work, {}, { base: "HEAD" });
  expect(untracked.changes).toEqual(expected);
  expect(untracked.compared.tree.paths).toEqual([...paths, "k"].sort());
  work.commit();
  const committed = await see(work, ci.push(work.sha(), work.sha("HEAD~1")));
  expect(committed.changes).toEqual(expected);
  for (const settings of [{}, { head: "HEAD" }]) {
    const { compared } = await see(work, {}, { base: "HEAD", ...settings });
    expect(compared.tree.paths).toEqual([...paths, "k"].sort());
    const texts = await compared.tree.read(paths);
    for (const path of odd) expect(texts.get(path)).toBe(path);
    for (const path of raw) expect(texts.get(decodePath(path))).toBe("raw");
  }
});

test.each([
  ["diff.renames", "copies"],
  ["diff.relative", "true"],
  ["diff.noprefix", "true"],
  ["diff.mnemonicPrefix", "true"],
  ["diff.external", "false"],
  ["diff.orderFile", "order"],
  ["diff.orderFile", "no-such-file"],
  ["diff.submodule", "log"],
  ["color.ui", "always"],
  ["color.diff", "always"],
  ["core.quotePath", "true"],
  ["core.pager", "false"],
  ["core.abbrev", "5"],
  ["status.showUntrackedFiles", "no"],
  ["status.relativePaths", "true"],
  ["core.precomposeUnicode", "true"],
])("%s=%s changes nothing", async (key, value) => {
  const work = repo({ "lib/b": "b", "lib/a": "same", z: "z", order: "z\nlib/*\n" });
  work.commit({ "lib/a": null, "lib/c": "same", "lib/ü": "u", z: "2" });
  work.write({ "new": "n" });
  work.git("config", key, value);
  const expected = ["D lib/a", "A lib/c < lib/a", "A lib/ü", "M z"];
  const lib = { root: join(work.root, "lib") };
  expect((await see(lib, ci.push(work.sha(), work.sha("HEAD~1")))).changes).toEqual(expected);
  const local = ["D lib/a", "A lib/c < lib/a", "A lib/ü", "A new", "M z"];
  expect((await see(lib, {}, { base: "HEAD~1" })).changes).toEqual(local);
});

test("attributes with an own diff change nothing", async () => {
  const work = repo({ ".gitattributes": "* diff=loud\n", a: "1" });
  work.git("config", "diff.loud.command", "false");
  work.git("config", "diff.loud.textconv", "false");
  work.commit({ a: "2" });
  expect(await lastPush(work)).toEqual(["M a"]);
});

test("a hook's environment does not lead elsewhere", async () => {
  const work = repo({ a: "1" });
  work.commit({ a: "2" });
  const other = repo({ other: "o" });
  mkdirSync(join(work.root, "lib"));
  const env = { GIT_DIR: join(other.root, ".git"), GIT_WORK_TREE: other.root, GIT_INDEX_FILE: "x" };
  const seen = await see(
    { root: join(work.root, "lib") },
    { ...ci.push(work.sha(), work.sha("HEAD~1")), ...env },
  );
  expect(seen.changes).toEqual(["M a"]);
});

describe("the records of git diff --raw -z", () => {
  const path = fc
    .uint8Array({ minLength: 1, maxLength: 8 })
    .map((array) => Buffer.from(array.map((byte) => byte || 1)));
  const record = fc.record({
    path,
    status: fc.constantFrom("A", "D", "M", "T"),
    id: fc.integer({ min: 1, max: 5 }),
  });
  test("any paths, in any order", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(record, { selector: ({ path }) => path.toString("hex") }),
        (records) => {
          const list = records.map(({ path, status, id }) => {
            const before = status === "A" ? "0" : String(id);
            const after = status === "D" ? "0" : String(id);
            const header = `:100644 100644 ${before.repeat(40)} ${after.repeat(40)} ${status}\0`;
            return Buffer.concat([Buffer.from(header), path, Buffer.of(0)]);
          });
          const { changes: parsed } = parseRaw(Buffer.concat(list));
          expect(parsed.map(({ path, status }) => `${status} ${path}`).sort()).toEqual(
            records.map(({ path, status }) => `${status} ${decodePath(path)}`).sort(),
          );
          expect(parsed.map(({ path }) => path)).toEqual(
            records.map(({ path }) => decodePath(path)).sort(),
          );
          const origins = parsed.flatMap(({ from }) => from ?? []);
          expect(new Set(origins).size).toBe(origins.length);
          const gone = new Set(
            parsed.filter(({ status }) => status === "D").map(({ path }) => path),
          );
          expect(origins.every((origin) => gone.has(origin))).toBe(true);
        },
      ),
    );
  });
  test("an output that ends too early is not taken for a short one", () => {
    const whole = Buffer.from(`:100644 100644 ${"1".repeat(40)} ${"2".repeat(40)} M\0a/b\0`);
    expect(parseRaw(whole)).toEqual({
      changes: [{ path: "a/b", status: "M" }],
      before: new Map([["a/b", "1".repeat(40)]]),
    });
    for (const end of [1, 40, 97, whole.length - 1]) {
      expect(() => parseRaw(whole.subarray(0, end))).toThrow("ended within a record");
    }
  });
});
