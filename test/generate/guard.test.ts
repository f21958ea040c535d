import { expect, test } from "vitest";
import { guardJob } from "../../src/generate/guard.ts";

const job = (config: object, name = "web:build") => ({
  name,
  origin: "test",
  config: { script: ["x"], ...config },
});

test.each([
  ["no jobs at all", [], "fanout:nothing-affected"],
  ["only hidden jobs", [job({}, ".web:base")], "fanout:nothing-affected"],
  ["a job without rules", [job({})], undefined],
  ["a trigger job", [job({ script: undefined, trigger: { include: "x.yml" } })], undefined],
  ["a job whose rules may leave it out", [job({ rules: [{ if: "$X" }] })], "fanout:always"],
  [
    "a job with a rule for all other cases",
    [job({ rules: [{ if: "$X" }, { when: "manual" }] })],
    undefined,
  ],
  ["a job only for tags", [job({ only: ["tags"] })], "fanout:always"],
  ["only a job of .pre", [job({ stage: ".pre" })], "fanout:always"],
])("%s", (_, drafts, name) => {
  expect(guardJob(drafts, "build")?.name).toBe(name);
});
