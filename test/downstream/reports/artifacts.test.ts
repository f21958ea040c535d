import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { PipelineNode } from "../../../src/downstream/index.ts";
import { artifactLimits, wantedOf } from "../../../src/downstream/reports/artifacts.ts";
import { writeReports } from "../../../src/downstream/reports/index.ts";
import { unsafe } from "../../../src/downstream/reports/paths.ts";
import type { Gitlab } from "../../../src/gitlab/index.ts";
import { temporary } from "../../helpers/fanout.ts";
import { testIo } from "../../helpers/io.ts";
import fc from "../../helpers/property.ts";
import { archiveOf, type Entry } from "./archive.ts";
import { job, pipeline } from "./trees.ts";

const node = (...names: string[]) =>
  pipeline(
    "group/app",
    12,
    names.map((name, at) => job(name, { id: at + 1 })),
  );

/** Asks for artifacts of jobs, each with an archive that holds the same; gives what is there then. */
async function bring(tree: PipelineNode, artifact: readonly string[], entries: readonly Entry[]) {
  const cwd = temporary();
  const asked: string[] = [];
  const archive = archiveOf(entries);
  const download: Gitlab["download"] = async (path) => {
    asked.push(path);
    const file = /artifacts\/(.+)$/.exec(path)?.[1];
    if (file === undefined) return { value: archive };
    const own = entries.find(({ name }) => name === decodeURIComponent(file));
    if (own) return { value: Buffer.from(own.content ?? "") };
    return { kind: "refused", problem: "no", status: 404, lost: false };
  };
  const told = await writeReports(
    [tree],
    { artifacts: "in", artifact },
    {
      io: testIo(cwd),
      api: () => ({ download }) as unknown as Gitlab,
    },
  );
  return { cwd, asked, files: filesIn(join(cwd, "in")), told: told.map(({ message }) => message) };
}

const filesIn = (directory: string) =>
  existsSync(directory)
    ? readdirSync(directory, { recursive: true, withFileTypes: true })
        .filter((each) => !each.isDirectory())
        .map((each) => join(each.parentPath, each.name).slice(directory.length + 1))
        .sort()
    : [];

test("a path without wildcards is asked for by itself", async () => {
  const { asked, files, cwd, told } = await bring(
    node("web:test", "lint"),
    ["web:test:out/a b.xml"],
    [{ name: "out/a b.xml", content: "<a/>" }, { name: "b" }],
  );
  expect(asked).toEqual(["projects/group%2Fapp/jobs/1/artifacts/out/a%20b.xml"]);
  expect(files).toEqual(["group_app-12/web_test/out/a b.xml"]);
  expect(readFileSync(join(cwd, "in", files[0]!), "utf8")).toBe("<a/>");
  expect(told).toEqual([]);
});

test("a pattern takes from the archive; jobs of one name stay apart", async () => {
  const entries = [
    { name: "dist/a.js", content: "a" },
    { name: "dist/b/c.js" },
    { name: "log.txt" },
  ];
  const tree = pipeline("group/app", 12, [
    ...[job("a b", { id: 1 }), job("a:b", { id: 2 }), job("a-c", { id: 3, status: "skipped" })],
  ]);
  const { asked, files } = await bring(tree, ["a*:dist/**"], entries);
  expect(asked).toHaveLength(2);
  expect(files).toEqual([
    ...["group_app-12/a_b-2/dist/a.js", "group_app-12/a_b-2/dist/b/c.js"],
    ...["group_app-12/a_b/dist/a.js", "group_app-12/a_b/dist/b/c.js"],
  ]);
});

test("a job alone, or with nothing behind the colon, means all its files", async () => {
  const entries = [{ name: "a" }, { name: "b/c" }];
  expect((await bring(node("build"), ["build"], entries)).files).toHaveLength(2);
  expect((await bring(node("web:build"), ["web:build:"], entries)).files).toHaveLength(2);
});

test("what nothing fits is told", async () => {
  const { told, asked } = await bring(
    node("build"),
    ["biuld:*", "build:none.txt", "build:*.x"],
    [{ name: "a" }],
  );
  expect(asked).toHaveLength(2);
  expect(told).toEqual([
    expect.stringContaining('like "biuld:*"'),
    expect.stringContaining('like "build:none.txt"'),
    expect.stringContaining('like "build:*.x"'),
  ]);
});

test.each([":dist", "build:../x", "build:!a"])("%s is no selection", (given) => {
  expect(() => wantedOf([given])).toThrow("Write JOB:PATH");
});

test("nothing that an archive says leaves the directory, and no link is made", async () => {
  const names = [
    "../up",
    "/etc/x",
    "a/../../b",
    "C:\\x",
    "a\\..\\b",
    "./c",
    "d//e",
    "f\u0000",
    "g.",
    "con\n",
  ];
  const entries: Entry[] = [
    ...names.map((name) => ({ name, content: "x" })),
    { name: "link", mode: 0o120777, content: "/etc/passwd" },
    { name: "file", content: "x" },
    { name: "file/below", content: "x" },
    { name: "same", content: "first" },
    { name: "same", content: "second" },
  ];
  const { files, told, cwd } = await bring(node("build"), ["build"], entries);
  expect(files).toEqual(["group_app-12/build/file", "group_app-12/build/same"]);
  expect(readdirSync(cwd)).toEqual(["in"]);
  expect(told).toHaveLength(names.length + 3);
  expect(told.join("\n")).toContain("same is left out: the archive has it twice");
  expect(told.join("\n")).toContain("link is left out: it is no plain file");
  expect(told[0]).toBe("group/app#12, build, ../up is left out: it leads out of the directory");
});

test("a link that is there already is not followed", async () => {
  const cwd = temporary();
  mkdirSync(join(cwd, "in/group_app-12"), { recursive: true });
  mkdirSync(join(cwd, "elsewhere"));
  symlinkSync(join(cwd, "elsewhere"), join(cwd, "in/group_app-12/build"));
  writeFileSync(join(cwd, "kept"), "kept");
  const told = await writeReports(
    [node("build")],
    { artifacts: "in", artifact: ["build"] },
    {
      io: testIo(cwd),
      api: () =>
        ({ download: async () => ({ value: archiveOf([{ name: "a" }]) }) }) as unknown as Gitlab,
    },
  );
  expect(readdirSync(join(cwd, "elsewhere"))).toEqual([]);
  expect(told.map(({ message }) => message).join()).toContain("a link leads elsewhere");
});

test("an archive that says more than there is room for is not unpacked", async () => {
  const { files, told } = await bring(
    node("build"),
    ["build"],
    [
      { name: "bomb", content: "x", size: artifactLimits.all + 1 },
      { name: "a", content: "x" },
    ],
  );
  expect(files).toEqual(["group_app-12/build/a"]);
  expect(told).toEqual([expect.stringContaining("bomb is left out: the artifacts are more than")]);
});

test("names of jobs and projects are segments of their own", async () => {
  const tree = pipeline("../..", 12, [job("../../x", { id: 1 }), job("..", { id: 2 })]);
  const { files } = await bring(tree, ["*"], [{ name: "a" }]);
  for (const file of files) expect(file).toMatch(/^[\w][\w.-]*\/[\w][\w.-]*\/a$/);
  expect(files).toHaveLength(2);
});

test("a path that is taken lies below the directory", () => {
  const part = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.constantFrom("..", ".", "", "/", "\\", "a"),
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 5 }), (parts) => {
      const path = parts.join("/");
      if (unsafe(path) !== undefined) return;
      expect(join("/in", path)).toBe(`/in/${path}`);
      expect(path).not.toMatch(/[\0-\x1f\\]/);
    }),
  );
});
