import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Files } from "../workspace/tree.ts";

/** The workspace that the tools wrote the lock files in fixtures/ for. */
const manifests = (web: object, api: object): Files => ({
  "package.json": { name: "acme", private: true, workspaces: ["apps/*", "packages/*"] },
  "apps/web/package.json": { name: "web", version: "1.0.0", dependencies: web },
  "apps/api/package.json": { name: "api", version: "1.0.0", dependencies: api },
  "packages/ui/package.json": {
    name: "ui",
    version: "1.0.0",
    dependencies: { react: "18.2.0" },
    devDependencies: { pad: "npm:left-pad@1.2.0", "use-sync-external-store": "1.2.0" },
    optionalDependencies: { fsevents: "2.3.2" },
  },
});

const sides = {
  base: manifests({ q: "1.5.0", ui: "*" }, { debug: "4.3.1" }),
  head: manifests({ q: "1.5.1", ui: "*" }, { debug: "4.3.2", "left-pad": "1.3.0" }),
};

/** The lock files there are, by the tool and the version of the format, with the name of the file. */
export const written = [
  ["npm-2", "package-lock.json"],
  ["npm-3", "package-lock.json"],
  ["pnpm-5", "pnpm-lock.yaml"],
  ["pnpm-6", "pnpm-lock.yaml"],
  ["pnpm-9", "pnpm-lock.yaml"],
  ["yarn-1", "yarn.lock"],
  ["yarn-3", "yarn.lock"],
  ["yarn-4", "yarn.lock"],
  ["bun", "bun.lock"],
] as const;

export const roots = ["apps/web", "apps/api", "packages/ui", "."];

/** A lock file as its tool wrote it. */
export const lockText = (tool: string, side: "base" | "head"): string =>
  readFileSync(join(import.meta.dirname, "fixtures", `${tool}.${side}`), "utf8");

/** The manifests of one side, and its lock file unless another text is given. */
export const filesOf = (
  tool: string,
  file: string,
  side: "base" | "head",
  text = lockText(tool, side),
): Files => ({ ...sides[side], [file]: text });
