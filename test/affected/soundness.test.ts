import { expect, test } from "vitest";
import { affected } from "../../src/affected/index.ts";
import type { Base, Change } from "../../src/detect/index.ts";
import type { Workspace } from "../../src/workspace/index.ts";
import fc from "../helpers/property.ts";
import { serviceAt, workspaceFrom } from "./workspace.ts";

const base: Base = { sha: "b", ref: null, how: "option", why: "x", fallback: false };
const rules = { everything: [], ignore: [], all: false };

const names = ["a", "b", "c", "d", "e", "f", "g"];
const name = fc.constantFrom(...names);
/** Some services lie within others: a, a/b, c, c/d, c/d/e, ... */
const roots: Record<string, string> = { b: "a/b", d: "c/d", e: "c/d/e" };
const graph = fc
  .tuple(
    fc.array(fc.tuple(name, name), { maxLength: 20 }),
    fc.dictionary(name, fc.constantFrom("shared/**", "a/**", "x.md")),
  )
  .map(([pairs, inputs]) =>
    workspaceFrom(
      names.map((each) =>
        serviceAt(roots[each] ?? each, { name: each, inputs: inputs[each] ? [inputs[each]] : [] }),
      ),
      [...new Set(pairs.filter(([from, to]) => from !== to).map((pair) => pair.join(">")))].join(
        " ",
      ),
    ),
  );
const path = fc.constantFrom(
  "a/x",
  "a/b/x",
  "c/y",
  "c/d/y",
  "c/d/e/z",
  "f/x",
  "shared/x",
  "x.md",
  "q",
);
const changes = fc.array(fc.record<Change>({ path, status: fc.constantFrom("A", "D", "M", "T") }), {
  maxLength: 5,
});

/** Said as plainly as can be: repeat until nothing is added. */
function reached({ services, edges }: Workspace, changed: readonly Change[]): string[] {
  const paths = changed.map((change) => change.path);
  const inside = (each: string, root: string) => each.startsWith(`${root}/`);
  const hit = new Set(
    services
      .filter(({ root, inputs }) =>
        paths.some(
          (each) =>
            inputs.some((input) => each === input || inside(each, input.replace("/**", ""))) ||
            (inside(each, root) &&
              !services.some((other) => inside(other.root, root) && inside(each, other.root))),
        ),
      )
      .map((service) => service.name),
  );
  for (let size = -1; size !== hit.size; ) {
    size = hit.size;
    for (const { from, to } of edges) if (hit.has(to)) hit.add(from);
  }
  return [...hit].sort();
}

test("exactly what can be reached is affected", () => {
  fc.assert(
    fc.property(graph, changes, (workspace, changed) => {
      const { verdicts } = affected(workspace, { base, changes: changed }, rules);
      const hit = verdicts.filter((verdict) => verdict.affected).map(({ service }) => service);
      expect(hit).toEqual(reached(workspace, changed));
    }),
    { numRuns: 3000 },
  );
});

test("what imports tell goes along no importable edge, and all else along every edge", () => {
  const told = fc.subarray(["a/x", "a/b/x", "c/y", "c/d/y", "f/x"]);
  fc.assert(
    fc.property(
      graph,
      changes,
      told,
      fc.infiniteStream(fc.boolean()),
      ({ services, ...rest }, changed, paths, bits) => {
        const given = { ...rest, services: services.map((each) => ({ ...each, inputs: [] })) };
        const edges = given.edges.map((edge) =>
          bits.next().value ? { ...edge, importable: true as const } : edge,
        );
        const imports = {
          chains: new Map(),
          told: new Set(paths),
          whole: new Set<string>(),
          diagnostics: [],
        };
        const direct = reached({ ...given, edges: [] }, changed);
        const whole = new Set(
          reached(
            { ...given, edges: [] },
            changed.filter(({ path }) => !paths.includes(path)),
          ),
        );
        for (let size = -1; size !== whole.size; ) {
          size = whole.size;
          for (const { from, to, importable } of edges)
            if (whole.has(to) || (!importable && direct.includes(to))) whole.add(from);
        }
        const { verdicts } = affected({ ...given, edges }, { base, changes: changed }, rules, {
          imports,
        });
        const hit = verdicts.filter((verdict) => verdict.affected).map(({ service }) => service);
        expect(hit).toEqual([...new Set([...direct, ...whole])].sort());
        for (const { reasons } of verdicts.filter((verdict) => verdict.affected))
          for (const chain of reasons) expect(chain.at(-1)?.by).toBe("file");
      },
    ),
    { numRuns: 3000 },
  );
});

test("the order of changes, services and edges makes no difference", () => {
  const shuffled = fc.tuple(graph, changes).chain(([workspace, changed]) =>
    fc.record({
      workspace: fc.constant(workspace),
      changed: fc.constant(changed),
      services: fc.shuffledSubarray([...workspace.services], { minLength: names.length }),
      edges: fc.shuffledSubarray([...workspace.edges], { minLength: workspace.edges.length }),
      others: fc.shuffledSubarray(changed, { minLength: changed.length }),
    }),
  );
  fc.assert(
    fc.property(shuffled, ({ workspace, changed, services, edges, others }) => {
      const one = affected(workspace, { base, changes: changed }, rules);
      const other = affected({ ...workspace, services, edges }, { base, changes: others }, rules);
      const sorted = [...other.verdicts].sort((a, b) => (a.service < b.service ? -1 : 1));
      expect({ ...other, verdicts: sorted }).toEqual(one);
    }),
    { numRuns: 1000 },
  );
});

test("every chain is a shortest path of real edges that ends in a changed path", () => {
  fc.assert(
    fc.property(graph, changes, (workspace, changed) => {
      const { verdicts } = affected(workspace, { base, changes: changed }, rules);
      for (const { service, affected: hit, reasons } of verdicts) {
        expect(reasons.length > 0).toBe(hit);
        const lengths = new Set(reasons.map((chain) => chain.length));
        expect(lengths.size).toBeLessThanOrEqual(1);
        for (const chain of reasons) {
          let here = service;
          for (const step of chain.slice(0, -1)) {
            if (step.by !== "dependency") throw new Error(`${step.by} inside a chain`);
            expect(workspace.edges).toContainEqual(
              expect.objectContaining({ from: here, to: step.on }),
            );
            here = step.on;
          }
          const last = chain.at(-1)!;
          if (last.by !== "file" && last.by !== "input") throw new Error(`${last.by} at the end`);
          expect(changed.map((change) => change.path)).toContain(last.path);
        }
      }
    }),
    { numRuns: 2000 },
  );
});

test("a line of 5,000 services, all affected by its end, is no danger", () => {
  const services = Array.from({ length: 5000 }, (_, index) => serviceAt(`s${index}`));
  const edges = services.slice(1).map(({ name: to }, index) => `s${index}>${to}`);
  const workspace = workspaceFrom(services, edges.join(" "));
  const changed: Change[] = [{ path: "s4999/a", status: "M" }];
  const { verdicts } = affected(workspace, { base, changes: changed }, rules);
  expect(verdicts.every((verdict) => verdict.affected)).toBe(true);
  expect(verdicts.find(({ service }) => service === "s0")?.reasons[0]).toHaveLength(5000);
});
