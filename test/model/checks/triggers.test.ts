import { describe, expect, test } from "vitest";
import { sentence } from "../../../src/diagnostics/index.ts";
import { checkedPipeline, doubts } from "../../../src/model/checks/index.ts";
import { limitsFor } from "../../../src/model/index.ts";
import { type Document, pipeline, told, twins } from "../helper.ts";

const inputs = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`i${index}`, index]));
const project = "group/app";
const quiet = { forward: { yaml_variables: false } };

/** The warnings of a configuration, as a user reads them. */
const warnings = (document: Document) => pipeline(document).warnings.map(sentence);

describe("trigger:inputs", () => {
  twins([
    [
      "are at most 20",
      { a: { trigger: { project, ...quiet, inputs: inputs(20) } } },
      { a: { trigger: { project, ...quiet, inputs: inputs(21) } } },
      "TRIGGER_INPUTS_TOO_MANY",
    ],
  ]);
  test("those of included files are not counted", () => {
    const include = [{ local: "a.yml", inputs: inputs(30) }];
    expect(told({ a: { trigger: { include } } })).toBe("");
  });
});

describe("`$$` in a variable of a trigger job", () => {
  const child = { trigger: { include: "a.yml" } };
  test("is told with what to write", () => {
    expect(warnings({ a: { ...child, variables: { PRICE: "5$$", OTHER: "$X" } } })).toEqual([
      "child.yml › a › variables › PRICE: holds `$$`, which is no escape in a variable that a trigger job hands over: the pipeline that it starts expands what is left. Write { value: ..., expand: false } with a single `$`; literal(text) makes that",
    ]);
  });
  test.each<[string, Document, number]>([
    ["in the long form", { ...child, variables: { A: { value: "$$" } } }, 1],
    ["which is not expanded", { ...child, variables: { A: { value: "$$", expand: false } } }, 0],
    [
      "which is not handed over",
      { trigger: { include: "a.yml", ...quiet }, variables: { A: "$$" } },
      0,
    ],
    ["of a job that runs", { script: ["x"], variables: { A: "$$" } }, 0],
    ["that is a number", { ...child, variables: { A: 5 } }, 0],
  ])("%s", (_, a, count) => {
    expect(warnings({ a })).toHaveLength(count);
  });
});

describe("variables for another project", () => {
  const role =
    "to another project, which refuses the pipeline where the user's role there may set none: Insufficient permissions to set pipeline variables. Hand values over as `trigger:inputs`, or let that project allow pipeline variables for the role (its CI/CD settings)";
  const matrix = [{ REGION: ["eu", "us"] }, { TIER: "a", REGION: "x" }];

  test.each<[string, Document, string | undefined]>([
    ["its own", { trigger: project, variables: { A: "1", B: "2" } }, "A, B"],
    ["those of rules", { trigger: project, rules: [{ if: "$X", variables: { C: "1" } }] }, "C"],
    ["those of a matrix", { trigger: project, parallel: { matrix } }, "REGION, TIER"],
    [
      "pipeline variables",
      { trigger: { project, forward: { yaml_variables: false, pipeline_variables: true } } },
      "all pipeline variables",
    ],
    ["none", { trigger: project }, undefined],
    [
      "none that are kept back",
      { trigger: { project, ...quiet }, variables: { A: "1" } },
      undefined,
    ],
    ["inputs are none", { trigger: { project, inputs: { a: 1 } } }, undefined],
    ["a child is exempt", { trigger: { include: "a.yml" }, variables: { A: "1" } }, undefined],
  ])("%s", (_, a, names) => {
    const expected = names && `child.yml › a › trigger: a forwards ${names} ${role}`;
    expect(warnings({ a })).toEqual(expected ? [expected] : []);
  });

  test("one warning for all jobs", () => {
    const job = (name: string) => ({ trigger: project, variables: { [name]: "1", X: "1" } });
    expect(warnings({ a: job("A"), b: job("B"), c: { script: ["x"] } })).toEqual([
      `a, b forward A, X, B ${role}`,
    ]);
  });

  test.each<[string, Document, string]>([
    ["all unless told", {}, "a forwards A, B to"],
    ["all when told", { inherit: { variables: true } }, "a forwards A, B to"],
    ["those that are listed", { inherit: { variables: ["B", "none"] } }, "a forwards B to"],
    ["none", { inherit: { variables: false } }, ""],
  ])("the pipeline's own: %s", (_, keywords, says) => {
    const config = { trigger: { project }, ...keywords };
    const job = {
      name: "a",
      origin: "x",
      kind: "trigger",
      stage: "test",
      config,
      sound: true,
    } as const;
    const checked = checkedPipeline([job], ["test"], false, limitsFor({}), ["A", "B"]);
    const [message = ""] = doubts(checked).map((each) => each.message);
    expect(message.slice(0, says.length || undefined)).toBe(says);
  });
});

describe("needs on other pipelines", () => {
  const foreign = { pipeline: "$PARENT_PIPELINE_ID", job: "x" };
  test("too many tell the job and what helps", () => {
    const needs = Array.from({ length: 6 }, (_, index) => ({ ...foreign, job: `x${index}` }));
    expect(told({ "web:test": { script: ["x"], needs } })).toBe(
      "child.yml › web:test › needs: needs 6 jobs of other pipelines (needFromParent, needFromProject); GitLab allows 5: must be less than or equal to 5. Need one job over there that gathers the artifacts of several, or spread these needs over several jobs here and need those",
    );
  });
  test("a trigger job has none", () => {
    expect(told({ a: { trigger: project, needs: [foreign] } })).toBe(
      "child.yml › a › needs[0]: a trigger job can only need jobs of its own pipeline (GitLab: uses invalid types: cross_dependency). Let a job with a script need it, and this one that job",
    );
  });
});
