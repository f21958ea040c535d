import { describe, expect, test } from "vitest";
import fc from "../../helpers/property.ts";
import { complaints, outline, workspaceOf } from "../tree.ts";

const npm = { discover: ["npm"] };

test("a workspace with apps, libraries and tools", async () => {
  const files = {
    "package.json": {
      name: "acme",
      private: true,
      workspaces: ["apps/*", "packages/**", "!packages/**/test/**"],
      scripts: { build: "turbo build" },
      devDependencies: { turbo: "^2" },
    },
    "package-lock.json": {},
    "apps/web/package.json": {
      name: "@acme/web",
      private: true,
      scripts: { start: "next start" },
      main: "index.js",
      dependencies: { next: "15", "@acme/ui": "^1.0.0", "@acme/web": "*" },
      devDependencies: { "@acme/eslint-config": "*" },
    },
    "apps/web/e2e/package.json": { name: "e2e", dependencies: { "@acme/web": "*" } },
    "packages/ui/package.json": {
      name: "@acme/ui",
      exports: "./index.js",
      peerDependencies: { react: "19", "@acme/theme": ">=99" },
    },
    "packages/ui/theme/package.json": { name: "@acme/theme", main: "theme.css" },
    "packages/ui/test/app/package.json": { name: "ui-test-app" },
    "packages/eslint-config/package.json": { name: "@acme/eslint-config" },
    "packages/cli/package.json": {
      name: "cli",
      bin: "cli.js",
      optionalDependencies: { "@acme/ui": "workspace:*" },
    },
    "node_modules/x/package.json": "not even JSON",
    "apps/web/node_modules/y/package.json": "{",
    "vendor/z/package.json": { name: "z" },
  };
  expect(await outline(files, npm)).toEqual({
    services: [
      "packages/ui/test/app app service npm",
      "packages/cli cli library npm",
      "apps/web/e2e e2e service npm",
      "packages/eslint-config eslint-config library npm",
      "packages/ui/theme theme library npm",
      "packages/ui ui library npm",
      "apps/web web service npm",
    ],
    edges: [
      "cli > ui packages/cli/package.json:5",
      "ui > theme packages/ui/package.json:6",
      "web > eslint-config apps/web/package.json:14",
      "web > ui apps/web/package.json:10",
    ],
  });
});

test("the root's files are inputs of every member, its lock files their locks", async () => {
  const files = {
    "platform/package.json": { private: true, workspaces: { packages: ["./*/"] } },
    "platform/a/package.json": { name: "a" },
    "lone/package.json": { name: "lone" },
  };
  const { services } = await workspaceOf(files, npm);
  expect(services.map(({ name, inputs, locks }) => ({ name, inputs, locks }))).toEqual([
    {
      name: "a",
      inputs: [
        "platform/package.json",
        "platform/pnpm-workspace.yaml",
        "platform/.npmrc",
        "platform/.pnpmfile.cjs",
        "platform/.pnpmfile.mjs",
        "platform/.yarnrc",
        "platform/.yarnrc.yml",
        "platform/.pnp.cjs",
        "platform/.pnp.loader.mjs",
        "platform/.yarn/patches/**",
        "platform/.yarn/plugins/**",
        "platform/.yarn/releases/**",
        "platform/bunfig.toml",
        "platform/patches/**",
        "platform/.node-version",
        "platform/.nvmrc",
      ],
      locks: [
        "platform/bun.lock",
        "platform/bun.lockb",
        "platform/npm-shrinkwrap.json",
        "platform/package-lock.json",
        "platform/pnpm-lock.yaml",
        "platform/yarn.lock",
      ],
    },
    {
      name: "lone",
      inputs: [],
      locks: [
        "lone/bun.lock",
        "lone/bun.lockb",
        "lone/npm-shrinkwrap.json",
        "lone/package-lock.json",
        "lone/pnpm-lock.yaml",
        "lone/yarn.lock",
      ],
    },
  ]);
});

test("packages outside any workspace, joined by paths", async () => {
  const files = {
    "api/package.json": {
      name: "api",
      dependencies: {
        shared: "file:../shared",
        generated: "link:../shared/dist/",
        raw: "../raw",
        tarball: "file:../tarballs/x-1.0.0.tgz",
        outside: "file:../../elsewhere",
        absolute: "file:/opt/x",
        web: "^1.0.0",
      },
    },
    "shared/package.json": { name: "@acme/shared", main: "a.js" },
    "web/package.json": { name: "web", dependencies: { shared: "portal:../shared" } },
    "raw/index.js": "",
    "tarballs/x-1.0.0.tgz": "",
  };
  expect(await outline(files, npm)).toEqual({
    services: ["api api service npm", "shared shared library npm", "web web service npm"],
    edges: ["api > shared api/package.json:4", "web > shared web/package.json:4"],
  });
  const [api] = (await workspaceOf(files, npm)).services;
  // No service owns these, so that they are inputs instead of edges.
  expect(api?.inputs).toEqual(["raw", "tarballs/x-1.0.0.tgz"]);
});

test("nested workspaces belong together; separate ones do not", async () => {
  const files = {
    "package.json": { private: true, workspaces: ["packages/*"] },
    "packages/suite/package.json": {
      name: "suite",
      private: true,
      workspaces: ["plugins/*"],
    },
    "packages/suite/plugins/one/package.json": { name: "one", dependencies: { core: "*" } },
    "packages/core/package.json": { name: "core", main: "x" },
    "legacy/package.json": { private: true, workspaces: ["*"] },
    "legacy/app/package.json": { name: "app", dependencies: { core: "*" } },
  };
  expect((await outline(files, npm)).edges).toEqual([
    "one > core packages/suite/plugins/one/package.json:4",
  ]);
  const { services } = await workspaceOf(files, npm);
  const npmLocks = services.map(({ name, locks }) => [
    name,
    ...locks.filter((path) => path.endsWith("package-lock.json")),
  ]);
  expect(npmLocks).toEqual([
    ["app", "legacy/package-lock.json"],
    ["core", "package-lock.json", "packages/suite/package-lock.json"],
    ["one", "package-lock.json", "packages/suite/package-lock.json"],
    ["suite", "package-lock.json", "packages/suite/package-lock.json"],
  ]);
});

test.each([
  ["private with members only", { private: true, scripts: { build: "turbo build" } }, []],
  ["published", {}, [". root service npm"]],
  ["private with an entry", { private: true, main: "a.js" }, [". root library npm"]],
  ["listed by itself", { private: true, workspaces: [".", "a"] }, [". root service npm"]],
])("a workspace root that is %s", async (_, root, expected) => {
  const files = {
    "package.json": { name: "@acme/root", workspaces: ["a"], ...root },
    "a/package.json": { name: "a" },
  };
  const { services } = await outline(files, npm);
  expect(services).toEqual(["a a service npm", ...expected]);
});

test("a private workspace root that a member depends on is a service", async () => {
  const files = {
    "package.json": { name: "acme", private: true, workspaces: ["packages/*"] },
    "packages/a/package.json": { name: "a", dependencies: { acme: "*" } },
  };
  expect(await outline(files, npm)).toEqual({
    services: ["packages/a a service npm", ". acme library npm"],
    edges: ["a > acme packages/a/package.json:4"],
  });
});

test("every kind of dependency is an edge; what is bundled or said of peers is none of its own", async () => {
  const files = {
    "package.json": { private: true, workspaces: ["*"] },
    "app/package.json": {
      name: "app",
      dependencies: { a: "*", aliased: "npm:e", pinned: "npm:f@1.0.0" },
      devDependencies: { b: "latest" },
      peerDependencies: { c: ">=1" },
      optionalDependencies: { d: "github:acme/d" },
      bundledDependencies: ["a", "nobody"],
      bundleDependencies: true,
      peerDependenciesMeta: { g: { optional: true } },
      dependenciesMeta: { g: { injected: true } },
      overrides: { react: "19" },
      resolutions: 5,
      pnpm: { overrides: null, patchedDependencies: ["x"] },
      catalog: ["x"],
    },
    ...Object.fromEntries("abcdefg".split("").map((name) => [`${name}/package.json`, { name }])),
  };
  expect((await outline(files, npm)).edges).toEqual([
    "app > a app/package.json:4",
    "app > b app/package.json:9",
    "app > c app/package.json:12",
    "app > d app/package.json:15",
    "app > e app/package.json:5",
    "app > f app/package.json:6",
  ]);
});

test("whatever is asked for but a path, the member of that name is meant", async () => {
  const protocols = ["", "catalog:", "workspace:", "npm:", "patch:", "jsr:", "git+ssh://", "$"];
  const spec = fc.tuple(fc.constantFrom(...protocols), fc.string()).map((parts) => parts.join(""));
  const isPath = (text: string) => /^(?:(?:file|link|portal|exec):|\.\.?\/)/.test(text);
  await fc.assert(
    fc.asyncProperty(
      spec.filter((text) => !isPath(text)),
      async (written) => {
        const files = {
          "package.json": { private: true, workspaces: { packages: ["*"], catalog: { b: "1" } } },
          "a/package.json": { name: "a", dependencies: { b: written } },
          "b/package.json": { name: "b" },
        };
        expect((await outline(files, npm)).edges).toContain("a > b a/package.json:4");
      },
    ),
    { numRuns: 200, seed: 7 },
  );
});

test("a catalogue that leads back to itself ends", async () => {
  const files = {
    "package.json": {
      workspaces: { packages: ["*"], catalog: { x: "patch:x@catalog%3A", y: "catalog:" } },
    },
    "a/package.json": { name: "a", dependencies: { x: "catalog:", y: "catalog:", b: "catalog:" } },
    "b/package.json": { name: "b" },
  };
  expect((await outline(files, npm)).edges).toEqual(["a > b a/package.json:6"]);
});

describe("overrides that put a directory in the place of a package", () => {
  const files = (root: object, member: object = {}) => ({
    "package.json": { private: true, workspaces: ["packages/*"], ...root },
    "packages/a/package.json": { name: "a", dependencies: { express: "^5" }, ...member },
    "packages/leaf/package.json": { name: "leaf" },
    "packages/fork/package.json": { name: "@acme/fork", dependencies: { debug: "^4" } },
    "forks/lodash/index.js": "",
  });
  const effect = async (root: object, member?: object) => {
    const { services, edges } = await workspaceOf(files(root, member), npm);
    const inputs = services.find(({ name }) => name === "a")!.inputs.slice(16);
    return [...edges.map(({ from, to, line }) => `${from} > ${to}:${line}`), ...inputs];
  };
  test.each([
    [{ overrides: { debug: "file:./packages/fork" } }, ["a > fork:7"]],
    [{ overrides: { debug: { ".": "1", "@a/b@2": { ms: "npm:@acme/fork@1" } } } }, ["a > fork:10"]],
    [{ overrides: { "express>@acme/fork@>=1": "workspace:*" } }, ["a > fork:7"]],
    [{ resolutions: { "**/@acme/fork": "workspace:^" } }, ["a > fork:7"]],
    [{ pnpm: { overrides: { debug: "link:packages/fork" } } }, ["a > fork:8"]],
    [{ resolutions: { lodash: "portal:./forks/lodash" } }, ["forks/lodash"]],
    [
      { dependencies: { debug: "file:packages/fork" }, overrides: { debug: "$debug" } },
      ["a > fork:10"],
    ],
    [{ overrides: { "@acme/fork": "1.2.3", debug: "$gone", ms: "-" } }, []],
    [
      { resolutions: { "x@npm:1": "patch:x@npm%3A1#~/fixes/x.patch&./more/y%20z.patch" } },
      ["fixes/x.patch", "more/y z.patch"],
    ],
    [
      {
        resolutions: { "x@npm:1": "patch:x@npm%3A1#optional!builtin<compat/x>&optional!./w.patch" },
      },
      ["w.patch"],
    ],
    [{ pnpm: { patchedDependencies: { "x@1": "(odd)/x@1.patch" } } }, ["\\(odd\\)/x@1.patch"]],
  ])("%j", async (root, expected) => {
    expect(await effect(root)).toEqual(expected);
  });

  test("a member's patches count, and what they patch; its overrides do not", async () => {
    const member = {
      dependencies: {
        x: "patch:@acme/fork@workspace%3A*#./x.patch::version=1&hash=2",
        y: "patch:y@%E0%A4%A#../../y.patch",
      },
      overrides: { debug: "file:../fork" },
    };
    expect(await effect({}, member)).toEqual(["a > fork:4", "packages/a/x.patch", "y.patch"]);
  });
});

test("files beside a root whose name is a glob are meant literally", async () => {
  const files = {
    "[x]/package.json": { private: true, workspaces: ["*"] },
    "[x]/a/package.json": { name: "a" },
  };
  const [service] = (await workspaceOf(files, npm)).services;
  expect(service?.inputs[0]).toBe("\\[x\\]/package.json");
  expect(service?.locks[0]).toBe("[x]/bun.lock");
});

test("what is broken is told once, however many package managers are named", async () => {
  const files = { "a/package.json": "{" };
  expect(await complaints(files, { discover: ["npm", "pnpm", "yarn", "bun", "turbo"] })).toEqual([
    "MANIFEST_SYNTAX a/package.json:1:2: the text ends too early. Mend the file, or leave it out with services.exclude",
  ]);
});

test("names that a glob or a prototype could trip over", async () => {
  const files = {
    "[x]/package.json": { private: true, workspaces: ["*"] },
    "[x]/{a,b}/package.json": { name: "__proto__", main: "x" },
    "[x]/c/package.json": '{"name":"constructor","dependencies":{"__proto__":"*","toString":"1"}}',
  };
  expect((await outline(files, npm)).edges).toEqual(["c > {a,b} [x]/c/package.json:1"]);
});

test("a byte order mark, empty lists and foreign fields are no faults", async () => {
  const files = {
    "a/package.json": '\uFEFF{"name":"a","dependencies":[],"devDependencies":null,"files":7}',
    "b/package.json": { name: 5, workspaces: { nohoist: ["x"] } },
  };
  expect(await complaints(files, npm)).toEqual([]);
});

test("every broken manifest is told at once, with its place", async () => {
  const files = {
    "a/package.json": '{\n  "name": "a",\n}\n',
    "b/package.json": "",
    "c/package.json": "[]",
    "d/package.json": { dependencies: "none" },
    "e/package.json": { workspaces: "packages/*" },
    "f/package.json": { workspaces: [5] },
  };
  const next = "Mend the file, or leave it out with services.exclude";
  expect(await complaints(files, npm)).toEqual([
    `MANIFEST_SYNTAX a/package.json:3:1: "}" does not belong here. ${next}`,
    `MANIFEST_SYNTAX b/package.json:1:1: the file is empty. ${next}`,
    `MANIFEST_INVALID c/package.json: it holds no JSON object. ${next}`,
    `MANIFEST_INVALID d/package.json:2: "dependencies" does not map names to versions. ${next}`,
    `MANIFEST_INVALID e/package.json:2: "workspaces" is no list of directories. ${next}`,
    `MANIFEST_INVALID f/package.json:2: "workspaces" is no list of directories. ${next}`,
  ]);
});

test("a member outside the repository is told", async () => {
  const files = { "package.json": { workspaces: ["../shared"] } };
  expect(await complaints(files, npm)).toEqual([
    'MANIFEST_INVALID package.json: the workspace member "../shared" leads out of the repository. Mend the file, or leave it out with services.exclude',
  ]);
});

test("a manifest that git lists but cannot be read is told", async () => {
  const { readWorkspace } = await import("../../../src/workspace/index.ts");
  const { settings, treeOf } = await import("../tree.ts");
  const tree = { ...treeOf({ "a/package.json": {} }), read: async () => new Map() };
  await expect(readWorkspace(tree, settings(npm))).rejects.toThrow(
    "a/package.json: git lists this manifest, but it cannot be read.",
  );
});
