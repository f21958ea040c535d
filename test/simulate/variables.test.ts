import { describe, expect, test } from "vitest";
import { simulate } from "../../src/simulate/index.ts";
import { createdJobs, job, jobIn, linted, run, situation } from "./helper.ts";

/** Whether a job with these keywords is in by this expression. */
const holds = (expression: string, keywords = {}, facts = {}) =>
  job({ ...keywords, rules: [{ if: expression }] }, "push", facts).created;

describe("precedence", () => {
  test("given over job over workflow over top level over GitLab's own", () => {
    const document = (own: object) => ({
      variables: { A: "top", CI_COMMIT_BRANCH: "top" },
      workflow: { rules: [{ when: "always", variables: { A: "workflow" } }] },
      a: {
        script: ["x"],
        variables: own,
        rules: [{ if: '$A == "given"', when: "manual" }, { when: "always" }],
      },
    });
    const seen = (own: object, variables = {}) =>
      jobIn(run(document(own), "push", { variables }), "a");
    expect(seen({}).variables).toEqual({ A: "workflow", CI_COMMIT_BRANCH: "top" });
    expect(seen({ A: "job" }).variables.A).toBe("job");
    expect(seen({ A: "job" }, { A: "given" })).toMatchObject({
      when: "manual",
      variables: { A: "given" },
    });
    expect(seen({ A: "job" }).when).toBe("always");
  });
  test("the YAML hides what GitLab sets", () => {
    expect(holds('$CI_COMMIT_BRANCH == "mine"', { variables: { CI_COMMIT_BRANCH: "mine" } })).toBe(
      true,
    );
  });
  test("those of a rule come last, and no other rule sees them", () => {
    const rules = [{ if: '$A == "rule"' }, { when: "always", variables: { A: "rule", B: 1 } }];
    expect(job({ rules, variables: { A: "job" } })).toMatchObject({
      by: { by: "rule", index: 1 },
      variables: { A: "rule", B: "1" },
    });
  });
  test("given ones do not show where the YAML has none of that name", () => {
    expect(job({ variables: { A: "a" } }, "push", { variables: { B: "b" } }).variables).toEqual({
      A: "a",
    });
  });
});

describe("values", () => {
  test("are text: numbers, true, nothing, long forms", () => {
    const variables = {
      N: 1,
      T: true,
      E: null,
      L: { value: 2 },
      R: { value: "$N", expand: false },
    };
    expect(job({ variables }).variables).toEqual({ N: "1", T: "true", E: "", L: "2", R: "$N" });
    expect(holds('$N == "1" && $T == "true" && $E == "" && $L == "2"', { variables })).toBe(true);
  });
  test("a description without a value is nothing", () => {
    const document = {
      variables: { A: { description: "?" } },
      a: { script: ["x"], rules: [{ if: '$A == ""' }] },
    };
    expect(createdJobs(run(document))).toEqual(["a"]);
  });
  test("if reads them as they are written", () => {
    const variables = { A: "$B", B: "b" };
    expect(holds('$A == "$B"', { variables })).toBe(true);
    expect(holds('$A == "b"', { variables })).toBe(false);
  });
  test("in a circle they refuse the pipeline, but for a job that is not in it", () => {
    const circle = { script: ["x"], variables: { A: "$B", B: "$A" } };
    expect(run({ a: circle })).toMatchObject({
      created: false,
      errors: ['a: circular variable reference detected: ["A", "B"]'],
    });
    const absent = { a: { ...circle, rules: [{ when: "never" }] }, b: { script: ["x"] } };
    expect(run(absent).created).toBe(true);
  });
});

describe("inherit:variables", () => {
  const seen = (variables: unknown) =>
    jobIn(
      run({
        variables: { A: "1", B: "2" },
        a: { script: ["x"], ...(variables === undefined ? {} : { inherit: { variables } }) },
      }),
      "a",
    ).variables;
  test.each([
    [undefined, { A: "1", B: "2" }],
    [true, { A: "1", B: "2" }],
    [false, {}],
    [["B"], { B: "2" }],
  ])("%j", (variables, expected) => {
    expect(seen(variables)).toEqual(expected);
  });
});

describe("variables of the job itself", () => {
  test.each([
    ['$CI_JOB_NAME == "a" && $CI_JOB_NAME_SLUG == "a" && $CI_JOB_STAGE == "test"', {}],
    ["$CI_JOB_MANUAL", { when: "manual" }],
    ['$CI_NODE_TOTAL == "1" && $CI_NODE_INDEX == null', {}],
    [
      '$CI_ENVIRONMENT_NAME == "review/dev" && $CI_ENVIRONMENT_ACTION == "start"',
      { environment: "review/$CI_COMMIT_REF_NAME" },
    ],
    [
      '$CI_ENVIRONMENT_TIER == "staging" && $CI_ENVIRONMENT_URL == "https://$X"',
      { environment: { name: "x", deployment_tier: "staging", url: "https://$X" } },
    ],
  ])("%s", (expression, keywords) => {
    expect(holds(expression, keywords)).toBe(true);
  });
  test("the group of a parallel job, and of names that look like one", () => {
    const groups = simulate(
      linted(`
"t e:s t": { script: x, parallel: 2, rules: [if: $CI_JOB_GROUP_NAME == "t e:s t"] }
m: { script: x, parallel: { matrix: [{ A: "[ 1/2" }] }, rules: [if: $CI_JOB_GROUP_NAME == "m"] }
"b 1/2 2/2 3/3 4/4": { script: x, rules: [if: $CI_JOB_GROUP_NAME == "b 1/2"] }
`),
      situation(),
    );
    expect(groups.jobs.map(({ created }) => created)).toEqual([true, true, true, true]);
  });
  test("are not there without an environment, and not manual", () => {
    expect(holds("$CI_ENVIRONMENT_NAME")).toBe(false);
    expect(holds("$CI_JOB_MANUAL")).toBe(false);
  });
});
