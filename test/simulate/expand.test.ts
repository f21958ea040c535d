import { describe, expect, test } from "vitest";
import { expandAll, expandText } from "../../src/simulate/expand.ts";
import type { Variable } from "../../src/simulate/variables.ts";

const variable = ([name, value]: readonly [string, string]): Variable => ({
  name,
  value,
  raw: false,
});
const expanded = (...pairs: readonly (readonly [string, string])[]) =>
  expandAll(pairs.map(variable));

describe("variables in each other", () => {
  test("in any order and depth, in all three forms", () => {
    expect(expanded(["A", "$B-%C%"], ["B", "${C}!"], ["C", "c"]).values).toEqual({
      A: "c!-c",
      B: "c!",
      C: "c",
    });
  });
  test("an unknown one becomes nothing; doubled signs and `${}` stay", () => {
    expect(expanded(["A", "a$X b"], ["B", "$$A %% ${} $1"]).values).toEqual({
      A: "a b",
      B: "$$A %% ${} $1",
    });
  });
  test("raw ones are not expanded, and are put in as they are", () => {
    const raw: Variable = { name: "R", value: "$A", raw: true };
    expect(expandAll([raw, variable(["A", "a"]), variable(["B", "$R"])]).values).toEqual({
      R: "$A",
      A: "a",
      B: "$A",
    });
  });
  test("of two of one name the later counts", () => {
    expect(expanded(["A", "low"], ["B", "$A"], ["A", "high"]).values).toEqual({
      A: "high",
      B: "high",
    });
  });
  test("one that names itself gets what was there before", () => {
    expect(expanded(["A", "$A!"]).values).toEqual({ A: "!" });
    // GitLab looks up the given one first and then writes the YAML's over it.
    expect(expanded(["A", "$A!"], ["A", "given"]).values).toEqual({ A: "given!" });
  });
  test("names are no prototype keys", () => {
    const { values } = expanded(["__proto__", "p"], ["A", "$__proto__$constructor"]);
    expect(Object.hasOwn(values, "__proto__")).toBe(true);
    expect(values.A).toBe("p");
  });
});

describe("circles", () => {
  test("are told in GitLab's words, and nothing is expanded", () => {
    expect(expanded(["X", "$A"], ["A", "$B"], ["B", "$C"], ["C", "$A"])).toEqual({
      values: { X: "$A", A: "$B", B: "$C", C: "$A" },
      error: 'circular variable reference detected: ["A", "B", "C"]',
    });
  });
  test("two of them in one sentence", () => {
    const { error } = expanded(["A", "$B"], ["B", "$A"], ["C", "$D"], ["D", "$C"]);
    expect(error).toBe('circular variable reference detected: ["A", "B"], ["C", "D"]');
  });
  test("two ways to one variable are none", () => {
    expect(expanded(["A", "$B$C"], ["B", "$D"], ["C", "$D"], ["D", "d"])).toEqual({
      values: { A: "dd", B: "d", C: "d", D: "d" },
    });
  });
});

test("a long chain, and values that double, come to an end", () => {
  const chain = Array.from({ length: 20_000 }, (_, n) => [`A${n}`, `$A${n + 1}`] as const);
  expect(expanded(...chain, ["A20000", "end"]).values.A0).toBe("end");
  const doubling = Array.from({ length: 60 }, (_, n) => [`A${n}`, `$A${n + 1}$A${n + 1}`] as const);
  const { values } = expanded(...doubling, ["A60", "xxxx"]);
  expect(Math.max(...Object.values(values).map(({ length }) => length))).toBeLessThan(1 << 21);
});

test("a text: an unknown name becomes nothing", () => {
  expect(expandText("$A/${B}/%A%/$C.", { A: "a", B: "b" })).toBe("a/b/a/.");
});
