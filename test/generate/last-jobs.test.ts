import { expect, test } from "vitest";
import { lastJobs } from "../../src/generate/last-jobs.ts";
import { symbolicNeed } from "../../src/generate/need.ts";

const stages = ["build", "test", "deploy"];

/** The last jobs of service `a` among jobs by key; those of other services are `b:key`. */
function last(jobs: Record<string, object>, stage = "deploy") {
  const drafts = Object.entries(jobs).map(([key, config]) => ({
    name: key.includes(":") ? key : key.startsWith(".") ? `.a:${key.slice(1)}` : `a:${key}`,
    service: key.includes(":") ? "b" : "a",
    origin: "g",
    config,
  }));
  return lastJobs(drafts, new Set(["a"]), { stages, stage });
}

const need = (job: string) => symbolicNeed("job", job);

test.each<[string, Record<string, object>, string[]]>([
  ["one without needs", { build: {} }, ["a:build"]],
  ["the end of a line", { build: {}, test: { needs: [need("build")] } }, ["a:test"]],
  ["needs as they are written", { build: {}, test: { needs: ["a:build"] } }, ["a:test"]],
  ["needs as mappings", { build: {}, test: { needs: [{ job: "a:build" }] } }, ["a:test"]],
  ["both ends of a fork", { build: {}, x: { needs: [need("build")] }, y: {} }, ["a:x", "a:y"]],
  [
    "a job may be left out: what it needs counts beside it",
    { build: {}, test: { needs: [need("build")], rules: [{ if: "$X" }] } },
    ["a:build", "a:test"],
  ],
  [
    "nobody waits for a job that waits for somebody",
    { build: {}, apply: { needs: [need("build")], when: "manual" } },
    ["a:build"],
  ],
  [
    "nor where a rule makes it so",
    { build: {}, apply: { needs: [need("build")], rules: [{ if: "$X", when: "manual" }] } },
    ["a:build"],
  ],
  [
    "a rule that says never only leaves it out",
    { build: {}, test: { rules: [{ if: "$X", when: "never" }, { when: "on_success" }] } },
    ["a:build", "a:test"],
  ],
  ["nor for a failure", { build: {}, rescue: { when: "on_failure" } }, ["a:build"]],
  [
    "what it extends counts",
    { ".m": { when: "manual" }, build: {}, apply: { extends: ".a:m" } },
    ["a:build"],
  ],
  [
    "hidden jobs and other services are none",
    { ".x": {}, "b:test": { needs: ["a:build"] }, build: {} },
    ["a:build"],
  ],
  ["no jobs", {}, []],
])("%s", (_, jobs, expected) => {
  expect(last(jobs)).toEqual(expected);
});

test("jobs of later stages cannot be needed; the usual stage is test", () => {
  const jobs = {
    build: { stage: "build" },
    test: { needs: [need("build")] },
    deploy: { stage: "deploy", needs: [need("test")] },
    after: { stage: ".post" },
  };
  expect(last(jobs, "build")).toEqual(["a:build"]);
  expect(last(jobs, "test")).toEqual(["a:test"]);
  expect(last(jobs, "deploy")).toEqual(["a:deploy"]);
  expect(last(jobs, ".post")).toEqual(["a:deploy", "a:after"]);
});
