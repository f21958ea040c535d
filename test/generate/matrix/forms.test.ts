import { describe, expect, test } from "vitest";
import { definePipeline, limitsFor } from "../../../src/model/index.ts";
import type { MatrixAxes } from "../../../src/workspace/index.ts";
import { type Jobs, jobsOf, parallel } from "./helper.ts";
import { generated, loadedAs } from "./world.ts";

const job = { script: ["x"] };
const chain: Jobs = (ctx) => ({ build: job, test: { ...job, needs: [ctx.need("build")] } });
const regions = { REGION: ["eu", "us"] };
const both = { REGION: ["eu", "us"], TARGET: ["amd64", "arm64"] };

describe("a job once for each cell", () => {
  test("is parallel:matrix", async () => {
    const { jobs } = await jobsOf({ REGION: ["eu", 7] }, () => ({ build: job }));
    expect(jobs).toEqual({ "api:build": parallel({ REGION: ["eu", "7"] }) });
  });

  test("and its hidden jobs are there once", async () => {
    const { jobs } = await jobsOf(regions, () => ({
      ".base": job,
      build: { extends: ".api:base" },
    }));
    expect(jobs).toEqual({
      ".api:base": {},
      "api:build": { extends: ".api:base", ...parallel(regions) },
    });
  });

  test("a trigger job as well, which hands them over", async () => {
    const { jobs } = await jobsOf(regions, () => ({ deploy: { trigger: "group/app" } }));
    expect(jobs).toEqual({
      "api:deploy": {
        inherit: { variables: false },
        trigger: {
          project: "group/app",
          forward: { yaml_variables: true, pipeline_variables: false },
        },
        ...parallel(regions),
      },
    });
  });

  test("needs the same cell by an expression, where GitLab knows it", async () => {
    const { jobs } = await jobsOf(both, chain, { version: "18.8.0-ee" });
    const cell = { REGION: ["$[[ matrix.REGION ]]"], TARGET: ["$[[ matrix.TARGET ]]"] };
    expect(jobs).toEqual({
      "api:build": parallel(both),
      "api:test": { needs: [{ job: "api:build", ...parallel(cell) }], ...parallel(both) },
    });
  });

  test.each(["18.7", "17.0", undefined])("is a job of its own with GitLab %s", async (version) => {
    const { jobs, parts } = await jobsOf(regions, chain, { ...(version && { version }) });
    const need = (region: string) => ({ job: "api:build", ...parallel({ REGION: [region] }) });
    expect(jobs).toEqual({
      "api:build": parallel(regions),
      "api:test:eu": { needs: [need("eu")], variables: { REGION: "eu" } },
      "api:test:us": { needs: [need("us")], variables: { REGION: "us" } },
    });
    expect([...parts]).toEqual([
      ["api:build", ["api:build"]],
      ["api:test", ["api:test:eu", "api:test:us"]],
    ]);
  });

  test("names cells as GitLab did before 16.3", async () => {
    const { jobs } = await jobsOf(regions, chain, { version: "16.2" });
    expect(jobs["api:test:us"]).toEqual({
      needs: ["api:build: [us]"],
      variables: { REGION: "us" },
    });
  });
});

describe("needs between jobs with other axes", () => {
  /** `make` makes `build` with the service's axes, this generator `test` with these. */
  async function needsOf(build: MatrixAxes, layer: MatrixAxes | undefined, version = "18.8") {
    const { draft, dropped } = await generated(
      { api: { matrix: build } },
      {
        make: loadedAs("make", async () => ({ value: { build: job } })),
        own: loadedAs(
          "own",
          async (_, ctx) => ({ value: { test: { ...job, needs: [ctx.need("build")] } } }),
          [false, layer],
        ),
      },
      { version },
    );
    definePipeline(draft, limitsFor({ version }));
    const tests = draft.jobs.filter(({ name }) => name.startsWith("api:test"));
    return tests.map(({ name, config }) => [
      name,
      (config as { needs: unknown }).needs,
      ...(dropped.get(name) ?? []),
    ]);
  }

  test("without a matrix all cells", async () => {
    expect(await needsOf(both, undefined)).toEqual([["api:test", ["api:build"]]]);
  });
  test("of an axis that only the needed job has, all values", async () => {
    const cell = { REGION: ["$[[ matrix.REGION ]]"], TARGET: ["amd64", "arm64"] };
    expect(await needsOf(both, regions)).toEqual([
      ["api:test", [{ job: "api:build", ...parallel(cell) }]],
    ]);
  });
  test("an axis that only the own job has does not matter", async () => {
    expect(await needsOf(regions, { GO: ["1.22", "1.23"] })).toEqual([["api:test", ["api:build"]]]);
  });
  test("one value selects its cells, in the order of the needed job's axes", async () => {
    const cells = { REGION: ["eu", "us"], TARGET: ["arm64"] };
    expect(await needsOf(both, { TARGET: ["arm64"] }, "17.0")).toEqual([
      ["api:test", [{ job: "api:build", ...parallel(cells) }]],
    ]);
  });
  test("where no cell agrees the need is dropped, and told", async () => {
    const why = { need: "api:build", why: "no-such-cell" };
    expect(await needsOf(regions, { REGION: ["ap"] })).toEqual([["api:test", [], why]]);
    expect(await needsOf(regions, { REGION: ["ap", "eu"] })).toEqual([
      ["api:test:ap", [], why],
      ["api:test:eu", [{ job: "api:build", ...parallel({ REGION: ["eu"] }) }]],
    ]);
  });
});

describe("more cells than GitLab takes in one job", () => {
  const numbers = Array.from({ length: 5 }, (_, index) => index + 1);

  test("are several jobs, along the slowest axis; needs go from piece to piece", async () => {
    const { jobs } = await jobsOf({ N: numbers, TARGET: ["a", "b"] }, chain, {
      version: "18.8",
      limits: { parallel: 4 },
    });
    const pieces = [["1", "2"], ["3", "4"], ["5"]];
    const expected = pieces.map((N, index) => {
      const cell = {
        N: N.length > 1 ? ["$[[ matrix.N ]]"] : N,
        TARGET: ["$[[ matrix.TARGET ]]"],
      };
      const row = parallel({ N, TARGET: ["a", "b"] });
      return [
        [`api:build:${index + 1}`, row],
        [
          `api:test:${index + 1}`,
          { needs: [{ job: `api:build:${index + 1}`, ...parallel(cell) }], ...row },
        ],
      ];
    });
    expect(jobs).toEqual(Object.fromEntries(expected.flat()));
  });

  test("who needs all names all pieces", async () => {
    const { jobs } = await jobsOf(
      { N: numbers },
      (ctx) => ({
        build: job,
        test: { ...job, needs: ["api:build"] },
        lint: { ...job, needs: [ctx.need("build")] },
      }),
      { limits: { parallel: 4 }, version: "18.8" },
    );
    expect(jobs["api:test:1"]?.needs).toEqual(["api:build:1", "api:build:2"]);
    expect(jobs["api:lint:2"]?.needs).toEqual(["api:build:2"]);
  });

  test("a value that takes more than a piece is cut along the next axis", async () => {
    const { jobs } = await jobsOf({ REGION: ["eu", "us"], N: [1, 2, 3] }, () => ({ build: job }), {
      limits: { parallel: 2 },
    });
    expect(Object.values(jobs)).toEqual([
      parallel({ REGION: ["eu"], N: ["1", "2"] }),
      parallel({ REGION: ["eu"], N: ["3"] }),
      parallel({ REGION: ["us"], N: ["1", "2"] }),
      parallel({ REGION: ["us"], N: ["3"] }),
    ]);
  });

  test("a cell that needs one other counts one need, however many there are", async () => {
    const { jobs } = await jobsOf({ N: numbers }, chain, {
      version: "18.8",
      limits: { needs: 1 },
    });
    expect(Object.keys(jobs)).toEqual(["api:build", "api:test"]);
  });
});

describe("names of separate jobs", () => {
  const names = async (matrix: MatrixAxes, key = "test") => {
    const { jobs } = await jobsOf(matrix, (ctx) => ({
      build: job,
      [key]: { ...job, needs: [ctx.need("build")] },
    }));
    return Object.keys(jobs).slice(1);
  };

  test("have the values, made safe", async () => {
    expect(await names({ REGION: ["eu/1", "us 2"], GO: ["1.22"] })).toEqual([
      "api:test:eu-1:1.22",
      "api:test:us-2:1.22",
    ]);
  });
  test("of which the second is told apart by a hash", async () => {
    const [first, second] = await names({ REGION: ["a b", "a/b"] });
    expect([first, second]).toEqual([
      "api:test:a-b",
      expect.stringMatching(/^api:test:a-b:[0-9a-f]{8}$/),
    ]);
  });
  test("are cut at 255 characters, with a hash", async () => {
    const [first, second] = await names({ X: ["a", "b"] }, "t".repeat(250));
    expect(first).toMatch(/^api:t{242}:[0-9a-f]{8}$/);
    expect(second).toMatch(/^api:t{242}:[0-9a-f]{8}$/);
    expect(first).not.toBe(second);
  });
  test("are taken where an expanded name would be too long", async () => {
    const { jobs } = await jobsOf({ X: ["x".repeat(250), "y"] }, () => ({ build: job }));
    expect(jobs).toEqual({
      [`api:build:${"x".repeat(236)}:9743ee21`]: { variables: { X: "x".repeat(250) } },
      "api:build:y": { variables: { X: "y" } },
    });
  });
  test("are taken where an expanded name is that of another job, or stands for two cells", async () => {
    const taken = await jobsOf({ X: ["y"] }, () => ({ build: job, "build: [y]": job }));
    expect(taken.jobs).toEqual({
      "api:build:y": { variables: { X: "y" } },
      "api:build: [y]": parallel({ X: ["y"] }),
    });
    const twice = await jobsOf({ X: ["a", "a, b"], Y: ["b, c", "c"] }, () => ({ build: job }));
    expect(Object.keys(twice.jobs)).toEqual([
      "api:build:a:b-c",
      "api:build:a:c",
      "api:build:a-b:b-c",
      "api:build:a-b:c",
    ]);
  });
});
