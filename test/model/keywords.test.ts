import { describe, expect, test } from "vitest";
import type { Code } from "../../src/diagnostics/index.ts";
import { codes, type Document, job, told, trigger } from "./helper.ts";

const T: Code = "KEYWORD_TYPE";
const V: Code = "KEYWORD_VALUE";
const C: Code = "KEYWORD_CHOICE";
const U: Code = "KEYWORD_UNKNOWN";
const M: Code = "KEYWORD_MISSING";

const nested = (levels: number): unknown => (levels === 0 ? "x" : [nested(levels - 1)]);

/** A keyword, a value that GitLab takes, its twin that it refuses, and the code. */
const values: readonly (readonly [string, unknown, unknown, Code])[] = [
  ["script", "make", "  ", V],
  ["script", ["make", ["nested"]], [], V],
  ["script", nested(10), nested(11), V],
  ["script", ["1"], [1], V],
  ["before_script", [], [{ a: 1 }], V],
  ["after_script", "x", 1, V],
  ["hooks", { pre_get_sources_script: "x" }, { pre_get_sources: "x" }, U],
  ["image", "node:22", "", V],
  ["image", { name: "node", entrypoint: [""] }, { entrypoint: [""] }, M],
  ["image", { name: "node", pull_policy: ["always"] }, { name: "node", pull_policy: "often" }, C],
  ["image", { name: "a", docker: { user: "u" } }, { name: "a", docker: { usr: "u" } }, U],
  ["image", { name: "a", kubernetes: { user: 1 } }, { name: "a", kubernetes: { user: true } }, T],
  ["image", { name: "a" }, ["a"], T],
  ["services", ["postgres"], "postgres", T],
  ["services", [{ name: "postgres", alias: "db" }], [{ name: "postgres", alia: "db" }], U],
  ["services", [{ name: "a", variables: { A: 1 } }], [{ name: "a", variables: [] }], T],
  ["services", [{ name: "a", variables: { A: true } }], [{ name: "a", variables: { A: {} } }], T],
  ["services", ["a", null], ["a", 1], T],
  ["tags", ["docker"], "docker", T],
  ["timeout", "1h 30m", "nope", V],
  ["timeout", "1 month", "2 months", V],
  ["interruptible", true, "yes", T],
  ["retry", 2, 3, V],
  ["retry", { max: 1, when: ["always"] }, { max: 1, when: ["sometimes"] }, C],
  ["retry", { when: "api_failure", exit_codes: [1] }, { exit_codes: "1" }, T],
  ["retry", { max: 0 }, { max: 3 }, V],
  ["retry", 0, 0.5, V],
  ["cache", { key: "a", paths: ["x"] }, { key: "a/b", paths: ["x"] }, V],
  ["cache", [{ paths: [] }, {}, {}, {}], [{}, {}, {}, {}, {}], V],
  ["cache", { key: { files: ["a", "b"] } }, { key: { files: ["a", "b", "c"] } }, V],
  ["cache", { key: { files: ["a"], prefix: "p" } }, { key: { prefix: "p" } }, V],
  ["cache", { policy: "$POLICY", when: "always" }, { policy: "get" }, V],
  ["cache", { untracked: true, unprotect: false }, { untracked: "yes" }, T],
  ["cache", { fallback_keys: ["a"] }, { fallback_keys: ["a", "b", "c", "d", "e", "f"] }, V],
  ["artifacts", { paths: ["a"], expire_in: "never" }, { paths: "a" }, T],
  ["artifacts", { expire_in: "1 week" }, { expire_in: "soon" }, V],
  ["artifacts", { reports: { junit: "a.xml" } }, { reports: { juni: "a.xml" } }, U],
  ["artifacts", { reports: { dotenv: ["a", "b"] } }, { reports: { dotenv: 1 } }, T],
  [
    "artifacts",
    { reports: { coverage_report: { coverage_format: "cobertura", path: "c.xml" } } },
    { reports: { coverage_report: { coverage_format: "lcov", path: "c.xml" } } },
    C,
  ],
  ["artifacts", { paths: ["a"], expose_as: "the a" }, { expose_as: "the a" }, V],
  ["artifacts", { paths: ["a"], expose_as: "a" }, { paths: ["*"], expose_as: "a" }, V],
  ["artifacts", { paths: ["a"], expose_as: "a" }, { paths: ["a"], expose_as: "a!" }, V],
  ["artifacts", { access: "all" }, { access: "all", public: true }, V],
  ["artifacts", { when: "always", untracked: true }, { when: "never" }, C],
  ["id_tokens", { T: { aud: "x" } }, { T: {} }, M],
  ["id_tokens", { T: { aud: ["x"] } }, { T: { aud: 1 } }, T],
  ["stage", "test", ["test"], T],
  ["variables", { A: 1, B: true, C: 1.5, D: null }, { A: ["x"] }, T],
  ["variables", { A: { value: "x", expand: false } }, { A: { value: "x", description: "d" } }, U],
  ["rules", [{ if: "$A" }], [], V],
  ["rules", [{ if: "$A", when: "never" }], [{ if: "$A", when: "often" }], C],
  ["rules", [[{ if: "$A" }]], [["$A"]], T],
  ["rules", [{ when: "always" }], [{}], V],
  ["rules", [{ changes: ["a"] }], [{ changes: "a" }], T],
  [
    "rules",
    [{ changes: { paths: ["a"], compare_to: "b" } }],
    [{ changes: { compare_to: "b" } }],
    M,
  ],
  ["rules", [{ changes: Array(50).fill("a") }], [{ changes: Array(51).fill("a") }], V],
  ["rules", [{ exists: "a" }], [{ exists: { paths: ["a"], path: "a" } }], U],
  [
    "rules",
    [{ exists: { paths: ["a"], project: "p", ref: "r" } }],
    [{ exists: { paths: ["a"], ref: "r" } }],
    V,
  ],
  ["rules", [{ when: "delayed", start_in: "1 day" }], [{ when: "delayed" }], V],
  [
    "rules",
    [{ when: "delayed", start_in: "1 week" }],
    [{ when: "delayed", start_in: "8 days" }],
    V,
  ],
  [
    "rules",
    [{ if: "$A", allow_failure: true }],
    [{ if: "$A", allow_failure: { exit_codes: 1 } }],
    T,
  ],
  [
    "rules",
    [{ if: "$A", variables: { X: "1" } }],
    [{ if: "$A", variables: { X: { value: "1" } } }],
    T,
  ],
  ["rules", [{ if: "$A", interruptible: true }], [{ if: "$A", auto_cancel: {} }], U],
  ["only", ["main", "/^v/"], "main", T],
  ["only", { refs: ["main"] }, {}, V],
  ["only", { kubernetes: "active" }, { kubernetes: "x" }, C],
  ["except", ["/a.c/i"], ["/a(c/"], V],
  ["except", { variables: ["$A"] }, { variables: "$A" }, T],
  ["needs", [], "build", T],
  ["allow_failure", { exit_codes: [1, 2] }, { exit_codes: ["1"] }, T],
  ["allow_failure", true, "yes", T],
  ["when", "manual", "never", C],
  ["manual_confirmation", "sure?", true, T],
  ["coverage", "/\\d+%/", "\\d+%", V],
  ["coverage", "/a/", "/(?=a)/", V],
  ["parallel", 200, 201, V],
  ["parallel", 1, 0, V],
  ["parallel", { matrix: [{ A: ["x", 1], B: "y" }] }, { matrix: [{ A: null }] }, T],
  ["parallel", { matrix: [{ A: "x" }] }, { matrix: [{}] }, V],
  ["parallel", { matrix: [] }, {}, M],
  ["environment", "review/$CI_COMMIT_REF_SLUG", "/review", V],
  ["environment", { name: "a", action: "verify" }, { name: "a", action: "go" }, C],
  ["environment", { name: "a", url: "https://a" }, { url: "https://a" }, M],
  [
    "environment",
    { name: "a", kubernetes: { agent: "x" } },
    { name: "a", kubernetes: { agnt: 1 } },
    U,
  ],
  ["resource_group", "production", 1, T],
  ["inherit", { default: ["image"], variables: false }, { default: ["imag"] }, C],
  ["inherit", { default: false }, { defaults: false }, U],
  ["inputs", { who: { default: "you" } }, { who: { type: "string" } }, M],
  ["release", { tag_name: "v1", description: "d" }, { tag_name: "v1" }, M],
  [
    "release",
    { tag_name: "v1", description: "d", released_at: "2024-03-15T08:00:00Z" },
    { tag_name: "v1", description: "d", released_at: "soon" },
    V,
  ],
  [
    "release",
    { tag_name: "v1", description: "d", assets: { links: [{ name: "n", url: "u" }] } },
    { tag_name: "v1", description: "d", assets: { links: [{ name: "n" }] } },
    M,
  ],
  ["secrets", { S: { vault: "a/b/c@d" } }, { S: { file: true } }, V],
  [
    "secrets",
    { S: { gcp_secret_manager: { name: "n" }, token: "$T" } },
    { S: { gcp_secret_manager: { name: "n" } } },
    V,
  ],
  ["identity", "google_cloud", "aws", C],
  ["dast_configuration", { site_profile: "s" }, { site: "s" }, U],
  ["pages", { path_prefix: "p", expire_in: "$E" }, { path_prefix: 1 }, T],
  ["pages", true, "yes", T],
];

describe("keywords of a job", () => {
  test.each(values)("%s: %j, not %j", (key, good, bad, code) => {
    expect(codes(job({ [key]: good }))).toEqual([]);
    expect(codes(job({ [key]: bad }))).toEqual([code]);
  });

  test("a keyword without a value is not there", () => {
    expect(codes(job({ image: null, retry: { max: 1, when: null } }))).toEqual([]);
    expect(codes({ a: { script: null } })).toEqual([M]);
  });

  test("run: steps instead of a script", () => {
    expect(codes({ a: { run: [{ name: "hi", script: "echo" }] } })).toEqual([]);
    expect(codes({ a: { run: [{ name: "hi", script: "echo", func: "f" }] } })).toEqual([V]);
    expect(codes({ a: { run: [{ name: "not a name", script: "echo" }] } })).toEqual([V]);
  });
});

/** `needs` and `trigger`: the same, in jobs that they fit. */
const build = { stage: "build", script: ["x"] };
const needing = (needs: unknown): Document => ({ build, test: { script: ["x"], needs } });

const needs: readonly (readonly [unknown, unknown, Code])[] = [
  [["build"], [""], V],
  [[{ job: "build", artifacts: false }], [{ job: "build", artifact: false }], U],
  [{ job: "build" }, {}, V],
  [[{ job: "build", optional: true }], [{ optional: true }], V],
  [[{ pipeline: "$P", job: "x" }], [{ pipeline: 1, job: "x" }], T],
  [[{ pipeline: "$P", job: "x" }], [{ pipeline: "$P", job: "x", optional: true }], V],
  [[{ project: "g/p", job: "x", ref: "main" }], [{ project: "g/p", job: "x" }], V],
  [["build", null], [["build"], 1], T],
];

describe("needs", () => {
  test.each(needs)("%j, not %j", (good, bad, code) => {
    expect(codes(needing(good))).toEqual([]);
    expect(codes(needing(bad))).toEqual([code]);
  });
});

const include = (value: unknown): Document => ({ child: { trigger: { include: value } } });
const triggers: readonly (readonly [Document, Document, Code])[] = [
  [{ child: { trigger: "group/app" } }, { child: { trigger: 1 } }, T],
  [{ child: { trigger: { project: "g/a", branch: "b" } } }, { child: { trigger: {} } }, V],
  [include("a.yml"), include(true), T],
  [include([{ local: "a.yml" }]), include({ local: "a.yml" }), T],
  [include(["a", "b", "c"]), include(["a", "b", "c", "d"]), V],
  [include([{ local: "a" }]), include([{ lokal: "a" }]), U],
  [include([{ project: "p", file: "f" }]), include([{ project: "p" }]), V],
  [
    include([{ local: "a", inputs: { x: 1 } }]),
    { c: { trigger: { include: "a", inputs: {} } } },
    V,
  ],
  [
    include([{ remote: "r", integrity: "sha256-YQ==" }]),
    include([{ local: "a", integrity: "sha256-YQ==" }]),
    V,
  ],
  [trigger({ when: "manual" }), trigger({ when: "delayed" }), C],
  [trigger({ allow_failure: true }), trigger({ allow_failure: { exit_codes: 1 } }), T],
  [trigger({ parallel: { matrix: [{ A: ["x"] }] } }), trigger({ parallel: 2 }), T],
  [trigger({ interruptible: true }), trigger({ tags: ["x"] }), U],
  [
    { c: { trigger: { include: "a", strategy: "mirror", forward: { yaml_variables: true } } } },
    { c: { trigger: { include: "a", strategy: "wait" } } },
    C,
  ],
  [
    { c: { trigger: { project: "g/a", forward: "all" } } },
    { c: { trigger: { project: "g/a", forward: { yaml_variables: "all" } } } },
    T,
  ],
  [include([{ local: "a" }]), include([{ artifact: "a", job: " " }]), V],
];

describe("trigger jobs", () => {
  test.each(triggers)("%j, not %j", (good, bad, code) => {
    expect(codes(good)).toEqual([]);
    expect(codes(bad)).toEqual([code]);
  });
});

const x = { script: ["x"] };
const top: readonly (readonly [string, unknown, unknown, Code])[] = [
  ["stages", ["test", ["deploy"]], ["test", 1], V],
  ["workflow", { name: "n", rules: [{ when: "always" }] }, { rules: [{ when: "manual" }] }, C],
  [
    "workflow",
    { auto_cancel: { on_new_commit: "none" } },
    { auto_cancel: { on_new_commit: "x" } },
    C,
  ],
  ["workflow", { rules: [{ if: "$A", auto_cancel: {} }] }, { rules: [{ if: "$A", name: "x" }] }, U],
  ["workflow", {}, [], T],
  ["variables", { A: { value: "a", options: ["a"] } }, { A: { value: "b", options: ["a"] } }, V],
  ["variables", { A: { value: "a", description: "d", expand: true } }, { A: { valu: "a" } }, U],
  ["default", { image: "a", retry: 1 }, { imag: "a" }, U],
  ["default", { tags: ["a"] }, { tags: "a" }, T],
  ["include", "a.yml", 1, T],
  ["include", { local: "a" }, { local: "a", template: "b" }, V],
  ["include", [{ artifact: "a", job: "b" }], [{ artifact: "a" }], V],
  [
    "include",
    [{ component: "c", rules: [{ if: "$A" }] }],
    [{ component: "c", rules: [{ if: "$A", need: 1 }] }],
    U,
  ],
  ["include", [{ project: "p", file: ["a"], ref: "r" }], [{ project: "p" }], V],
  ["include", [{ remote: "r", cache: "1 day" }], [{ remote: 1 }], T],
  ["include", [{ template: "t", inputs: { a: [1] } }], [{ template: "t", inputs: [] }], T],
];

describe("the top level", () => {
  test.each(top)("%s: %j, not %j", (key, good, bad, code) => {
    expect(codes({ x, [key]: good })).toEqual([]);
    expect(codes({ x, [key]: bad })).toEqual([code]);
  });
});

describe("what a user reads", () => {
  test.each([
    [job({ scrpt: "x" }), 'child.yml › web:test › scrpt: unknown keyword. Did you mean "script"?'],
    [
      job({ needs: [7] }),
      "child.yml › web:test › needs[0]: should be a string or a hash, not a number",
    ],
    [job({ retry: true }), "child.yml › web:test › retry: should be a number or a hash, not true"],
    [job({ needs: [{ artifacts: true }] }), "child.yml › web:test › needs[0]: should name a `job`"],
    [
      job({ retry: { when: "script_failur" } }),
      'child.yml › web:test › retry › when: "script_failur" is not allowed here. Did you mean "script_failure"?',
    ],
    [
      job({ image: { entrypoint: [""] } }),
      "child.yml › web:test › image: `name` is missing. Add it; GitLab requires it here",
    ],
    [
      job({ image: { name: "a", pullpolicy: "always" } }),
      'child.yml › web:test › image › pullpolicy: unknown keyword. Did you mean "pull_policy"?',
    ],
    [
      job({ rules: [{ if: "$A", whn: "never" }] }),
      'child.yml › web:test › rules[0] › whn: unknown keyword. Did you mean "when"?',
    ],
  ])("%j", (document, line) => expect(told(document)).toBe(line));
});
