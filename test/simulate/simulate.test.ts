import { describe, expect, test } from "vitest";
import { simulate } from "../../src/simulate/index.ts";
import { createdJobs, jobIn, linted, run, situation } from "./helper.ts";

const script = ["x"];
const always = { script, rules: [{ when: "always" }] };
const never = { script, rules: [{ if: "$NOTHING" }] };

const empty =
  "The resulting pipeline would have been empty. Review the rules configuration for the relevant jobs.";
const notRun =
  "The pipeline did not run. Review the workflow:rules configuration for the pipeline.";
const absent = (by: string, need: string) =>
  `'${by}' job needs '${need}' job, but '${need}' does not exist in the pipeline. This might be because of the only, except, or rules keywords. To need a job that sometimes does not exist in the pipeline, use needs:optional.`;

describe("workflow", () => {
  test("a rule that never runs, and none that holds, make no pipeline", () => {
    const seen = (rules: unknown) => run({ workflow: { rules }, a: always });
    for (const rules of [[{ if: "$A" }], [{ when: "never" }]]) {
      expect(seen(rules)).toMatchObject({ created: false, errors: [notRun], jobs: [] });
    }
    expect(seen([{ if: "$A" }]).workflow.by).toEqual({ by: "no-rule" });
    expect(seen([{ if: "$A" }, { if: "$CI" }])).toMatchObject({
      created: true,
      workflow: { created: true, by: { by: "rule", index: 1 } },
    });
  });

  test("its rules reach references, and its variables the jobs", () => {
    const seen = simulate(
      linted(`
.flow: { rules: [{ if: $CI, variables: { MODE: full, OWN: flow } }] }
workflow: { name: "run $MODE", rules: [!reference [.flow, rules]] }
variables: { MODE: none, OWN: top }
a: { script: x, variables: { OWN: job }, rules: [{ if: $MODE == "full" && $OWN == "job" }] }
b: { script: x, inherit: { variables: false }, rules: [{ if: $MODE }] }
`),
      situation(),
    );
    expect(createdJobs(seen)).toEqual(["a"]);
    expect(seen.workflow).toEqual({
      created: true,
      by: { by: "rule", index: 0 },
      name: "run full",
      variables: { MODE: "full", OWN: "flow" },
    });
    expect(jobIn(seen, "a").variables).toEqual({ MODE: "full", OWN: "job" });
    expect(jobIn(seen, "b").variables).toEqual({});
  });

  test("its rules put an end to the default of only, in children of merge requests too", () => {
    const document = { a: { script } };
    expect(run(document, "parent-merge-request").errors).toEqual([empty]);
    const ruled = { workflow: { rules: [{ when: "always" }] }, ...document };
    expect(createdJobs(run(ruled, "parent-merge-request"))).toEqual(["a"]);
    const named = { workflow: { name: "x" }, ...document };
    expect(run(named, "parent-merge-request").errors).toEqual([empty]);
  });

  test("its name is expanded, trimmed and cut; a blank one is none", () => {
    const named = (name: string) => run({ workflow: { name }, a: always }).workflow.name;
    expect(named(" $CI_COMMIT_BRANCH-$X ")).toBe("dev-");
    expect(named("$X")).toBeUndefined();
    const long = { workflow: { name: "$L" }, variables: { L: "x".repeat(300) }, a: always };
    expect(run(long).workflow.name).toBe("x".repeat(255));
  });

  test("it sees no variables of a job", () => {
    const workflow = {
      rules: [{ if: "$CI_JOB_NAME || $CI_JOB_ODD", when: "never" }, { when: "always" }],
    };
    expect(run({ workflow, a: always }, "push", { variables: { CI_JOB_ODD: "1" } }).created).toBe(
      true,
    );
  });
});

describe("a pipeline that would be empty", () => {
  test("has no jobs, or only some in .pre and .post", () => {
    expect(run({ a: never })).toMatchObject({ created: false, errors: [empty] });
    expect(run({ a: never, b: { ...always, stage: ".post" } }).errors).toEqual([empty]);
    expect(run({ a: { ...always, stage: ".pre" } }).errors).toEqual([empty]);
    expect(run({ a: always, b: { ...always, stage: ".pre" } }).created).toBe(true);
  });
  test("its jobs are told all the same", () => {
    expect(run({ a: never }).jobs).toMatchObject([{ name: "a", created: false }]);
  });
});

describe("needs", () => {
  test("on an absent job refuse the pipeline, unless optional", () => {
    expect(run({ a: never, b: { ...always, needs: ["a"] } })).toMatchObject({
      created: false,
      errors: [absent("b", "a")],
    });
    const optional = run({ a: never, b: { ...always, needs: [{ job: "a", optional: true }] } });
    expect(optional.created).toBe(true);
    expect(jobIn(optional, "b").needs).toEqual([]);
  });
  test("of an absent job do not count", () => {
    expect(run({ a: never, b: { ...never, needs: ["a"] }, c: always }).created).toBe(true);
  });
  test("all that are missing are told, in order", () => {
    const document = {
      d: never,
      c: never,
      b: { ...always, needs: ["d", "c"] },
      a: { ...always, needs: ["c"] },
    };
    expect(run(document).errors).toEqual([absent("b", "d"), absent("b", "c"), absent("a", "c")]);
  });
  test("of the rule take the place of those of the job, an empty list does not", () => {
    const seen = run({
      a: always,
      b: always,
      c: { script, needs: ["a"], rules: [{ when: "always", needs: ["b"] }] },
      d: { script, needs: ["a"], rules: [{ when: "always", needs: [] }] },
    });
    expect([jobIn(seen, "c").needs, jobIn(seen, "d").needs]).toEqual([["b"], ["a"]]);
  });
  test("of the job are asked for even where a rule replaces them; those of the rule are not", () => {
    const replaced = { script, needs: ["a"], rules: [{ when: "always", needs: ["b"] }] };
    expect(run({ a: never, b: always, c: replaced }).errors).toEqual([absent("c", "a")]);
    const late = { script, rules: [{ when: "always", needs: ["a"] }] };
    const seen = run({ a: never, c: late });
    expect([seen.created, jobIn(seen, "c").needs]).toEqual([true, []]);
  });
  test("on a parallel job are on all of it, on a cell on that one", () => {
    const seen = simulate(
      linted(`
a: { script: x, parallel: 2 }
m: { script: x, parallel: { matrix: [{ X: [p, q] }] } }
b: { script: x, needs: [a, { job: m, parallel: { matrix: [{ X: q }] } }] }
c: { script: x, parallel: { matrix: [{ X: [p, q] }] }, needs: [{ job: m, parallel: { matrix: [{ X: "$[[ matrix.X ]]" }] } }] }
`),
      situation(),
    );
    expect(jobIn(seen, "b").needs).toEqual(["a 1/2", "a 2/2", "m: [q]"]);
    expect(jobIn(seen, "c: [p]").needs).toEqual(["m: [p]"]);
    expect(jobIn(seen, "c: [q]").needs).toEqual(["m: [q]"]);
  });
  test("on other pipelines are none of this one", () => {
    const needs = ["a", { pipeline: "$UP", job: "b" }, { project: "g/p", job: "c", ref: "main" }];
    const seen = run({ a: always, b: never, d: { script, needs } });
    expect(seen.errors).toEqual([]);
    expect(jobIn(seen, "d").needs).toEqual(["a"]);
  });
  test("a cell that its rules leave out is missed", () => {
    const seen = run({
      m: { script, parallel: { matrix: [{ X: ["p", "q"] }] }, rules: [{ if: '$X == "p"' }] },
      b: { ...always, needs: ["m"] },
    });
    expect(seen.errors).toEqual([absent("b", "m: [q]")]);
  });
});

describe("names and order", () => {
  test("parallel jobs are jobs each, with variables of their own", () => {
    const seen = run({
      m: {
        script,
        parallel: { matrix: [{ X: ["p", "q"], Y: "1" }] },
        rules: [{ if: '$X == "q"' }],
      },
      n: { script, parallel: 2, rules: [{ if: '$CI_NODE_INDEX == "2" && $CI_NODE_TOTAL == "2"' }] },
    });
    expect(createdJobs(seen)).toEqual(["m: [q, 1]", "n 2/2"]);
    expect(jobIn(seen, "m: [q, 1]").variables).toEqual({ X: "q", Y: "1" });
  });
  test("the cell of a matrix hides a variable of its job", () => {
    const parallel = { matrix: [{ X: ["p"] }] };
    const seen = run({
      m: { script, parallel, variables: { X: "job" }, rules: [{ if: '$X == "p"' }] },
    });
    expect(createdJobs(seen)).toEqual(["m: [p]"]);
  });
  test("a matrix without rows makes no job", () => {
    const seen = run({ m: { script, parallel: { matrix: [] } }, a: always });
    expect(seen.jobs.map(({ name }) => name)).toEqual(["a"]);
  });
  test("a hidden job may be called like anything", () => {
    const seen = run({
      ".top": { variables: { A: "hidden" } },
      a: { script, extends: ".top", rules: [{ if: '$A == "hidden"' }] },
    });
    expect(createdJobs(seen)).toEqual(["a"]);
  });
  test("jobs come by stage, then as they are written", () => {
    const seen = run({
      stages: ["one", "two"],
      z: { script, stage: "two" },
      b: { script, stage: "one" },
      a: { script, stage: "one" },
      last: { script, stage: ".post" },
      first: { script, stage: ".pre" },
    });
    expect(createdJobs(seen)).toEqual(["first", "b", "a", "z", "last"]);
    expect(seen.jobs.map(({ stage }) => stage)).toEqual([".pre", "one", "one", "two", ".post"]);
  });
  test("trigger jobs are jobs, hidden ones are not", () => {
    const seen = run({ ".h": { script }, t: { trigger: "group/app", when: "manual" } });
    expect(seen.jobs).toMatchObject([
      { name: "t", created: true, when: "manual", allowFailure: true },
    ]);
  });
  test("extends and default count", () => {
    const seen = run({ ".base": { rules: [{ when: "manual" }] }, a: { script, extends: ".base" } });
    expect(jobIn(seen, "a").when).toBe("manual");
  });
});

test("an expression that GitLab cannot read makes no pipeline", () => {
  const seen = run({
    workflow: { rules: [{ if: "$A ==" }] },
    a: { script, parallel: 2, rules: [{ if: "${A}" }] },
    b: { script, only: { variables: ["$A = 1"] }, except: { variables: ["$A &"] } },
  });
  expect(seen).toMatchObject({ created: false, jobs: [] });
  expect(seen.errors).toEqual([
    "workflow:rules:rule if invalid expression syntax",
    "jobs:a:rules:rule if invalid expression syntax",
    "jobs:b:only variables invalid expression syntax",
    "jobs:b:except variables invalid expression syntax",
  ]);
});
