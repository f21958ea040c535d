import { describe, expect, test } from "vitest";
import { complaints, outline, workspaceOf } from "../tree.ts";

const turbo = { discover: ["turbo"] };
const next = "Mend the file, or leave it out with services.exclude";

/** How many inputs a workspace root alone makes, whatever turbo.json says. */
const beside = 16;

const repository = {
  "package.json": {
    name: "acme",
    private: true,
    packageManager: "pnpm@10.1.0",
    devDependencies: { turbo: "^2", "@acme/scripts": "workspace:*" },
  },
  "pnpm-workspace.yaml": "packages: ['apps/*', 'packages/**', '!**/fixtures/**']\n",
  "pnpm-lock.yaml": "",
  "turbo.json": [
    "{",
    '  "$schema": "https://turborepo.com/schema.json",',
    "  // What every task of every package reads",
    '  "globalDependencies": [".env", "tsconfig.json", "!docs/**", "$TURBO_ROOT$/config/*.json"],',
    '  "globalEnv": ["CI"],',
    '  "tasks": {',
    '    "build": {',
    '      "dependsOn": ["^build", "codegen#generate", "$LEGACY_ENV"],',
    '      "inputs": ["$TURBO_DEFAULT$", "$TURBO_ROOT$/vite.shared.ts", "../../babel.config.js"],',
    '      "outputs": ["dist/**"],',
    "    },",
    '    "web#build": {',
    '      "dependsOn": ["^build", "api#schema"],',
    '      "inputs": ["src/**", "$TURBO_ROOT$/brand/**", "../../babel.config.js", "!**/*.md"]',
    "    },",
    '    "gone#build": { "dependsOn": ["build"], "inputs": ["$TURBO_ROOT$/gone"] },',
    '    "dev": { "cache": false, "persistent": true, "with": ["api#dev"] }',
    "  }",
    "}",
  ].join("\n"),
  "apps/web/package.json": {
    name: "web",
    scripts: { start: "next start" },
    dependencies: { "@acme/ui": "workspace:*" },
  },
  "apps/web/turbo.json": { extends: ["//", "@acme/next-config"], tags: ["app", "public"] },
  "apps/api/package.json": {
    name: "api",
    main: "index.js",
    dependencies: { "@acme/ui": "workspace:*" },
  },
  "apps/api/turbo.jsonc":
    '{\n  "extends": ["//"],\n  "tasks": {\n    "test": { "dependsOn": ["@acme/ui#build"], "inputs": ["$TURBO_ROOT$/mocks/**", "../api-fixtures/**"] }, // slow\n  }\n}',
  "packages/ui/package.json": { name: "@acme/ui", exports: "./index.js" },
  "packages/ui/fixtures/x/package.json": { name: "fixture" },
  "packages/ui/fixtures/x/turbo.json": "{",
  "packages/codegen/package.json": { name: "codegen", bin: "./cli.js" },
  "packages/next-config/package.json": { name: "@acme/next-config" },
  "packages/next-config/turbo.json": { extends: ["//"], tasks: { build: {} } },
  "packages/scripts/package.json": { name: "@acme/scripts", dependencies: { "@acme/log": "*" } },
  "packages/scripts/log/package.json": { name: "@acme/log", exports: "./index.js" },
};

const edges = [
  "api > codegen turbo.json:8",
  "api > ui apps/api/package.json:5",
  "log > codegen turbo.json:8",
  "next-config > codegen turbo.json:8",
  "scripts > codegen turbo.json:8",
  "scripts > log packages/scripts/package.json:4",
  "ui > codegen turbo.json:8",
  "web > api turbo.json:13",
  "web > codegen turbo.json:8",
  "web > next-config apps/web/turbo.json:4",
  "web > ui apps/web/package.json:7",
];

test("named alone, it finds the packages and what turbo.json says of them", async () => {
  expect(await outline(repository, turbo)).toEqual({
    services: [
      "apps/api api library turbo",
      "packages/codegen codegen library turbo",
      "packages/scripts/log log library turbo",
      "packages/next-config next-config service turbo",
      "packages/scripts scripts library turbo",
      "packages/ui ui library turbo",
      "apps/web web service turbo",
      "packages/ui/fixtures/x x service turbo",
    ],
    edges,
  });
});

test("named beside a package manager, it adds to what that finds, and nothing twice", async () => {
  const { services, edges: found } = await outline(repository, { discover: ["turbo", "pnpm"] });
  expect(services).toEqual([
    "apps/api api library pnpm+turbo",
    "packages/codegen codegen library pnpm+turbo",
    "packages/scripts/log log library pnpm+turbo",
    "packages/next-config next-config service pnpm+turbo",
    "packages/scripts scripts library pnpm+turbo",
    "packages/ui ui library pnpm+turbo",
    "apps/web web service pnpm+turbo",
    "packages/ui/fixtures/x x service pnpm",
  ]);
  expect(found).toEqual(edges);
  const { edges: all } = await workspaceOf(repository, { discover: ["turbo", "pnpm"] });
  expect(
    all.filter(({ importable }) => importable).map(({ from, to }) => `${from} > ${to}`),
  ).toEqual(["scripts > log", "web > ui"]);
});

describe.each([[["turbo"]], [["turbo", "pnpm"]]])("inputs, with %j", (discover) => {
  test("are those of all packages, and those of each", async () => {
    const { services } = await workspaceOf(repository, { discover });
    const all = [
      ".env",
      "tsconfig.json",
      "config/*.json",
      "vite.shared.ts",
      "turbo.json",
      "turbo.jsonc",
      "packages/scripts/**",
      "packages/scripts/log/**",
    ];
    const own: Record<string, string[]> = {
      api: [...all, "babel.config.js", "mocks/**", "apps/api-fixtures/**"],
      x: [],
      log: [...all, "packages/babel.config.js"],
      web: [...all, "babel.config.js", "brand/**"],
    };
    for (const { name, inputs } of services) {
      const expected = own[name] ?? [...all, "babel.config.js"];
      expect([name, [...inputs.slice(beside)].sort()]).toEqual([name, [...expected].sort()]);
    }
    expect(services.map(({ tags }) => tags).filter(({ length }) => length > 0)).toEqual([
      ["app", "public"],
    ]);
  });
});

describe("tasks of the workspace root", () => {
  const files = (tasks: object, root: object = { private: true }) => ({
    "package.json": { ...root, workspaces: ["packages/*"] },
    "turbo.json": { tasks },
    "packages/a/package.json": { name: "a" },
    "packages/b/package.json": { name: "b" },
  });
  const read = async (tasks: object, root?: object) => {
    const { services, edges: found } = await workspaceOf(files(tasks, root), turbo);
    const inputs = services.map(({ name, inputs }) => [name, ...inputs.slice(beside)]);
    return { inputs, edges: found.map(({ from, to, line }) => `${from} > ${to}:${line}`) };
  };
  const turbos = ["turbo.json", "turbo.jsonc"];

  test("that say what they read are read by whoever waits for them", async () => {
    const tasks = {
      "//#codegen": { inputs: ["schema/**", "!schema/x"], dependsOn: ["b#build", "//#clean"] },
      "//#clean": { inputs: [] },
      "a#build": { dependsOn: ["//#codegen"] },
    };
    expect(await read(tasks)).toEqual({
      inputs: [
        ["a", ...turbos, "schema/**"],
        ["b", ...turbos],
      ],
      edges: ["a > b:9"],
    });
  });

  test("that do not, read all of the repository", async () => {
    const tasks = {
      "//#codegen": { inputs: ["$TURBO_DEFAULT$"] },
      build: { dependsOn: ["//#codegen"] },
    };
    expect(await read(tasks)).toEqual({
      inputs: [
        ["a", ...turbos, "."],
        ["b", ...turbos, "."],
      ],
      edges: [],
    });
  });

  test("are those of a service where the root is one", async () => {
    const tasks = { build: { dependsOn: ["//#codegen"] }, "//#codegen": {} };
    expect((await read(tasks, { name: "acme", main: "x.js" })).edges).toEqual([
      "a > acme:5",
      "b > acme:5",
    ]);
  });
});

test("the names that older and newer Turborepos have for things", async () => {
  const files = {
    "package.json": { private: true, workspaces: ["*"] },
    "turbo.json": {
      globalDotEnv: [".env"],
      global: { inputs: ["tsconfig.json"] },
      pipeline: {
        build: { dependsOn: ["b#build"], dotEnv: ["../.env.local", "../b/x", "!../../../y"] },
      },
    },
    "a/package.json": { name: "a" },
    "b/package.json": { name: "b" },
  };
  const { services, edges: found } = await workspaceOf(files, turbo);
  expect(services.map(({ name, inputs }) => [name, ...inputs.slice(beside)])).toEqual([
    ["a", ".env", "tsconfig.json", "turbo.json", "turbo.jsonc", ".env.local", "b/x"],
    ["b", ".env", "tsconfig.json", "turbo.json", "turbo.jsonc", ".env.local"],
  ]);
  expect(found).toEqual([{ from: "a", to: "b", manifest: "turbo.json", line: 13 }]);
});

test("what the workspace root depends on is read by every package, through circles too", async () => {
  const files = {
    "package.json": { private: true, workspaces: ["*"], devDependencies: { tool: "*" } },
    "turbo.json": {},
    "app/package.json": { name: "app" },
    "log/package.json": { name: "log", dependencies: { tool: "*" } },
    "tool/package.json": { name: "tool", dependencies: { log: "*" } },
  };
  const { services } = await workspaceOf(files, turbo);
  expect(services.map(({ name, inputs }) => [name, ...inputs.slice(beside)])).toEqual(
    ["app", "log", "tool"].map((name) => [name, "turbo.json", "turbo.jsonc", "tool/**", "log/**"]),
  );
});

test("without a workspace, or without turbo.json, it finds what a package manager finds", async () => {
  const files = {
    "package.json": { private: true, workspaces: ["*"] },
    "a/package.json": { name: "a", dependencies: { b: "*" } },
    "b/package.json": { name: "b" },
    "lone/x/package.json": { name: "x" },
    "lone/x/turbo.json": "beside a lone package it says nothing of others",
  };
  expect(await outline(files, turbo)).toEqual({
    services: ["a a service turbo", "b b library turbo", "lone/x x service turbo"],
    edges: ["a > b a/package.json:4"],
  });
});

test("every broken turbo.json is told at once, with its place", async () => {
  const files = {
    "package.json": { private: true, workspaces: ["*"] },
    "turbo.json": '{\n  "tasks": {\n    "build" {}\n  }\n}\n',
    ...Object.fromEntries("abcdefg".split("").map((name) => [`${name}/package.json`, { name }])),
    "a/turbo.json": "",
    "b/turbo.json": "[]",
    "c/turbo.jsonc": { extends: "//" },
    "d/turbo.json": { extends: ["//"], tasks: ["build"] },
    "e/turbo.json": { extends: ["//"], tasks: { build: { inputs: "src/**" }, test: 5 } },
    "f/turbo.json": { extends: ["//"], tasks: { build: null } },
    "g/turbo.json": { extends: ["//"], tasks: { build: { inputs: ["{a,b}".repeat(10)] } } },
  };
  expect(await complaints(files, { discover: ["turbo", "npm"] })).toEqual([
    `MANIFEST_SYNTAX a/turbo.json:1:1: value expected. ${next}`,
    `MANIFEST_INVALID b/turbo.json: it holds no JSON object. ${next}`,
    `MANIFEST_INVALID c/turbo.jsonc:2: "extends" is no list of texts. ${next}`,
    `MANIFEST_INVALID d/turbo.json:5: "tasks" does not map names to tasks. ${next}`,
    `MANIFEST_INVALID e/turbo.json:7: "inputs" is no list of texts. ${next}`,
    `MANIFEST_INVALID f/turbo.json:6: the task "build" is no JSON object. ${next}`,
    `MANIFEST_INVALID g/turbo.json:8: the input "${"{a,b}".repeat(10)}" has more than 1000 alternatives. ${next}`,
    `MANIFEST_SYNTAX turbo.json:3:13: colon expected. ${next}`,
  ]);
});

test("a package that the workspace does not have is told, unless the file is excluded", async () => {
  const files = {
    "package.json": { private: true, workspaces: ["*"] },
    "turbo.json": { tasks: { build: { dependsOn: ["codgen#build"] } } },
    "a/package.json": { name: "a" },
    "a/turbo.json": { extends: ["//", "@acme/base"] },
  };
  expect(await complaints(files, turbo)).toEqual([
    `MANIFEST_INVALID turbo.json:5: "dependsOn" names "codgen#build", but no package of the workspace is called "codgen". ${next}`,
    `MANIFEST_INVALID a/turbo.json:4: "extends" names "@acme/base", but no package of the workspace is called "@acme/base". ${next}`,
  ]);
  expect(await complaints(files, { ...turbo, exclude: ["turbo.json", "a"] })).toEqual([]);
});
