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

describe("what means nothing to GitLab", () => {
  const later = "z: { script: x, rules: [{ when: always }] }";
  const rows: readonly (readonly [what: string, yaml: string, jobs: readonly string[]])[] = [
    ["a list without rules", "a: { script: x, rules: [[]] }", ["z"]],
    ["a condition without a value", "a: { script: x, rules: [{ if: null }] }", ["a", "z"]],
    ["changes without a value", "a: { script: x, rules: [[{ changes: null }]] }", ["a", "z"]],
    ["one rule of two", "a: { script: x, rules: [{ when: never }, { if: null }] }", ["z"]],
    ["refs without a value", "a: { script: x, only: { refs: null } }", ["z"]],
    ["variables without a value", "a: { script: x, only: { variables: null } }", ["z"]],
    ["except without a value", "a: { script: x, except: { refs: null } }", ["a", "z"]],
    ["a blank delay", 'a: { script: x, start_in: " " }', ["a", "z"]],
    ["a blank policy", "a: { script: x, cache: [{ policy: [] }] }", ["a", "z"]],
    ["no files of a key", "default: { cache: { key: { files: null } } }", ["z"]],
    ["an included nothing", "a: { trigger: { include: [x.yml, null] } }", ["a", "z"]],
    ["no include", "a: { trigger: { include: null } }", ["a", "z"]],
    ["a hidden job that extends none", ".b: { extends: {} }\na: { script: x }", ["a", "z"]],
    ["a workflow rule", "workflow: { rules: [{ when: null }] }\na: { script: x }", ["a", "z"]],
  ];

  test.each(rows)("%s", (_, yaml, jobs) => {
    expect(createdJobs(simulate(linted(`${yaml}\n${later}`), situation()))).toEqual(jobs);
  });

  test("a workflow with a list without rules never runs", () => {
    const { errors } = simulate(linted(`workflow: { rules: [[]] }\n${later}`), situation());
    expect(errors).toEqual([
      "The pipeline did not run. Review the workflow:rules configuration for the pipeline.",
    ]);
  });

  test("beside a fault all is told as it stands", () => {
    expect(findings(() => linted("a: { script: x, rules: [[]], colour: red }"))).toEqual([
      expect.stringContaining("child.yml › a › rules"),
      expect.stringContaining("child.yml › a › colour: unknown keyword"),
    ]);
  });

  test("nothing at all is refused, as GitLab does", () => {
    expect(findings(() => linted("a: { script: x, rules: [] }"))).toHaveLength(1);
    expect(findings(() => linted("a: { script: x, rules: [{}] }"))).toHaveLength(1);
    expect(findings(() => linted("a: { script: x, when: delayed, start_in: '' }"))).not.toEqual([]);
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
