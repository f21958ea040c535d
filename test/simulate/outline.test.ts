import { expect, test } from "vitest";
import { readConfiguration } from "../../src/model/index.ts";
import { lintedPipeline, outline, simulate, situations } from "../../src/simulate/index.ts";
import fc from "../helpers/property.ts";
import { situation } from "./helper.ts";

const script = ["x"];
const value = fc.constantFrom("", "1", "x", "src", "$A", "$B/$CI_JOB_NAME", "%D%");
const values = fc.dictionary(fc.constantFrom("A", "B", "D", "CI_COMMIT_BRANCH"), value);
const condition = fc.record(
  {
    if: fc.constantFrom("$A", '$A == "1"', "$CI_JOB_NAME =~ /a/", "$CI_COMMIT_BRANCH", "$A == $D"),
    changes: fc.constantFrom(["*.md"], ["$D/**/*"], ["src/**/*"]),
    exists: fc.constantFrom(["a.md"], ["$A/a"]),
    allow_failure: fc.boolean(),
  },
  { requiredKeys: [] },
);
const rule = fc
  .tuple(condition, fc.constantFrom("always", "never", "manual", "on_success"))
  .map(([given, when]) => ({ ...given, when }));
const refs = fc.array(fc.constantFrom("branches", "tags", "main", "/^d/", "schedules"), {
  minLength: 1,
});
const decided = fc.oneof(
  fc.constant({}),
  fc.record({ rules: fc.array(rule, { minLength: 1, maxLength: 2 }) }),
  fc.record({ only: fc.record({ refs, variables: fc.constant(["$A"]) }), except: refs }),
);
const names = ["a", "b", "c", "d", "__proto__", "e $A"];
const job = fc
  .record({
    decided,
    stage: fc.constantFrom("build", "test", ".pre", "$B"),
    variables: values,
    more: fc.record(
      {
        when: fc.constantFrom("manual", "on_failure"),
        parallel: fc.constantFrom<unknown>(2, { matrix: [{ A: ["1", "2"] }] }),
        environment: fc.constantFrom("live", "live/$A/$D"),
        inherit: fc.constantFrom({ variables: false }, { variables: ["A"] }),
      },
      { requiredKeys: [] },
    ),
  })
  .map(({ decided: keywords, more, ...rest }) => ({ script, ...rest, ...more, ...keywords }));

/** Jobs of which some are alike but for their names. */
const jobs = fc
  .tuple(
    fc.array(job, { minLength: 1, maxLength: 3 }),
    fc.array(fc.nat(2), { minLength: 1, maxLength: names.length }),
  )
  .map(([kinds, picks]) =>
    picks.map((pick, index) => [names[index]!, kinds[pick % kinds.length]!] as const),
  );
const workflow = fc.option(
  fc
    .tuple(condition, fc.constantFrom("always", "never"))
    .map(([{ allow_failure: _, ...given }, when]) => ({
      rules: [{ ...given, when }, { when: "always" }],
    })),
  { nil: undefined },
);
const which = fc.constantFrom(...situations().keys());
const facts = fc.record({
  changed: fc.option(fc.subarray(["a.md", "src/a"]), { nil: undefined }),
  variables: values,
  files: fc.subarray(["a.md", "src/a"]),
});

test("an outline says what simulate says of each job and of the pipeline", () => {
  let circles = 0;
  let shared = 0;
  fc.assert(
    fc.property(jobs, workflow, values, which, facts, (list, top, variables, name, given) => {
      const needing = list.map(([each, config], index) => {
        const needs = index % 2 === 1 && list[0]![1].stage === config.stage ? [list[0]![0]] : [];
        return [each, needs.length > 0 ? { ...config, needs } : config];
      });
      const stages = ["build", "test", "$B"];
      const document = { stages, variables, ...(top && { workflow: top }) };
      const all = Object.fromEntries([...Object.entries(document), ...needing]);
      const pipeline = lintedPipeline(readConfiguration(all, "a.yml"));
      const at = situation(name, given);
      const whole = simulate(pipeline, at);
      const seen = outline(pipeline, at);
      expect({ created: seen.created, errors: seen.errors }).toEqual({
        created: whole.created,
        errors: whole.errors,
      });
      const visible = pipeline.jobs.map((each) => each.name);
      const verdicts = visible.flatMap((each) => seen.verdictsOf(each));
      expect(verdicts).toEqual(
        whole.jobs.map(({ created, when, allowFailure, by }) => ({
          created,
          when,
          allowFailure,
          by,
        })),
      );
      for (const each of whole.jobs) {
        if (visible.includes(each.name))
          expect(seen.variablesOf(each.name)).toEqual(each.variables);
      }
      if (new Set(verdicts).size < verdicts.length) shared++;
      if (whole.errors.some((error) => error.includes("circular"))) circles++;
    }),
    { numRuns: 400 },
  );
  expect(circles).toBeGreaterThan(10);
  expect(shared).toBeGreaterThan(100);
});

test.each([
  ["a variable that each job has of its own", { if: "$CI_JOB_NAME =~ /^a/" }, {}],
  ["a variable of the job", { if: "$A" }, { variables: { A: "" } }],
  ["a glob that is expanded", { changes: ["$D/**/*"] }, { variables: { D: "$E", E: "other" } }],
  ["a glob of exists", { exists: ["$CI_JOB_NAME/a"] }, {}],
])("jobs with the same rules are not alike where these ask for %s", (_, condition, other) => {
  const document = {
    ab: { script, variables: { A: "1", D: "$E", E: "src" }, rules: [condition] },
    b: { script, variables: { A: "1", D: "$E", E: "src" }, rules: [condition], ...other },
    sure: { script },
  };
  const pipeline = lintedPipeline(readConfiguration(document, "a.yml"));
  const at = situation("push", { changed: ["src/a"], files: ["ab/a"] });
  const seen = outline(pipeline, at);
  const created = (name: string) => seen.verdictsOf(name).map((each) => each.created);
  expect([created("ab"), created("b")]).toEqual([[true], [false]]);
  expect(simulate(pipeline, at).jobs.map((job) => job.created)).toEqual([true, false, true]);
});

test("the name that a job is written under leads to all that parallel makes of it", () => {
  const document = {
    a: {
      script,
      parallel: { matrix: [{ REGION: ["eu", "us"] }] },
      rules: [{ if: '$REGION == "eu"' }],
    },
  };
  const pipeline = lintedPipeline(readConfiguration(document, "a.yml"));
  const seen = outline(pipeline, situation("push"));
  expect(seen.verdictsOf("a").map(({ created }) => created)).toEqual([true, false]);
});
