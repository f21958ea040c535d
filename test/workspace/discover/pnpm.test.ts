import { describe, expect, test } from "vitest";
import { complaints, outline, workspaceOf } from "../tree.ts";

const repository = {
  "package.json": { name: "acme", private: true, workspaces: ["ignored-by-pnpm/*"] },
  "pnpm-workspace.yaml": [
    "packages:",
    "  - 'apps/*'",
    "  - packages/**   # all of them",
    "  - '!**/test/**'",
    "catalog:",
    "  react: ^19.0.0",
  ].join("\n"),
  "pnpm-lock.yaml": "",
  "apps/web/package.json": {
    name: "@acme/web",
    dependencies: {
      react: "catalog:",
      "@acme/ui": "workspace:^",
      tokens: "workspace:@acme/design-tokens@*",
      config: "workspace:../../packages/config",
      lodash: "npm:@acme/lodash@^4",
    },
  },
  "packages/ui/package.json": { name: "@acme/ui", exports: "./x.js" },
  "packages/design-tokens/package.json": { name: "@acme/design-tokens", main: "x.js" },
  "packages/config/package.json": { name: "@acme/config", main: "x.js" },
  "packages/lodash/package.json": { name: "@acme/lodash", main: "x.js" },
  "packages/ui/test/fixture/package.json": { name: "fixture", dependencies: { "@acme/ui": "*" } },
};

test("a pnpm workspace with every form of workspace:", async () => {
  expect(await outline(repository, { discover: ["pnpm"] })).toEqual({
    services: [
      "packages/config config library pnpm",
      "packages/design-tokens design-tokens library pnpm",
      "packages/ui/test/fixture fixture service pnpm",
      "packages/lodash lodash library pnpm",
      "packages/ui ui library pnpm",
      "apps/web web service pnpm",
    ],
    edges: [
      "web > config apps/web/package.json:7",
      "web > design-tokens apps/web/package.json:6",
      "web > lodash apps/web/package.json:8",
      "web > ui apps/web/package.json:5",
    ],
  });
});

test("without packages, all packages below are members: the safe reading", async () => {
  const files = {
    "pnpm-workspace.yaml": "minimumReleaseAge: 1440\n",
    "a/package.json": { name: "a", dependencies: { b: "*" } },
    "b/package.json": { name: "b" },
  };
  expect((await outline(files, { discover: ["pnpm"] })).edges).toEqual(["a > b a/package.json:4"]);
});

describe("several package managers in one repository", () => {
  const files = {
    "one/pnpm-workspace.yaml": "packages: ['*']\n",
    "one/a/package.json": { name: "a" },
    "two/package.json": { private: true, workspaces: ["*"] },
    "two/yarn.lock": "",
    "two/b/package.json": { name: "b" },
    "three/package.json": { private: true, workspaces: ["*"] },
    "three/package-lock.json": "{}",
    "three/c/package.json": { name: "c" },
    "four/package.json": { name: "d", packageManager: "pnpm@10.1.0" },
    "five/package.json": { name: "e" },
  };
  test.each([
    [
      ["npm", "pnpm", "yarn"],
      ["pnpm", "yarn", "npm", "npm", "pnpm"],
    ],
    [
      ["yarn", "pnpm"],
      ["pnpm", "yarn", "pnpm", "pnpm", "pnpm"],
    ],
    [["npm"], ["npm", "npm", "npm", "npm", "npm"]],
    [["yarn"], ["yarn", "yarn", "yarn", "yarn", "yarn"]],
  ])("%j", async (discover, expected) => {
    const { services } = await outline(files, { discover });
    const order = ["a service", "b service", "c service", "five service", "four service"];
    expect(services.map((each) => each.replace(/^\S+ /, ""))).toEqual(
      order.map((each, index) => `${each} ${expected[index]}`),
    );
  });
});

test("pnpm-workspace.yaml has catalogues, overrides, patches and hooks", async () => {
  const files = {
    "pnpm-workspace.yaml": [
      "packages: ['packages/*']",
      "catalog:",
      "  '@acme/ui': ^1.0.0",
      "  lodash: npm:@acme/lodash@^4",
      "catalogs:",
      "  next:",
      "    lodash: 'catalog:'",
      "overrides:",
      "  debug: link:forks/debug",
      "  express>ms@^2: workspace:packages/ui",
      "patchedDependencies:",
      "  express@5.0.0: fixes/express@5.0.0.patch",
      "pnpmfile: hooks/pnpmfile.cjs",
    ].join("\n"),
    "package.json": { name: "acme", private: true },
    "packages/web/package.json": {
      name: "web",
      dependencies: { "@acme/ui": "catalog:", lodash: "catalog:default" },
    },
    "packages/api/package.json": { name: "api", dependencies: { lodash: "catalog:next" } },
    "packages/ui/package.json": { name: "@acme/ui", main: "x.js" },
    "packages/lodash/package.json": { name: "@acme/lodash", main: "x.js" },
    "forks/debug/index.js": "",
  };
  const given = { discover: ["pnpm"] };
  expect(await outline(files, given)).toEqual({
    services: [
      "packages/api api service pnpm",
      "packages/lodash lodash library pnpm",
      "packages/ui ui library pnpm",
      "packages/web web service pnpm",
    ],
    edges: [
      "api > ui pnpm-workspace.yaml:10",
      "web > lodash packages/web/package.json:5",
      "web > ui packages/web/package.json:4",
    ],
  });
  const { services } = await workspaceOf(files, given);
  const shared = ["fixes/express@5.0.0.patch", "hooks/pnpmfile.cjs"];
  expect(services.map(({ name, inputs }) => [name, ...inputs.slice(16)])).toEqual([
    ["api", ...shared, "forks/debug"],
    ["lodash", ...shared],
    ["ui", ...shared],
    ["web", ...shared, "forks/debug"],
  ]);
});

test("a list of packages that is none", async () => {
  const files = { "pnpm-workspace.yaml": "name: x\npackages: apps/*\n" };
  expect(await complaints(files, { discover: ["pnpm"] })).toEqual([
    'MANIFEST_INVALID pnpm-workspace.yaml:2: "packages" is no list of directories. Mend the file, or leave it out with services.exclude',
  ]);
});

test("a pnpm-workspace.yaml that is no YAML", async () => {
  const files = { "pnpm-workspace.yaml": "packages:\n  - a\n - b\n" };
  expect(await complaints(files, { discover: ["pnpm"] })).toEqual([
    "YAML_SYNTAX pnpm-workspace.yaml: line 3, column 1: A block sequence may not be used as an implicit map key\n   - b\n  ^",
  ]);
});
