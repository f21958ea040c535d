import { describe, expect, test } from "vitest";
import { validateConfig } from "../../../src/config/index.ts";
import { jobsOf, parallel, type Settings } from "./helper.ts";

const job = { script: ["x"] };

async function rowOf(
  matrix: Parameters<typeof jobsOf>[0],
  ...layers: NonNullable<Settings["layers"]>
) {
  const seen: unknown[] = [];
  const { jobs } = await jobsOf(
    matrix,
    (ctx) => {
      seen.push(ctx.matrix);
      return { build: job };
    },
    { layers },
  );
  return { build: jobs["api:build"], seen };
}

describe("axes are put together from service, generator and entry", () => {
  test("each adds its own, and a generator is told all", async () => {
    const { build, seen } = await rowOf({ A: ["1"] }, { B: [2] }, { C: ["3"] });
    expect(build).toEqual(parallel({ A: ["1"], B: ["2"], C: ["3"] }));
    expect(seen).toEqual([{ A: ["1"], B: ["2"], C: ["3"] }]);
  });
  test("a later one takes the place of an axis", async () => {
    const { build } = await rowOf({ A: ["1"], B: ["x"] }, { A: ["2"] }, { A: ["3", "4"] });
    expect(build).toEqual(parallel({ A: ["3", "4"], B: ["x"] }));
  });
  test("false takes all away, and more may follow", async () => {
    expect(await rowOf({ A: ["1"] }, undefined, false)).toEqual({ build: {}, seen: [{}] });
    expect((await rowOf({ A: ["1"] }, false, { B: ["2"] })).build).toEqual(parallel({ B: ["2"] }));
  });
  test("no axes are no matrix", async () => {
    expect((await rowOf({}, {})).build).toEqual({});
  });
  test("a function chooses by the service and the axes so far", async () => {
    const { build } = await rowOf({ A: ["1", "2"] }, async (service, ctx) => ({
      A: (ctx.matrix.A ?? []).slice(1),
      NAME: [service.name],
    }));
    expect(build).toEqual(parallel({ A: ["2"], NAME: ["api"] }));
    expect((await rowOf({ A: ["1"] }, () => undefined)).build).toEqual(parallel({ A: ["1"] }));
  });
});

const faults: [unknown, string][] = [
  [{ A: [] }, "A: should have a value: without one there would be no job"],
  [{ A: "x" }, "A: should be a list of values"],
  [{ "A-B": ["x"] }, "A-B: should be the name of a variable: letters, digits and underscores"],
  [{ SERVICE_DIR: ["x"] }, "SERVICE_DIR: is a variable that every job has already"],
  [{ A: [1.2] }, 'A: should hold texts and whole numbers; write "1.2" in quotes'],
  [{ A: [true] }, 'A: should hold texts and whole numbers; write "true" in quotes'],
  [{ A: ["1", 1] }, 'A: has the value "1" twice'],
  [{ A: ["$X"] }, 'A: has the value "$X", but a value is one line of text'],
  [{ A: ["a\nb"] }, 'A: has the value "a\\nb", but a value is one line of text'],
  [{ A: [""] }, 'A: has the value "", but a value is one line of text'],
  [{ A: [" a"] }, 'A: has the value " a", but a value is one line of text'],
];

describe("what cannot be axes is told, with generator, service and axis", () => {
  test.each(faults)("%j", async (axes, says) => {
    await expect(rowOf({}, () => axes as never)).rejects.toThrow(`own.ts › api › matrix › ${says}`);
  });
  test("what is no mapping, and a name of old", async () => {
    const shape = 'matrix: should be lists by variable, such as { TARGET: ["amd64", "arm64"] }';
    await expect(rowOf({}, () => ["x"] as never)).rejects.toThrow(shape);
    const hostile = JSON.parse('{ "__proto__": ["x"] }');
    await expect(rowOf({}, () => hostile)).rejects.toThrow("__proto__: should be the name");
  });
  test("too many cells", async () => {
    const many = Array.from({ length: 101 }, (_, index) => index);
    await expect(rowOf({ A: many }, { B: many })).rejects.toThrow(
      "own.ts › api › matrix: makes 10201 of each job, but 10000 is the most",
    );
  });
});

describe("in the configuration as well", () => {
  const complaintOf = (matrix: unknown) => () =>
    validateConfig(
      {
        services: { define: { api: { root: "api", matrix } } },
        generators: [{ use: "go", matrix }],
      },
      "c",
    );
  test.each(faults.filter(([axes]) => !JSON.stringify(axes).match(/"x"}|true/)))(
    "%j",
    (axes, says) => {
      expect(complaintOf(axes)).toThrow(`c › services › define › api › matrix › ${says}`);
      expect(complaintOf(axes)).toThrow(`c › generators[0] › matrix › ${says}`);
    },
  );
  test("where false is for generators only", () => {
    expect(complaintOf(false)).toThrow(
      "c › services › define › api › matrix: expected record, received boolean",
    );
  });
});
