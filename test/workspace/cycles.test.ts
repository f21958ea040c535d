import { expect, test } from "vitest";
import { cyclesOf } from "../../src/workspace/cycles.ts";
import { readWorkspace } from "../../src/workspace/index.ts";
import fc from "../helpers/property.ts";
import { settings, treeOf, workspaceOf } from "./tree.ts";

const edges = (text: string) =>
  text.split(" ").map((pair) => {
    const [from = "", to = ""] = pair.split(">");
    return { from, to, manifest: "m" };
  });

test.each([
  ["a>b b>c", []],
  ["a>b b>a", [["a", "b"]]],
  [
    "a>b b>c c>a c>d d>e e>d",
    [
      ["a", "b", "c"],
      ["d", "e"],
    ],
  ],
  ["b>a a>c c>b d>a a>d", [["a", "b", "c", "d"]]],
])("%s", (text, expected) => {
  const all = edges(text);
  const names = [...new Set(all.flatMap(({ from, to }) => [from, to]))].sort();
  expect(cyclesOf(names, all)).toEqual(expected);
});

test("a chain of 50,000 is no danger", () => {
  const names = Array.from({ length: 50_000 }, (_, index) => `s${index}`);
  const chain = names.slice(1).map((to, index) => ({ from: names[index]!, to, manifest: "m" }));
  expect(cyclesOf(names, chain)).toEqual([]);
  const ring = [...chain, { from: names.at(-1)!, to: names[0]!, manifest: "m" }];
  expect(cyclesOf(names, ring)[0]).toHaveLength(50_000);
});

test("two services are in one group exactly when each reaches the other", () => {
  const names = ["a", "b", "c", "d", "e", "f"];
  const pairs = fc.array(fc.tuple(fc.constantFrom(...names), fc.constantFrom(...names)));
  fc.assert(
    fc.property(pairs, (list) => {
      const all = list.map(([from, to]) => ({ from, to, manifest: "m" }));
      const reach = (from: string, seen = new Set<string>()): Set<string> => {
        for (const edge of all) {
          if (edge.from !== from || seen.has(edge.to)) continue;
          seen.add(edge.to);
          reach(edge.to, seen);
        }
        return seen;
      };
      const group = (name: string) =>
        names.filter(
          (other) => other === name || (reach(name).has(other) && reach(other).has(name)),
        );
      const expected = new Set(
        names
          .map(group)
          .filter((members) => members.length > 1)
          .map((members) => members.join()),
      );
      expect(cyclesOf(names, all).map((members) => members.join())).toEqual([...expected].sort());
    }),
    { numRuns: 1000 },
  );
});

test("a cycle between services is told with its members", async () => {
  const files = {
    "a/package.json": { name: "a", dependencies: { b: "file:../b" } },
    "b/package.json": { name: "b", devDependencies: { a: "file:../a" } },
  };
  const { workspace, diagnostics } = await readWorkspace(
    treeOf(files),
    settings({ discover: ["npm"] }),
  );
  expect(workspace.cycles).toEqual([["a", "b"]]);
  expect(diagnostics).toEqual([
    {
      code: "SERVICE_CYCLE",
      severity: "info",
      where: [],
      message: "these services depend on each other in a circle and are affected together: a, b",
    },
  ]);
});

test("a service that depends on itself is no cycle and no edge", async () => {
  const files = { "a/package.json": { name: "a", dependencies: { x: "file:./sub" } } };
  const define = { a: { root: "a", dependsOn: ["a"] } };
  const { edges, cycles } = await workspaceOf(files, { discover: ["npm"], define });
  expect({ edges, cycles }).toEqual({ edges: [], cycles: [] });
});
