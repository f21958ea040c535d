import { expect, test } from "vitest";
import type { Change } from "../../src/detect/index.ts";
import { readRemoved, type WorkspaceSettings } from "../../src/workspace/index.ts";
import { type Files, settings, treeOf, workspaceOf } from "./tree.ts";

const npm = { discover: ["npm"] };
const root = { workspaces: ["apps/*", "libs/*"] };
const web = { name: "web", scripts: { start: "x" }, dependencies: { ui: "*", log: "*" } };
const base: Files = {
  "package.json": root,
  "apps/web/package.json": web,
  "libs/ui/package.json": { name: "ui", main: "a.js", dependencies: { log: "*" } },
  "libs/ui/a.js": "a",
  "libs/log/package.json": { name: "log", main: "a.js" },
};

/** The changes that lead from one tree to another. */
function changesOf(before: Files, after: Files): Change[] {
  const paths = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return paths.flatMap((path): Change[] => {
    if (!(path in before)) return [{ path, status: "A" }];
    if (!(path in after)) return [{ path, status: "D" }];
    const same = JSON.stringify(before[path]) === JSON.stringify(after[path]);
    return same ? [] : [{ path, status: "M" }];
  });
}

async function removed(
  before: Files,
  after: Files,
  given: Partial<WorkspaceSettings> = npm,
  beforeSettings: Partial<WorkspaceSettings> = given,
) {
  const comparison = { changes: changesOf(before, after), baseTree: treeOf(before) };
  const head = await workspaceOf(after, given);
  const changed = given !== beforeSettings;
  const gone = await readRemoved(head, comparison, settings(beforeSettings), changed);
  return {
    services: gone.services.map(({ name, root }) => `${name} ${root}`),
    edges: gone.edges.map(({ from, to, manifest, line }) => `${from} > ${to} ${manifest}:${line}`),
    ...(gone.doubt !== undefined && { doubt: gone.doubt }),
  };
}

const without = (files: Files, start: string): Files =>
  Object.fromEntries(Object.entries(files).filter(([path]) => !path.startsWith(start)));
const nothing = { services: [], edges: [] };

test("a service whose directory is gone, with those that depended on it", async () => {
  expect(await removed(base, without(base, "libs/log/"))).toEqual({
    services: ["log libs/log"],
    edges: ["ui > log libs/ui/package.json:5", "web > log apps/web/package.json:8"],
  });
});

test("a dependent that is gone as well is no dependent", async () => {
  expect(await removed(base, without(base, "libs/"))).toEqual({
    services: ["log libs/log", "ui libs/ui"],
    edges: ["web > log apps/web/package.json:8", "web > ui apps/web/package.json:7"],
  });
});

test("a manifest that is gone takes the service with it, though its files stay", async () => {
  expect((await removed(base, without(base, "libs/ui/package.json"))).services).toEqual([
    "ui libs/ui",
  ]);
});

test("a service that its workspace lists no more is a service of its own, not gone", async () => {
  const after = { ...base, "package.json": { workspaces: ["apps/*", "libs/ui"] } };
  expect(await removed(base, after)).toEqual(nothing);
});

test("a service that moved, or got another name, is not gone", async () => {
  const moved = {
    ...without(base, "libs/log/"),
    "shared/log/package.json": base["libs/log/package.json"],
    "package.json": { workspaces: ["apps/*", "libs/*", "shared/*"] },
  };
  expect(await removed(base, moved)).toEqual(nothing);
  const define = { logging: { root: "libs/log" } };
  expect(await removed(base, base, { ...npm, define }, npm)).toEqual(nothing);
});

test("without a changed manifest the base is not read", async () => {
  const baseTree = { ...treeOf(base), read: () => Promise.reject(new Error("read")) };
  const head = await workspaceOf(base, npm);
  const changes: Change[] = [{ path: "libs/ui/a.js", status: "D" }];
  expect(await readRemoved(head, { changes, baseTree }, settings(npm), false)).toEqual(nothing);
  const manifest: Change[] = [{ path: "libs/ui/package.json", status: "M" }];
  await expect(
    readRemoved(head, { changes: manifest, baseTree }, settings(npm), false),
  ).rejects.toThrow("read");
});

test("a service that only the base's configuration defined", async () => {
  const files = { ...base, "jobs/nightly/run.sh": "x" };
  const define = {
    nightly: { root: "jobs/nightly" },
    web: { root: "apps/web", dependsOn: ["nightly"] },
  };
  expect(await removed(files, without(files, "jobs/"), npm, { ...npm, define })).toEqual({
    services: ["nightly jobs/nightly"],
    edges: ["web > nightly fanout.config:undefined"],
  });
});

test("a base whose manifests are broken cannot tell what is gone", async () => {
  const before = { ...base, "libs/ui/package.json": '{"name": ' };
  const doubt = (await removed(before, base)).doubt;
  expect(doubt).toBe(
    "the services of the base cannot be read (libs/ui/package.json:1:10: the text ends too early)",
  );
});
