import { describe, expect, test } from "vitest";
import { definePipeline, readConfiguration } from "../../src/model/index.ts";
import { outline, simulate } from "../../src/simulate/index.ts";
import { createdJobs, job, run, situation } from "./helper.ts";

const script = ["x"];

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
  test("a variable with expand: false is left as it is", () => {
    const rules = [{ changes: ["$DIR/*"] }];
    const seen = (expand: boolean) =>
      job({ rules, variables: { DIR: { value: "$CI_COMMIT_BRANCH", expand } } }, "push", {
        changed: ["dev/a"],
      }).created;
    expect([seen(true), seen(false)]).toEqual([true, false]);
  });
  test("compare_to has paths of its own, by ref", () => {
    const rules = [{ changes: { paths: ["*.md"], compare_to: "$CI_DEFAULT_BRANCH" } }];
    const facts = { changed: ["a.ts"], changedSince: { main: ["a.md"] } };
    expect(job({ rules }, "push", facts).created).toBe(true);
    expect(job({ rules }, "push", { ...facts, defaultBranch: "dev" }).created).toBe(false);
    expect(job({ rules }, "schedule", { changed: ["a.ts"] }).created).toBe(false);
  });
  test("compare_to has to name a ref that is there, where refs are known", () => {
    const facts = { changed: ["a.md"], refs: ["main", "dev"] };
    const errorsOf = (compareTo: string, more: Readonly<Record<string, string>> = {}) => {
      const changes = { paths: ["*.md"], compare_to: compareTo };
      const document = { a: { script, rules: [{ changes, ...more }] }, b: { script } };
      const pipeline = definePipeline(readConfiguration(document, "child.yml"));
      const { errors } = outline(pipeline, situation("push", facts));
      expect(run(document, "push", facts).errors).toEqual(errors);
      return errors;
    };
    const fault = "Failed to parse rule for a: rules:changes:compare_to is not a valid ref";
    expect(
      ["main", "$CI_COMMIT_BRANCH", "main~1", "0123abc", "HEAD"].flatMap((ref) => errorsOf(ref)),
    ).toEqual([]);
    expect(["mainx", "", "$NOPE"].map((ref) => errorsOf(ref))).toEqual([[fault], [fault], [fault]]);
    expect(errorsOf("mainx", { if: "$NOPE" })).toEqual([fault]);
  });

  test("a condition before that does not hold keeps GitLab from looking for the ref", () => {
    const changes = { paths: ["*.md"], compare_to: "mainx" };
    const document = { a: { script, rules: [{ if: "$NOPE", changes }] }, b: { script } };
    const seen = run(document, "push", { changed: ["a.md"], refs: ["main"] });
    expect([seen.errors, createdJobs(seen)]).toEqual([[], ["b"]]);
  });

  test("a workflow that compares with no ref never runs", () => {
    const changes = { paths: ["*.md"], compare_to: "mainx" };
    const document = { workflow: { rules: [{ changes }] }, b: { script } };
    expect(run(document, "push", { changed: ["a.md"], refs: ["main"] }).errors).toEqual([
      "The pipeline did not run. Review the workflow:rules configuration for the pipeline.",
    ]);
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
