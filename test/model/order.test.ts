import { describe, expect, test } from "vitest";
import { ordered, orderedTop } from "../../src/model/index.ts";
import fc from "../helpers/property.ts";

const keys = (value: object) => Object.keys(value).join(" ");

describe("ordered", () => {
  test("puts keywords where people look for them", () => {
    const job = { script: 1, artifacts: 1, needs: 1, image: 1, rules: 1, stage: 1, extends: 1 };
    expect(keys(ordered(job))).toBe("extends stage image rules needs script artifacts");
  });

  test("sorts variables by code unit, and unknown keys last", () => {
    const job = { zz: 1, aa: 1, variables: { b: 1, B: 1, a: 1 }, script: 1 };
    expect(keys(ordered(job))).toBe("variables script aa zz");
    expect(keys(ordered(job).variables)).toBe("B a b");
  });

  test("keeps what has an order: lists, matrix, rules", () => {
    const job = { parallel: { matrix: [{ B: 1, A: 2 }] }, rules: [{ when: "always", if: "$A" }] };
    expect(JSON.stringify(ordered(job).parallel)).toBe('{"matrix":[{"B":1,"A":2}]}');
    expect(JSON.stringify(ordered(job).rules)).toBe('[{"when":"always","if":"$A"}]');
  });

  test("orders the top level, then the jobs as they come", () => {
    const document = { b: 1, default: { tags: 1, image: 1 }, stages: 1, a: 1, workflow: 1 };
    expect(keys(orderedTop(document))).toBe("workflow stages default b a");
    expect(keys(orderedTop(document).default)).toBe("image tags");
  });

  test("loses nothing, changes nothing given, and is its own result", () => {
    const job = fc.dictionary(
      fc.oneof(fc.constantFrom("script", "variables", "needs", "stage", "__proto__"), fc.string()),
      fc.jsonValue(),
    );
    fc.assert(
      fc.property(job, (given) => {
        const before = JSON.stringify(given);
        const once = ordered(given);
        expect(once).toEqual(given);
        expect(JSON.stringify(ordered(once))).toBe(JSON.stringify(once));
        expect(JSON.stringify(given)).toBe(before);
      }),
    );
  });
});
