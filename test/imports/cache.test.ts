import { describe, expect, test } from "vitest";
import { importReach } from "../../src/imports/index.ts";
import type { Files } from "../../src/io.ts";
import { workspaceOf } from "../workspace/tree.ts";
import { ioOf, memory, named, needs, root, watched } from "./reach.ts";

const path = "/cache/imports-1.json";
const shop = {
  "package.json": root,
  "apps/web/package.json": needs("web", ["ui"]),
  "apps/web/main.tsx": 'import "ui";\nexport const A = () => <p>{import("ui/a")}</p>;\n',
  "apps/web/tsconfig.json": "{ // none\n}",
  "libs/ui/package.json": named("ui"),
  "libs/ui/index.ts": "export {};\n",
  "libs/ui/a.ts": "export {};\n",
};

/** Runs with a disk: what was read of the tree, and what was found. */
async function run(disk: Files, files: Readonly<Record<string, unknown>> = shop) {
  const { asked, comparison } = watched(files, ["libs/ui/a.ts"]);
  const workspace = await workspaceOf(files, { discover: ["npm"] });
  const settings = { precision: "imports", cache: "/cache", quiet: true } as const;
  const { chains } = await importReach(workspace, comparison, settings, ioOf(disk));
  const found = [...chains].map(([name, [chain]]) => [name, chain?.map(({ file }) => file)]);
  return { asked: [...new Set(asked)].sort(), found };
}

const found = [["web", ["apps/web/main.tsx"]]];
const all = Object.keys(shop).sort();

describe("the cache", () => {
  test("spares reading what has not changed", async () => {
    const disk = memory();
    expect(await run(disk)).toEqual({ asked: all, found });
    expect([...disk.files.keys()]).toEqual([path]);
    const written = disk.files.get(path);
    expect(await run(disk)).toEqual({ asked: [], found });
    expect(disk.files.get(path)).toBe(written);
    const changed = { ...shop, "libs/ui/index.ts": 'export * from "./a";\n' };
    expect(await run(disk, changed)).toEqual({ asked: ["libs/ui/index.ts"], found });
    expect(await run(disk)).toEqual({ asked: [], found });
  });

  test.each([
    ["nothing", ""],
    ["no JSON", "{"],
    ["another shape", '{"__proto__": 1}'],
    ["another version", '["fanout imports 0", "ts:export {};\\n", [0]]'],
    ["half of it", '["fanout imports 1", "ts:export {};\\n"]'],
  ])("is made anew where it holds %s", async (_, text) => {
    const disk = memory(new Map([[path, text]]));
    expect(await run(disk)).toEqual({ asked: all, found });
    expect(await run(disk)).toEqual({ asked: [], found });
  });

  test.each([
    "null",
    "1",
    "{}",
    "[]",
    '["x"]',
    "[0, 1]",
    '[0, "1", "ui", 0]',
    "[0, 1, 2, 0]",
    '[0, 1, "ui", 9]',
    '[0, 1, "ui", "toString"]',
  ])("reads a file again whose entry is %s", async (value) => {
    const disk = memory();
    await run(disk);
    const stored = JSON.parse(disk.files.get(path)!) as unknown[];
    const at = stored.indexOf(`tsx:${shop["apps/web/main.tsx"]}`);
    stored[at + 1] = JSON.parse(value);
    disk.files.set(path, JSON.stringify(stored));
    expect(await run(disk)).toEqual({ asked: ["apps/web/main.tsx"], found });
  });

  test("that cannot be read or written is no error", async () => {
    const disk: Files = {
      ...memory(),
      text: () => {
        throw new Error("EACCES");
      },
      write: () => {
        throw new Error("EROFS");
      },
    };
    expect(await run(disk)).toEqual({ asked: all, found });
  });

  test("tells files apart that are read otherwise because of their endings", async () => {
    const text = "const a = <T>() => import('ui/a');\n";
    const files = {
      ...shop,
      "apps/web/main.tsx": `${text}</T>\n`,
      "apps/web/main.ts": `${text}</T>\n`,
    };
    const disk = memory();
    await run(disk, files);
    const keys = (JSON.parse(disk.files.get(path)!) as unknown[]).filter(
      (each) => typeof each === "string" && each.includes("<T>()"),
    );
    expect(keys).toEqual([`ts:${text}</T>\n`, `tsx:${text}</T>\n`]);
  });

  test("forgets what a run does not use, where that is much", async () => {
    const disk = memory();
    await run(disk);
    const stored = JSON.parse(disk.files.get(path)!) as unknown[];
    const extra = Array.from({ length: 2001 }, (_, index) => [`ts:${index}`, [0]]).flat();
    disk.files.set(path, JSON.stringify([...stored, ...extra]));
    expect(await run(disk)).toEqual({ asked: [], found });
    expect(JSON.parse(disk.files.get(path)!)).toHaveLength(stored.length);
  });
});

test("progress is told on long work, unless it is quiet", async () => {
  const { progress } = await import("../../src/imports/progress.ts");
  const lines: string[] = [];
  let now = 0;
  const clock = () => now;
  const telling = progress("read the imports", false, { err: (line) => lines.push(line) }, clock);
  const silent = progress("read the imports", true, { err: (line) => lines.push(line) }, clock);
  for (const [at, done] of [
    [999, 1],
    [1000, 4000],
    [1500, 5000],
    [2100, 9999],
  ] as const) {
    now = at;
    telling.tell(done, 10_000);
    silent.tell(done, 10_000);
  }
  expect(lines).toEqual([
    "fanout: read the imports of 4,000 of 10,000 files\n",
    "fanout: read the imports of 9,999 of 10,000 files\n",
  ]);
});
