import { expect, test } from "vitest";
import { differences } from "../../src/lockfiles/compare.ts";
import type { LockGraph } from "../../src/lockfiles/graph.ts";

/** A graph from lines such as `a1 = a 1.0.0 content > b c`; `/m > a1` is the member m. */
function graph(text: string, settings: Record<string, string> = {}): LockGraph {
  const nodes: [string, LockGraph["nodes"] extends ReadonlyMap<string, infer T> ? T : never][] = [];
  const members = new Map<string, string>();
  for (const line of text.split("\n").map((line) => line.trim())) {
    if (line === "") continue;
    const [left = "", right = ""] = line.split(">").map((part) => part.trim());
    const [key = "", label = ""] = left.split(" = ");
    const [name = key, version = "", identity = ""] = label.split(" ").filter(Boolean);
    if (key.startsWith("/")) members.set(key.slice(1), key);
    // The label of an edge is the name of its target, which its key begins with.
    const targets = right.split(" ").filter(Boolean);
    const dependencies = new Map(targets.map((each) => [each.replace(/\d.*$/, ""), each]));
    nodes.push([
      key,
      { name: key.startsWith("/") ? key.slice(1) : name, version, identity, dependencies },
    ]);
  }
  return { nodes: new Map(nodes), members, settings: new Map(Object.entries(settings)) };
}

const found = (base: string, head: string) =>
  Object.fromEntries(
    [...differences(graph(base), graph(head), graph(head).members.keys())].map(
      ([name, difference]) => [name, "why" in difference ? difference.why : difference.packages],
    ),
  );

test("the same, with packages in other places and in another order", () => {
  const base = `
    /m > a1 b1
    a1 = a 1 > b1
    b1 = b 1`;
  const head = `
    b2 = b 1
    a1 = a 1 > b2
    /m > b1 a1
    b1 = b 1`;
  expect(found(base, head)).toEqual({});
});

test("what nobody reaches makes no difference", () => {
  expect(found("/m > a1\na1 = a 1\nz1 = z 1", "/m > a1\na1 = a 1\nz1 = z 2")).toEqual({});
});

test("the same packages for other users", () => {
  const base = `
    /m > x1 y1
    /n > x1
    x1 = x 1 > a1
    y1 = y 1 > a2
    a1 = a 1 > b1
    a2 = a 1 > b2
    b1 = b 1
    b2 = b 2`;
  const head = base
    .replace("x1 = x 1 > a1", "x1 = x 1 > a2")
    .replace("y1 = y 1 > a2", "y1 = y 1 > a1");
  expect(found(base, head)).toEqual({
    m: ["a 1 (other dependencies)"],
    n: ["b 1 → 2"],
  });
});

test("a dependency that was there by other ways", () => {
  const base = "/m > a1 b1\na1 = a 1 > b1\nb1 = b 1";
  expect(found(base, base.replace("a1 = a 1 > b1", "a1 = a 1"))).toEqual({
    m: ["a 1 (other dependencies)"],
  });
  expect(found(base, base.replace("/m > a1 b1", "/m > a1"))).toEqual({
    m: ["m (other dependencies)"],
  });
});

test("several versions side by side", () => {
  const base = "/m > a1 x1\na1 = a 1.0.0\nx1 = x 1 > a2\na2 = a 2.0.0";
  expect(found(base, base.replace("a 2.0.0", "a 2.1.0"))).toEqual({ m: ["a 2.0.0 → 2.1.0"] });
  expect(found(base, base.replace("a 2.0.0", "a 1.0.0"))).toEqual({ m: ["- a 2.0.0"] });
  const both = base.replace("a 1.0.0", "a 3.0.0").replace("a 2.0.0", "a 3.0.0");
  expect(found(base, both)).toEqual({ m: ["a 1.0.0 → 3.0.0", "- a 2.0.0"] });
  expect(found(base, base.replace("a 2.0.0", "a 2.0.0 patched"))).toEqual({
    m: ["a 2.0.0 (other content)"],
  });
});

test("circles, also one that is wound twice", () => {
  const base = "/m > a1\n/n > z1\na1 = a 1 > b1\nb1 = b 1 > a1 c1\nc1 = c 1\nz1 = z 1";
  const twice =
    "/m > a1\n/n > z1\na1 = a 1 > b1\nb1 = b 1 > a2 c1\na2 = a 1 > b2\nb2 = b 1 > a1 c1\nc1 = c 1\nz1 = z 1";
  expect(found(base, twice)).toEqual({});
  expect(found(base, base.replace("c 1", "c 2"))).toEqual({ m: ["c 1 → 2"] });
});

test("members are built with what their links lead to", () => {
  const base = "/m > /n\n/n > a1\n/o > b1\na1 = a 1\nb1 = b 1";
  expect(found(base, base.replace("a 1", "a 2"))).toEqual({ m: ["a 1 → 2"], n: ["a 1 → 2"] });
});

test("settings that differ concern everyone", () => {
  const [base, head] = [graph("/m", { x: "1", y: "1" }), graph("/m", { x: "2", z: "1", y: "1" })];
  expect(differences(base, head, ["m"]).get("m")).toEqual({ why: "its settings differ: x, z" });
});

test("a graph that lacks what it needs is not understood", () => {
  expect(() => found("/m", "/m > a1")).toThrow("m needs a1, which is not in it");
});

test("chains of any length", () => {
  const chain = (end: string) => {
    const nodes = Array.from({ length: 50_000 }, (_, n) => `p${n} = p${n} 1 > p${n + 1}`);
    return ["/m > p0", ...nodes, `p50000 = p50000 ${end}`].join("\n");
  };
  expect(found(chain("1"), chain("1"))).toEqual({});
  expect(found(chain("1"), chain("2"))).toEqual({ m: ["p50000 1 → 2"] });
});

test("a graph that is made to explode is given up", () => {
  // Two circles of lengths without a common divisor: each node of one meets each of the other.
  const ring = (size: number) =>
    ["/m > p0", ...Array.from({ length: size }, (_, n) => `p${n} = p 1 > p${(n + 1) % size}`)].join(
      "\n",
    );
  expect(found(ring(7), ring(11))).toEqual({});
  expect(() => found(ring(709), ring(719))).toThrow("it is too entangled to be compared");
});
