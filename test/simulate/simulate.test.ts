import { describe, expect, test } from "vitest";
import { definePipeline, readConfiguration } from "../../src/model/index.ts";
import { simulate } from "../../src/simulate/index.ts";
import { createdJobs, job, jobIn, linted, run, situation } from "./helper.ts";

const script = ["x"];
const always = { script, rules: [{ when: "always" }] };
const never = { script, rules: [{ if: "$NOTHING" }] };

const empty =
  "The resulting pipeline would have been empty. Review the rules configuration for the relevant jobs.";
const notRun =
  "The pipeline did not run. Review the workflow:rules configuration for the pipeline.";
const absent = (by: string, need: string) =>
  `'${by}' job needs '${need}' job, but '${need}' does not exist in the pipeline. This might be because of the only, except, or rules keywords. To need a job that sometimes does not exist in the pipeline, use needs:optional.`;

describe("rules", () => {
  test("the first that holds decides", () => {
    const rules = [{ if: "$A" }, { if: "$B", when: "manual" }, { when: "always" }];
    const seen = (variables: Record<string, string>) => {
      const { by, when } = job({ rules }, "push", { variables });
      return [by, when];
    };
    expect(seen({ A: "1", B: "1" })).toEqual([{ by: "rule", index: 0 }, "on_success"]);
    expect(seen({ B: "1" })).toEqual([{ by: "rule", index: 1 }, "manual"]);
    expect(seen({})).toEqual([{ by: "rule", index: 2 }, "always"]);
  });

  test("never, and none that holds, leave the job out", () => {
    expect(job({ rules: [{ when: "never" }, { when: "always" }] })).toMatchObject({
      created: false,
      when: "never",
      by: { by: "rule", index: 0 },
    });
    expect(job({ rules: [{ if: "$A" }] })).toMatchObject({ created: false, by: { by: "no-rule" } });
  });

  test("all conditions of a rule must hold", () => {
    const rules = [{ if: "$A", changes: ["*.md"], exists: ["Dockerfile"] }];
    const facts = { variables: { A: "1" }, changed: ["a.md"], files: ["Dockerfile"] };
    const holds = (other: object) => job({ rules }, "push", { ...facts, ...other }).created;
    expect(holds({})).toBe(true);
    expect(holds({ variables: {} })).toBe(false);
    expect(holds({ changed: ["a.ts"] })).toBe(false);
    expect(holds({ files: [] })).toBe(false);
  });

  test("nested lists are one list", () => {
    const rules = [[{ if: "$A" }, [{ when: "manual" }]], { when: "always" }];
    expect(job({ rules }).by).toEqual({ by: "rule", index: 1 });
  });

  test("without a value they are none, and put an end to the default of only", () => {
    expect(job({ rules: null }, "merge-request")).toMatchObject({
      created: true,
      by: { by: "nothing" },
    });
    expect(job({}, "merge-request")).toMatchObject({ by: { by: "default-only" } });
  });

  test("a rule without when starts as the job says", () => {
    const when = (keywords: Readonly<Record<string, unknown>>) =>
      job({ rules: [{ if: "$CI" }], ...keywords }).when;
    expect(when({})).toBe("on_success");
    expect(when({ when: "manual" })).toBe("manual");
    expect(when({ rules: [{ when: "delayed", start_in: "1 day" }] })).toBe("delayed");
  });
});

describe("allow_failure", () => {
  const allowed = (keywords: Readonly<Record<string, unknown>>) => job(keywords).allowFailure;
  test("a manual job may fail, one that a rule makes manual may not", () => {
    expect(allowed({ when: "manual" })).toBe(true);
    expect(allowed({ rules: [{ when: "manual" }] })).toBe(false);
    expect(allowed({ when: "manual", rules: [{ if: "$CI" }] })).toBe(true);
  });
  test("what is written counts, that of the rule most", () => {
    expect(allowed({ when: "manual", allow_failure: false })).toBe(false);
    expect(allowed({ allow_failure: true })).toBe(true);
    expect(allowed({ allow_failure: true, rules: [{ allow_failure: false }] })).toBe(false);
    expect(allowed({ rules: [{ when: "manual", allow_failure: true }] })).toBe(true);
    expect(allowed({ when: "manual", allow_failure: { exit_codes: [1] } })).toBe(false);
  });
});

describe("changes", () => {
  const holds = (
    changes: unknown,
    changed: readonly string[] | undefined,
    name = "push" as const,
  ) => job({ rules: [{ changes }] }, name, { changed }).created;

  test("a list, or paths", () => {
    expect(holds(["docs/**/*"], ["docs/a/b.md"])).toBe(true);
    expect(holds({ paths: ["docs/**/*"] }, ["docs/a/b.md"])).toBe(true);
    expect(holds(["docs/**/*"], ["src/a.ts"])).toBe(false);
  });
  test("hold where nothing is compared, and do not where nothing changed", () => {
    expect(holds(["docs/**/*"], undefined)).toBe(true);
    expect(holds(["docs/**/*"], [])).toBe(false);
  });
  test.each(["first-push", "tag", "schedule", "web", "api", "trigger", "pipeline"] as const)(
    "GitLab compares nothing in %s",
    (name) => {
      expect(job({ rules: [{ changes: ["*.md"] }] }, name, { changed: ["a.ts"] }).created).toBe(
        true,
      );
    },
  );
  test("variables in them are expanded in each other", () => {
    const rules = [{ changes: ["$DIR/**/*"] }];
    const variables = { DIR: "$BASE/app", BASE: "services" };
    expect(job({ rules, variables }, "push", { changed: ["services/app/x"] }).created).toBe(true);
    expect(job({ rules, variables }, "push", { changed: ["app/x"] }).created).toBe(false);
  });
  test("compare_to has paths of its own, by ref", () => {
    const rules = [{ changes: { paths: ["*.md"], compare_to: "$CI_DEFAULT_BRANCH" } }];
    const facts = { changed: ["a.ts"], changedSince: { main: ["a.md"] } };
    expect(job({ rules }, "push", facts).created).toBe(true);
    expect(job({ rules }, "push", { ...facts, defaultBranch: "dev" }).created).toBe(false);
    expect(job({ rules }, "schedule", { changed: ["a.ts"] }).created).toBe(false);
  });
  test("compare_to without any paths is assumed to hold, and that is told", () => {
    const rules = [{ changes: { paths: ["*.md"], compare_to: "main" } }];
    const seen = run({ a: { script, rules } });
    expect(createdJobs(seen)).toEqual(["a"]);
    expect(seen.assumed).toEqual([{ job: "a", rule: 0, what: "changes:compare_to" }]);
  });
});

describe("exists", () => {
  const files = ["Dockerfile", "services/a/package.json"];
  const holds = (exists: unknown, other = {}) =>
    job({ rules: [{ exists }], ...other }, "push", { files }).created;

  test("a name, a glob, paths", () => {
    expect(holds(["Dockerfile"])).toBe(true);
    expect(holds("Dockerfile")).toBe(true);
    expect(holds(["**/package.json"])).toBe(true);
    expect(holds({ paths: ["services/*/package.json"] })).toBe(true);
    expect(holds(["package.json"])).toBe(false);
  });
  test("variables are expanded", () => {
    expect(holds(["$F"], { variables: { F: "Docker$E", E: "file" } })).toBe(true);
    expect(holds(["$F"], { variables: { F: "Docker" } })).toBe(false);
  });
  test("of another project are assumed to be there unless its files are known", () => {
    const exists = { paths: ["x"], project: "group/$P" };
    const document = { a: { script, rules: [{ exists }], variables: { P: "lib" } } };
    const seen = run(document);
    expect(seen.created).toBe(true);
    expect(seen.assumed).toEqual([{ job: "a", rule: 0, what: "exists:project" }]);
    const known = simulate(definePipeline(readConfiguration(document, "a.yml")), {
      ...situation(),
      filesOf: { "group/lib": ["y"] },
    });
    expect(known.created).toBe(false);
    expect(known.assumed).toEqual([]);
  });
});

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
    a: { script, rules: [{ if: "${A}" }] },
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
