import { describe, expect, test } from "vitest";
import { gitlabErrors } from "../../../src/lint/words/index.ts";
import { type Limits, limitsFor } from "../../../src/model/index.ts";
import fc from "../../helpers/property.ts";
import { naiveVerdict, type PlainJob, type PlainNeed } from "./naive.ts";

const mostNeeds = 3;
const all: Limits = limitsFor({ version: "18.11" });
const limits: Limits = { ...all, needs: { ...all.needs, value: mostNeeds } };

/** Names of jobs; some that `parallel` gives to others too, and some that only begin so. */
const written = [
  "a",
  "b",
  "c",
  "a 1/2",
  "a 2/2",
  "a: [x]",
  "a: [y]",
  "a: [x",
  "a: [x]: [y]",
  "a b",
];
const asked = ["$[[ matrix.A ]]", "$[[matrix.A]]", "$[[ matrix.B ]]", "$[[ other.A ]]"];
const named = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...written.slice(0, 3)) },
  { weight: 3, arbitrary: fc.constantFrom(...written) },
  { weight: 1, arbitrary: fc.constantFrom("b 1/2", "b: [x]", "c: [1, y]", "nobody") },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom("a", "b", "c"), fc.constantFrom(...asked))
      .map(([name, variable]) => `${name}: [${variable}]`),
  },
);

const value = fc.constantFrom<string | number>("x", "y", 1, "x]: [y");
const values = fc.oneof(
  value,
  fc.array(fc.constantFrom("x", "y", "x, y"), { minLength: 0, maxLength: 3 }),
);
const row = fc.oneof(
  { weight: 3, arbitrary: fc.record({ A: values }) },
  fc.record({ A: values, B: values }),
  fc.record({ B: value }),
);
const matrix = fc.record({ matrix: fc.array(row, { minLength: 0, maxLength: 2 }) });
const parallel = fc.oneof(fc.constantFrom(1, 2, 2, 3), matrix);

const computed = fc.oneof(
  fc.constantFrom(...asked),
  fc.constantFrom("$[[ matrix.A ]", "$[[ matrix.A"),
  fc.array(fc.constantFrom("x", "y", ...asked), { minLength: 1, maxLength: 2 }),
);
const wanted = fc.oneof(
  matrix,
  fc.record({ matrix: fc.array(fc.record({ A: computed }), { minLength: 1, maxLength: 2 }) }),
);
const mostlyOptional = fc.integer({ min: 0, max: 15 }).map((at) => at > 0);
const need: fc.Arbitrary<PlainNeed> = fc.oneof(
  { weight: 1, arbitrary: fc.constantFrom("a", "b", "c") },
  { weight: 4, arbitrary: fc.record({ job: named, optional: mostlyOptional }) },
  { weight: 3, arbitrary: fc.record({ job: named, optional: mostlyOptional, parallel: wanted }) },
);
const ruleNeed: fc.Arbitrary<PlainNeed> = fc.record({ job: named, optional: mostlyOptional });
const rule = fc.record({
  if: fc.constant("$A"),
  needs: fc.array(ruleNeed, { maxLength: 2 }),
});

const script = fc.constant("make");
const stage = fc.constantFrom("test", "test", "test", "test", "test", "build", "deploy");
const job: fc.Arbitrary<PlainJob> = fc.oneof(
  {
    weight: 9,
    arbitrary: fc.record(
      {
        script,
        stage,
        parallel,
        needs: fc.array(need, { maxLength: 3 }),
        rules: fc.array(rule, { minLength: 1, maxLength: 2 }),
      },
      { requiredKeys: ["script", "needs"] },
    ),
  },
  fc.record(
    { script, stage, parallel, dependencies: fc.array(named, { maxLength: 2 }) },
    { requiredKeys: ["script"] },
  ),
);
const others = fc.uniqueArray(fc.tuple(fc.constantFrom(...written.slice(3)), job), {
  maxLength: 2,
  selector: ([name]) => name,
});
/** Two jobs or three whose names are asked for, behind and before others. */
const jobs = fc
  .tuple(others, job, job, fc.option(job, { freq: 3 }), others)
  .map(([before, a, b, c, behind]) => [
    ...new Map<string, PlainJob>([
      ...before,
      ["a", a],
      ["b", b],
      ...(c ? [["c", c] as const] : []),
      ...behind,
    ]),
  ]);

const said = (list: readonly (readonly [string, PlainJob])[]) =>
  gitlabErrors(Object.fromEntries(list), { limits }).map(({ message }) => message);

/** Words by which the verdicts are told apart. */
const kinds = ["duplicated", "exist", "only", "prior", "self", "sort", "undefined"];

describe("jobs that parallel makes", () => {
  test("are judged as if each were written out", () => {
    const met = new Set<string>();
    fc.assert(
      fc.property(jobs, (list) => {
        const verdict = naiveVerdict(list, mostNeeds);
        for (const kind of kinds) if (verdict?.includes(kind)) met.add(kind);
        expect(said(list)).toEqual(verdict === undefined ? [] : [verdict]);
      }),
      { numRuns: 2000 },
    );
    expect([...met].sort()).toEqual(kinds);
  });
});
