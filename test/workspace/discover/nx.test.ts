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
      sharedGlobals: [
        "{workspaceRoot}/.gitlab-ci.yml",
        { fileset: "{workspaceRoot}/babel.config.json" },
      ],
    },
    targetDefaults: {
      build: { cache: true, dependsOn: ["^build"], inputs: ["production", "^production"] },
      "@nx/jest:jest": {
        inputs: [
          "default",
          "{workspaceRoot}/jest.preset.js",
          { runtime: "node -v" },
          { env: "CI" },
        ],
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
        inputs: [
          "production",
          "{workspaceRoot}/proto/**/*",
          { input: "default", projects: ["ui"] },
        ],
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

const beside = (directory: string) =>
  [
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
    "nx.json",
    "tsconfig.base.json",
  ].map((name) => directory + name);

test("what is beside nx.json, and what it names, are inputs of every project", async () => {
  const { services } = await workspaceOf(integrated, nx);
  const all = [...beside(""), ".gitlab-ci.yml", "babel.config.json", "jest.preset.js"];
  expect(services.map(({ name, tags, inputs }) => ({ name, tags, inputs }))).toEqual([
    { name: "api", tags: [], inputs: [...all, "proto/**/*"] },
    { name: "codegen", tags: [], inputs: all },
    { name: "shop", tags: ["scope:shop", "type:app"], inputs: all },
    { name: "shop-e2e", tags: [], inputs: all },
    { name: "tokens", tags: [], inputs: all },
    { name: "ui", tags: ["scope:shared"], inputs: all },
  ]);
  expect(services[0]?.locks).toEqual([
    "bun.lock",
    "bun.lockb",
    "npm-shrinkwrap.json",
    "package-lock.json",
    "pnpm-lock.yaml",
    "yarn.lock",
  ]);
});

/** Packages of a package manager, with Nx on top. */
const packages = {
  "nx.json":
    '{\n  // Runs what the packages have\n  "targetDefaults": { "build": { "dependsOn": ["^build"] }, },\n}\n',
  "package.json": {
    name: "@acme/root",
    private: true,
    workspaces: ["packages/*", "!packages/legacy"],
    nx: { includedScripts: [] },
  },
  "tsconfig.json": {},
  "packages/web/package.json": {
    name: "@acme/web",
    scripts: { start: "vite" },
    dependencies: { "@acme/kit": "^1.0.0", "@acme/server": "*" },
    nx: { implicitDependencies: ["@acme/mocks"], tags: ["npm:private"] },
  },
  "packages/server/package.json": {
    name: "@acme/server",
    devDependencies: { "@acme/web": "workspace:*" },
  },
  "packages/kit/package.json": { name: "@acme/kit", exports: "./index.js" },
  "packages/mocks/package.json": {
    name: "@acme/mocks",
    nx: { name: "mocks", projectType: "library" },
  },
  "packages/mocks/project.json": { targets: {} },
  "packages/kit/demo/package.json": { name: "demo", nx: {}, dependencies: { "@acme/kit": "*" } },
  "packages/legacy/package.json": { name: "legacy", dependencies: { "@acme/kit": "*" } },
};
const packageEdges = [
  "demo > kit packages/kit/demo/package.json:5",
  "server > web packages/server/package.json:4",
  "web > kit packages/web/package.json:7",
  "web > mocks packages/web/package.json:12",
  "web > server packages/web/package.json:8",
];

describe("packages of a package manager", () => {
  test("are Nx projects: members, and those with a field nx", async () => {
    expect(await outline(packages, nx)).toEqual({
      services: [
        "packages/kit/demo demo service nx",
        "packages/kit kit library nx",
        "packages/mocks mocks library nx",
        "packages/server server library nx",
        "packages/web web service nx",
      ],
      edges: packageEdges,
    });
  });

  test("named beside Nx, are found by both, and nothing twice", async () => {
    const both = { discover: ["npm", "nx"] };
    expect(await outline(packages, both)).toEqual({
      services: [
        "packages/kit/demo demo service npm+nx",
        "packages/kit kit library npm+nx",
        "packages/legacy legacy service npm",
        "packages/mocks mocks service npm+nx",
        "packages/server server library npm+nx",
        "packages/web web service npm+nx",
      ],
      edges: packageEdges,
    });
    const { services, edges } = await workspaceOf(packages, both);
    const inputs = [...beside(""), "tsconfig.json"];
    expect(services.map((service) => [service.name, service.inputs])).toEqual([
      ["demo", inputs],
      ["kit", inputs],
      ["legacy", []],
      ["mocks", inputs],
      ["server", inputs],
      ["web", inputs],
    ]);
    expect(edges.map(({ from, to, importable = false }) => [from, to, importable])).toEqual([
      ["demo", "kit", true],
      ["server", "web", true],
      ["web", "kit", true],
      ["web", "mocks", false],
      ["web", "server", true],
    ]);
  });

  test("that depend on each other in a circle are told", async () => {
    const { diagnostics } = await readWorkspace(treeOf(packages), settings(nx));
    expect(diagnostics.map(({ message }) => message)).toEqual([
      "these services depend on each other in a circle and are affected together: server, web",
    ]);
  });

  test("a workspace root is a project when it has targets", async () => {
    const root = { ...packages["package.json"], nx: {} };
    const { services } = await outline({ ...packages, "package.json": root }, nx);
    expect(services).toContain(". root service nx");
  });

  test("a workspace root with a project.json is a project", async () => {
    const files = { ...packages, "project.json": { name: "all", projectType: "library" } };
    const { services } = await outline(files, nx);
    expect(services).toContain(". all library nx");
  });
});

test("packages of an integrated repository depend on each other by name, outside any workspace", async () => {
  const files = {
    "nx.json": {},
    "package.json": { name: "acme", private: true },
    "libs/a/project.json": { name: "a" },
    "libs/a/package.json": { name: "@acme/a", main: "a.js" },
    "libs/b/project.json": { name: "b" },
    "libs/b/package.json": { name: "@acme/b", main: "b.js", peerDependencies: { "@acme/a": "*" } },
    "scripts/package.json": { name: "scripts" },
  };
  expect(await outline(files, nx)).toEqual({
    services: ["libs/a a library nx", "libs/b b library nx"],
    edges: ["b > a libs/b/package.json:5"],
  });
});

test("each project belongs to the nx.json above it; without any it is a service all the same", async () => {
  const files = {
    "one/nx.json": { namedInputs: { default: ["{workspaceRoot}/shared"] } },
    "one/api/project.json": { name: "one-api", implicitDependencies: ["*"] },
    "one/ui/project.json": { name: "one-ui" },
    "two/nx.json": {},
    "two/api/project.json": { name: "two-api", implicitDependencies: ["*"] },
    "two/ui/project.json": { name: "two-ui" },
    "lone/project.json": { name: "lone" },
    "node_modules/x/project.json": "{",
    "vendor/x/project.json": "{",
  };
  expect(await outline(files, nx)).toEqual({
    services: [
      "lone lone service nx",
      "one/api one-api service nx",
      "one/ui one-ui service nx",
      "two/api two-api service nx",
      "two/ui two-ui service nx",
    ],
    edges: ["one-api > one-ui one/api/project.json:4", "two-api > two-ui two/api/project.json:4"],
  });
  const { services } = await workspaceOf(files, nx);
  expect(services.map(({ inputs }) => inputs.at(-1))).toEqual([
    "tsconfig.json",
    "one/shared",
    "one/shared",
    "two/tsconfig.json",
    "two/tsconfig.json",
  ]);
});

describe("implicitDependencies", () => {
  const project = (name: string, ...tags: string[]) => ({ name, tags });
  const files = {
    "nx.json": {},
    "apps/shop/project.json": project("shop", "scope:shop"),
    "apps/shop-e2e/project.json": project("shop-e2e", "scope:shop"),
    "libs/ui/project.json": project("@acme/ui", "scope:shared"),
    "libs/ui/package.json": { name: "ui-kit" },
    "libs/data/project.json": project("data_access", "scope:shared"),
  };
  test.each([
    [["shop"], ["shop"]],
    [["*"], ["@acme/ui", "data_access", "shop", "shop-e2e"]],
    [
      ["*", "!shop-e2e"],
      ["@acme/ui", "data_access", "shop"],
    ],
    [["!shop"], []],
    [["shop*"], ["shop", "shop-e2e"]],
    [["@acme/*"], ["@acme/ui"]],
    [["nothing-*", "tag:none"], []],
    [["{shop,data_access}"], ["data_access", "shop"]],
    [["tag:scope:shared"], ["@acme/ui", "data_access"]],
    [
      ["tag:scope:*", "!tag:*:shared"],
      ["shop", "shop-e2e"],
    ],
    [["directory:libs/*"], ["@acme/ui", "data_access"]],
    [["libs/data"], ["data_access"]],
    [["ui"], ["@acme/ui"]],
    [["ui-kit"], ["@acme/ui"]],
    [["data"], ["data_access"]],
    [["npm:react"], []],
  ])("%j", async (implicitDependencies, expected) => {
    const { edges } = await workspaceOf(
      { ...files, "apps/one/project.json": { name: "one", implicitDependencies } },
      nx,
    );
    expect(edges.map(({ from, to, importable }) => [from, to, importable])).toEqual(
      expected.map((to) => ["one", to, undefined]),
    );
  });

  test("that name no project are told, all of them, with their lines", async () => {
    const broken = {
      ...files,
      "apps/one/project.json": {
        name: "one",
        implicitDependencies: ["shop", "shpo", "a/../..", "e2e", "sho"],
      },
      "apps/two/project.json": { name: "two", implicitDependencies: "shop" },
      "apps/three/project.json": {
        targets: {
          build: { dependsOn: [{ target: "build", projects: ["!shop", "nobody"] }] },
          test: { dependsOn: "build" },
        },
      },
      "apps/four/project.json": { implicitDependencies: ["directory:[x", "tag:"] },
      "old/five/project.json": { implicitDependencies: ["nobody"] },
    };
    expect(await complaints(broken, { ...nx, exclude: ["old"] })).toEqual([
      `MANIFEST_INVALID apps/four/project.json:4: "implicitDependencies" names "tag:", which is empty. ${next}`,
      `MANIFEST_INVALID apps/one/project.json:5: "implicitDependencies" names "shpo", which is no project. ${next}`,
      `MANIFEST_INVALID apps/one/project.json:6: "implicitDependencies" names "a/../..", which is no project. ${next}`,
      `MANIFEST_INVALID apps/one/project.json:7: "implicitDependencies" names "e2e", which is no project. ${next}`,
      `MANIFEST_INVALID apps/one/project.json:8: "implicitDependencies" names "sho", which is no project. ${next}`,
      `MANIFEST_INVALID apps/three/project.json:15: "dependsOn" is no list. ${next}`,
      `MANIFEST_INVALID apps/two/project.json:3: "implicitDependencies" is no list of texts. ${next}`,
    ]);
  });
});

test("an older nx.json tells files and whom they concern", async () => {
  const files = {
    "nx.json": {
      implicitDependencies: {
        "workspace.json": "*",
        "package.json": { dependencies: "*" },
        "tools/shop.js": ["shop"],
        "tools/gone.js": ["nobody"],
      },
    },
    "tsconfig.base.json": {},
    "apps/shop/project.json": { name: "shop" },
    "apps/api/project.json": { name: "api" },
  };
  const { services } = await workspaceOf(files, nx);
  expect(services.map(({ name, inputs }) => [name, inputs.slice(beside("").length)])).toEqual([
    ["api", ["workspace.json", "tools/gone.js"]],
    ["shop", ["workspace.json", "tools/shop.js", "tools/gone.js"]],
  ]);
});

test("globs of Nx that patterns do not have are widened; what is taken away is kept", async () => {
  const inputs = [
    "{workspaceRoot}/tools/+(a|b)/x.ts",
    "{workspaceRoot}/env/{projectName}.json",
    "{workspaceRoot}/{a,b}/**/*.{ts,js}",
    "{workspaceRoot}/c/{d,@(e|f)}/g",
    "{workspaceRoot}",
    "{workspaceRoot}/!odd",
    "!{workspaceRoot}/tools/a/**",
    "{workspaceRoot}/../elsewhere",
    "{projectRoot}/src/**",
    "^production",
    { externalDependencies: ["vite"] },
  ];
  const files = {
    "(x)/nx.json": {},
    "(x)/tsconfig.base.json": {},
    "(x)/api/project.json": { name: "api", namedInputs: { default: inputs } },
  };
  const { services } = await workspaceOf(files, nx);
  expect(services[0]?.inputs.slice(beside("").length)).toEqual([
    "\\(x\\)/tools/**",
    "\\(x\\)/env/**",
    "\\(x\\)/{a,b}/**/*.{ts,js}",
    "\\(x\\)/c/**",
    "\\(x\\)",
    "\\(x\\)/!odd",
    "elsewhere",
  ]);
});

describe("imports that are not read", () => {
  const told = async (files: Record<string, unknown>, given = {}) =>
    (await readWorkspace(treeOf(files), settings({ discover: ["nx"], ...given }))).diagnostics.map(
      ({ code, severity, message }) => `${severity} ${code} ${message}`,
    );

  test("are told of projects that no workspace of packages lists", async () => {
    expect(await told(integrated)).toEqual([
      'warning NX_IMPORTS_UNREAD only the imports of 6 Nx projects, such as "apps/api", tell on what they depend, and they are not read. Set precision: "imports"',
    ]);
    expect(await told(integrated, { exclude: ["apps", "apps/*", "libs/*"] })).toEqual([
      'warning NX_IMPORTS_UNREAD only the imports of the Nx project "tools/codegen" tell on what it depends, and they are not read. Set precision: "imports"',
    ]);
  });

  test("are no matter where they are read, or where packages say it all", async () => {
    expect(await told(integrated, { importsRead: true })).toEqual([]);
    const { "packages/kit/demo/package.json": _, ...members } = packages;
    const cycle = expect.stringContaining("SERVICE_CYCLE") as string;
    expect(await told(members)).toEqual([cycle]);
    expect(await told({ "project.json": { name: "alone" } })).toEqual([]);
  });
});

test("broken files are told at once and only once, with their places", async () => {
  const files = {
    "nx.json": '{\n  "namedInputs": {\n    "default": [1 2]\n  }\n}\n',
    "a/project.json": '{\n  "name": "a"\n  "tags": []\n}\n',
    "b/project.json": "[]",
    "c/project.json": "",
    "d/package.json": "{",
    "fixtures/e/project.json": "<%= name %>",
  };
  const given = { discover: ["npm", "nx", "turbo", "pnpm"], exclude: ["fixtures/**"] };
  expect(await complaints(files, given)).toEqual([
    `MANIFEST_SYNTAX d/package.json:1:2: the text ends too early. ${next}`,
    `MANIFEST_SYNTAX nx.json:3:19: comma expected. ${next}`,
    `MANIFEST_SYNTAX a/project.json:3:3: comma expected. ${next}`,
    `MANIFEST_INVALID b/project.json: it holds no JSON object. ${next}`,
    `MANIFEST_SYNTAX c/project.json:1:1: value expected. ${next}`,
  ]);
});

test.each([
  [{ namedInputs: { default: "{projectRoot}/**/*" } }, `nx.json:3: "default" is no list. ${next}`],
  [
    { targetDefaults: { build: [{ inputs: ["x"] }, { dependsOn: [{ projects: ["nobody"] }] }] } },
    `nx.json:13: "dependsOn" names "nobody", which is no project. ${next}`,
  ],
  [
    { targetDefaults: { build: { inputs: [{ input: "default", projects: [5] }] } } },
    `nx.json:7: "projects" is no list of texts. ${next}`,
  ],
  [
    { namedInputs: { default: [`{workspaceRoot}/${"{a,b}".repeat(10)}`] } },
    `nx.json:4: the input "{workspaceRoot}/${"{a,b}".repeat(10)}" has more than 1000 alternatives. ${next}`,
  ],
])("what nx.json cannot say is told with its line: %j", async (json, expected) => {
  const files = { "nx.json": json, "a/project.json": {} };
  expect(await complaints(files, nx)).toEqual([`MANIFEST_INVALID ${expected}`]);
  expect(await complaints(files, { ...nx, exclude: ["nx.json"] })).toEqual([]);
});

test("comments, byte order marks and odd names are no faults", async () => {
  const files = {
    "nx.json": '\uFEFF{ /* none */ "namedInputs": { "__proto__": ["{workspaceRoot}/x",] } }',
    "a/project.json": '\uFEFF{"name": "__proto__", "implicitDependencies": ["constructor"]}',
    "b/project.json":
      '{"name": "constructor", "tags": 5, "targets": null, "projectType": "__proto__"}',
    "c/project.json": { name: 5 },
  };
  expect(await outline(files, nx)).toEqual({
    services: ["a __proto__ service nx", "c c service nx", "b constructor service nx"],
    edges: ["__proto__ > constructor a/project.json:1"],
  });
});
