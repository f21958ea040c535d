import { describe, expect, test } from "vitest";
import type { Files } from "../../workspace/tree.ts";
import { named, needs, reach, root } from "../reach.ts";

/** A library with a barrel, and applications that use one of its functions each. */
const files = {
  "package.json": root,
  "libs/lib/package.json": named("lib", { exports: "./src/index.ts" }),
  "libs/lib/src/index.ts": 'export * from "./one";\nexport * from "./two";\n',
  "libs/lib/src/one.ts": "export const one = () => 1;\n",
  "libs/lib/src/two.ts": "export const two = () => 2;\nexport const spare = () => 0;\n",
  "apps/a/package.json": needs("a", ["lib"]),
  "apps/a/main.ts": 'import { one } from "lib";\none();\n',
  "apps/b/package.json": needs("b", ["lib"]),
  "apps/b/main.ts": 'import { two } from "lib";\ntwo();\n',
  "apps/passes/package.json": needs("passes", ["lib"]),
  "apps/passes/main.ts": 'export { two as three } from "lib";\n',
  "apps/idle/package.json": needs("idle", ["lib"]),
  "apps/idle/main.ts": 'import { two } from "lib";\nexport const idle = 1;\n',
} satisfies Files;

const edited = (path: keyof typeof files, text: string, precision: "imports" | "symbols") =>
  reach(files, { ...files, [path]: text }, { precision });

describe("services under symbols", () => {
  const two = "export const two = () => 22;\nexport const spare = () => 0;\n";

  test("those that use what changed, or pass it on", async () => {
    expect(await edited("libs/lib/src/two.ts", two, "symbols")).toEqual({
      chains: {
        b: [
          ["apps/b/main.ts:1 libs/lib/src/index.ts", "libs/lib/src/index.ts:2 libs/lib/src/two.ts"],
        ],
        passes: [
          [
            "apps/passes/main.ts:1 libs/lib/src/index.ts",
            "libs/lib/src/index.ts:2 libs/lib/src/two.ts",
          ],
        ],
      },
      told: ["libs/lib/src/two.ts"],
      whole: [],
      diagnostics: [],
    });
  });

  test("a file that cannot be read so closely is told, and counts as it does by imports", async () => {
    const odd = `${two}eval("spare");\n`;
    const { chains, diagnostics } = await edited("libs/lib/src/two.ts", odd, "symbols");
    expect(Object.keys(chains)).toEqual(["a", "b", "idle", "passes"]);
    expect(diagnostics).toHaveLength(1);
    expect(diagnostics[0]).toContain("SYMBOLS_UNREADABLE");
    expect(diagnostics[0]).toContain("libs/lib/src/two.ts");
  });

  test("by imports there are more", async () => {
    const { chains, told } = await edited("libs/lib/src/two.ts", two, "imports");
    expect(Object.keys(chains)).toEqual(["a", "b", "idle", "passes"]);
    expect(told).toEqual(["libs/lib/src/two.ts"]);
  });

  test("a change that nobody uses is told, and reaches no service", async () => {
    const spare = files["libs/lib/src/two.ts"].replace("0", "1");
    const { chains, told, whole } = await edited("libs/lib/src/two.ts", spare, "symbols");
    expect({ chains, told, whole }).toEqual({
      chains: {},
      told: ["libs/lib/src/two.ts"],
      whole: [],
    });
  });

  test("code that runs when the library is loaded reaches all", async () => {
    const loud = `${files["libs/lib/src/two.ts"]}console.log(1);\n`;
    const { chains } = await edited("libs/lib/src/two.ts", loud, "symbols");
    expect(Object.keys(chains)).toEqual(["a", "b", "idle", "passes"]);
  });
});
