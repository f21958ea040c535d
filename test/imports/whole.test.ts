import { describe, expect, test } from "vitest";
import type { Files } from "../workspace/tree.ts";
import { chains, named, needs, root, touched } from "./reach.ts";

/** api imports lib; lib has one more file, which nothing imports; other is another library. */
const files = (lib: string, more: Files = {}): Files => ({
  "package.json": root,
  "apps/api/package.json": needs("api", ["lib"]),
  "apps/api/main.ts": 'import "lib";\n',
  "libs/lib/package.json": needs("lib", ["other"]),
  "libs/lib/index.ts": lib,
  "libs/lib/apart.ts": "export {};\n",
  "libs/other/package.json": named("other"),
  "libs/other/index.ts": "export {};\n",
  "libs/other/apart.ts": "export {};\n",
  ...more,
});

/** How api comes to depend on a file that nothing imports by name. */
const toApart = (why: string, line?: number) => ({
  api: [
    [
      "apps/api/main.ts:1 libs/lib/index.ts",
      `libs/lib/index.ts${line === undefined ? "" : `:${line}`} libs/lib/apart.ts (${why})`,
    ],
  ],
});

describe("a file depends on all of its service", () => {
  const other = 'import "other";\n';
  test.each([
    ["import(name);", "the import is computed"],
    ["require(name);", "the import is computed"],
    ["load(require);", "the import is computed"],
    ["const ask = createRequire(import.meta.url); ask('./apart');", "the import is computed"],
    ["import.meta.glob('./*.ts');", "the import is a pattern"],
    ["require.context('./');", "the import is computed"],
    ["import(`./${name}.ts`);", "the import is computed"],
    ['import "./generated";', "libs/lib/generated is not in the repository"],
    ['import "@/apart";', 'nothing tells what "@/apart" stands for'],
  ])("%s", async (text, why) => {
    const given = files(`${other}${text}\n`, {});
    expect(await chains(given, ["libs/lib/apart.ts"])).toEqual(toApart(why, 2));
  });

  test("with a syntax error", async () => {
    const given = files('import "other";\nconst = ;\nimport("x"\n');
    expect(await touched(given, ["libs/lib/apart.ts"])).toEqual({
      chains: toApart("libs/lib/index.ts has a syntax error"),
      told: ["libs/lib/apart.ts"],
      whole: [],
      diagnostics: ["IMPORTS_UNREADABLE libs/lib/index.ts"],
    });
  });

  test("of a kind that cannot be read", async () => {
    const given = files('import "other";\nimport "./view.vue";\n', {
      "libs/lib/view.vue": "<script>import './apart'</script>\n",
    });
    expect(await chains(given, ["libs/lib/apart.ts"])).toEqual({
      api: [
        [
          "apps/api/main.ts:1 libs/lib/index.ts",
          "libs/lib/index.ts:2 libs/lib/view.vue",
          "libs/lib/view.vue libs/lib/apart.ts (the imports of libs/lib/view.vue cannot be read)",
        ],
      ],
    });
  });
});

describe("and on all services that it may import from", () => {
  test.each([
    ['import "other";\nconst = ;\nimport("x"\n', "libs/lib/index.ts has a syntax error"],
    ['import "other";\nimport "@/x";\n', 'nothing tells what "@/x" stands for'],
  ])("%j", async (text, why) => {
    const line = text.includes("@") ? ":2" : "";
    const step = `libs/lib/index.ts${line} libs/other/apart.ts (${why})`;
    expect(await chains(files(text), ["libs/other/apart.ts"])).toEqual({
      api: [["apps/api/main.ts:1 libs/lib/index.ts", step]],
      lib: [[step]],
    });
  });
  test("but not for a computed import", async () => {
    const given = files('import "other";\nimport(name);\n');
    expect(await chains(given, ["libs/other/apart.ts"])).toEqual({});
  });
});

test("what is known of a computed path counts too", async () => {
  const given = files('import "other";\nrequire(join(__dirname, "..", "other", name));\n');
  const step = "libs/lib/index.ts:2 libs/other/apart.ts (the import is computed)";
  expect(await chains(given, ["libs/other/apart.ts"])).toEqual({
    api: [["apps/api/main.ts:1 libs/lib/index.ts", step]],
    lib: [[step]],
  });
});

test("a relative import that leads nowhere means the service that it points into", async () => {
  const given = files('import "other";\nimport "../other/generated";\n');
  const step =
    "libs/lib/index.ts:2 libs/other/apart.ts (libs/other/generated is not in the repository)";
  expect(await chains(given, ["libs/other/apart.ts"])).toEqual({
    api: [["apps/api/main.ts:1 libs/lib/index.ts", step]],
    lib: [[step]],
  });
  expect(await chains(given, ["libs/lib/apart.ts"])).toEqual({});
});

test("a package whose entry is built from nobody knows what counts as a whole", async () => {
  const given = files('import "other";\n', {
    "libs/other/package.json": named("other", { main: "./bundle/other.min.js" }),
  });
  const why = "libs/other/bundle/other.min.js is built, and its source is not known";
  const step = `libs/lib/index.ts:1 libs/other/apart.ts (${why})`;
  expect(await chains(given, ["libs/other/apart.ts"])).toEqual({
    api: [["apps/api/main.ts:1 libs/lib/index.ts", step]],
    lib: [[step]],
  });
});

describe("a package that no import names", () => {
  test("counts as a whole, since tools may use it", async () => {
    const given = files("export {};\n");
    expect(await touched(given, ["libs/other/apart.ts"])).toEqual({
      chains: {
        lib: [
          ["libs/lib/package.json:5 libs/other/apart.ts (no import tells what it is used for)"],
        ],
      },
      told: ["libs/other/apart.ts"],
      whole: ["lib"],
      diagnostics: [],
    });
  });
  test("and so does one that a tool's settings name", async () => {
    const given = files('import "@kit/other";\n', {
      "libs/lib/package.json": needs("lib", ["@kit/other"], { jest: { preset: "@kit/other" } }),
      "libs/other/package.json": named("@kit/other"),
    });
    const { chains, whole } = await touched(given, ["libs/other/apart.ts"]);
    expect({ chains, whole }).toEqual({
      chains: {
        lib: [["libs/lib/package.json libs/other/apart.ts (libs/lib/package.json names it)"]],
      },
      whole: ["lib"],
    });
  });
  test("a list of what is compiled anyway is no such setting", async () => {
    const given = files('import "@kit/other";\n', {
      "libs/lib/package.json": needs("lib", ["@kit/other"]),
      "libs/lib/next.config.js": 'module.exports = { transpilePackages: ["@kit/other"] };\n',
      "libs/other/package.json": named("@kit/other"),
    });
    expect(await chains(given, ["libs/other/apart.ts"])).toEqual({});
  });
  test("a directory that a tool's settings name", async () => {
    const given = files('import "other";\n', {
      "libs/lib/tailwind.config.ts": 'export default { content: ["../other/**/*.ts"] };\n',
    });
    const { chains, whole } = await touched(given, ["libs/other/apart.ts"]);
    expect({ chains, whole }).toEqual({
      chains: {
        lib: [
          [
            "libs/lib/tailwind.config.ts libs/other/apart.ts (libs/lib/tailwind.config.ts names it)",
          ],
        ],
      },
      whole: ["lib"],
    });
  });
});

test("the beginning of a computed name may be that of packages", async () => {
  const given = files('import "@kit/other";\nimport(`@kit/${name}`);\n', {
    "libs/lib/package.json": needs("lib", ["@kit/other"]),
    "libs/other/package.json": named("@kit/other"),
  });
  const step = "libs/lib/index.ts:2 libs/other/apart.ts (the import is computed)";
  expect(await chains(given, ["libs/other/apart.ts"])).toEqual({
    api: [["apps/api/main.ts:1 libs/lib/index.ts", step]],
    lib: [[step]],
  });
});

describe("a change that arrives in a file of a tool", () => {
  test.each([
    ["settings", "apps/api/vite.config.ts", {}],
    ["a script", "apps/api/make.ts", { scripts: { build: "node ./make.ts --all" } }],
    ["a program", "apps/api/make.ts", { bin: { make: "./make.ts" } }],
    ["a program that is built", "apps/api/src/make.ts", { bin: "./dist/make.js" }],
    ["a program that is built of nobody knows what", "apps/api/a.ts", { bin: "./out.bin" }],
  ])("concerns all of its service: %s", async (_, file, manifest) => {
    const given = files("export {};\n", {
      "apps/api/package.json": needs("api", ["lib"], manifest),
      [file]: 'import "lib/apart";\n',
    });
    const { chains, whole } = await touched(given, ["libs/lib/apart.ts"]);
    expect({ chains, whole }).toEqual({
      chains: { api: [[`${file}:1 libs/lib/apart.ts`]] },
      whole: ["api"],
    });
  });
});
