import { describe, expect, test } from "vitest";
import { complaints, outline, workspaceOf } from "../tree.ts";

const bun = { discover: ["bun"] };

const repository = {
  "package.json": {
    name: "acme",
    private: true,
    workspaces: {
      packages: ["apps/*", "packages/*", "!packages/old"],
      catalog: { react: "^19.0.0", "@acme/ui": "^1.0.0", theme: "npm:@acme/theme@*" },
      catalogs: { native: { kit: "file:./native/kit" } },
    },
    overrides: { "@acme/tokens": "file:./packages/tokens" },
    patchedDependencies: { "lodash@4.17.21": "fixes/lodash@4.17.21.patch" },
  },
  "bun.lock": "{}",
  "bunfig.toml": "",
  "yarn.lock": "",
  "apps/web/package.json": {
    name: "web",
    scripts: { start: "bun run index.ts" },
    dependencies: {
      react: "catalog:",
      "@acme/ui": "catalog:",
      theme: "catalog:",
      kit: "catalog:native",
      other: "catalog:nowhere",
    },
    trustedDependencies: ["esbuild"],
  },
  "apps/worker/package.json": { name: "worker", dependencies: { web: "workspace:^" } },
  "packages/ui/package.json": { name: "@acme/ui", module: "index.ts" },
  "packages/theme/package.json": { name: "@acme/theme", module: "index.ts" },
  "packages/tokens/package.json": { name: "tokens-next", module: "index.ts" },
  "packages/old/package.json": { name: "old" },
  "native/kit/package.json": { name: "kit", module: "index.ts" },
};

test("a bun workspace with catalogues, an override and a patch", async () => {
  expect(await outline(repository, bun)).toEqual({
    services: [
      "native/kit kit library bun",
      "packages/old old service bun",
      "packages/theme theme library bun",
      "packages/tokens tokens library bun",
      "packages/ui ui library bun",
      "apps/web web service bun",
      "apps/worker worker service bun",
    ],
    edges: [
      "web > kit apps/web/package.json:10",
      "web > theme apps/web/package.json:9",
      "web > tokens package.json:22",
      "web > ui apps/web/package.json:8",
      "worker > tokens package.json:22",
      "worker > web apps/worker/package.json:4",
    ],
  });
  const { services, edges } = await workspaceOf(repository, bun);
  const web = services.find(({ name }) => name === "web");
  expect(web?.inputs).toEqual(
    expect.arrayContaining(["bunfig.toml", "fixes/lodash@4.17.21.patch"]),
  );
  expect(web?.locks).toEqual(expect.arrayContaining(["bun.lock", "bun.lockb"]));
  // An override has an effect of its own, whatever is imported.
  expect(edges.filter(({ importable }) => !importable).map(({ from, to }) => [from, to])).toEqual([
    ["web", "tokens"],
    ["worker", "tokens"],
  ]);
});

describe("bun among package managers", () => {
  const files = {
    "text/package.json": { private: true, workspaces: ["*"] },
    "text/bun.lock": "{}",
    "text/a/package.json": { name: "a" },
    "binary/package.json": { private: true, workspaces: ["*"] },
    "binary/bun.lockb": "\u0000",
    "binary/yarn.lock": "",
    "binary/b/package.json": { name: "b" },
    "said/package.json": { private: true, workspaces: ["*"], packageManager: "bun@1.3.0" },
    "said/c/package.json": { name: "c" },
    "yarn/package.json": { name: "d" },
    "yarn/yarn.lock": "",
  };
  test.each([
    [
      ["npm", "bun", "yarn"],
      ["bun", "bun", "bun", "yarn"],
    ],
    [
      ["yarn", "npm"],
      ["npm", "npm", "npm", "yarn"],
    ],
    [["bun"], ["bun", "bun", "bun", "bun"]],
  ])("%j", async (discover, expected) => {
    const { services } = await workspaceOf(files, { discover });
    expect(services.map(({ name, foundBy }) => [name, ...foundBy])).toEqual(
      ["a", "b", "c", "yarn"].map((name, index) => [name, expected[index]]),
    );
  });
});

test("a package.json with comments, which bun alone would read, is told", async () => {
  const files = { "bun.lock": "{}", "package.json": '{\n  // no\n  "name": "a"\n}\n' };
  expect(await complaints(files, bun)).toEqual([
    'MANIFEST_SYNTAX package.json:2:3: "/" does not belong here. Mend the file, or leave it out with services.exclude',
  ]);
});
