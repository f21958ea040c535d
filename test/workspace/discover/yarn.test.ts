import { expect, test } from "vitest";
import { outline } from "../tree.ts";

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
