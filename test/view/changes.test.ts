import { expect, test } from "vitest";
import { define, viewed } from "./viewed.ts";

test("each change tells whom it concerns, or why nobody", async () => {
  const { view } = await viewed({
    config: { ignore: ["**/*.md"] },
    changes: { "README.md": "1", "libs/ui/a": "1", "notes.txt": "1" },
  });
  expect(view.services.map(({ name }) => name)).toEqual(["ui", "web"]);
  expect(view.changes).toEqual([
    { path: "README.md", status: "A", concerns: [], idle: "ignored by **/*.md" },
    { path: "libs/ui/a", status: "A", concerns: [0, 1] },
    { path: "notes.txt", status: "A", concerns: [], idle: "belongs to no service" },
  ]);
});

test("all paths that a pattern matches concern those who wrote it", async () => {
  const { view } = await viewed({
    config: {
      services: {
        define: { ...define, api: { root: "apps/api", inputs: ["schema/**", "!schema/old/**"] } },
      },
      everything: ["ci/**"],
    },
    files: { "apps/api/x": "" },
    changes: { "schema/a": "1", "schema/b": "1", "schema/old/c": "1" },
  });
  expect(view.services.map(({ name }) => name)).toEqual(["api", "ui", "web"]);
  expect(view.changes).toEqual([
    { path: "schema/a", status: "A", concerns: [0] },
    { path: "schema/b", status: "A", concerns: [0] },
    { path: "schema/old/c", status: "A", concerns: [], idle: "belongs to no service" },
  ]);
  const { view: all } = await viewed({
    config: { everything: ["ci/**"] },
    changes: { "ci/a": "1", "ci/b": "1" },
  });
  expect(all.changes.map(({ concerns }) => concerns)).toEqual([
    [0, 1],
    [0, 1],
  ]);
});

test("a rename is two paths, of which one tells where it came from", async () => {
  const { view } = await viewed({
    files: { "libs/ui/old": "the same text" },
    changes: { "libs/ui/old": null, "libs/ui/new": "the same text" },
    isCommitted: true,
  });
  expect(view.changes.map(({ path, status, from }) => [path, status, from])).toEqual([
    ["libs/ui/new", "A", "libs/ui/old"],
    ["libs/ui/old", "D", undefined],
  ]);
});

test("what was asked for by name is not there because of a change", async () => {
  const { view } = await viewed({ options: { services: ["web"] } });
  expect(view.changes).toEqual([
    {
      path: "libs/ui/a",
      status: "A",
      concerns: [],
      idle: "belongs to ui, which is not affected by it",
    },
  ]);
  expect(view.services.map(({ state, summary }) => [state, summary])).toEqual([
    ["not-affected", "--services names others"],
    ["affected", "asked for by --services"],
  ]);
  const { view: all } = await viewed({ options: { all: true } });
  expect(all.changes).toEqual([]);
});

test("a path of a service that is gone", async () => {
  const { view } = await viewed({
    config: { services: { discover: ["npm"] } },
    files: {
      "package.json": '{ "private": true, "workspaces": ["p/*"] }',
      "p/a/package.json": '{ "name": "a" }',
      "p/b/package.json": '{ "name": "b" }',
    },
    changes: { "p/a/package.json": null },
  });
  expect(view.changes).toEqual([
    { path: "p/a/package.json", status: "D", concerns: [], idle: "belonged to a, which is gone" },
  ]);
});
