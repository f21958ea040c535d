import { describe, expect, test } from "vitest";
import { readWorkspace } from "../../../src/workspace/index.ts";
import { complaints, outline, settings, treeOf, workspaceOf } from "../tree.ts";

const nx = { discover: ["nx"], importsRead: true };
const next = "Mend the file, or leave it out with services.exclude";

/** An integrated repository: one package.json at the top, projects by their project.json. */
const integrated = {
  "nx.json": {
    namedInputs: {
      default: ["{projectRoot}/**/*", "sharedGlobals"],
      production: ["default", "!{projectRoot}/**/*.spec.ts", "!{workspaceRoot}/docs/**"],
      sharedGlobals: ["{workspaceRoot}/.gitlab-ci.yml", { fileset: "{workspaceRoot}/babel.config.json" }],
    },
    targetDefaults: {
      build: { cache: true, dependsOn: ["^build"], inputs: ["production", "^production"] },
      "@nx/jest:jest": {
        inputs: ["default", "{workspaceRoot}/jest.preset.js", { runtime: "node -v" }, { env: "CI" }],
      },
    },
    plugins: ["@nx/vite/plugin"],
  },
  "package.json": { name: "acme", private: true, dependencies: { react: "19" } },
  "package-lock.json": "{}",
  "tsconfig.base.json": { compilerOptions: { paths: { "@acme/ui": ["libs/ui/src/index.ts"] } } },
  "apps/shop/project.json": {
    name: "shop",
    projectType: "application",
    sourceRoot: "apps/shop/src",
    tags: ["scope:shop", "type:app"],
    targets: { build: { executor: "@nx/vite:build", outputs: ["{workspaceRoot}/dist/apps/shop"] } },
  },
  "apps/shop-e2e/project.json": {
    name: "shop-e2e",
    projectType: "application",
    implicitDependencies: ["shop"],
  },
  "apps/api/project.json": {
    $schema: "../../node_modules/nx/schemas/project-schema.json",
    name: "api",
    projectType: "application",
    targets: {
      build: {
        dependsOn: [
          "^build",
          "codegen:generate",
          { target: "build", projects: ["shop"] },
          { target: "prepare", projects: "self" },
          { target: "build", dependencies: true },
        ],
        inputs: ["production", "{workspaceRoot}/proto/**/*", { input: "default", projects: ["ui"] }],
      },
    },
  },
  "libs/ui/project.json": { name: "ui", projectType: "library", tags: ["scope:shared"] },
  "libs/tokens/project.json": { projectType: "library" },
  "tools/codegen/project.json": { name: "codegen", projectType: "library" },
};

test("an integrated repository", async () => {
  expect(await outline(integrated, nx)).toEqual({
    services: [
      "apps/api api service nx",
      "tools/codegen codegen library nx",
      "apps/shop shop service nx",
      "apps/shop-e2e shop-e2e service nx",
      "libs/tokens tokens library nx",
      "libs/ui ui library nx",
    ],
    edges: [
      "api > codegen apps/api/project.json:9",
      "api > shop apps/api/project.json:13",
      "api > ui apps/api/project.json:31",
      "shop-e2e > shop apps/shop-e2e/project.json:5",
    ],
  });
});
