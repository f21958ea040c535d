import { describe, expect, test } from "vitest";
import type { Files } from "../workspace/tree.ts";
import { chains, named, needs, root } from "./reach.ts";

/** An app with one file, and libraries; the rest of the tree is given. */
const app = (text: string, more: Files): Files => ({
  "package.json": root,
  "apps/web/package.json": needs("web", ["ui"]),
  "apps/web/src/main.ts": text,
  "libs/ui/package.json": named("ui"),
  "libs/ui/index.ts": "export {};\n",
  ...more,
});

/** The only import of web's only file leads to this path when it changes. */
async function leads(files: Files, to: string, line = 1) {
  expect(await chains(files, [to])).toEqual({ web: [[`apps/web/src/main.ts:${line} ${to}`]] });
}

/** A change of this path does not reach web. */
async function leadsNot(files: Files, to: string) {
  expect(await chains(files, [to])).toEqual({});
}

describe("a relative import", () => {
  const to = (specifier: string, path: string, other: Files = {}) =>
    leads(app(`import "${specifier}";\n`, { [path]: "export {};\n", ...other }), path);

  test("as it is written", () => to("../../../shared/a.ts", "shared/a.ts"));
  test.each(["ts", "tsx", "d.ts", "js", "jsx", "mjs", "cjs", "mts", "cts", "json", "vue"])(
    "without its ending: .%s",
    (ending) => to("../../../shared/a", `shared/a.${ending}`),
  );
  test.each([
    ["js", "ts"],
    ["js", "tsx"],
    ["js", "d.ts"],
    ["jsx", "tsx"],
    ["mjs", "mts"],
    ["cjs", "cts"],
  ])("with the ending of what is built: .%s of .%s", (written, ending) =>
    to(`../../../shared/a.${written}`, `shared/a.${ending}`),
  );
  test("of a name with dots", () => to("../../../shared/a.service", "shared/a.service.ts"));
  test("of a directory, its index", () => to("../../../shared", "shared/index.tsx"));
  test("with a slash at the end", () => to("../../../shared/", "shared/index.ts"));
  test("of a directory with a package.json, its main", () =>
    to("../../../shared", "shared/lib/start.ts", {
      "shared/package.json": { main: "./lib/start.js" },
    }));
  test("of one file for each platform", () => to("../../../shared/a", "shared/a.ios.tsx"));
  test("with a query", () => to("../../../shared/a.svg?raw", "shared/a.svg"));
  test("behind a loader", () => to("!!raw-loader!../../../shared/a.txt", "shared/a.txt"));
  test("of the declaration of a file of another kind", () =>
    to("../../../shared/a.css", "shared/a.d.css.ts", { "shared/a.css": "" }));
  test("out of the repository, to nothing", () =>
    leadsNot(app('import "../../../../x";\n', { "x.ts": "export {};\n" }), "x.ts"));
  test("a directory does not count beside a file of its name", () =>
    leadsNot(
      app('import "../../../shared";\n', {
        "shared.ts": "export {};\n",
        "shared/index.ts": "export {};\n",
      }),
      "shared/index.ts",
    ));
});

describe("each way to write an import", () => {
  const shared = { "shared/a.ts": "export const a = 1;\n" };
  test.each([
    'import "../../../shared/a";',
    'import { a } from "../../../shared/a";',
    'import type { a } from "../../../shared/a";',
    'import a = require("../../../shared/a");',
    'export * from "../../../shared/a";',
    'export type { a } from "../../../shared/a";',
    'export const b = () => import("../../../shared/a");',
    "export const b = () => import(`../../../shared/a`);",
    'type B = import("../../../shared/a").B; export {};',
    'const a = require("../../../shared/a");',
    'const a = require.resolve("../../../shared/a");',
    'const a = module.require("../../../shared/a");',
    'export const a = new URL("../../../shared/a.ts", import.meta.url);',
    'export const a = import.meta.resolve("../../../shared/a");',
    'declare module "../../../shared/a" {} export {};',
    '/// <reference path="../../../shared/a.ts" />',
    'export const a = x ? require("../../../shared/a") : 0;',
    'importScripts("../../../shared/a.ts");',
  ])("%s", (text) => leads(app(`// first\n${text}\n`, shared), "shared/a.ts", 2));

  test("in JSX, behind a text with an apostrophe", async () => {
    const view =
      'import "./b";\nexport const B = () => <p>don\'t {import("../../../shared/a")} can\'t</p>;\n';
    const files = app("export {};\n", {
      ...shared,
      "apps/web/src/view.tsx": view,
      "apps/web/src/b.ts": "export {};\n",
    });
    expect(await chains(files, ["shared/a.ts"])).toEqual({
      web: [["apps/web/src/view.tsx:2 shared/a.ts"]],
    });
  });

  test("not in comments and strings", () =>
    leadsNot(
      app(
        '// import "../../../shared/a";\nconst a = "import \'../../../shared/a\'";\n/*\n * require("../../../shared/a")\n */\nexport { a };\n',
        shared,
      ),
      "shared/a.ts",
    ));
});

describe("a package of the workspace", () => {
  const ui = (manifest: object, specifier: string, path: string, more: Files = {}) =>
    leads(
      app(`import "${specifier}";\n`, {
        "libs/ui/package.json": named("ui", manifest),
        [path]: "export {};\n",
        ...more,
      }),
      path,
    );

  test("without fields, its index", () => ui({}, "ui", "libs/ui/index.ts"));
  test.each(["main", "module", "types", "typings", "browser"])("by %s", (field) =>
    ui({ [field]: "./start.ts" }, "ui", "libs/ui/start.ts"),
  );
  test("by exports", () => ui({ exports: "./start.ts" }, "ui", "libs/ui/start.ts"));
  test.each(["import", "require", "types", "development", "default"])(
    "by exports under %s",
    (condition) =>
      ui(
        { exports: { ".": { node: { [condition]: "./start.ts" }, default: "./index.ts" } } },
        "ui",
        "libs/ui/start.ts",
      ),
  );
  test("by a pattern of exports", () =>
    ui({ exports: { "./*": "./src/*.ts" } }, "ui/parts/a", "libs/ui/src/parts/a.ts"));
  test("by a folder of exports", () =>
    ui({ exports: { "./parts/": "./src/" } }, "ui/parts/a.ts", "libs/ui/src/a.ts"));
  test("by the longest pattern of exports", () =>
    ui(
      { exports: { "./*": "./src/*.ts", "./parts/*": "./parts/*.ts" } },
      "ui/parts/a",
      "libs/ui/parts/a.ts",
    ));
  test("by a path in it", () => ui({}, "ui/src/a", "libs/ui/src/a.ts"));
  test("by a path that exports does not name", () =>
    ui({ exports: { ".": "./index.ts" } }, "ui/src/a", "libs/ui/src/a.ts"));
  test("its package.json", () =>
    leads(app('import "ui/package.json";\n', {}), "libs/ui/package.json"));

  test.each([
    [{ main: "dist/start.js" }, "libs/ui/src/start.ts"],
    [{ main: "dist/start.js" }, "libs/ui/start.ts"],
    [{ main: "./lib/cjs/start.cjs" }, "libs/ui/src/start.ts"],
    [{ types: "dist/types/start.d.ts" }, "libs/ui/src/start.tsx"],
    [{ exports: { import: "./dist/esm/start.mjs" } }, "libs/ui/src/start.mts"],
    [{ main: "dist/ui.umd.js", source: "src/start.ts" }, "libs/ui/src/start.ts"],
  ])("the source of what is built: %j", (manifest, path) => ui(manifest, "ui", path));

  test("the source by the compiler's options", () =>
    ui({ main: "public/start.js" }, "ui", "libs/ui/code/start.ts", {
      "libs/ui/tsconfig.json":
        '{ // out\n "compilerOptions": { "outDir": "./public", "rootDir": "code", } }',
    }));

  test("under another name, by an alias", () =>
    leads(
      app('import "kit/a";\n', {
        "apps/web/package.json": named("web", { dependencies: { kit: "npm:ui@*" } }),
        "libs/ui/a.ts": "export {};\n",
      }),
      "libs/ui/a.ts",
    ));
  test("under another name, by a link", () =>
    leads(
      app('import "kit/a";\n', {
        "apps/web/package.json": named("web", { dependencies: { kit: "link:../../libs/ui" } }),
        "libs/ui/a.ts": "export {};\n",
      }),
      "libs/ui/a.ts",
    ));
  test("the browser's file in place of another", () =>
    ui({ browser: { "./node.ts": "./web.ts" }, main: "node.ts" }, "ui", "libs/ui/web.ts", {
      "libs/ui/node.ts": "export {};\n",
    }));

  test("itself, by its own name", async () => {
    const files = app('import "ui/a";\n', {
      "libs/ui/package.json": named("ui", { exports: { "./*": "./src/*.ts" } }),
      "libs/ui/src/a.ts": 'import "ui/b";\n',
      "libs/ui/src/b.ts": "export {};\n",
    });
    expect(await chains(files, ["libs/ui/src/b.ts"])).toEqual({
      web: [["apps/web/src/main.ts:1 libs/ui/src/a.ts", "libs/ui/src/a.ts:1 libs/ui/src/b.ts"]],
    });
  });

  test("its inner names", async () => {
    const files = app('import "ui";\n', {
      "libs/ui/package.json": named("ui", {
        imports: { "#parts/*": { node: "./parts/*.ts", default: "./web/*.ts" } },
      }),
      "libs/ui/index.ts": 'export * from "#parts/a";\n',
      "libs/ui/parts/a.ts": "export {};\n",
      "libs/ui/web/a.ts": "export {};\n",
    });
    expect(await chains(files, ["libs/ui/web/a.ts"])).toEqual({
      web: [["apps/web/src/main.ts:1 libs/ui/index.ts", "libs/ui/index.ts:1 libs/ui/web/a.ts"]],
    });
  });
});

describe("the compiler's paths", () => {
  const shared = { "shared/src/a.ts": "export {};\n" };
  const mapped = (specifier: string, configs: Files) =>
    leads(app(`import "${specifier}";\n`, { ...shared, ...configs }), "shared/src/a.ts");

  test("with a star", () =>
    mapped("@shared/a", {
      "tsconfig.json": { compilerOptions: { paths: { "@shared/*": ["./shared/src/*"] } } },
    }));
  test("without a star, and a base", () =>
    mapped("@shared", {
      "tsconfig.base.json": {
        compilerOptions: { baseUrl: "./shared", paths: { "@shared": ["src/a.ts"] } },
      },
    }));
  test("of a base alone", () =>
    mapped("src/a", {
      "apps/web/tsconfig.json": { compilerOptions: { baseUrl: "../../shared" } },
    }));
  test("of a file that the nearest one extends", () =>
    mapped("@shared/a", {
      "apps/web/tsconfig.app.json": { extends: ["../../config/base"] },
      "config/base.json": { compilerOptions: { paths: { "@shared/*": ["../shared/src/*"] } } },
    }));
  test("of a package that it extends", () =>
    mapped("@shared/a", {
      "apps/web/tsconfig.json": { extends: "ui/base.json" },
      "libs/ui/base.json": { compilerOptions: { paths: { "@shared/*": ["../../shared/src/*"] } } },
    }));
  test("of jsconfig.json", () =>
    mapped("@shared/a", {
      "apps/web/jsconfig.json": {
        compilerOptions: { paths: { "@shared/*": ["../../shared/src/*"] } },
      },
    }));
  test("with root directories", () =>
    mapped("./a", {
      "tsconfig.json": { compilerOptions: { rootDirs: ["apps/web/src", "shared/src"] } },
    }));
  test("of the nearest one that knows the name", () =>
    leadsNot(
      app('import "@shared/a";\n', {
        ...shared,
        "tsconfig.json": { compilerOptions: { paths: { "@shared/*": ["./shared/src/*"] } } },
        "apps/web/tsconfig.json": { compilerOptions: { paths: { "@shared/*": ["./src/*"] } } },
        "apps/web/src/a.ts": "export {};\n",
      }),
      "shared/src/a.ts",
    ));
  test("instead of all that a package may be built from", () =>
    leadsNot(
      app('import "ui";\n', {
        "tsconfig.json": { compilerOptions: { paths: { ui: ["./libs/ui/code/start.ts"] } } },
        "libs/ui/package.json": named("ui", { main: "./bundle.min.js" }),
        "libs/ui/code/start.ts": "export {};\n",
      }),
      "libs/ui/index.ts",
    ));
  test("before what a package says that it builds", () =>
    leads(
      app('import "ui";\n', {
        "tsconfig.json": { compilerOptions: { paths: { ui: ["./libs/ui/code/start.ts"] } } },
        "libs/ui/package.json": named("ui", { main: "./bundle.min.js" }),
        "libs/ui/code/start.ts": "export {};\n",
      }),
      "libs/ui/code/start.ts",
    ));
});
