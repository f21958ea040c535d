import { describe, expect, test } from "vitest";
import { byService } from "../../../src/emit/divide/index.ts";
import { unitsOf } from "../../../src/emit/divide/units.ts";
import type { Document } from "../../model/helper.ts";
import { job, plan } from "./helper.ts";

const child = { trigger: { include: "child.yml" } };

/** The groups when each of these services (default: a, b, c) is to be on its own. */
function groups(document: Document, services: readonly string[] = ["a", "b", "c"]) {
  const pipeline = plan(document);
  const made = byService(pipeline, new Set(services));
  return Object.fromEntries(made.map(({ name, jobs }) => [name, jobs]));
}

test("a service moves with all its jobs, after those that it needs", () => {
  const made = groups({
    "a:test": job({ needs: ["b:build"] }),
    "a:build": job({ stage: "build" }),
    "b:build": job({ stage: "build" }),
    lint: job(),
  });
  expect(made).toEqual({ b: ["b:build"], a: ["a:build", "a:test"] });
  expect(Object.keys(made)).toEqual(["b", "a"]);
});

describe("what stays in the child", () => {
  const stays = (name: string, document: Document, expected: Document) =>
    test(name, () => expect(groups({ "a:x": job(), ...document })).toEqual(expected));

  stays("jobs of no service", { x: job() }, { a: ["a:x"] });
  stays("services that nobody asked for", { "d:x": job() }, { a: ["a:x"] });
  stays("jobs that start a child", { "a:start": child, "b:start": child }, { a: ["a:x"] });
  stays(
    "jobs that make the files of such a child, also as a copy",
    {
      "b:files": job({ stage: "build" }),
      "c:files": job({ stage: "build", parallel: 2 }),
      "b:start": { trigger: { include: [{ artifact: "a.yml", job: "b:files" }] } },
      "c:start": { trigger: { include: [{ artifact: "a.yml", job: "c:files 1/2" }] } },
    },
    { a: ["a:x"] },
  );
  stays(
    "services that only have jobs before and after everything",
    { "b:x": job({ stage: ".post" }), "b:y": job({ stage: ".pre" }) },
    { a: ["a:x"] },
  );
  stays(
    "services on both sides of a job that stays",
    {
      "b:build": job(),
      gate: job({ needs: ["b:build"] }),
      "b:deploy": job({ needs: ["gate"] }),
    },
    { a: ["a:x"] },
  );
  stays(
    "not a service between two jobs that stay, even of one service",
    {
      "b:build": job({ needs: ["d:build"] }),
      "d:build": job(),
      "d:deploy": job({ needs: ["b:build"] }),
    },
    { a: ["a:x"], b: ["b:build"] },
  );
});

test("a job that starts the pipeline of another project moves", () => {
  expect(groups({ "a:start": { trigger: { project: "group/other" } } })).toEqual({
    a: ["a:start"],
  });
});

describe("services that need each other share a group", () => {
  const ring = (names: readonly string[]): Document =>
    Object.fromEntries(
      names.flatMap((name, index) => {
        const next = names[(index + 1) % names.length]!;
        return [
          [`${name}:x`, job()],
          [`${name}:y`, job({ needs: [`${next}:x`] })],
        ];
      }),
    );
  const named = (names: readonly string[]) => Object.keys(groups(ring(names), names));

  test("under the names of all", () => {
    expect(groups(ring(["a", "b"]))).toEqual({ "a+b": ["a:x", "a:y", "b:x", "b:y"] });
  });
  test("of which the first is enough when there are many, or they are long", () => {
    expect(named(["c", "b", "a"])).toEqual(["a+b+c"]);
    expect(named(["d", "c", "b", "a"])).toEqual(["a+3 more"]);
    const long = "l".repeat(60);
    expect(named([`${long}1`, `${long}2`])).toEqual([`${long}1+1 more`]);
  });
  test("and no two groups have one name", () => {
    const both = { ...ring(["a", "b"]), "a+b:x": job() };
    const names = Object.keys(groups(both, ["a", "b", "a+b"]));
    expect(names).toEqual(["a+b", "a+b (2)"]);
  });
});

describe("each of these ties one service to another", () => {
  const tie = (name: string, keywords: Document, more: Document = {}) =>
    test(name, () => {
      const document = { "a:x": job(keywords), "b:x": job({ stage: "build" }), ...more };
      const units = unitsOf(plan(document), () => true);
      expect(units.map(({ services, needs }) => [services, needs])).toEqual([
        [["b"], []],
        [["a"], [0]],
      ]);
    });

  tie("a need", { needs: ["b:x"] });
  tie("a need that is one hash", { needs: { job: "b:x" } });
  tie("an optional need", { needs: [{ job: "b:x", optional: true }] });
  tie("a need of a rule", { needs: [], rules: [{ if: "$A", needs: ["b:x"] }] });
  tie("a dependency", { dependencies: ["b:x"] });
  tie("a need that a hidden job brings", { extends: ".h" }, { ".h": { needs: ["b:x"] } });
  tie(
    "a need on one copy",
    { needs: ["b:x 2/2"] },
    { "b:x": job({ stage: "build", parallel: 2 }) },
  );
});

test("needs on other pipelines and projects tie nothing, and neither do names of nobody", () => {
  const units = unitsOf(
    plan({
      undefined: job(),
      "a:x": job({
        environment: { name: "eu" },
        needs: [
          { pipeline: "$PARENT", job: "b:x" },
          { project: "group/other", job: "b:x", ref: "main" },
          { job: "nobody", optional: true },
        ],
      }),
      "b:x": job(),
    }),
    () => true,
  );
  expect(units.map(({ needs }) => needs)).toEqual([[], [], []]);
});

test("a job and the one that stops its environment stay together", () => {
  const made = groups({
    "a:deploy": job({ environment: { name: "eu", on_stop: "b:stop" } }),
    "b:stop": job({ environment: { name: "eu", action: "stop" } }),
  });
  expect(made).toEqual({ "a+b": ["a:deploy", "b:stop"] });
});

test("names from Object's prototype are services like any other", () => {
  const document = JSON.parse('{"__proto__:x": {"script": "x"}, "constructor:x": {"script": "x"}}');
  const made = byService(plan(document), new Set(["__proto__", "constructor"]));
  expect(made.map(({ name }) => name)).toEqual(["__proto__", "constructor"]);
});
