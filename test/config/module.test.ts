import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { loadModule } from "../../src/config/index.ts";
import { UserError } from "../../src/diagnostics/index.ts";
import { testIo } from "../helpers/io.ts";

let directory: string;

beforeEach(() => {
  directory = realpathSync(mkdtempSync(join(tmpdir(), "fanout-module-")));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
});

function write(files: Record<string, string>) {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  }
}
const io = () => testIo(directory, { HOME: directory });
const load = (path: string) => loadModule(io(), join(directory, path));

async function complaint(path: string): Promise<string> {
  const error = await load(path).catch((fault: unknown) => fault);
  if (error instanceof UserError) return error.message;
  throw new Error(`no complaint but ${String(error)}`);
}

describe("a module", () => {
  test("in TypeScript gives its default export", async () => {
    write({
      "a.ts": "interface A { n: number }\nconst a: A = { n: 1 };\nexport default a satisfies A;\n",
    });
    expect((await load("a.ts")).value).toEqual({ n: 1 });
  });

  test("imports its neighbours, spelt .ts or .js, and names all files", async () => {
    write({
      "a.ts":
        'import { b } from "./lib/b.js";\nimport { c } from "./c.ts";\nexport default b + c;\n',
      "lib/b.ts": 'import { c } from "../c.ts";\nexport const b: number = c + 1;\n',
      "c.ts": "export const c: number = 1;\n",
    });
    const { value, files } = await load("a.ts");
    expect(value).toBe(3);
    expect([...files].sort()).toEqual(
      ["a.ts", "c.ts", "lib/b.ts"].map((file) => join(directory, file)),
    );
  });

  test("sees its own place", async () => {
    write({ "a.mjs": "export default [import.meta.url, import.meta.dirname];\n" });
    const path = join(directory, "a.mjs");
    expect((await load("a.mjs")).value).toEqual([pathToFileURL(path).href, directory]);
  });

  test("that only mentions an import in a text is left alone", async () => {
    write({ "a.ts": "export default 'import x from \"./nowhere.ts\"';\n" });
    expect((await load("a.ts")).value).toContain("nowhere");
  });

  test("is compiled again when a neighbour changes", async () => {
    write({
      "a.ts": 'import { b } from "./b.ts";\nexport default b;\n',
      "b.ts": "export const b = 1;\n",
    });
    expect((await load("a.ts")).value).toBe(1);
    write({ "b.ts": "export const b = 2;\n" });
    expect((await load("a.ts")).value).toBe(2);
  });

  test("is kept beside the packages that it may import", async () => {
    write({
      "node_modules/dep/package.json":
        '{ "name": "dep", "type": "module", "exports": { "import": "./i.js" } }',
      "node_modules/dep/i.js": "export const dep = 7;\n",
      "ci/a.ts": 'import { dep } from "dep";\nexport default dep;\n',
    });
    expect((await load("ci/a.ts")).value).toBe(7);
    expect(readdirSync(join(directory, "node_modules/.cache/gitlab-fanout")).length).toBe(2);
  });

  test("is kept in the user's cache where there are no packages, and read again from there", async () => {
    write({ "a.ts": "export default 1 as number;\n", ".git/HEAD": "" });
    await load("a.ts");
    const cache = join(directory, ".cache/gitlab-fanout");
    const record = readdirSync(cache).find((name) => name.endsWith(".json")) as string;
    const kept = JSON.parse(readFileSync(join(cache, record), "utf8")) as object;
    const other = { ...kept, parts: ["export default 2;\n"] };
    writeFileSync(join(cache, record), JSON.stringify(other));
    expect((await load("a.ts")).value).toBe(2);
  });
});

describe("a cache that fails", () => {
  test("by holding garbage is written anew", async () => {
    write({ "a.ts": "export default 1 as number;\n", ".git/HEAD": "" });
    await load("a.ts");
    const cache = join(directory, ".cache/gitlab-fanout");
    for (const name of readdirSync(cache)) writeFileSync(join(cache, name), "{ garbage");
    write({ "a.ts": "export default 1 as number;\n" });
    expect((await load("a.ts")).value).toBe(1);
  });
  test("by not being writable is done without", async () => {
    write({
      "a.ts": 'import { b } from "./b.ts";\nexport default b;\n',
      "b.ts": "export const b: number = 4;\n",
    });
    const world = testIo(directory, { HOME: "/dev/null" });
    expect((await loadModule(world, join(directory, "a.ts"))).value).toBe(4);
  });
});

describe("a fault is told with the file", () => {
  test("syntax, with line, column and the line itself", async () => {
    write({ "a.ts": "export default {\n  a: 1,,\n};\n" });
    expect(await complaint("a.ts")).toMatch(/^a\.ts: line 2, column 8: .*\n {2} {2}a: 1,,\n/);
  });
  test("an import of nothing", async () => {
    write({ "a.ts": 'import "./b.ts";\nexport default 1;\n' });
    expect(await complaint("a.ts")).toContain('a.ts: imports "./b.ts", which does not exist');
  });
  test("a throw, with its line", async () => {
    write({
      "a.ts": 'const f = () => {\n  throw new Error("no luck");\n};\nexport default f();\n',
    });
    expect(await complaint("a.ts")).toContain("a.ts: could not be loaded: no luck (about line 2)");
  });
  test("a circle of imports", async () => {
    write({ "a.ts": 'import "./b.ts";\nexport default 1;\n', "b.ts": 'import "./a.ts";\n' });
    expect(await complaint("a.ts")).toContain("a.ts -> b.ts -> a.ts");
  });
});
