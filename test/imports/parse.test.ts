import { init, parse } from "es-module-lexer";
import { beforeAll, describe, expect, test } from "vitest";
import { type Lexer, lexImports } from "../../src/imports/parse/lex.ts";
import { treeImports } from "../../src/imports/parse/tree.ts";
import type { Parsed } from "../../src/imports/parse/types.ts";
import { typescript } from "../../src/typescript.ts";
import fc from "../helpers/property.ts";

let lexer: Lexer;
let compiler: Awaited<ReturnType<typeof typescript>>;
beforeAll(async () => {
  await init();
  lexer = parse;
  compiler = await typescript();
});

const lines = ({ imports }: Parsed) =>
  imports.map(({ line, specifier, kind }) => `${line} ${kind} ${specifier}`);
const lexed = (text: string, path = "a.ts") => {
  const found = lexImports(text, path, lexer);
  return found && lines(found);
};
const read = (text: string, path = "a.ts") => lines(treeImports(text, path, compiler));

describe("the lexer tells", () => {
  test.each([
    ['import a from "x";\nexport * from "y";', ["1 import x", "2 import y"]],
    ['import {\n  a,\n} from "x";', ["1 import x"]],
    ["import(`x`);", ["1 import x"]],
    ["import.meta.env;", []],
    ['new URL("./x", import.meta.url);', ["1 url ./x"]],
    ["fileURLToPath(import.meta.url);", []],
    ["require(\"x\");\nrequire.resolve('y', {});", ["1 import x", "2 import y"]],
    ["typeof require;\nrequire.main === module;", []],
    ["// import things from there\n/* require */", []],
    ["/**\n * import { a } from 'x'\n */", []],
    ['/// <reference types="x" />\n/// <reference path="y.d.ts" />', ["1 types x", "2 url y.d.ts"]],
    ["/** @jsxImportSource x */", ["1 types x/jsx-runtime", "1 types x/jsx-dev-runtime"]],
    ["declare module 'x' {}", ["1 types x"]],
    ["const important = from(requirement);", []],
    ['import a from "x";\nexport const B = () => <p>it\'s</p>;', ["1 import x"]],
  ])("%j", (text, found) => expect(lexed(text)).toEqual(found));
});

describe("the lexer leaves to the parser", () => {
  test.each([
    ["import(name);", ["1 computed "]],
    ["import(`./${name}.js`);", ["1 computed ./*"]],
    ['import("./a/" + name);', ["1 computed ./a/*"]],
    ["require(join(__dirname, '../a', name));", ["1 computed ./../a/*"]],
    ["const load = require;", ["1 computed "]],
    ["const r = createRequire(import.meta.url); r('x');", ["1 computed "]],
    ["const require = createRequire(import.meta.url); require('x');", ["1 import x"]],
    ["import.meta.glob(['./a/*.ts', '!./a/b.ts']);", ["1 computed ./a/*.ts"]],
    ["require.context('./a');", ["1 computed ./a/*"]],
    ["type T = import('x').T;", ["1 import x"]],
    ["let a: Array<import('x').T>;", ["1 import x"]],
    ["new URL(name, import.meta.url);", ["1 computed "]],
    ["define(['x', './y'], () => {});", ["1 import x", "1 import ./y"]],
    ["const a = 1; // import('x')", []],
    ["const a = \"import('x')\";", []],
    ["import(a ? 'x' : 'y');", ["1 import x", "1 import y"]],
  ])("%j", (text, found) => {
    const quick = lexed(text);
    if (quick) expect(quick).toEqual(found);
    expect(read(text)).toEqual(found);
  });
});

test("types that a comment of JavaScript imports", () => {
  const text =
    "/**\n * @type {import('./x').T}\n * @import { A } from './y'\n */\nexport const a = 1;";
  expect(lexed(text, "a.js")).toEqual(["2 types ./x", "3 types ./y"]);
  expect(lexed(text, "a.ts")).toEqual([]);
});

test("a file nested so deeply that the parser gives up is broken, and no error", () => {
  const text = `import(x);${"(".repeat(100_000)}`;
  expect(treeImports(text, "a.ts", compiler).broken).toBe(true);
});

test("a long line with thousands of imports is read in one go", () => {
  const text = 'require("x");'.repeat(50_000);
  expect(lexed(text, "a.js")).toEqual(["1 import x"]);
});

/** Pieces of code that are hard to tell from each other, with what they import. */
const pieces = [
  'import a%n from "s%n";',
  'import type { T%n } from "s%n";',
  'export { b as b%n } from "s%n";',
  'export * from "s%n";',
  'const c%n = () => import("s%n");',
  'const d%n = require("s%n");',
  "type U%n = import('s%n').U;",
  "let e%n: import('s%n').E<string>;",
  'const f%n = /["\'`/]import("no")/.test(x);',
  "const g%n = `import 'no' ${() => import('s%n')} \\` require('no')`;",
  "const h%n = 'import(\"no\")' + \"it's from 'no'\";",
  '// it\'s import("no")',
  "/* import 'no' ` */ const i%n = 4 / 2 / 1;",
  "const j%n = <T,>(x: T) => x as T;",
  "const k%n = a < b && c > (d);",
  "declare module 'm%n' { export * from 's%n'; }",
  "enum L%n { A = 1, B = '}' as any }",
  "class M%n { constructor(private import_: string) {} static from = 1; import() {} }",
  "namespace N%n { export import A = B.C; }",
  "x = { import: 1, require: 2, from: '3' };",
];
const inJsx = [
  "const o%n = <p>don't `{import(\"s%n\")}` can't</p>;",
  "const p%n = <P a='\"' b={require(\"s%n\")}>from 'no' // import('no')</P>;",
  'const q%n = <><a href="http://x">/* import</a></>;',
];

test("whatever is written, the lexer is believed only where it finds all that the parser finds", () => {
  const file = (more: readonly string[]) =>
    fc
      .array(
        fc.constantFrom(...pieces.filter((each) => !more.length || !/<T,>/.test(each)), ...more),
        { maxLength: 8 },
      )
      .map((list) => list.map((piece, index) => piece.replaceAll("%n", String(index))).join("\n"));
  fc.assert(
    fc.property(
      fc.oneof(
        file([]).map((text) => ({ text, path: "a.ts" })),
        file(inJsx).map((text) => ({ text, path: "a.tsx" })),
      ),
      ({ text, path }) => {
        const quick = lexed(text, path);
        const sure = read(text, path);
        if (quick) expect(sure.filter((each) => !quick.includes(each))).toEqual([]);
        const wanted = [...text.matchAll(/["']s(\d+)/g)].map(([, number]) => `s${number}`);
        expect(
          new Set(sure.map((each) => each.split(" ")[2]).filter((each) => each?.startsWith("s"))),
        ).toEqual(new Set(wanted));
      },
    ),
    { numRuns: 300 },
  );
});
