import { describe, expect, test } from "vitest";
import { importReach } from "../../src/imports/index.ts";
import { workspaceOf } from "../workspace/tree.ts";
import { chains, ioOf, memory, named, needs, reach, root, touched, watched } from "./reach.ts";

/** web imports one file of ui; api depends on ui and imports another. */
const shop = {
  "package.json": root,
  "apps/web/package.json": needs("web", ["ui"]),
  "apps/web/src/main.ts": 'import { Button } from "ui/button";\n',
  "apps/api/package.json": needs("api", ["ui"]),
  "apps/api/src/main.ts": '\nimport { theme } from "ui/theme";\n',
  "libs/ui/package.json": named("ui"),
  "libs/ui/button.ts": 'import "./theme-of-button";\nexport class Button {}\n',
  "libs/ui/theme-of-button.ts": "export {};\n",
  "libs/ui/theme.ts": "export const theme = 1;\n",
};

test("only who imports a changed file is reached", async () => {
  expect(await touched(shop, ["libs/ui/theme.ts"])).toEqual({
    chains: { api: [["apps/api/src/main.ts:2 libs/ui/theme.ts"]] },
    told: ["libs/ui/theme.ts"],
    whole: [],
    diagnostics: [],
  });
});

test("a chain leads through the files between", async () => {
  expect(await chains(shop, ["libs/ui/theme-of-button.ts"])).toEqual({
    web: [
      [
        "apps/web/src/main.ts:1 libs/ui/button.ts",
        "libs/ui/button.ts:1 libs/ui/theme-of-button.ts",
      ],
    ],
  });
});

describe("paths that come and go", () => {
  const without = (path: string) =>
    Object.fromEntries(Object.entries(shop).filter(([each]) => each !== path));

  test("a deleted file is told to whoever would have taken it", async () => {
    expect(await reach(shop, without("libs/ui/theme.ts"))).toEqual({
      chains: { api: [["apps/api/src/main.ts:2 libs/ui/theme.ts"]] },
      told: ["libs/ui/theme.ts"],
      whole: [],
      diagnostics: [],
    });
  });

  test("and all of its service with it, since something may be generated in its place", async () => {
    const { "libs/ui/theme-of-button.ts": _, ...head } = shop;
    const base = { ...shop, "libs/ui/theme.ts": "export const theme = 0;\n" };
    const steps = ["apps/web/src/main.ts:1 libs/ui/button.ts"];
    const why = "libs/ui/theme-of-button is not in the repository";
    expect((await reach(base, head)).chains.web).toEqual([
      [...steps, "libs/ui/button.ts:1 libs/ui/theme-of-button.ts"],
      [...steps, `libs/ui/button.ts:1 libs/ui/theme.ts (${why})`],
    ]);
  });

  test("also where another file takes its place", async () => {
    const base = { ...shop, "libs/ui/theme/index.ts": "export const theme = 2;\n" };
    const { "libs/ui/theme.ts": _, ...head } = base;
    expect((await reach(base, head)).chains).toEqual({
      api: [["apps/api/src/main.ts:2 libs/ui/theme.ts"]],
    });
  });

  test("an added file is told to whoever takes it now", async () => {
    const base = { ...without("libs/ui/theme.ts"), "libs/ui/theme/index.ts": "export {};\n" };
    const head = { ...base, "libs/ui/theme.ts": "export const theme = 1;\n" };
    expect(await reach(base, head)).toEqual({
      chains: { api: [["apps/api/src/main.ts:2 libs/ui/theme.ts"]] },
      told: ["libs/ui/theme.ts"],
      whole: [],
      diagnostics: [],
    });
  });

  test("a moved file is told at both places", async () => {
    const head = {
      ...without("libs/ui/theme.ts"),
      "libs/ui/look/theme.ts": "export const theme = 1;\n",
      "libs/ui/button.ts": 'import "./look/theme";\n',
    };
    expect((await reach(shop, head)).chains).toEqual({
      // Its import leads nowhere now: all of the package may be meant.
      api: [
        ["apps/api/src/main.ts:2 libs/ui/button.ts (libs/ui/theme leads to no file)"],
        ["apps/api/src/main.ts:2 libs/ui/look/theme.ts (libs/ui/theme leads to no file)"],
        ["apps/api/src/main.ts:2 libs/ui/theme.ts"],
      ],
      web: [
        ["apps/web/src/main.ts:1 libs/ui/button.ts"],
        ["apps/web/src/main.ts:1 libs/ui/button.ts", "libs/ui/button.ts:1 libs/ui/look/theme.ts"],
      ],
    });
  });

  test("a package at another place is found by its name", async () => {
    const moved = Object.fromEntries(
      Object.entries(shop).map(([path, text]) => [path.replace("libs/ui/", "libs/kit/"), text]),
    );
    expect((await reach(shop, moved)).chains).toEqual({
      api: [
        ["apps/api/src/main.ts:2 libs/kit/package.json"],
        ["apps/api/src/main.ts:2 libs/kit/theme.ts"],
      ],
      web: [
        ["apps/web/src/main.ts:1 libs/kit/button.ts"],
        ["apps/web/src/main.ts:1 libs/kit/package.json"],
        [
          "apps/web/src/main.ts:1 libs/kit/button.ts",
          "libs/kit/button.ts:1 libs/kit/theme-of-button.ts",
        ],
      ],
    });
  });
});

test("changes that concern nobody are left out", async () => {
  const paths = ["libs/ui/theme.ts", "libs/ui/button.ts"];
  expect(await touched(shop, paths, { ignore: ["**/theme.ts"] })).toEqual({
    chains: { web: [["apps/web/src/main.ts:1 libs/ui/button.ts"]] },
    told: ["libs/ui/button.ts"],
    whole: [],
    diagnostics: [],
  });
});

test("symbols tell less than imports where the changed one is not used", async () => {
  const of = (theme: number, other: number) => ({
    ...shop,
    "apps/api/src/main.ts": 'import { theme } from "ui/theme";\nexport const look = theme;\n',
    "libs/ui/theme.ts": `export const theme = ${theme};\nexport const other = ${other};\n`,
  });
  const api = { api: [["apps/api/src/main.ts:1 libs/ui/theme.ts"]] };
  const symbols = { precision: "symbols" } as const;
  expect((await reach(of(1, 1), of(1, 2))).chains).toEqual(api);
  expect((await reach(of(1, 1), of(1, 2), symbols)).chains).toEqual({});
  expect((await reach(of(1, 1), of(2, 1), symbols)).chains).toEqual(api);
});

describe("nothing is read", () => {
  const silent = async (paths: readonly string[], precision: "paths" | "imports") => {
    const { tree, comparison, asked } = watched(shop, paths);
    await importReach(
      await workspaceOf(shop, { discover: ["npm"] }),
      { ...comparison, tree },
      { precision, cache: "/cache", quiet: true },
      ioOf(memory()),
    );
    return asked;
  };
  test("for paths", async () => expect(await silent(["libs/ui/theme.ts"], "paths")).toEqual([]));
  test("where nothing that changed can be imported", async () =>
    expect(await silent(["go.mod", "ci/run.sh", "LICENSE"], "imports")).toEqual([]));
  test("and otherwise it is", async () =>
    expect(await silent(["libs/ui/theme.ts"], "imports")).not.toEqual([]));
});

test("imports in a circle end", async () => {
  const files = {
    ...shop,
    "libs/ui/theme.ts": 'import "./button";\n',
    "libs/ui/button.ts": 'import "./theme";\n',
  };
  expect(await chains(files, ["libs/ui/button.ts"])).toEqual({
    api: [["apps/api/src/main.ts:2 libs/ui/theme.ts", "libs/ui/theme.ts:1 libs/ui/button.ts"]],
    web: [["apps/web/src/main.ts:1 libs/ui/button.ts"]],
  });
});

test("the shortest chain counts, then the first by path", async () => {
  const files = {
    ...shop,
    "apps/web/src/main.ts": 'import "./z";\nimport "./b";\nimport "./a";\n',
    "apps/web/src/a.ts": 'import "./aa";\n',
    "apps/web/src/aa.ts": 'import "ui/theme";\n',
    "apps/web/src/b.ts": 'export {};\nimport "ui/theme";\nimport "ui/theme";\n',
    "apps/web/src/z.ts": 'import "ui/theme";\n',
  };
  expect((await chains(files, ["libs/ui/theme.ts"])).web).toEqual([
    ["apps/web/src/aa.ts:1 libs/ui/theme.ts"],
  ]);
});
