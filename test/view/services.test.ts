import { expect, test } from "vitest";
import { define, jobOf, viewed } from "./viewed.ts";

test("services that are in, with their chains and the change that each ends at", async () => {
  const { view } = await viewed({ changes: { "apps/web/b": "1", "libs/ui/a": "1" } });
  expect(view.changes.map(({ path }) => path)).toEqual(["apps/web/b", "libs/ui/a"]);
  expect(view.services).toEqual([
    {
      name: "ui",
      root: "libs/ui",
      kind: "library",
      state: "affected",
      summary: "libs/ui/a added",
      reasons: [
        {
          steps: [{ by: "file", path: "libs/ui/a", status: "A" }],
          told: "libs/ui/a added",
          change: 1,
        },
      ],
    },
    {
      name: "web",
      root: "apps/web",
      kind: "service",
      state: "affected",
      summary: "apps/web/b added",
      reasons: [
        {
          steps: [{ by: "file", path: "apps/web/b", status: "A" }],
          told: "apps/web/b added",
          change: 0,
        },
      ],
    },
  ]);
  const { view: through } = await viewed();
  const web = through.services.find(({ name }) => name === "web");
  expect(web?.reasons).toEqual([
    {
      steps: [
        { by: "dependency", on: "ui", manifest: "fanout.config.json" },
        { by: "file", path: "libs/ui/a", status: "A" },
      ],
      told: "depends on ui (fanout.config.json) → libs/ui/a added",
      change: 0,
    },
  ]);
});

test("a service that is out: why, and what it looks out for; a list does without", async () => {
  const scene = {
    config: {
      services: {
        define: { ...define, api: { root: "apps/api", inputs: ["schema/**", "no/**"] } },
      },
    },
    files: { "apps/api/x": "", "schema/a.sql": "" },
    changes: { "apps/api/y": "1" },
  };
  const { view } = await viewed(scene);
  expect(view.services.find(({ name }) => name === "web")).toEqual({
    name: "web",
    root: "apps/web",
    kind: "service",
    state: "not-affected",
    summary: "nothing that concerns it changed",
    reasons: [],
    absent: { inputs: [], locks: [], dependencies: ["ui"] },
  });
  const other = await viewed({ ...scene, changes: { "apps/web/y": "1" } });
  expect(other.view.services.find(({ name }) => name === "api")?.absent).toEqual({
    inputs: ["schema/**"],
    locks: [],
    dependencies: [],
  });
  const { view: list } = await viewed({ ...scene, view: { detail: "list" } });
  expect(list.services.map(({ name, absent }) => [name, absent])).toEqual([
    ["api", undefined],
    ["ui", undefined],
    ["web", undefined],
  ]);
});

test("of many dependencies the nearest are named, the others counted", async () => {
  const chain = Object.fromEntries(
    Array.from({ length: 45 }, (_, index) => [
      `s${index}`,
      { root: `s/${index}`, ...(index < 44 && { dependsOn: [`s${index + 1}`] }) },
    ]),
  );
  const files = Object.fromEntries(Object.keys(chain).map((_, index) => [`s/${index}/x`, ""]));
  const changes = { "s/0/x": "1" };
  const config = {
    services: { define: { ...chain, alone: { root: "alone", dependsOn: ["s0"] } } },
  };
  const { view } = await viewed({ config, files: { ...files, "alone/x": "" }, changes });
  const { absent } = view.services.find(({ name }) => name === "s1")!;
  expect(absent?.dependencies.slice(0, 3)).toEqual(["s2", "s3", "s4"]);
  expect(absent?.dependencies.length).toBe(40);
  expect(absent?.more).toBe(3);
});

test("a service that is gone stands last, and jobs lead to it", async () => {
  const { view } = await viewed({
    config: {
      services: { discover: ["npm"] },
      generators: [{ exec: ["sh", "./ci/gone.sh"], onRemoved: true }],
    },
    files: {
      "package.json": '{ "private": true, "workspaces": ["p/*"] }',
      "p/a/package.json": '{ "name": "a" }',
      "p/b/package.json": '{ "name": "b" }',
      "ci/gone.sh": `echo '{"clean":{"stage":"build","script":["rm"]}}'`,
    },
    changes: { "p/a/package.json": null },
  });
  expect(view.services.map(({ name, state, summary }) => [name, state, summary])).toEqual([
    ["b", "not-affected", "nothing that concerns it changed"],
    ["a", "gone", "gone; the base had it in p/a"],
  ]);
  expect(jobOf(view, "a:clean").service).toBe(1);
});
