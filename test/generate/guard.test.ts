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
    [
      job({
        rules: [
          { if: "$X", when: "always" },
          { when: "delayed", start_in: "1 hour" },
        ],
      }),
    ],
    undefined,
  ],
  [
    "a job that its last rule lets wait",
    [job({ rules: [{ if: "$X" }, { when: "manual" }] })],
    "fanout:always",
  ],
  ["a job that waits for somebody", [job({ when: "manual" })], "fanout:always"],
  ["a job for when others failed", [job({ when: "on_failure" })], "fanout:always"],
  ["a job whose base may have rules", [job({ extends: ".base", stage: "x" })], "fanout:always"],
  [
    "a job with stage and rules of its own",
    [job({ extends: ".base", stage: "x", rules: [{ when: "on_success" }] })],
    undefined,
  ],
  ["a job only for tags", [job({ only: ["tags"] })], "fanout:always"],
  ["only a job of .pre", [job({ stage: ".pre" })], "fanout:always"],
])("%s", (_, drafts, name) => {
  expect(guardJob(drafts, "build")?.name).toBe(name);
});
