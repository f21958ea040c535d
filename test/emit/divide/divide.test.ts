import { describe, expect, test } from "vitest";
import type { Document } from "../../model/helper.ts";
import { apart, configs, job, maker, places, starts } from "./helper.ts";

test("each group has its jobs and what stands above them, the child has the rest", () => {
  const globals = {
    stages: ["build", "test"],
    workflow: { rules: [{ when: "always" }] },
    default: { image: "node:22" },
    variables: { A: "1" },
  };
  const divided = apart({ ...globals, "a:x": job(), "b:x": job(), x: job() }, ["a"]);
  expect(divided.groups.map(({ name, draft }) => [name, draft])).toEqual([
    [
      "a",
      {
        ...globals,
        jobs: [{ name: "a:x", service: "a", origin: "child.yml", config: { script: ["x"] } }],
      },
    ],
  ]);
  expect(divided.globals).toEqual(globals);
  expect(divided.stages).toEqual(["build", "test"]);
  expect(configs(divided.top)).toEqual({ "b:x": job(), x: job() });
  expect(divided.moved.size).toBe(0);
});

test("a job that needs nothing elsewhere stays as it was written", () => {
  const document = { ".h": { needs: ["a:x"] }, "a:x": job(), "a:y": job({ extends: ".h" }) };
  expect(places(document)).toEqual({ top: {}, a: document });
});

describe("order between pipelines is order of their trigger jobs", () => {
  test("of one group after another", () => {
    const document = {
      "a:x": job(),
      "b:x": job({ needs: ["a:x"] }),
      "c:x": job({ needs: ["b:x"] }),
    };
    expect(starts(document)).toEqual({
      a: ["build"],
      b: ["build", "start a"],
      c: ["build", "start b"],
    });
    expect(places(document).b).toEqual({ "b:x": job({ needs: [] }) });
  });
  test("of a group after a job that stays, which may not be there", () => {
    const document = {
      X: job(),
      Y: job({ rules: [{ if: "$A" }] }),
      "a:x": job({ needs: ["X", { job: "Y", optional: true }] }),
    };
    expect(starts(document)).toEqual({ a: ["test", "X", "Y?"] });
    expect(places(document).a).toEqual({ "a:x": job({ needs: [] }) });
  });
  test("optional also where both are in or out together, as the trigger job is always in", () => {
    const rules = [{ if: "$A" }];
    const document = { X: job({ rules }), "a:x": job({ rules, needs: ["X"] }) };
    expect(starts(document)).toEqual({ a: ["test", "X?"] });
  });
  test("of a job that stays after a group, which it needs once", () => {
    const document = {
      "a:x": job(),
      "a:y": job({ rules: [{ if: "$A" }] }),
      "a:z": job({ parallel: 2 }),
      X: job({ needs: ["a:x", "Y", { job: "a:y", optional: true }, "a:z 1/2"] }),
      Y: job(),
    };
    expect(places(document).top).toEqual({ X: job({ needs: ["start a", "Y"] }), Y: job() });
  });
  test("of the whole parallel job where some of its copies are needed", () => {
    const matrix = [{ A: ["1", "2"] }];
    const document = {
      X: job({ parallel: { matrix } }),
      "a:x": job({ needs: [{ job: "X", parallel: { matrix: [{ A: ["1"] }] } }, "X: [2]"] }),
    };
    expect(starts(document)).toEqual({ a: ["test", "X"] });
  });
  test("needs on what is in the same place, elsewhere or nowhere stay", () => {
    const needs = [
      "a:w",
      { job: "a:v", artifacts: false },
      { job: "nobody", optional: true },
      { pipeline: "$P", job: "b:x" },
    ];
    const document = {
      "a:v": job(),
      "a:w": job(),
      "a:x": job({ needs: [...needs, "b:x"] }),
      "b:x": job(),
    };
    expect(places(document).a).toMatchObject({ "a:x": { needs } });
  });
});

describe("needs are written out, wherever they came from", () => {
  const b = { "b:x": job() };
  const written = (name: string, document: Document, expected: Document) =>
    test(name, () => expect(places({ ...b, ...document }).a).toEqual(expected));

  written(
    "from a hidden job",
    { ".h": { image: "x", needs: ["b:x", "a:w"] }, "a:w": job(), "a:x": job({ extends: ".h" }) },
    {
      ".h": { image: "x", needs: ["b:x", "a:w"] },
      "a:w": job(),
      "a:x": job({ extends: ".h", needs: ["a:w"] }),
    },
  );
  written(
    "as one hash instead of a list",
    { "a:x": job({ needs: { job: "b:x" } }) },
    { "a:x": job({ needs: [] }) },
  );
  written(
    "of a rule, beside rules as they were",
    {
      ".h": { rules: [{ if: "$B" }, { if: "$A", needs: ["b:x", "a:w"] }] },
      "a:w": job(),
      "a:x": job({ extends: ".h", needs: ["a:w"] }),
    },
    {
      ".h": { rules: [{ if: "$B" }, { if: "$A", needs: ["b:x", "a:w"] }] },
      "a:w": job(),
      "a:x": job({
        extends: ".h",
        needs: ["a:w"],
        rules: [{ if: "$B" }, { if: "$A", needs: ["a:w"] }],
      }),
    },
  );
  written(
    "of dependencies, of which GitLab knows none but those of the same pipeline",
    {
      "a:w": job({ stage: "build" }),
      "b:x": job({ stage: "build" }),
      "a:x": job({ dependencies: ["a:w", "b:x"] }),
      "a:y": job({ needs: ["a:w", "b:x"], dependencies: ["b:x"] }),
    },
    {
      "a:w": job({ stage: "build" }),
      "a:x": job({ dependencies: ["a:w"] }),
      "a:y": job({ needs: ["a:w"], dependencies: [] }),
    },
  );
});

test("the names of Object's prototype are names like any other", () => {
  const document = JSON.parse(
    '{"__proto__": {"script": "x"}, "a:x": {"script": "x", "needs": ["__proto__"], "variables": {"__proto__": "1"}}}',
  );
  const divided = apart(document);
  expect(divided.groups[0]?.needs).toEqual([{ job: "__proto__" }]);
  const { config } = divided.groups[0]!.draft.jobs[0]!;
  expect(Object.keys((config as Document).variables as object)).toEqual(["__proto__"]);
});

test("artifacts that come from the child are told", () => {
  const document = { Y: maker(), X: maker(), "a:x": job({ needs: ["Y", "X"] }), "b:x": job() };
  expect(apart(document).groups.map(({ fromTop }) => fromTop)).toEqual([["X", "Y"], []]);
});
