import { expect, test } from "vitest";
import { UserError } from "../../src/diagnostics/index.ts";
import { readConfiguration } from "../../src/model/index.ts";
import {
  lintedPipeline,
  type SituationName,
  simulate,
  situations,
} from "../../src/simulate/index.ts";
import fc from "../helpers/property.ts";
import { createdJobs, run, situation } from "./helper.ts";

const script = ["x"];
const name = fc.constantFrom(...situations().keys());

const condition = fc.record(
  {
    if: fc.constantFrom(
      "$A",
      '$A == "1"',
      "$CI_COMMIT_BRANCH",
      "$CI_MERGE_REQUEST_IID",
      "$B =~ /^x/",
    ),
    changes: fc.constantFrom(["*.md"], ["$D/**/*"], { paths: ["src/*"], compare_to: "main" }),
    exists: fc.constantFrom(["a.md"], "src/a", { paths: ["x"], project: "g/p" }),
  },
  { requiredKeys: [] },
);
const rule = fc
  .tuple(condition, fc.constantFrom("always", "never", "manual", "on_success", "on_failure"))
  .map(([given, when]) => ({ ...given, when }));
const part = fc.constantFrom("branches", "tags", "merge_requests", "main", "/^d/", "schedules");
const decided = fc.oneof(
  fc.constant({}),
  fc.record({ rules: fc.array(rule, { minLength: 1, maxLength: 3 }) }),
  fc.record({ only: fc.array(part, { minLength: 1 }) }),
  fc.record({ except: fc.array(part, { minLength: 1 }) }),
);
const names = ["a", "b", "c", "__proto__", "d 1/2", "$A"];
const job = fc.tuple(decided, fc.constantFrom("build", "test", ".pre"));
const jobs = fc
  .array(job, { minLength: 1, maxLength: names.length })
  .map((list) =>
    list.map(
      ([keywords, stage], index) => [names[index]!, { script, stage, ...keywords }] as const,
    ),
  );
const facts = fc.record({
  changed: fc.option(fc.subarray(["a.md", "src/a", "src/b/c"]), { nil: undefined }),
  variables: fc.dictionary(
    fc.constantFrom("A", "B", "D"),
    fc.constantFrom("", "1", "x", "src", "$A"),
  ),
  files: fc.subarray(["a.md", "src/a"]),
});

const documentOf = (list: readonly (readonly [string, unknown])[]) => Object.fromEntries(list);

test("the order in which jobs are written changes nothing for any of them", () => {
  fc.assert(
    fc.property(jobs, name, facts, fc.nat(), (list, which, given, by) => {
      const turned = [...list.slice(by % list.length), ...list.slice(0, by % list.length)];
      const sorted = (each: typeof list) =>
        [...run(documentOf(each), which, given).jobs].sort((a, b) => (a.name < b.name ? -1 : 1));
      expect(sorted(turned)).toEqual(sorted(list));
    }),
    { numRuns: 150 },
  );
});

test("a job that always is there, is; one that never is, is not; and the rest decide the pipeline", () => {
  const firm = {
    always: { script, rules: [{ when: "always" }] },
    never: { script, rules: [{ when: "never" }, { when: "always" }] },
  };
  fc.assert(
    fc.property(jobs, name, facts, (list, which, given) => {
      const seen = run({ ...documentOf(list), ...firm }, which, given);
      expect(seen.created).toBe(true);
      expect(createdJobs(seen)).toContain("always");
      expect(createdJobs(seen)).not.toContain("never");
      expect(seen.jobs.length).toBe(list.length + 2);
    }),
    { numRuns: 150 },
  );
});

test("a job that is not there says never, one that is says another, and needs what is there", () => {
  fc.assert(
    fc.property(jobs, name, facts, (list, which, given) => {
      const last = {
        script,
        stage: "test",
        needs: list.map(([each]) => ({ job: each, optional: true })),
      };
      const seen = run({ ...documentOf(list), last }, which, given);
      for (const each of seen.jobs) expect(each.when === "never").toBe(!each.created);
      const others = seen.jobs.filter((each) => each.created && each.name !== "last");
      const own = seen.jobs.find((each) => each.name === "last")!;
      const want = own.created ? others.map((each) => each.name).sort() : [];
      expect([...own.needs].sort()).toEqual(want);
      expect(seen.created).toBe(seen.errors.length === 0);
    }),
    { numRuns: 150 },
  );
});

/** What is made, or undefined where it is refused as it should be. */
function unlessRefused<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

test("no document and no situation makes it throw", () => {
  const text = fc.oneof(
    fc.string({ maxLength: 12 }),
    fc.constantFrom("$A", "$$", "${", "/(/", "**/*", "[", "{a,", "@", "\0", "$A == $B", "!"),
  );
  const list = fc.array(text, { minLength: 1, maxLength: 3 });
  const values = fc.dictionary(text, text, { maxKeys: 3 });
  const expression = fc.constantFrom("$A", "$A =~ $B", "$B !~ /^$/", "!$CI && $A == $B");
  const wildRule = fc.record(
    {
      if: expression,
      changes: fc.oneof(list, fc.record({ paths: list, compare_to: text })),
      exists: fc.oneof(list, text, fc.record({ paths: list, project: text })),
      when: fc.constantFrom("manual", "never", "always"),
      variables: values,
      needs: fc
        .subarray(["z", "q"])
        .map((all) => all.map((each) => ({ job: each, optional: true }))),
    },
    { requiredKeys: ["when"] },
  );
  const refs = fc.array(
    text.filter((ref) => ref !== "/(/"),
    { minLength: 1 },
  );
  const policy = fc.oneof(
    refs,
    fc.record({ refs, variables: fc.array(expression), changes: list }),
  );
  const common = {
    variables: values,
    environment: fc.constantFrom("x", "$A", "${A}/$A"),
    when: fc.constant("manual"),
  };
  const wild = fc.oneof(
    fc.record(
      { ...common, rules: fc.array(wildRule, { minLength: 1 }) },
      { requiredKeys: ["rules"] },
    ),
    fc.record({ ...common, only: policy, except: policy }, { requiredKeys: [] }),
  );
  let judged = 0;
  fc.assert(
    fc.property(
      fc.dictionary(fc.constantFrom("a", "b: [x]", "__proto__"), wild, { minKeys: 1 }),
      fc.dictionary(text, text, { maxKeys: 3 }),
      fc.record({ ref: text, project: text, changed: fc.array(text), files: fc.array(text) }),
      name,
      (written, variables, given, which: SituationName) => {
        const document = Object.fromEntries(
          Object.entries(written).map(([key, config]) => [key, { script, ...config }]),
        );
        const pipeline = unlessRefused(() =>
          lintedPipeline(readConfiguration({ ...document, variables }, "a.yml")),
        );
        if (!pipeline) return;
        const seen = simulate(pipeline, situation(which, { ...given, variables }));
        if (seen.jobs.length > 0) judged++;
        expect(seen.created).toBe(seen.errors.length === 0);
      },
    ),
    { numRuns: 400, seed: 7 },
  );
  expect(judged).toBeGreaterThan(150);
});
