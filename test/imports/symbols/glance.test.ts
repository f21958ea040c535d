import { expect, test } from "vitest";
import { mayTake } from "../../../src/imports/symbols/glance.ts";

const takes = (text: string, name = "wanted") => mayTake(text, "./lib", new Map([[name, 1]]));

test.each([
  'import { g } from "./lib";\n',
  "import { g } from './lib'\n",
  'import def, { g } from "./lib";\n',
  'import type { g,\n  h as i } from "./lib";\n',
  '  export { g } from "./lib";\n',
  'import { g } from "./lib";\nexport * from "./other";\nconst path = "./lib/x";\n',
])("a list without the name: %j", (text) => {
  expect(takes(text)).toBe(false);
  expect(takes(`${text}wanted();\n`)).toBe(true);
});

test.each([
  'import * as n from "./lib";\n',
  'import d from "./lib";\n',
  'export * from "./lib";\n',
  'import "./lib";\n',
  'const { g } = require("./lib");\n',
  'const { g } = await import("./lib");\n',
  'import { g } from "./lib";\nmock("./lib");\n',
  "import { g } from './lib';\nmock(`./lib`);\n",
  'import { \\u0077anted } from "./lib";\n',
  'import * as n // }\n from "./lib";\n',
  'import * as n // import { g }\n from "./lib";\n',
  'import * as n /*\nimport { g } */ from "./lib";\n',
  'import { g } from "./\\x6cib";\n',
  "",
])("what may take it without its name: %j", (text) => {
  expect(takes(text)).toBe(true);
});

test("default and all names stand for more than their text", () => {
  expect(takes('import { g } from "./lib";\n', "default")).toBe(true);
  expect(takes('import { g } from "./lib";\n', "*")).toBe(true);
});
