import { describe, expect, test } from "vitest";
import { reached } from "./reach.ts";

/** Nobody but `a.ts` uses `x`; `b.ts` and `side.ts` only load the library. */
const around = (lib: string) => ({
  "lib.ts": `${lib}\nexport const idle = () => 0;\n`,
  "tool.ts": "export const tool = (n: unknown) => n;\nexport class Base {}\n",
  "a.ts": 'import { x } from "./lib";\nexport const a = () => x;\n',
  "b.ts": 'import { idle } from "./lib";\nexport const b = () => idle();\n',
  "side.ts": 'import "./lib";\n',
});
const everyone = ["a.ts", "b.ts", "side.ts"];

/** What an edit of the library reaches. */
const edited = (before: string, after: string) =>
  reached(around(before), { "lib.ts": around(after)["lib.ts"] });

describe("a declaration that runs nothing concerns those who use it", () => {
  test.each([
    ["export const x = 1;", "export const x = 2;"],
    ['export const x = "a";', "export const x = `b`;"],
    ["export const x = { a: [1, -2], b() {} };", "export const x = { a: [1, -3], b() {} };"],
    ["export const x = () => 1;", "export const x = () => fetch();"],
    ["export const x = new Set([1]);", "export const x = new Set([2]);"],
    ["export const x = Object.freeze({ a: 1 });", "export const x = Object.freeze({ a: 2 });"],
    ['export const x = Symbol("a");', 'export const x = Symbol("b");'],
    ["export const x = 60 * 1000;", "export const x = 61 * 1000;"],
    ["const a = 1;\nexport const x = `${a}s`;", "const a = 2;\nexport const x = `${a}s`;"],
    ["const a = [1];\nexport const x = [...a];", "const a = [2];\nexport const x = [...a];"],
    ["export enum x { A = 1, B = A << 1 }", "export enum x { A = 2, B = A << 1 }"],
    ["enum E { A = 1 }\nexport const x = E.A;", "enum E { A = 2 }\nexport const x = E.A;"],
    ["export class x { static a = 1; b() {} }", "export class x { static a = 2; b() {} }"],
    [
      "class A { a() {} }\nexport class x extends A {}",
      "class A { b() {} }\nexport class x extends A {}",
    ],
    ["export type x = 1;", "export type x = 2;"],
    ["export interface x { a: 1 }", "export interface x { a: 2 }"],
    ["export declare function x(): 1;", "export declare function x(): 2;"],
    ["const x = 1;\nexport { x };", "const x = 2;\nexport { x };"],
    ["export let x = 1;", "export let x = 2;"],
    ["export const x = (1 as number)!;", "export const x = (2 satisfies number)!;"],
  ])("%s", async (before, after) => {
    expect(await edited(before, after)).toEqual(["a.ts"]);
  });
});

describe("code that runs when the file is loaded concerns all that load it", () => {
  test.each([
    [
      "export const x = f();\nfunction f() { return 1; }",
      "export const x = f(1);\nfunction f() { return 1; }",
    ],
    [
      "export const x = f();\nfunction f() { return 1; }",
      "export const x = f();\nfunction f() { return 2; }",
    ],
    ["export const x = new Map(list);", "export const x = new Map(more);"],
    ["export const x = tag`a`;", "export const x = tag`b`;"],
    ["export const x = await 1;", "export const x = await 2;"],
    ["export const x = a.b.c;", "export const x = a.b.d;"],
    ["export const x = { get a() { return 1; } };", "export const x = { get a() { return 2; } };"],
    ["export const x = { [key()]: 1 };", "export const x = { [key()]: 2 };"],
    ["export const { x } = y();", "export const { x = 1 } = y();"],
    ["export const x = 1;\nconsole.log(1);", "export const x = 1;\nconsole.log(2);"],
    ["export const x = 1;", "export const x = 1;\nglobalThis.y = 2;"],
    ["export const x = 1;\nif (x) { f(); }", "export const x = 1;\nif (!x) { f(); }"],
    ["export class x { static { f(1); } }", "export class x { static { f(2); } }"],
    ["export class x { static a = f(1); }", "export class x { static a = f(2); }"],
    ["@dec export class x { a = 1; }", "@dec export class x { a = 2; }"],
    ["export class x { @dec a = 1; }", "export class x { @dec a = 2; }"],
    ["export class x { [key()]() {} }", "export class x { [key(1)]() {} }"],
    ["export class x extends mixin(1) {}", "export class x extends mixin(2) {}"],
    ["export namespace x { f(1); }", "export namespace x { f(2); }"],
    [
      "export const x = 1;\ndeclare global { var y: 1; }",
      "export const x = 1;\ndeclare global { var y: 2; }",
    ],
    [
      'export const x = 1;\ndeclare module "y" { var y: 1; }',
      'export const x = 1;\ndeclare module "y" { var y: 2; }',
    ],
    ["export enum x { A = f(1) }", "export enum x { A = f(2) }"],
    ["const later = 1;\nexport const x = later;", "export const x = later;\nconst later = 1;"],
    ["export const x = 1;", "export const x = y;\nconst y = 1;"],
    [
      "export const x = 1;\nconst y = () => 1;\ny();",
      "export const x = 1;\nconst y = () => 2;\ny();",
    ],
    ["const y = undefined;\nexport const x = 1;", "const y = undefined;\nexport const x = y.a;"],
    ["export const x = { Date };", "export const x = { Date };\nfunction Date() {}"],
    ["a();\nb();\nexport const x = 1;", "b();\na();\nexport const x = 1;"],
    ["export const x = 1;\nexport const y = x;", "export function x() {}\nexport const y = x;"],
    ["export interface x {}", "export class x {}"],
    ["export namespace x { export type A = 1; }", "export namespace x { export const A = 1; }"],
    ["export const x = 1;\nexport = x;", "export const x = 2;\nexport = x;"],
  ])("%s", async (before, after) => {
    expect(await edited(before, after)).toEqual(everyone);
  });

  test("also where what it uses changes in another file, and only then", async () => {
    const files = {
      ...around('import { tool } from "./tool";\nexport const x = tool(1);'),
    };
    files["tool.ts"] = "export const tool = (n: unknown) => 1;\nexport const spare = 1;\n";
    const tool = files["tool.ts"];
    expect(await reached(files, { "tool.ts": tool.replace("=> 1", "=> 2") })).toEqual([
      ...everyone.slice(0, 2),
      "lib.ts",
      "side.ts",
    ]);
    expect(await reached(files, { "tool.ts": tool.replace("spare = 1", "spare = 2") })).toEqual([]);
  });

  test("a file that is loaded otherwise concerns who loads it through others", async () => {
    const files = {
      "lib.ts": "export const f = () => 1;\nrun(1);\n",
      "index.ts": 'export { f } from "./lib";\nexport const g = 1;\n',
      "a.ts": 'import { g } from "./index";\nexport const a = () => g;\n',
      "b.ts": 'import "./a";\n',
      "c.ts": "export const c = 1;\n",
    };
    const edit = { "lib.ts": files["lib.ts"].replace("run(1)", "run(2)") };
    expect(await reached(files, edit)).toEqual(["a.ts", "b.ts", "index.ts"]);
    const other = { "lib.ts": files["lib.ts"].replace("=> 1", "=> 2") };
    expect(await reached(files, other)).toEqual(["index.ts"]);
  });
});

describe("what is read while a file is loaded", () => {
  const files = (lib: string) => ({
    "lib.ts": lib,
    "made.ts": 'import { x } from "./lib";\nexport const made = { x };\nexport const other = 1;\n',
    "made-of.ts": 'import { made } from "./made";\nexport const a = () => made;\n',
    "other.ts": 'import { other } from "./made";\nexport const b = () => other;\n',
  });
  const edit = (before: string, after: string) => reached(files(before), { "lib.ts": after });

  test("counts for what is made of it, while it stays the same sort of thing", async () => {
    expect(await edit("export const x = () => 1;", "export const x = () => 2;")).toEqual([
      "made-of.ts",
      "made.ts",
    ]);
  });

  test("may fail when it becomes another sort of thing", async () => {
    expect(await edit("export function x() {}", "export const x = () => {};")).toEqual([
      "made-of.ts",
      "made.ts",
      "other.ts",
    ]);
  });

  test("of which the sort cannot be told may be another sort of thing", async () => {
    const base = {
      "lib.ts": "export const x = true;\n",
      "made.ts": 'import { x } from "./lib";\nexport const made = x ? { a: 1 } : undefined;\n',
      "read.ts":
        'import { made } from "./made";\nexport const read = made.a;\nexport const other = 1;\n',
      "other.ts": 'import { other } from "./read";\nexport const b = () => other;\n',
    };
    const edit = { "lib.ts": "export const x = false;\n" };
    expect(await reached(base, edit)).toEqual(["made.ts", "other.ts", "read.ts"]);
    const lazy = { ...base, "read.ts": base["read.ts"].replace("made.a", "() => made.a") };
    expect(await reached(lazy, edit)).toEqual(["made.ts", "read.ts"]);
  });

  test("a file that imports itself through others may be run before them", async () => {
    const circle = {
      "lib.ts": 'import { y } from "./made";\nexport const x = 1;\nexport const z = () => y;\n',
      "made.ts": 'import { x } from "./lib";\nexport const y = () => x;\nexport const w = 1;\n',
      "w.ts": 'import { w } from "./made";\nexport const v = () => w;\n',
    };
    const change = { "made.ts": circle["made.ts"].replace("() => x", "x") };
    expect(await reached(circle, change)).toEqual(["lib.ts", "w.ts"]);
    const straight = { ...circle, "lib.ts": "export const x = 1;\n" };
    expect(await reached(straight, change)).toEqual([]);
  });
});

describe("state of a file", () => {
  const lib = `let count = 0;
const list: number[] = [];
export function add() { count += 1; list.push(1); }
export function see() { return count; }
export function all() { return list; }
export function none() { return 1; }
`;
  const files = {
    "lib.ts": lib,
    "see.ts": 'import { see } from "./lib";\nexport const a = () => see();\n',
    "all.ts": 'import { all } from "./lib";\nexport const a = () => all();\n',
    "none.ts": 'import { none } from "./lib";\nexport const a = () => none();\n',
  };

  test("who changes it concerns who reads it", async () => {
    expect(await reached(files, { "lib.ts": lib.replace("+= 1", "+= 2") })).toEqual([
      "all.ts",
      "see.ts",
    ]);
    expect(await reached(files, { "lib.ts": lib.replace("return 1", "return 2") })).toEqual([
      "none.ts",
    ]);
  });

  test.each([
    "state.a = 1",
    "state.a.b ||= 1",
    "delete state.a",
    "state.a++",
    "[state.a] = [1]",
    "({ b: state.a = 1 } = { b: 1 })",
    "for (state.a of [1]) f()",
    "state.a.push(1)",
  ])("%s changes it", async (statement) => {
    const text = (n: number) =>
      `const state: any = {};\nexport function set() { ${statement}; return ${n}; }\nexport function see() { return state; }\nexport function none() {}\n`;
    const base = { "lib.ts": text(1), "see.ts": files["see.ts"], "none.ts": files["none.ts"] };
    expect(await reached(base, { "lib.ts": text(2) })).toEqual(["see.ts"]);
  });

  test("what assigns to an import concerns those who read that, where they can meet", async () => {
    const base = {
      "state.ts": "export const state = { a: 1 };\nexport const other = { a: 1 };\n",
      "set.ts":
        'import { state } from "./state";\nimport { n } from "./n";\nexport const set = () => { state.a = n; };\n',
      "n.ts": "export const n = 1;\n",
      "see.ts":
        'import { state } from "./state";\nimport "./n";\nexport const see = () => state.a;\n',
      "see-other.ts":
        'import { other } from "./state";\nimport "./n";\nexport const see = () => other.a;\n',
    };
    expect(await reached(base, { "n.ts": "export const n = 2;\n" })).toEqual(["see.ts", "set.ts"]);
  });
});
