import { expect, test } from "vitest";
import fc from "../helpers/property.ts";
import { chains, named, reach, root, touched } from "./reach.ts";

const shop = {
  "package.json": root,
  "apps/web/package.json": named("web"),
  "apps/web/main.ts": 'import "../../libs/ui/a";\nimport "__proto__";\nimport "ui/constructor";\n',
  "libs/ui/package.json": named("ui"),
  "libs/ui/a.ts": "export {};\n",
};
const told = { web: [["apps/web/main.ts:1 libs/ui/a.ts"]] };

const fields = [
  ...["main", "types", "browser", "react-native", "source", "exports", "imports", "tsconfig"],
  ...["bin", "jest", "resolutions", "overrides", "pnpm"],
];
const odd = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom(
    ".",
    "./",
    "..",
    "../..",
    "/",
    "*",
    "./*",
    "__proto__",
    "#",
    "\0",
    "a".repeat(5000),
  ),
  fc.dictionary(
    fc.constantFrom(".", "./*", "./", "#a", "*", "__proto__", "./a"),
    fc.constantFrom(".", "./*", "..", null, 1),
  ),
);

test("whatever stands in manifests and configurations, an import by path is found", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.dictionary(fc.constantFrom(...fields), odd),
      fc.record({
        extends: odd,
        include: odd,
        compilerOptions: fc.oneof(
          odd,
          fc.dictionary(
            fc.constantFrom(
              "paths",
              "baseUrl",
              "rootDirs",
              "outDir",
              "types",
              "plugins",
              "jsxImportSource",
            ),
            odd,
          ),
        ),
      }),
      async (manifest, tsconfig) => {
        const files = {
          ...shop,
          "libs/ui/nested/package.json": { ...manifest, name: "ui" },
          "libs/ui/tsconfig.json": tsconfig,
        };
        expect((await chains(files, ["libs/ui/a.ts"])).web).toContainEqual(told.web[0]);
      },
    ),
    { numRuns: 100 },
  );
});

test("manifests and configurations that are no JSON", async () => {
  const files = { ...shop, "libs/ui/tsconfig.json": "{", "fixtures/package.json": "\uFEFF[" };
  expect(await chains(files, ["libs/ui/a.ts"], { exclude: ["fixtures/**"] })).toEqual(told);
});

test("configurations that extend each other in a circle", async () => {
  const files = {
    ...shop,
    "tsconfig.json": { extends: "./tsconfig.a.json" },
    "tsconfig.a.json": { extends: ["./tsconfig.json", "./tsconfig.a.json"] },
  };
  expect(await chains(files, ["libs/ui/a.ts"])).toEqual(told);
});

test("packages that lead to each other in a circle", async () => {
  const files = {
    ...shop,
    "apps/web/main.ts": 'import "../../libs/ui";\n',
    "libs/ui/package.json": named("ui", { main: "../kit" }),
    "libs/kit/package.json": named("kit", { main: "../ui" }),
    "libs/kit/index.ts": "export {};\n",
  };
  expect(await chains(files, ["libs/kit/index.ts"])).toEqual({
    web: [["apps/web/main.ts:1 libs/kit/index.ts"]],
  });
});

test("a byte order mark, line ends of Windows and names that are not plain", async () => {
  const files = {
    ...shop,
    "apps/web/main.ts": '\uFEFF// first\r\nimport "../../libs/ui/b c\u00e9#.ts";\r\n',
    "libs/ui/b c\u00e9#.ts": "export {};\r\n",
    "libs/ui/toString.ts": "export {};\n",
    "apps/web/other.ts": 'import "../../libs/ui/toString";\n',
  };
  expect(await chains(files, ["libs/ui/toString.ts"])).toEqual({
    web: [["apps/web/other.ts:1 libs/ui/toString.ts"]],
  });
  expect((await touched(files, ["libs/ui/b c\u00e9#.ts"])).chains.web).toBeDefined();
});

test("packages that are kept in the repository are not read", async () => {
  const files = {
    ...shop,
    "node_modules/x/index.js": 'require("../../libs/ui/a");\n',
    "node_modules/x/package.json": named("x"),
    "apps/web/x.ts": 'import "x";\nimport "../../node_modules/x/index.js";\n',
  };
  expect(await touched(files, ["node_modules/x/index.js"])).toMatchObject({ chains: {}, told: [] });
});

test("a service of the whole repository", async () => {
  const files = {
    "package.json": named("all", { main: "./index.js" }),
    "index.js": "import(name);\n",
    "libs/ui/package.json": named("ui"),
    "libs/ui/a.ts": "export {};\n",
    "scripts/a.js": "module.exports = 1;\n",
  };
  const define = { all: { root: "." } };
  // All of a service is what it owns.
  expect(await chains(files, ["libs/ui/a.ts"], { define })).toEqual({});
  const other = { ...files, "libs/ui/a.ts": 'import "../../index";\n' };
  expect(await chains(other, ["scripts/a.js"], { define })).toEqual({
    ui: [["libs/ui/a.ts:1 index.js", "index.js:1 scripts/a.js (the import is computed)"]],
  });
});

test("what changed its type, or is gone with all of its service", async () => {
  const { "libs/ui/a.ts": _, "libs/ui/package.json": __, ...head } = shop;
  expect((await reach(shop, head)).chains).toEqual({
    web: [["apps/web/main.ts:1 libs/ui/a.ts"]],
  });
});
