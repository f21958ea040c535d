import { describe, expect, test } from "vitest";
import type { Change } from "../../src/detect/index.ts";
import { lockChanges } from "../../src/lockfiles/index.ts";
import { parseYaml } from "../../src/yaml/read.ts";
import { serviceAt } from "../affected/workspace.ts";
import { type Files, treeOf } from "../workspace/tree.ts";
import { differs } from "./helper.ts";

const file = "package-lock.json";
const all = (why: string) => ({ a: why, b: why });

/** A workspace of a and b, with what each one depends on, and packages by name and version. */
function lock(a: string[], b: string[], packages: Record<string, string>, more: object = {}) {
  const needs = (names: string[]) => ({
    dependencies: Object.fromEntries(names.map((name) => [name, "*"])),
  });
  return {
    name: "acme",
    lockfileVersion: 3,
    packages: {
      "": { workspaces: ["a", "b"] },
      a: needs(a),
      b: needs(b),
      "node_modules/a": { resolved: "a", link: true },
      "node_modules/b": { resolved: "b", link: true },
      ...Object.fromEntries(
        Object.entries(packages).map(([name, version]) => [`node_modules/${name}`, { version }]),
      ),
    },
    ...more,
  };
}

const good = lock(["x"], ["y"], { x: "1.0.0", y: "1.0.0" });
const between = (base: unknown, head: unknown, roots = ["a", "b"]) =>
  differs(
    file,
    [base === undefined ? {} : { [file]: base }, head === undefined ? {} : { [file]: head }] as [
      Files,
      Files,
    ],
    roots,
  );

describe("what counts for every service", () => {
  test.each<[string, unknown, unknown, string]>([
    ["a new lock file", undefined, good, "it was added"],
    ["one that is gone", good, undefined, "it was deleted"],
    ["a conflict", good, "{\n<<<<<<< HEAD\n=======\n>>>>>>> x\n}", "it holds a merge conflict"],
    ["a conflict at the base", "<<<<<<< HEAD\n", good, "at the base it holds a merge conflict"],
    [
      "bytes that are no text",
      good,
      JSON.stringify({ ...good, name: "\ufffd" }),
      "it is not UTF-8",
    ],
    ["broken JSON", good, '{ "lockfileVersion": 3', "it is no valid JSON"],
    ["nothing", "", good, "at the base it is no valid JSON"],
    ["an old version", good, { ...good, lockfileVersion: 1 }, 'its lockfileVersion is "1"'],
    [
      "a new version",
      { ...good, lockfileVersion: 4 },
      good,
      'at the base its lockfileVersion is "4"',
    ],
    [
      "another version",
      { ...good, lockfileVersion: 2 },
      good,
      "its settings differ: lockfileVersion",
    ],
    ["what nobody knows", good, { ...good, magic: { a: 1 } }, "its settings differ: magic"],
    [
      "a dependency that is missing",
      good,
      lock(["x", "z"], ["y"], { x: "1.0.0", y: "1.0.0" }),
      "a needs z, which is not in it",
    ],
    [
      "a list for a table",
      good,
      { ...good, packages: [] },
      "its packages does not look as it should",
    ],
  ])("%s", async (_, base, head, why) => {
    expect(await between(base, head)).toEqual(all(why));
  });

  test("a nesting without end", async () => {
    const deep = `${'{"a":'.repeat(200_000)}1${"}".repeat(200_000)}`;
    const text = JSON.stringify({ ...good, magic: 0 }).replace('"magic":0', `"magic":${deep}`);
    expect(await between(good, text)).toEqual(all("it is nested too deeply"));
  });

  test("a file that is not one to be read, such as a link", async () => {
    const services = [serviceAt("a", { locks: [file] })];
    const tree = { ...treeOf({ [file]: good }), read: async () => new Map<string, string>() };
    const compared = { changes: [{ path: file, status: "T" } as const], tree, baseTree: tree };
    const settings = { lockfiles: "precise", parseYaml } as const;
    const { steps } = await lockChanges({ services, edges: [], cycles: [] }, compared, settings);
    expect([...steps]).toEqual([["a", [{ by: "lock", path: file, why: "it cannot be read" }]]]);
  });

  test("a kind of file that fanout does not read", async () => {
    const sides = [{ "a/x.lock": "1" }, { "a/x.lock": "2" }] as const;
    expect(await differs("a/x.lock", sides, ["a"])).toEqual({
      a: "fanout does not read such files",
    });
    const binary = [{ "bun.lockb": "1" }, { "bun.lockb": "1" }] as const;
    expect(await differs("bun.lockb", binary, ["a"])).toEqual({ a: "it is binary" });
  });

  test('lockfiles: "everything"', async () => {
    expect(
      await differs(file, [{ [file]: good }, { [file]: good }], ["a", "b"], "everything"),
    ).toEqual(all('lockfiles: "everything"'));
  });
});

describe("what counts for one service", () => {
  test("its own packages", async () => {
    const head = lock(["x"], ["y"], { x: "2.0.0", y: "1.0.0" });
    expect(await between(good, head)).toEqual({ a: "x 1.0.0 → 2.0.0" });
  });

  test("packages that come and go, by name, and how many more", async () => {
    const head = lock(["x", "w", "q"], ["v"], { x: "2.0.0", w: "1.0.0", q: "0.1.0", v: "1.0.0" });
    const base = lock(["x", "y"], ["v"], { x: "1.0.0", y: "1.0.0", v: "1.0.0" });
    expect(await between(base, head)).toEqual({
      a: "+ q 0.1.0, + w 1.0.0, x 1.0.0 → 2.0.0 and 1 more",
    });
  });

  test("a service that is new, one that is not listed, and its own directory", async () => {
    const { a: _, ...packages } = good.packages;
    const without = { ...good, packages };
    expect(await between(without, good)).toEqual({ a: "a was not in it" });
    expect(await between(good, good, ["a", "b", "c"])).toEqual({ c: "c is not in it" });
    const { "": __, ...rest } = good.packages;
    expect(await between(good, { ...good, packages: rest }, [".", "b"])).toEqual({
      ".": "its own directory is not in it",
      b: "- .",
    });
  });

  test("a name that is no word is told in quotes, and not at its full length", async () => {
    const name = `x\n\u001b[31m${"y".repeat(100)}`;
    const found = await between(good, lock([name], ["y"], { [name]: "1.0.0", y: "1.0.0" }));
    expect(found).toEqual({ a: `- x 1.0.0, + "x\\n\\u001b[31m${"y".repeat(72)}…" 1.0.0` });
  });
});

describe("lock files of a repository", () => {
  const services = [
    serviceAt("tools/a", { name: "a", locks: ["tools/package-lock.json", "yarn.lock"] }),
    serviceAt("tools/b", { name: "b", locks: ["tools/package-lock.json"] }),
    serviceAt("c", { locks: ["c/go.sum"] }),
  ];
  const settings = { lockfiles: "precise", parseYaml } as const;
  const base = { "tools/package-lock.json": good };
  const head = {
    "tools/package-lock.json": lock(["x"], ["y"], { x: "1.0.1", y: "1.0.0" }),
    "yarn.lock": "# yarn lockfile v1\n",
  };
  const changes: Change[] = ["tools/package-lock.json", "yarn.lock"].map((path) => {
    return { path, status: "M" };
  });

  test("each one that changed is told, with all who are built with it", async () => {
    const compared = { changes, tree: treeOf(head), baseTree: treeOf(base) };
    const result = await lockChanges({ services, edges: [], cycles: [] }, compared, settings);
    expect(result).toEqual({
      steps: new Map([
        [
          "a",
          [
            { by: "lock", path: "tools/package-lock.json", packages: ["x 1.0.0 → 1.0.1"] },
            { by: "lock", path: "yarn.lock", why: "it was added" },
          ],
        ],
      ]),
      told: new Map([
        ["tools/package-lock.json", new Set(["a", "b"])],
        ["yarn.lock", new Set(["a"])],
      ]),
    });
  });

  test("one that did not change is not read", async () => {
    const tree = { ...treeOf(head), read: () => expect.unreachable() };
    const result = await lockChanges(
      { services, edges: [], cycles: [] },
      { changes: [{ path: "tools/x", status: "M" }], tree, baseTree: tree },
      settings,
    );
    expect(result).toEqual({ steps: new Map(), told: new Map() });
  });

  test("a fault of ours or of git stays one", async () => {
    const read = async () => {
      throw new TypeError("git is gone");
    };
    const tree = { ...treeOf(base), read };
    const compared = { changes, tree, baseTree: tree };
    await expect(
      lockChanges({ services, edges: [], cycles: [] }, compared, settings),
    ).rejects.toThrow("git is gone");
  });
});
