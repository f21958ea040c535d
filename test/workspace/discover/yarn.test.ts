import { expect, test } from "vitest";
import { complaints, outline, workspaceOf } from "../tree.ts";

test("a yarn workspace with nested worktrees, portals and paths from the root", async () => {
  const files = {
    "package.json": {
      name: "acme",
      private: true,
      workspaces: { packages: ["{apps,libs}/*"], nohoist: ["**/react-native"] },
    },
    "yarn.lock": "",
    ".yarnrc.yml": "nodeLinker: pnp\n",
    "apps/mobile/package.json": {
      name: "mobile",
      dependencies: { kit: "workspace:libs/kit", native: "portal:../../native" },
    },
    "libs/kit/package.json": { name: "@acme/kit", types: "x.d.ts", workspaces: ["parts/@(a|b)"] },
    "libs/kit/parts/a/package.json": { name: "part-a", dependencies: { mobile: "*" } },
    "libs/kit/parts/c/package.json": { name: "part-c", dependencies: { mobile: "*" } },
    "native/package.json": { name: "native", bin: "x" },
  };
  expect(await outline(files, { discover: ["yarn"] })).toEqual({
    services: [
      "libs/kit/parts/a a service yarn",
      "libs/kit/parts/c c service yarn",
      "libs/kit kit library yarn",
      "apps/mobile mobile library yarn",
      "native native library yarn",
    ],
    edges: [
      "a > mobile libs/kit/parts/a/package.json:4",
      "mobile > kit apps/mobile/package.json:4",
      "mobile > native apps/mobile/package.json:5",
    ],
  });
});

test("yarn's patches, resolutions, releases and Plug'n'Play", async () => {
  const files = {
    "package.json": {
      name: "acme",
      private: true,
      workspaces: ["packages/*"],
      packageManager: "yarn@4.10.0",
      resolutions: {
        "lodash@npm:^4": "patch:lodash@npm%3A4.17.21#~/fixes/lodash.patch",
        "express/debug": "portal:./packages/debug",
      },
    },
    "packages/web/package.json": {
      name: "web",
      dependencies: {
        express: "catalog:",
        "@acme/kit": "catalog:",
        ui: "patch:@acme/ui@workspace%3Apackages/ui#./ui.patch",
        generated: "exec:./generate.cjs",
      },
    },
    "packages/kit/package.json": { name: "@acme/kit", main: "x.js" },
    "packages/ui/package.json": { name: "@acme/ui", main: "x.js" },
    "packages/debug/package.json": { name: "debug", main: "x.js" },
  };
  const given = { discover: ["yarn"] };
  expect(await outline(files, given)).toEqual({
    services: [
      "packages/debug debug library yarn",
      "packages/kit kit library yarn",
      "packages/ui ui library yarn",
      "packages/web web service yarn",
    ],
    edges: [
      "web > debug package.json:10",
      "web > kit packages/web/package.json:5",
      "web > ui packages/web/package.json:6",
    ],
  });
  const { services } = await workspaceOf(files, given);
  expect(services.find(({ name }) => name === "web")?.inputs).toEqual([
    "package.json",
    "pnpm-workspace.yaml",
    ".npmrc",
    ".pnpmfile.cjs",
    ".pnpmfile.mjs",
    ".yarnrc",
    ".yarnrc.yml",
    ".pnp.cjs",
    ".pnp.loader.mjs",
    ".yarn/patches/**",
    ".yarn/plugins/**",
    ".yarn/releases/**",
    "bunfig.toml",
    "patches/**",
    ".node-version",
    ".nvmrc",
    "fixes/lodash.patch",
    "packages/web/ui.patch",
  ]);
});

test("a yarn workspace whose members are no list is told", async () => {
  const files = { "package.json": { workspaces: { packages: "packages/*" } }, "yarn.lock": "" };
  expect(await complaints(files, { discover: ["yarn"] })).toEqual([
    'MANIFEST_INVALID package.json:2: "workspaces" is no list of directories. Mend the file, or leave it out with services.exclude',
  ]);
});
