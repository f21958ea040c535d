import { describe, expect, test } from "vitest";
import { chains, reached } from "./reach.ts";

/** A library with two functions, one of which is used by each application. */
const lib = {
  "lib.ts": "export function f() { return 1; }\nexport function g() { return 2; }\n",
  "a.ts": 'import { f } from "./lib";\nexport const a = () => f();\n',
  "b.ts": 'import { g } from "./lib";\nexport const b = () => g();\n',
};

describe("from a changed declaration to what uses it", () => {
  test("who imports it, and nobody else", async () => {
    expect(await reached(lib, { "lib.ts": lib["lib.ts"].replace("1", "11") })).toEqual(["a.ts"]);
    expect(await reached(lib, { "lib.ts": lib["lib.ts"].replace("2", "22") })).toEqual(["b.ts"]);
  });

  test("through other declarations of the file", async () => {
    const files = {
      ...lib,
      "lib.ts":
        "const one = 1;\nconst inner = () => one;\nexport function f() { return inner(); }\nexport function g() { return 2; }\n",
    };
    const edit = { "lib.ts": files["lib.ts"].replace("one = 1", "one = 3") };
    expect(await reached(files, edit)).toEqual(["a.ts"]);
  });

  test("comments and layout are no change", async () => {
    const edit = {
      "lib.ts":
        "/** Gives one.\n * @returns one */\nexport function f() {\n  // one\n  return 1\n}\nexport function g() { return 2; }\n",
    };
    expect(await reached(lib, edit)).toEqual([]);
    expect(
      await reached(lib, { "lib.ts": lib["lib.ts"].replace("return 1", "return\n1") }),
    ).toEqual(["a.ts"]);
  });

  test("white space between elements is text, and the end of a line may end a statement", async () => {
    const files = {
      "lib.tsx":
        "export const F = () => <p><b>a</b> <b>c</b></p>;\nexport const g = () => { let a; a\n++a; };\n",
      "a.ts": 'import { F } from "./lib";\nexport const a = F;\n',
      "b.ts": 'import { g } from "./lib";\nexport const b = g;\n',
    };
    const text = files["lib.tsx"];
    expect(await reached(files, { "lib.tsx": text.replace("</b> <b>", "</b><b>") })).toEqual([
      "a.ts",
    ]);
    expect(await reached(files, { "lib.tsx": text.replace("a\n++a", "a++\na") })).toEqual(["b.ts"]);
    expect(await reached(files, { "lib.tsx": text.replace("<b>a", "<b> a") })).toEqual(["a.ts"]);
    expect(await reached(files, { "lib.tsx": text.replace("<p><b>", "<p ><b>") })).toEqual([]);
  });

  test("an import that nothing uses is not affected", async () => {
    const files = { ...lib, "c.ts": 'import { f } from "./lib";\nexport const c = 1;\n' };
    expect(await reached(files, { "lib.ts": lib["lib.ts"].replace("1", "11") })).toEqual(["a.ts"]);
  });

  test("chains name what is imported, and where", async () => {
    const files = {
      ...lib,
      "index.ts": 'export * from "./lib";\n',
      "app.ts": '\nimport { f as call } from "./index";\ncall();\n',
    };
    const head = { ...files, "lib.ts": lib["lib.ts"].replace("1", "11") };
    expect(await chains(files, head)).toEqual([
      "a.ts:1 {f} lib.ts",
      "index.ts:1 {f} lib.ts",
      "app.ts:2 {f} index.ts, index.ts:1 {f} lib.ts",
    ]);
  });
});
