import { expect, test } from "vitest";
import { chains, named, needs, reach, root, touched } from "./reach.ts";

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
