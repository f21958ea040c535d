import { describe, expect, test } from "vitest";
import { differs } from "../helper.ts";

type Packages = Record<string, object>;

/** package-lock.json with a and b, and what else it holds. */
const lock = (packages: Packages) => ({
  "package-lock.json": JSON.stringify({
    name: "acme",
    version: "1.0.0",
    lockfileVersion: 3,
    requires: true,
    packages: {
      "": { name: "acme", workspaces: ["a", "b"] },
      "node_modules/a": { resolved: "a", link: true },
      "node_modules/b": { resolved: "b", link: true },
      a: {},
      b: {},
      ...packages,
    },
  }),
});
const found = (base: Packages, head: Packages, roots = ["a", "b"]) =>
  differs("package-lock.json", [lock(base), lock(head)], roots);

const needs = (...names: string[]) => ({
  dependencies: Object.fromEntries(names.map((name) => [name, "*"])),
});

describe("package-lock.json", () => {
  const base: Packages = {
    a: needs("x", "@s/y"),
    b: needs("y"),
    "b/node_modules/y": { version: "2.0.0", integrity: "sha512-y2" },
    "node_modules/@s/y": { version: "1.0.0", integrity: "sha512-sy", ...needs("y") },
    "node_modules/x": { version: "1.0.0", integrity: "sha512-x", ...needs("y") },
    "node_modules/x/node_modules/y": { version: "3.0.0", integrity: "sha512-y3" },
    "node_modules/y": { version: "1.0.0", integrity: "sha512-y" },
  };
  const other = { version: "9.0.0", integrity: "sha512-9" };

  test.each<[string, string, Record<string, string>]>([
    ["the outermost, for whom nothing is nearer", "node_modules/y", { a: "y 1.0.0 → 9.0.0" }],
    ["the one of a member", "b/node_modules/y", { b: "y 2.0.0 → 9.0.0" }],
    ["the one of a package", "node_modules/x/node_modules/y", { a: "y 3.0.0 → 9.0.0" }],
    ["one that nobody reaches", "a/node_modules/z", {}],
  ])("%s", async (_, location, expected) => {
    expect(
      await found({ [location]: { version: "1" }, ...base }, { ...base, [location]: other }),
    ).toEqual(expected);
  });

  test("the same packages in other places", async () => {
    const head: Packages = {
      a: needs("x", "@s/y"),
      b: needs("y"),
      "a/node_modules/@s/y": { version: "1.0.0", integrity: "sha512-sy", ...needs("y") },
      "a/node_modules/x": { version: "1.0.0", integrity: "sha512-x", ...needs("y") },
      "a/node_modules/x/node_modules/y": { version: "3.0.0", integrity: "sha512-y3" },
      "a/node_modules/y": { version: "1.0.0", integrity: "sha512-y" },
      "node_modules/y": { version: "2.0.0", integrity: "sha512-y2" },
    };
    expect(await found(base, head)).toEqual({});
  });

  test.each<[string, object, Record<string, string>]>([
    ["the source", { resolved: "https://other.example/y.tgz" }, { a: "y 1.0.0 (other content)" }],
    ["the content", { integrity: "sha512-0" }, { a: "y 1.0.0 (other content)" }],
    ["platforms", { os: ["darwin"] }, { a: "y 1.0.0 (other content)" }],
    ["another package under the name", { name: "z" }, { a: "- y 1.0.0, + z 1.0.0" }],
    ["a field that nobody knows", { magic: 1 }, { a: "y 1.0.0 (other content)" }],
    ["marks for the whole file", { dev: true, optional: true, peer: true, extraneous: true }, {}],
    [
      "what follows from the content",
      { license: "MIT", engines: { node: ">=1" }, funding: [], bin: {}, deprecated: "no" },
      {},
    ],
  ])("%s", async (_, more, expected) => {
    const head = { ...base, "node_modules/y": { ...base["node_modules/y"], ...more } };
    expect(await found(base, head)).toEqual(expected);
  });

  test("peers are what lies around; they and optional packages may be missing", async () => {
    const plain: Packages = {
      a: needs("x"),
      b: needs("y"),
      "node_modules/x": {
        version: "1.0.0",
        peerDependencies: { y: "*", z: "*" },
        optionalDependencies: { o: "*" },
      },
      "node_modules/y": { version: "1.0.0" },
    };
    expect(await found(plain, plain)).toEqual({});
    expect(await found(plain, { ...plain, "node_modules/y": { version: "2.0.0" } })).toEqual({
      a: "y 1.0.0 → 2.0.0",
      b: "y 1.0.0 → 2.0.0",
    });
    expect(await found(plain, { ...plain, "node_modules/o": { version: "1.0.0" } })).toEqual({
      a: "+ o 1.0.0",
    });
  });

  test("packages within a package's own archive", async () => {
    const bundled = (version: string, list: unknown): Packages => ({
      a: needs("x"),
      "node_modules/x": { version: "1.0.0", bundleDependencies: list, ...needs("i", "j") },
      "node_modules/x/node_modules/i": { version, inBundle: true },
    });
    expect(await found(bundled("1.0.0", ["i", "j"]), bundled("1.0.1", ["i", "j"]))).toEqual({
      a: "i 1.0.0 → 1.0.1",
    });
    expect(await found(bundled("1.0.0", true), bundled("1.0.0", true))).toEqual({});
    const why = "node_modules/x needs j, which is not in it";
    expect(await found(bundled("1.0.0", ["i"]), bundled("1.0.0", ["i"]))).toEqual({
      a: why,
      b: why,
    });
  });

  test("members that need each other, and directories outside", async () => {
    const linked = (version: string): Packages => ({
      a: needs("b"),
      b: { ...needs("a"), devDependencies: { x: "*" } },
      "../lib": { version: "1.0.0", devDependencies: { gone: "*" } },
      c: needs("lib"),
      "node_modules/lib": { resolved: "../lib", link: true },
      "node_modules/x": { version },
    });
    expect(await found(linked("1.0.0"), linked("1.1.0"), ["a", "b", "c"])).toEqual({
      a: "x 1.0.0 → 1.1.0",
      b: "x 1.0.0 → 1.1.0",
    });
  });

  test("what the root has is there for every member", async () => {
    const root = (version: string): Packages => ({
      "": { devDependencies: { typescript: "*" } },
      "node_modules/typescript": { version },
    });
    expect(await found(root("5.8.0"), root("5.9.0"), ["a", "b", "."])).toEqual({
      ".": "typescript 5.8.0 → 5.9.0",
      a: "typescript 5.8.0 → 5.9.0",
      b: "typescript 5.8.0 → 5.9.0",
    });
  });

  test("nothing is looked for below node_modules itself, nor from outside", async () => {
    const packages = (version: string): Packages => ({
      a: needs("x"),
      b: needs("lib"),
      "../lib": { peerDependencies: { y: "*" } },
      "node_modules/lib": { resolved: "../lib", link: true },
      "node_modules/node_modules/y": { version: "7.0.0" },
      "node_modules/x": { version: "1.0.0", ...needs("y") },
      "node_modules/y": { version },
    });
    expect(await found(packages("1.0.0"), packages("2.0.0"))).toEqual({ a: "y 1.0.0 → 2.0.0" });
  });

  test("a package alone, in a directory of its own", async () => {
    const alone = (version: string) => ({
      "tools/x/npm-shrinkwrap.json": {
        lockfileVersion: 2,
        packages: { "": needs("y"), "node_modules/y": { version } },
      },
    });
    expect(
      await differs("tools/x/npm-shrinkwrap.json", [alone("1.0.0"), alone("2.0.0")], ["tools/x"]),
    ).toEqual({
      "tools/x": "y 1.0.0 → 2.0.0",
    });
  });

  test.each<[string, Packages, string]>([
    [
      "a link to nowhere",
      { a: needs("l"), "node_modules/l": { resolved: "z", link: true } },
      "node_modules/l leads to z, which is not in it",
    ],
    [
      "a link without a target",
      { a: needs("l"), "node_modules/l": { link: true } },
      "its node_modules/l does not look as it should",
    ],
    [
      "a link that is none",
      { "node_modules/l": { link: "yes" } },
      "its node_modules/l does not look as it should",
    ],
    [
      "a number for dependencies",
      { "node_modules/l": { dependencies: 1 } },
      "its node_modules/l does not look as it should",
    ],
    [
      "a name as the language has it",
      { a: needs("constructor") },
      "a needs constructor, which is not in it",
    ],
  ])("%s is not understood", async (_, packages, why) => {
    expect(await found({}, packages)).toEqual({ a: why, b: why });
  });

  test("a package called __proto__", async () => {
    const named = (version: string) => ({
      "package-lock.json": lock({})["package-lock.json"].replace(
        '"a":{}',
        `"a":{"dependencies":{"__proto__":"*"}},"node_modules/__proto__":{"version":"${version}"}`,
      ),
    });
    expect(await differs("package-lock.json", [named("1"), named("2")], ["a", "b"])).toEqual({
      a: "__proto__ 1 → 2",
    });
  });
});
