import { describe, expect, test } from "vitest";
import { type DecidedBy, type SituationName, simulate } from "../../src/simulate/index.ts";
import { job, jobIn, linted, run, situation } from "./helper.ts";

/** What decides of a job with these keywords. */
const by = (keywords: Readonly<Record<string, unknown>>, name?: SituationName, facts = {}) =>
  job(keywords, name, facts).by;

const policy: DecidedBy = { by: "policy" };
const refs: DecidedBy = { by: "only", key: "refs" };

/** The pipelines that an entry of `only` lets in, of those on branch `dev` or tag `dev`. */
const letIn = (entry: string) =>
  (
    [
      "push",
      "tag",
      "merge-request",
      "merge-train",
      "schedule",
      "web",
      "api",
      "trigger",
      "pipeline",
      "parent",
      "parent-merge-request",
    ] as const
  ).filter((name) => job({ only: [entry] }, name).created);

const branches = ["push", "schedule", "web", "api", "trigger", "pipeline", "parent"];

describe("refs", () => {
  test.each([
    ["branches", branches],
    ["tags", ["tag"]],
    ["merge_requests", ["merge-request", "merge-train"]],
    ["merge_request", ["merge-request", "merge-train"]],
    ["pushes", ["push", "tag"]],
    ["schedules", ["schedule"]],
    ["web", ["web"]],
    ["api", ["api"]],
    ["triggers", ["trigger"]],
    ["pipelines", ["pipeline"]],
    ["parent_pipelines", ["parent", "parent-merge-request"]],
    ["chat", []],
    ["external_pull_requests", []],
    ["dev", ["push", "tag", ...branches.slice(1)]],
    ["de", []],
    ["/^de/", ["push", "tag", ...branches.slice(1)]],
    ["/^DE/", []],
    ["/^DE/i", ["push", "tag", ...branches.slice(1)]],
    ["branches@group/project", branches],
    ["branches@group/other", []],
  ])("%s", (entry, names) => {
    expect(letIn(entry)).toEqual(names);
  });

  test("sources that GitLab knows and nobody names have a plural too", () => {
    const source = { ...situation(), source: "security_orchestration_policy" };
    const only = (entry: string) =>
      simulate(linted(`a: { script: x, only: [${entry}] }`), source).created;
    expect(only("security_orchestration_policies")).toBe(true);
    expect(only("security_orchestration_policys")).toBe(false);
  });

  test("any entry is enough", () => {
    expect(by({ only: ["main", "tags", "dev"] })).toEqual(policy);
    expect(by({ only: ["main", "tags"] })).toEqual(refs);
    expect(by({ only: [] })).toEqual(refs);
  });
});

describe("except", () => {
  test("leaves out what it matches, of what only lets in", () => {
    expect(by({ except: ["main"] })).toEqual(policy);
    expect(by({ except: ["dev"] })).toEqual({ by: "except", key: "refs" });
    expect(by({ only: ["branches"], except: ["/^d/"] })).toEqual({ by: "except", key: "refs" });
  });
  test("alone keeps the default of only, unless the workflow has rules", () => {
    expect(by({ except: ["main"] }, "merge-request")).toEqual({ by: "default-only" });
    const document = {
      workflow: { rules: [{ when: "always" }] },
      a: { script: ["x"], except: ["main"] },
    };
    expect(jobIn(run(document, "merge-request"), "a").by).toEqual(policy);
  });
  test("one part that holds is enough", () => {
    const except = { refs: ["main"], variables: ["$A"] };
    expect(by({ except })).toEqual(policy);
    const facts = { variables: { A: "1" } };
    expect(by({ except }, "push", facts)).toEqual({ by: "except", key: "variables" });
  });
});

describe("the long form", () => {
  test("all parts must hold, each by one entry", () => {
    const only = { refs: ["dev"], variables: ["$A", "$B"], changes: ["*.md", "*.ts"] };
    const facts = { variables: { B: "1" }, changed: ["a.ts"] };
    expect(by({ only }, "push", facts)).toEqual(policy);
    expect(by({ only }, "push", { ...facts, ref: "x" })).toEqual(refs);
    const key = (other: object) => by({ only }, "push", { ...facts, ...other });
    expect(key({ variables: {} })).toEqual({ by: "only", key: "variables" });
    expect(key({ changed: ["a.js"] })).toEqual({ by: "only", key: "changes" });
  });
  test("without refs it has branches and tags, also under workflow:rules", () => {
    const only = { variables: ["$CI"] };
    expect(by({ only })).toEqual(policy);
    expect(by({ only }, "merge-request")).toEqual(refs);
    const document = { workflow: { rules: [{ when: "always" }] }, a: { script: ["x"], only } };
    expect(jobIn(run(document, "merge-request"), "a").by).toEqual(refs);
  });
  test("changes hold where nothing is compared; their variables stay as they are", () => {
    const only = { changes: ["$D/*"] };
    expect(by({ only })).toEqual(policy);
    const facts = { changed: ["src/a"], variables: { D: "src" } };
    expect(by({ only }, "push", facts)).toEqual({ by: "only", key: "changes" });
    expect(by({ only }, "push", { changed: ["$D/a"] })).toEqual(policy);
    expect(by({ only }, "push", { changed: [] })).toEqual({ by: "only", key: "changes" });
  });
  test("there is no cluster", () => {
    expect(by({ only: { kubernetes: "active" } })).toEqual({ by: "only", key: "kubernetes" });
    expect(by({ except: { kubernetes: "active" } })).toEqual(policy);
  });
});

describe("nothing written", () => {
  test.each([
    ["push", { by: "nothing" }],
    ["tag", { by: "nothing" }],
    ["schedule", { by: "nothing" }],
    ["parent", { by: "nothing" }],
    ["merge-request", { by: "default-only" }],
    ["merged-result", { by: "default-only" }],
    ["merge-train", { by: "default-only" }],
    ["parent-merge-request", { by: "default-only" }],
  ] as const)("%s", (name, decided) => {
    expect(by({}, name)).toEqual(decided);
    expect(by({ only: null }, name)).toEqual(decided);
  });
});
