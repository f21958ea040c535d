import { describe, expect, test } from "vitest";
import { reached, told } from "./reach.ts";

/** A library of which `a.ts` uses `x`, `b.ts` uses `y`, and that `side.ts` only loads. */
const files = (lib: string) => ({
  "lib.ts": lib,
  "quiet.ts": "export const one = () => 1;\nexport const two = () => 2;\n",
  "loud.ts": "export const one = () => 1;\nexport type Two = 2;\nconsole.log(1);\n",
  "around.ts": 'export { one } from "./loud";\n',
  "back.ts": 'import { x } from "./lib";\nexport const one = () => x;\n',
  "a.ts": 'import { x } from "./lib";\nexport const a = () => x;\n',
  "b.ts": 'import { y } from "./lib";\nexport const b = () => y;\n',
  "side.ts": 'import "./lib";\n',
});
const everyone = ["a.ts", "b.ts", "side.ts"];
const users = ["a.ts", "b.ts", "side.ts", "back.ts"];

/** What an edit of the library reaches. */
const edited = async (before: string, after: string) =>
  (await reached(files(before), { "lib.ts": after })).filter((path) => users.includes(path));

const plain = "export const x = () => 1;\nexport const y = () => 2;\n";

describe("imports of the changed file", () => {
  test("a name that comes from elsewhere is another", async () => {
    const before =
      'import { one } from "./quiet";\nexport const x = () => one;\nexport const y = () => 2;\n';
    const after = before.replace("{ one }", "{ two as one }");
    expect(await edited(before, after)).toEqual(["a.ts", "back.ts"]);
    const unused = `${plain}import { one } from "./quiet";\n`;
    expect(await edited(unused, unused.replace("{ one }", "{ two as one }"))).toEqual([]);
  });

  test("a name that was global is another once it is imported, and the other way round", async () => {
    const before = "export const x = () => one;\nexport const y = () => 2;\n";
    const after = `import { one } from "./quiet";\n${before}`;
    expect(await edited(before, after)).toEqual(["a.ts", "back.ts"]);
    const declared = `${before}function one() {}\n`;
    expect(await edited(before, declared)).toEqual(["a.ts", "back.ts"]);
    expect(await edited(declared, before)).toEqual(["a.ts", "back.ts"]);
  });

  test.each([
    ["what only declares can be loaded unseen", './quiet"', []],
    ["what does something cannot", './loud"', [...everyone, "back.ts"]],
    ["nor what loads such", './around"', [...everyone, "back.ts"]],
    ["nor a package", 'lodash"', [...everyone, "back.ts"]],
    ["nor what imports this file itself", './back"', [...everyone, "back.ts"]],
  ])("an import that is new: %s", async (_, from, found) => {
    const after = `import { one } from "${from};\n${plain}export const z = () => one();\n`;
    expect((await edited(plain, after)).sort()).toEqual([...found].sort());
    const side = `import "${from};\n${plain}`;
    expect((await edited(plain, side)).sort()).toEqual([...found].sort());
  });

  test("an import that goes", async () => {
    const quiet = `import { one } from "./quiet";\n${plain}export const z = () => one();\n`;
    expect(await edited(quiet, plain)).toEqual([]);
    const loud = `import { one } from "./loud";\n${plain}export const z = () => one();\n`;
    expect(await edited(loud, plain)).toEqual(["a.ts", "b.ts", "back.ts", "side.ts"]);
  });

  test("types load nothing", async () => {
    expect(await edited(plain, `import type { Two } from "./loud";\n${plain}`)).toEqual([]);
    expect(await edited(plain, `import { type Two } from "./loud";\n${plain}`)).toEqual([
      "a.ts",
      "b.ts",
      "back.ts",
      "side.ts",
    ]);
  });

  test("an import that was left out for being a type is loaded once it is a value", async () => {
    const before = `import { one, Two } from "./loud";\n${plain}export type Z = Two;\n`;
    const after = before.replace("type Z = Two", "const z = () => one");
    expect(await edited(before, after)).toEqual(["a.ts", "b.ts", "back.ts", "side.ts"]);
    const loaded = `${before}export const w = () => one;\n`;
    expect(await edited(loaded, `${loaded}export const z = () => one;\n`)).toEqual([]);
  });

  test("a re-export that may have been a type", async () => {
    const before = `export { Two } from "./loud";\n${plain}`;
    const after = before.replace("{ Two }", "{ Two, one }");
    expect(await edited(before, after)).toEqual(["a.ts", "b.ts", "back.ts", "side.ts"]);
    const value = before.replace("{ Two }", "{ one }");
    expect(await edited(value, after)).toEqual([]);
  });

  test("the order of imports counts for those that do something", async () => {
    const order = (...from: string[]) =>
      `${from.map((each) => `import { one as ${each} } from "./${each}";\n`).join("")}${plain}export const z = () => [quiet, loud, around];\n`;
    expect(
      await edited(order("quiet", "loud", "around"), order("loud", "quiet", "around")),
    ).toEqual([]);
    expect(
      await edited(order("quiet", "loud", "around"), order("quiet", "around", "loud")),
    ).toEqual(["a.ts", "b.ts", "back.ts", "side.ts"]);
  });

  test("require runs where it stands", async () => {
    const before = `const { one } = require("./loud");\nf();\nexports.x = one;\n`;
    const after = `f();\nconst { one } = require("./loud");\nexports.x = one;\n`;
    expect(await edited(before, after)).toEqual(["a.ts", "b.ts", "back.ts", "side.ts"]);
    expect(await edited(before, before.replace("\nf", "\n\n// f\nf"))).toEqual([]);
  });
});

describe("what concerns the file as a whole", () => {
  test.each([
    ["a directive", `"use client";\n${plain}`],
    ["a pragma", `// @ts-nocheck\n${plain}`],
    ["a reference", `/// <reference types="node" />\n${plain}`],
    ["an interpreter", `#!/usr/bin/env node\n${plain}`],
    ["export =", `${plain}export = x;\n`],
  ])("%s", async (_, after) => {
    expect(await edited(plain, after)).toEqual(["a.ts", "b.ts", "back.ts", "side.ts"]);
  });

  test("comments that a tool reads are part of their declaration", async () => {
    const above = (comment: string) =>
      plain.replace("export const y", `${comment}\nexport const y`);
    expect(await edited(plain, above("// @ts-ignore"))).toEqual(["b.ts"]);
    expect(await edited(plain, above("/** @internal */"))).toEqual(["b.ts"]);
    expect(await edited(plain, plain.replace("() => 2", "/* @__PURE__ */ () => 2"))).toEqual([
      "b.ts",
    ]);
    expect(await edited(plain, above("/** @param a is first */"))).toEqual([]);
  });

  test("scripts, eval, and what cannot be parsed", async () => {
    const lib = (n: number, rest: string) => `const s = () => ${n};\n${rest}\n`;
    for (const rest of [
      "",
      "export const x = 1;\neval(s);",
      "export const x = ;",
      "export {};\nwith (s) {}",
    ]) {
      expect(await edited(lib(1, rest), lib(2, rest))).toEqual([
        "a.ts",
        "b.ts",
        "back.ts",
        "side.ts",
      ]);
    }
    const fine = "export const x = 1;\nconst evaluate = 1;\nconst o = { eval: 1 };";
    expect(await edited(lib(1, fine), lib(2, fine))).toEqual([]);
    expect(await edited(lib(1, ""), `// more\n${lib(1, "")}`)).toEqual([]);
  });

  test("a file that cannot be parsed and imports what is affected", async () => {
    const base = {
      ...files(plain),
      "broken.ts": 'import { x } from "./lib";\nexport const = x;\n',
      "far.ts": 'import { anything } from "./broken";\n',
    };
    const one = { "lib.ts": plain.replace("=> 1", "=> 3") };
    expect(await reached(base, one)).toEqual(["a.ts", "back.ts", "broken.ts", "far.ts"]);
    const two = { "lib.ts": plain.replace("=> 2", "=> 3") };
    expect(await reached(base, two)).toEqual(["b.ts"]);
  });

  test("types in comments of JavaScript", async () => {
    const base = {
      "lib.js": "/** @type {number} */\nexport const x = 1;\nexport const y = 2;\n",
      "a.js": 'import { x } from "./lib.js";\nexport const a = () => x;\n',
      "b.js": 'import { y } from "./lib.js";\n/** @type {typeof y} */\nexport const b = 1;\n',
    };
    const typed = { "lib.js": base["lib.js"].replace("{number}", "{string}") };
    expect(await reached(base, typed)).toEqual(["a.js"]);
    expect(await reached(base, { "lib.js": base["lib.js"].replace("2", "3") })).toEqual(["b.js"]);
  });

  test("data: who imports a value of it", async () => {
    const base = {
      "data.json": '{"a": 1}',
      "a.ts": 'import data from "./data.json";\nexport const a = () => data.a;\n',
      "b.ts": 'import data from "./data.json";\nexport const b = 1;\n',
      "c.ts": 'import * as data from "./data.json";\nexport const c = () => data.a;\n',
      "d.ts": 'import { d } from "./e";\nexport const f = () => d;\n',
      "e.ts": 'import data from "./data.json";\nexport const { d } = data;\n',
    };
    expect(await reached(base, { "data.json": '{"a": 2}' })).toEqual([
      "a.ts",
      "c.ts",
      "d.ts",
      "e.ts",
    ]);
    const style = { "a.css": "a {}", "a.ts": 'import "./a.css";\n', "b.ts": 'import "./a";\n' };
    expect(await reached(style, { "a.css": "b {}" })).toEqual(["a.ts", "b.ts"]);
  });

  test("an order of statements that comes to the same", async () => {
    const before = "export const x = 1;\nexport function y() {}\nexport type Z = 1;\n";
    const after = "export type Z = 1;\nexport function y() {}\nexport const x = 1;\n";
    expect(await edited(before, after)).toEqual([]);
  });
});

test("files that cannot be taken apart are told", async () => {
  const base = {
    "lib.ts": plain,
    "a.ts": 'import { x } from "./lib";\nconst = x;\n',
    "b.ts": 'import { x } from "./lib";\nexport const b = eval(x);\n',
    "c.ts": 'import { x } from "./lib";\nexport const c = x;\n',
    "d.ts": "const = not reached;\n",
  };
  const head = { ...base, "lib.ts": plain.replace("=> 1", "=> 2") };
  expect(await told(base, head)).toEqual([
    "SYMBOLS_UNREADABLE a.ts: this file and 1 more cannot be taken apart into declarations, because of a syntax error, eval or its size: all that it holds counts together",
  ]);
  expect(await told(base, { ...base, "d.ts": "const = nobody imports it;\n" })).toEqual([
    "SYMBOLS_UNREADABLE d.ts: this file cannot be taken apart into declarations, because of a syntax error, eval or its size: all that it holds counts together",
  ]);
  const { "c.ts": c } = base;
  const fine = { "lib.ts": plain, "c.ts": c };
  expect(await told(fine, { ...fine, "lib.ts": head["lib.ts"] })).toEqual([]);
});
