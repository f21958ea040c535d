import { describe, expect, test } from "vitest";
import { isConditional, reference } from "../../src/model/index.ts";

describe("isConditional", () => {
  test.each([
    [false, {}],
    [false, { rules: null }],
    [false, { rules: [{ when: "always" }] }],
    [false, { rules: [{ when: "manual" }] }],
    [false, { rules: [{ if: "$A", when: "manual" }, { when: "on_success" }] }],
    [false, { rules: [{ if: "$A" }, { allow_failure: true }] }],
    [false, { rules: [[{ if: "$A" }], [{ when: "always" }]] }],
    [true, { rules: [{ if: "$A" }] }],
    [true, { rules: [{ changes: ["a"] }] }],
    [true, { rules: [{ exists: ["a"] }] }],
    [true, { rules: [{ when: "never" }] }],
    [true, { rules: [{ if: "$A", when: "never" }, { when: "always" }] }],
    [true, { rules: [{ when: "never" }, { when: "always" }] }],
    [true, { rules: reference(".r", "rules") }],
    [true, { rules: [reference(".r", "rules"), { when: "always" }] }],
    [true, { only: ["main"] }],
    [true, { except: ["main"] }],
    [false, { only: null }],
    [false, "not a job"],
    [false, null],
  ])("%s: %j", (expected, job) => expect(isConditional(job)).toBe(expected));
});
