import { describe, expect, test } from "vitest";
import type { Files } from "../workspace/tree.ts";
import { chains, named, needs, reach, root, touched } from "./reach.ts";

const files = (more: Files = {}): Files => ({
  "package.json": root,
  "apps/api/package.json": needs("api", ["lib"]),
  "apps/api/main.ts": 'import "lib";\nimport "lib/data.json";\nimport "lib/logo.svg";\n',
  "libs/lib/package.json": named("lib"),
  "libs/lib/index.ts": "export {};\n",
  "libs/lib/data.json": "{}",
  "libs/lib/logo.svg": "<svg/>",
  ...more,
});

const told = async (path: string, text: unknown, base: unknown = `${text}\n`) =>
  (await reach(files({ [path]: base }), files({ [path]: text }))).told;

describe("the imports tell all of", () => {
  test.each([
    ["libs/lib/a.ts", "export {};"],
    ["libs/lib/a.jsx", "export default () => <p>don't</p>;"],
    ["libs/lib/a.cjs", "x;"],
    ["libs/lib/a.js", "module.exports = 1;"],
    ["libs/lib/a.vue", "<template/>"],
    ["libs/lib/a.d.ts", "export type A = 1;"],
    ["libs/lib/data.json", "[1]"],
  ])("%s: %s", async (path, text) => expect(await told(path, text)).toEqual([path]));
});

describe("edges tell of", () => {
  test.each([
    ["libs/lib/package.json", named("lib"), named("lib", { main: "x" })],
    ["libs/lib/tsconfig.json", "{}"],
    ["libs/lib/tsconfig.build.json", "{}"],
    ["libs/lib/vite.config.ts", "export {};"],
    ["libs/lib/.eslintrc.cjs", "module.exports = {};"],
    ["libs/lib/.storybook/main.ts", "export {};"],
    ["libs/lib/globals.d.ts", "declare const x: 1;"],
    ["libs/lib/a.d.ts", "export {};\ndeclare global { var x: 1 }"],
    ["libs/lib/a.ts", "export {};\ndeclare module 'x' {}"],
    ["libs/lib/a.ts", "globalThis.x = 1;"],
    ["libs/lib/a.js", "window.x = 1;"],
    ["libs/lib/a.ts", "import x from 'x'; import(", "export {};"],
    ["libs/lib/logo.svg", "<svg> </svg>"],
    ["libs/lib/theme.css", "p {}"],
    ["libs/lib/unused.json", "{}"],
    ["libs/lib/README.md", "# lib"],
  ])("%s: %j", async (path, text, base?: unknown) =>
    expect(await told(path, text, base ?? `${text}\n`)).toEqual([]),
  );
  test("what a script names", async () => {
    const given = files({
      "libs/lib/package.json": named("lib", { scripts: { build: "tsx make" } }),
      "libs/lib/make.ts": "export {};\n",
    });
    expect((await touched(given, ["libs/lib/make.ts"])).told).toEqual([]);
  });
  test("what declared globals before it was changed, or deleted", async () => {
    const ambient = "declare const x: 1;\n";
    expect(await told("libs/lib/a.ts", "export {};", ambient)).toEqual([]);
    const base = files({ "libs/lib/a.d.ts": ambient, "libs/lib/b.ts": "export {};\n" });
    expect((await reach(base, files())).told).toEqual(["libs/lib/b.ts"]);
  });
  test("a service without a manifest of JavaScript", async () => {
    const given = files({ "tools/gen/main.ts": 'import "../../libs/lib";\n' });
    const define = { gen: { root: "tools/gen" } };
    expect(await touched(given, ["tools/gen/main.ts"], { define })).toMatchObject({ told: [] });
    // What reaches it concerns all of it.
    expect(await touched(given, ["libs/lib/index.ts"], { define })).toMatchObject({
      chains: {
        api: [["apps/api/main.ts:1 libs/lib/index.ts"]],
        gen: [["tools/gen/main.ts:1 libs/lib/index.ts"]],
      },
      told: ["libs/lib/index.ts"],
      whole: ["gen"],
    });
  });
});

describe("what no service owns", () => {
  const given = files({
    "apps/api/own.ts": 'import "../../shared/a";\n',
    "shared/a.ts": 'export * from "./b";\n',
    "shared/b.ts": "export {};\n",
    "shared/apart.ts": "export {};\n",
    "shared/data.yaml": "a: 1\n",
    "apps/api/data.ts": 'import "../../shared/data.yaml";\n',
  });
  test("is told by those who import it", async () => {
    expect(await touched(given, ["shared/b.ts"])).toEqual({
      chains: { api: [["apps/api/own.ts:1 shared/a.ts", "shared/a.ts:1 shared/b.ts"]] },
      told: ["shared/b.ts"],
      whole: [],
      diagnostics: [],
    });
  });
  test("and not told where nobody does, or more than imports may read it", async () => {
    expect(await touched(given, ["shared/apart.ts", "shared/data.yaml"])).toEqual({
      chains: { api: [["apps/api/data.ts:1 shared/data.yaml"]] },
      told: [],
      whole: [],
      diagnostics: [],
    });
  });
});

describe("a configuration of the compiler", () => {
  const given = files({
    "tsconfig.base.json": { compilerOptions: { strict: true } },
    "apps/api/tsconfig.json": { extends: "../../tsconfig.base.json" },
    "apps/web/package.json": named("web"),
    "apps/web/main.ts": "export {};\n",
  });
  test("concerns each service whose files it resolves", async () => {
    expect(await touched(given, ["tsconfig.base.json"])).toEqual({
      chains: {
        api: [["apps/api/tsconfig.json tsconfig.base.json (apps/api/tsconfig.json extends it)"]],
        lib: [
          ["libs/lib/index.ts tsconfig.base.json (its imports are resolved by tsconfig.base.json)"],
        ],
        web: [
          ["apps/web/main.ts tsconfig.base.json (its imports are resolved by tsconfig.base.json)"],
        ],
      },
      told: ["tsconfig.base.json"],
      whole: ["api", "lib", "web"],
      diagnostics: [],
    });
  });
  test("also one that is gone", async () => {
    const { "tsconfig.base.json": _, ...head } = given;
    expect((await reach(given, head)).whole).toEqual(["api", "lib", "web"]);
  });
  test("and packages that it draws in concern them as well", async () => {
    const jsx = {
      ...given,
      "apps/web/tsconfig.json": { compilerOptions: { jsxImportSource: "lib" } },
      "libs/lib/jsx-runtime.ts": "export {};\n",
    };
    expect(await touched(jsx, ["libs/lib/jsx-runtime.ts"])).toMatchObject({
      chains: { web: [["apps/web/tsconfig.json libs/lib/jsx-runtime.ts"]] },
      whole: ["web"],
    });
  });
});

describe("a service that is imported without an edge", () => {
  const given = files({
    "apps/web/package.json": named("web"),
    "apps/web/main.ts": 'import "../../libs/lib/index";\n',
    "libs/lib/theme.css": "p {}",
    "libs/lib/README.md": "# lib",
  });
  test("is found by its imports", async () => {
    expect(await chains(given, ["libs/lib/index.ts"])).toEqual({
      api: [["apps/api/main.ts:1 libs/lib/index.ts"]],
      web: [["apps/web/main.ts:1 libs/lib/index.ts"]],
    });
  });
  test("concerns its importers by all that concerns it as a whole", async () => {
    // Nothing more is to be said of api, which its edge tells of.
    expect(await chains(given, ["libs/lib/theme.css", "libs/lib/README.md"])).toEqual({
      web: ["README.md", "theme.css"].map((name) => [
        "apps/web/main.ts:1 libs/lib/index.ts",
        `libs/lib/index.ts libs/lib/${name} (it may concern all of lib)`,
      ]),
    });
  });
});

test("a package that changes its manifest without having an owner", async () => {
  const given = files({
    "vendor/kit/package.json": named("@v/kit", { main: "a.ts" }),
    "vendor/kit/a.ts": "export {};\n",
    "apps/api/kit.ts": 'import "@v/kit";\n',
  });
  const only = { exclude: ["vendor/**"] };
  expect(await chains(given, ["vendor/kit/package.json"], only)).toEqual({
    api: [["apps/api/kit.ts:1 vendor/kit/package.json"]],
  });
});
