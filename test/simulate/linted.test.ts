import { describe, expect, test } from "vitest";
import { sentence, UserError } from "../../src/diagnostics/index.ts";
import { definePipeline, readConfiguration } from "../../src/model/index.ts";
import { lintedPipeline, simulate } from "../../src/simulate/index.ts";
import { createdJobs, jobIn, linted, situation } from "./helper.ts";

const findings = (make: () => unknown): readonly string[] => {
  try {
    make();
    return [];
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return error.diagnostics.map(sentence);
  }
};

const conditional = `
.base: { needs: [a] }
a: { script: x, rules: [{ if: $A }] }
b: { script: x, extends: .base, variables: { V: "1" } }
c: { script: x, rules: [{ if: $B, needs: [a] }, { when: manual }] }
`;

describe("what GitLab's linter takes and the model refuses", () => {
  test("a need on a job that rules may leave out", () => {
    const pipeline = linted(conditional);
    const draft = { jobs: pipeline.jobs };
    expect(findings(() => definePipeline(draft)).length).toBe(2);
    const seen = simulate(pipeline, situation("push", { variables: { A: "1", B: "1" } }));
    expect(createdJobs(seen)).toEqual(["a", "b", "c"]);
    expect(jobIn(seen, "b")).toMatchObject({ needs: ["a"], variables: { V: "1" } });
    expect(jobIn(seen, "c")).toMatchObject({ needs: ["a"], by: { by: "rule", index: 0 } });
    expect(simulate(pipeline, situation()).errors).toHaveLength(1);
  });

  test("jobs in .pre and .post alone", () => {
    const pipeline = linted("a: { script: x, stage: .post }\nb: { script: x, stage: .pre }");
    expect(pipeline.jobs.map(({ name }) => name)).toEqual(["b", "a"]);
    expect(simulate(pipeline, situation()).created).toBe(false);
  });

  test("both at once, without stages of its own", () => {
    const pipeline = linted(`
stages: []
a: { script: x, stage: .pre, only: [main] }
b: { script: x, stage: .post, needs: [a] }
`);
    const { errors } = simulate(pipeline, situation());
    expect(errors[0]).toContain("'b' job needs 'a' job");
  });
});

test("what GitLab refuses too is told without the rest", () => {
  expect(findings(() => linted(`${conditional}\nd: { script: x, colour: red }`))).toEqual([
    expect.stringContaining("child.yml › d › colour: unknown keyword"),
  ]);
});

test("the draft stays as it was, and its jobs keep its order", () => {
  const document = {
    z: { script: ["x"] },
    a: { script: ["x"], stage: "build" },
    b: { script: ["x"] },
  };
  const draft = readConfiguration(document, "a.yml");
  const before = structuredClone(draft);
  expect(lintedPipeline(draft).jobs.map(({ name }) => name)).toEqual(["a", "z", "b"]);
  expect(draft).toEqual(before);
});

test("a pipeline of the model is simulated as it is", () => {
  const document = { z: { script: ["x"] }, b: { script: ["x"] } };
  const seen = simulate(definePipeline(readConfiguration(document, "a.yml")), situation());
  expect(createdJobs(seen)).toEqual(["b", "z"]);
});
