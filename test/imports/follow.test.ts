import { expect, test } from "vitest";
import { Edges } from "../../src/imports/edges.ts";
import { follower } from "../../src/imports/follow.ts";
import type { ReadGraph } from "../../src/imports/graph.ts";
import { ownersOf } from "../../src/imports/owners.ts";
import { serviceAt } from "../affected/workspace.ts";

const services = ["apps/web", "libs/ui"].map((root) => serviceAt(root, { foundBy: ["npm"] }));
const [web] = services;

/** A graph of nothing but imports, such as `a>b`. */
function graphOf(pairs: Iterable<readonly [from: string, to: string]>): ReadGraph {
  const owners = ownersOf(services);
  const edges = new Edges(owners, () => []);
  for (const [from, to] of pairs) edges.add(edges.at(from), to, 1, to);
  const roles = { isTool: () => false, naming: [] };
  return {
    ...{ edges, owners, roles },
    files: [],
    parsed: new Map(),
    importsOf: () => [],
    importersOf: () => [],
  };
}

test("a chain of 100,000 files", () => {
  const count = 100_000;
  const pairs = Array.from({ length: count }, (_, at): [string, string] => [
    `${at === 0 ? "apps/web" : "libs/ui"}/f${at}.ts`,
    `libs/ui/f${at + 1}.ts`,
  ]);
  const { first } = follower(graphOf(pairs))(`libs/ui/f${count}.ts`);
  expect(first.get(web!)?.length).toBe(count);
  expect(first.get(web!)?.at(-1)).toEqual({
    by: "import",
    file: `libs/ui/f${count - 1}.ts`,
    line: 1,
    to: `libs/ui/f${count}.ts`,
  });
});

test("one walk knows nothing of the last", () => {
  const follow = follower(
    graphOf([
      ["apps/web/a.ts", "libs/ui/a.ts"],
      ["libs/ui/a.ts", "libs/ui/b.ts"],
      ["apps/web/b.ts", "libs/ui/b.ts"],
    ]),
  );
  const chain = (path: string) =>
    follow(path)
      .first.get(web!)
      ?.map(({ file }) => file);
  expect(chain("libs/ui/b.ts")).toEqual(["apps/web/b.ts"]);
  expect(chain("libs/ui/a.ts")).toEqual(["apps/web/a.ts"]);
  expect(chain("libs/ui/b.ts")).toEqual(["apps/web/b.ts"]);
  expect(chain("libs/ui/c.ts")).toBeUndefined();
});

test("a service that has enough chains gets no more", () => {
  const graph = graphOf([["apps/web/a.ts", "libs/ui/a.ts"]]);
  const { first, arrives } = follower(graph, (service) => service === web)("libs/ui/a.ts");
  expect({ first: [...first], arrives }).toEqual({ first: [], arrives: true });
});
