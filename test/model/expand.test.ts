import { describe, expect, test } from "vitest";
import { expandedNames, parallelCount } from "../../src/model/index.ts";
import fc from "../helpers/property.ts";

describe("parallel", () => {
  test.each([
    [undefined, ["j"]],
    [1, ["j 1/1"]],
    [3, ["j 1/3", "j 2/3", "j 3/3"]],
    [{ matrix: [{ A: "x" }] }, ["j: [x]"]],
    [
      { matrix: [{ A: ["a", "b"], B: ["x", 1] }, { C: "z" }] },
      ["j: [a, x]", "j: [a, 1]", "j: [b, x]", "j: [b, 1]", "j: [z]"],
    ],
    [{ matrix: [{ A: [] }] }, []],
    [{ matrix: [] }, []],
  ])("%j makes %j", (parallel, names) => expect(expandedNames("j", parallel)).toEqual(names));

  test("is counted as it is expanded", () => {
    const cell = fc.oneof(fc.string(), fc.integer());
    const row = fc.dictionary(fc.string(), fc.oneof(cell, fc.array(cell, { maxLength: 3 })), {
      maxKeys: 3,
    });
    const parallel = fc.oneof(
      fc.integer({ min: 1, max: 200 }),
      fc.record({ matrix: fc.array(row, { maxLength: 3 }) }),
      fc.constant(undefined),
    );
    fc.assert(
      fc.property(parallel, (given) => {
        expect(parallelCount(given)).toBe(expandedNames("j", given).length);
      }),
    );
  });
});
