import { describe, expect, test } from "vitest";
import { compareSides, isEmpty } from "../../src/diff/compare.ts";
import type { JobDifference, Side } from "../../src/diff/types.ts";
import { compileJob } from "../../src/model/index.ts";
import fc from "../helpers/property.ts";
import { pipelineOf, sideOf } from "./sides.ts";

const job = (...script: string[]) => ({ script });

/** `+ a`, `- b`, `~ c image, script`. */
const told = ({ change, name, keys, movedFrom }: JobDifference) =>
  [
    { added: "+", removed: "-", changed: "~" }[change],
    name,
    ...(movedFrom === undefined ? [] : [`from "${movedFrom}"`]),
    keys.map(({ key }) => key).join(", "),
  ]
    .join(" ")
    .trim();

const differences = (before: Side, after: Side) => compareSides(before, after).jobs.map(told);
const one = (jobs: Readonly<Record<string, object>>, top: object = {}) =>
  sideOf({ "": pipelineOf(jobs, top) });

describe("jobs", () => {
  test("are added, removed and changed", () => {
    const before = one({ a: job("1"), b: job("1"), c: job("1") });
    const after = one({ b: job("2"), c: job("1"), d: job("1") });
    expect(differences(before, after)).toEqual(["~ b script", "+ d", "- a"]);
    expect(compareSides(before, after).same).toBe(1);
  });

  test("are compared as GitLab compiles them", () => {
    const before = one({ ".base": { image: "node:20" }, a: { extends: ".base", script: ["x"] } });
    expect(differences(before, one({ a: { image: "node:20", script: ["x"] } }))).toEqual([]);
    expect(differences(before, one({ a: job("x") }, { default: { image: "node:20" } }))).toEqual(
      [],
    );
    const other = one({ ".base": { image: "node:22" }, a: { extends: ".base", script: ["x"] } });
    expect(differences(before, other)).toEqual(["~ a image"]);
  });

  test("keep parallel as it was written", () => {
    const before = one({ a: { ...job("x"), parallel: 2 } });
    expect(differences(before, one({ a: { ...job("x"), parallel: 3 } }))).toEqual(["~ a parallel"]);
  });

  test("are looked for in the pipeline of the same trigger job first, then in any other", () => {
    const child = pipelineOf({ a: job("1"), b: job("1") });
    const split = { "": pipelineOf({ a: job("1") }), "api:pipeline": pipelineOf({ b: job("2") }) };
    expect(differences(sideOf({ "": child }), sideOf(split))).toEqual(['~ b from "" script']);
    const twice = { "": pipelineOf({ b: job("1") }), x: pipelineOf({ b: job("2") }) };
    expect(differences(sideOf(twice), sideOf(twice))).toEqual([]);
  });

  test("named like members of every object are jobs", () => {
    const named = one({ constructor: job("1"), toString: job("1") });
    expect(differences(one({ a: job("1") }), named)).toEqual([
      "+ constructor",
      "+ toString",
      "- a",
    ]);
  });
});

test("pipelines differ in their top level", () => {
  const before = sideOf({ "": pipelineOf({ a: job("1") }, { stages: ["test"] }) });
  const after = sideOf({
    "": pipelineOf({ a: job("1") }, { stages: ["test", "deploy"], variables: { A: "1" } }),
    "api:pipeline": pipelineOf({ b: job("1") }),
  });
  const seen = compareSides(before, after).pipelines.map(({ name, change, keys }) => [
    name,
    change,
    keys.map(({ key }) => key),
  ]);
  expect(seen).toEqual([
    ["", "changed", ["stages", "variables"]],
    ["api:pipeline", "added", []],
  ]);
  expect(compareSides(after, before).pipelines.map(({ change }) => change)).toEqual([
    "changed",
    "removed",
  ]);
});

test("services are on one side or on both", () => {
  const before = {
    pipelines: [],
    services: [
      { name: "a", reason: "x" },
      { name: "b", reason: "y" },
    ],
  };
  const after = {
    pipelines: [],
    services: [
      { name: "b", reason: "z" },
      { name: "c", reason: "x" },
    ],
  };
  expect(compareSides(before, after).services).toEqual([
    { name: "b", reason: "z", change: "kept" },
    { name: "c", reason: "x", change: "added" },
    { name: "a", reason: "x", change: "removed" },
  ]);
});

const text = fc.constantFrom("a", "b", "c");
const config = fc.record(
  {
    script: fc.array(text, { minLength: 1, maxLength: 3 }),
    image: text,
    tags: fc.array(text, { maxLength: 2 }),
    variables: fc.dictionary(fc.constantFrom("A", "B", "__proto__"), text),
    rules: fc.array(fc.record({ if: fc.constantFrom("$A", "$B") }), { minLength: 1, maxLength: 3 }),
    extends: fc.constantFrom(".one", ".two"),
    parallel: fc.integer({ min: 2, max: 4 }),
  },
  { requiredKeys: ["script"] },
);
const hidden = fc.record(
  { image: text, timeout: fc.constantFrom("1h", "2h") },
  { requiredKeys: ["timeout"] },
);
const pipeline = fc
  .record({
    jobs: fc.dictionary(fc.constantFrom("x", "y", "z", "constructor"), config, { minKeys: 1 }),
    one: hidden,
    two: hidden,
    default: fc.option(fc.record({ image: text }), { nil: undefined }),
  })
  .map((made) =>
    pipelineOf(
      { ".one": made.one, ".two": made.two, ...made.jobs },
      made.default === undefined ? {} : { default: made.default },
    ),
  );

describe("whatever the pipelines", () => {
  test("a pipeline differs in nothing from itself", () => {
    fc.assert(
      fc.property(pipeline, (made) => {
        const difference = compareSides(sideOf({ "": made }), sideOf({ "": made }));
        expect(isEmpty(difference)).toBe(true);
        expect(difference.same).toBe(made.jobs.filter(({ kind }) => kind !== "hidden").length);
      }),
    );
  });

  test("the keys named are those that differ after compiling", () => {
    fc.assert(
      fc.property(pipeline, pipeline, (one, other) => {
        const { jobs, same } = compareSides(sideOf({ "": one }), sideOf({ "": other }));
        const names = (of: typeof one) =>
          of.jobs.filter(({ kind }) => kind !== "hidden").map(({ name }) => name);
        const common = names(one).filter((name) => names(other).includes(name));
        let alike = 0;
        for (const name of common) {
          const [a, b] = [compileJob(one, name)!, compileJob(other, name)!];
          const differing = [...new Set([...Object.keys(a), ...Object.keys(b)])]
            .filter((key) => stable(a[key]) !== stable(b[key]))
            .sort();
          const found = jobs.find((each) => each.name === name && each.change === "changed");
          const named = new Set(found?.keys.map(({ key }) => key.split(/[.[]/)[0]!));
          expect([...named].sort()).toEqual(differing);
          if (!found) alike++;
        }
        expect(same).toBe(alike);
      }),
    );
  });

  test("swapped sides swap what is added and what is removed", () => {
    fc.assert(
      fc.property(pipeline, pipeline, (one, other) => {
        const there = compareSides(sideOf({ "": one }), sideOf({ "": other })).jobs;
        const back = compareSides(sideOf({ "": other }), sideOf({ "": one })).jobs;
        const of = (jobs: readonly JobDifference[], change: string) =>
          jobs
            .filter((each) => each.change === change)
            .map(({ name }) => name)
            .sort();
        expect(of(back, "removed")).toEqual(of(there, "added"));
        expect(of(back, "added")).toEqual(of(there, "removed"));
        expect(of(back, "changed")).toEqual(of(there, "changed"));
      }),
    );
  });
});

/** A value as text, whatever the order of its keys. */
function stable(value: unknown): string {
  return (
    JSON.stringify(value, (_, item: unknown) =>
      typeof item === "object" && item !== null && !Array.isArray(item)
        ? Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1))
        : item,
    ) ?? "undefined"
  );
}
