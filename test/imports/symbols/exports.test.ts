import { describe, expect, test } from "vitest";
import { reached, type Texts } from "./reach.ts";

/** `lib.ts` gives `f` and `g`; `a.ts` wants the one by this import, `b.ts` the other by that. */
const users = (lib: string, a: string, b: string, more: Texts = {}): Texts => ({
  "lib.ts": lib,
  "a.ts": a,
  "b.ts": b,
  ...more,
});
const lib = "export function f() { return 1; }\nexport function g() { return 2; }\n";
const changedF = { "lib.ts": lib.replace("1", "11") };

const cases: [string, Texts][] = [
  [
    "renamed imports",
    users(
      lib,
      'import { f as x } from "./lib";\nexport const a = () => x();\n',
      'import { g as x } from "./lib";\nexport const b = () => x();\n',
    ),
  ],
  [
    "namespace imports of which members are used",
    users(
      lib,
      'import * as lib from "./lib";\nexport const a = () => lib.f();\n',
      'import * as lib from "./lib";\nexport const b = () => lib.g() + lib["g"]();\n',
    ),
  ],
  [
    "namespace imports that escape",
    users(
      lib,
      'import * as lib from "./lib";\nexport const a = () => Object.keys(lib);\n',
      'import * as lib from "./lib";\nexport const b = () => { const { g } = lib; return g; };\n',
    ),
  ],
  [
    "namespace imports read by a computed name",
    users(
      lib,
      'import * as lib from "./lib";\nexport const a = (key) => lib[key];\n',
      'import * as lib from "./lib";\nexport const b = () => lib.g;\n',
    ),
  ],
  [
    "namespaces that are passed on",
    users(
      lib,
      'import { lib } from "./index";\nexport const a = () => lib.f();\n',
      'import { g } from "./index";\nexport const b = () => g();\n',
      { "index.ts": 'export * as lib from "./lib";\nexport { g } from "./lib";\n' },
    ),
  ],
  [
    "re-exports under other names",
    users(
      lib,
      'import { x } from "./index";\nexport const a = () => x();\n',
      'import { y } from "./index";\nexport const b = () => y();\n',
      { "index.ts": 'export { f as x, g as y } from "./lib";\n' },
    ),
  ],
  [
    "re-exports of imports",
    users(
      lib,
      'import { x } from "./index";\nexport const a = () => x();\n',
      'import { g } from "./index";\nexport const b = () => g();\n',
      { "index.ts": 'import { f, g } from "./lib";\nexport { f as x, g };\n' },
    ),
  ],
  [
    "export * through two files",
    users(
      lib,
      'import { f } from "./index";\nexport const a = () => f();\n',
      'import { g } from "./index";\nexport const b = () => g();\n',
      { "index.ts": 'export * from "./middle";\n', "middle.ts": 'export * from "./lib";\n' },
    ),
  ],
  [
    "types in place of values",
    users(
      lib,
      'import type { f } from "./lib";\nexport type A = ReturnType<typeof f>;\n',
      'import { type g } from "./lib";\nexport type B = ReturnType<typeof g>;\n',
    ),
  ],
  [
    "types of an import",
    users(
      lib,
      'export type A = ReturnType<typeof import("./lib").f>;\n',
      'export type B = ReturnType<typeof import("./lib").g>;\n',
    ),
  ],
  [
    "an import when it is needed, taken apart",
    users(
      lib,
      'export async function a() { const { f } = await import("./lib"); return f(); }\n',
      'export async function b() { return (await import("./lib")).g(); }\n',
    ),
  ],
  [
    "an import when it is needed, whatever becomes of it",
    users(
      lib,
      'export const a = () => import("./lib").then((lib) => lib.g());\n',
      'export async function b() { const { g } = await import("./lib"); return g(); }\n',
    ),
  ],
  [
    "require, taken apart",
    users(
      lib,
      'const { f: x } = require("./lib");\nmodule.exports = () => x();\n',
      'const { g } = require("./lib");\nmodule.exports = () => g();\n',
    ),
  ],
  [
    "require, by property",
    users(
      lib,
      'const lib = require("./lib");\nmodule.exports = () => lib.f();\n',
      'const g = require("./lib").g;\nmodule.exports = () => g();\n',
    ),
  ],
  [
    "require, passed on whole",
    users(
      lib,
      'module.exports = require("./lib");\n',
      'const { g } = require("./lib");\nexports.b = () => g();\n',
    ),
  ],
  [
    "import =",
    users(
      lib,
      'import lib = require("./lib");\nexport const a = () => lib.f();\n',
      'import lib = require("./lib");\nexport const b = () => lib.g();\n',
    ),
  ],
  [
    "a string that names the module in a call",
    users(
      lib,
      'import { g } from "./lib";\nexport const a = () => vi.mock("./lib") ?? g();\n',
      'import { g } from "./lib";\nexport const b = () => g();\n',
    ),
  ],
  [
    "shorthand properties",
    users(
      lib,
      'import { f } from "./lib";\nexport const a = { f };\n',
      'import { g } from "./lib";\nexport const b = { g, f: 1 };\n',
    ),
  ],
];

describe("exports reach who imports them", () => {
  test.each(cases)("%s", async (_, files) => {
    const found = await reached(files, changedF);
    expect(found.filter((path) => path === "a.ts" || path === "b.ts")).toEqual(["a.ts"]);
  });

  test("elements in JSX", async () => {
    const files = {
      "lib.tsx": "export const F = () => 1;\nexport const G = () => 2;\n",
      "a.tsx": 'import { F } from "./lib";\nexport const a = () => <F x="1" />;\n',
      "b.tsx": 'import * as lib from "./lib";\nexport const b = () => <lib.G F="1">F</lib.G>;\n',
    };
    expect(await reached(files, { "lib.tsx": files["lib.tsx"].replace("1", "11") })).toEqual([
      "a.tsx",
    ]);
    const edit = { "lib.tsx": files["lib.tsx"].replace("2", "22") };
    expect(await reached(files, edit)).toEqual(["b.tsx"]);
  });

  test("what makes elements counts where it is imported for nothing else", async () => {
    const files = {
      "make.ts": "export const create = () => 1;\nexport const other = () => 1;\n",
      "a.tsx":
        '/** @jsx create */\nimport { create } from "./make";\nexport const a = () => <b />;\nexport const c = create;\n',
      "b.tsx": 'import { create as x } from "./make";\nexport const b = () => <b />;\n',
      "c.ts": 'import { create as x } from "./make";\nexport const c = 1;\n',
    };
    const edit = { "make.ts": files["make.ts"].replace("1", "11") };
    expect(await reached(files, edit)).toEqual(["a.tsx", "b.tsx"]);
  });

  test("the default export, with and without a name", async () => {
    for (const text of ["export default function f() { return 1; }", "export default () => 1;"]) {
      const files = {
        "lib.ts": `${text}\nexport const g = () => 2;\n`,
        "a.ts": 'import f from "./lib";\nexport const a = () => f();\n',
        "b.ts": 'import { default as f } from "./lib";\nexport const a = () => f();\n',
        "c.ts": 'import { g } from "./lib";\nexport const a = () => g();\n',
        "d.ts": 'export * from "./lib";\n',
      };
      const one = { "lib.ts": files["lib.ts"].replace("1", "11") };
      expect(await reached(files, one)).toEqual(["a.ts", "b.ts"]);
      const two = { "lib.ts": files["lib.ts"].replace("2", "22") };
      expect(await reached(files, two)).toEqual(["c.ts", "d.ts"]);
    }
  });

  test("a declaration that is merged counts as one, as do overloads", async () => {
    const files = {
      "lib.ts":
        "export interface I { a: 1 }\nexport interface I { b: 2 }\nexport function f(a: 3): void;\nexport function f() {}\n",
      "a.ts": 'import type { I } from "./lib";\nexport type A = I;\n',
      "b.ts": 'import { f } from "./lib";\nexport const b = () => f(3);\n',
    };
    expect(await reached(files, { "lib.ts": files["lib.ts"].replace("2", "22") })).toEqual([
      "a.ts",
    ]);
    expect(await reached(files, { "lib.ts": files["lib.ts"].replace("3", "33") })).toEqual([
      "b.ts",
    ]);
  });
});

describe("exports that come and go", () => {
  const files = {
    "lib.ts": lib,
    "more.ts": "export const h = () => 1;\n",
    "index.ts": 'export * from "./lib";\nexport * from "./more";\n',
    "a.ts": 'import { f } from "./index";\nexport const a = () => f();\n',
    "h.ts": 'import { h } from "./index";\nexport const b = () => h();\n',
  };

  test("one that goes reaches who imports it, even if nothing uses it, and who imports that", async () => {
    const all = {
      ...files,
      "idle.ts": 'import { f } from "./lib";\nexport const idle = 1;\n',
      "far.ts": 'import { idle } from "./idle";\nexport const far = () => idle;\n',
      "side.ts": 'import "./idle";\n',
    };
    const edit = { "lib.ts": lib.replace("export function f", "function f") };
    expect(await reached(all, edit)).toEqual(["a.ts", "far.ts", "idle.ts", "index.ts", "side.ts"]);
  });

  test("one that comes reaches nobody", async () => {
    expect(await reached(files, { "lib.ts": `${lib}export const z = 1;\n` })).toEqual(["index.ts"]);
  });

  test("one that comes hides another of its name behind export *", async () => {
    const edit = { "lib.ts": `${lib}export const h = 1;\n` };
    expect(await reached(files, edit)).toEqual(["h.ts", "index.ts"]);
  });

  test("a new export * gives new names only", async () => {
    const base = { ...files, "index.ts": 'export * from "./lib";\n', "h.ts": "export {};\n" };
    const edit = { "index.ts": files["index.ts"] };
    expect(await reached(base, edit)).toEqual([]);
    const shadow = { ...base, "more.ts": "export const f = 1;\n" };
    expect(await reached(shadow, edit)).toEqual(["a.ts"]);
  });

  test("a new file reaches only who imported it before it was there", async () => {
    const { "more.ts": more, ...before } = files;
    expect(await reached(before, { "more.ts": more })).toEqual(["a.ts", "h.ts", "index.ts"]);
    const base = { ...before, "index.ts": 'export * from "./lib";\n' };
    expect(await reached(base, { "more.ts": more, "index.ts": files["index.ts"] })).toEqual([
      "h.ts",
    ]);
  });

  test("a file that is deleted reaches all that import it", async () => {
    expect(await reached(files, { "more.ts": undefined })).toEqual(["a.ts", "h.ts", "index.ts"]);
  });

  test("a new name that is passed on by name, too, reaches nobody", async () => {
    const base = {
      ...files,
      "index.ts": 'export { f } from "./lib";\nexport * from "./more";\nrun();\n',
    };
    const edit = {
      "lib.ts": `${lib}export const z = 1;\n`,
      "index.ts": base["index.ts"].replace("{ f }", "{ f, z }"),
    };
    expect(await reached(base, edit)).toEqual([]);
  });

  test("what a file exports by itself hides what export * gives", async () => {
    const base = {
      "lib.ts": lib,
      "index.ts": 'export * from "./lib";\nexport const f = 1;\n',
      "a.ts": 'import { f } from "./index";\nexport const a = () => f;\n',
      "b.ts": 'import { g } from "./index";\nexport const b = () => g;\n',
    };
    expect(await reached(base, changedF)).toEqual([]);
    expect(await reached(base, { "lib.ts": lib.replace("2", "22") })).toEqual(["b.ts", "index.ts"]);
  });
});
