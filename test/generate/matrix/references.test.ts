import { describe, expect, test } from "vitest";
import { symbolicNeed } from "../../../src/generate/need.ts";
import { definePipeline } from "../../../src/model/index.ts";
import { type Jobs, jobsOf, parallel } from "./helper.ts";
import { generated, loadedAs } from "./world.ts";

const job = { script: ["x"] };
const regions = { REGION: ["eu", "us"] };
const old = { version: "17.0" };
/** A job that needs the same cell: with an old GitLab there is one for each. */
const separate: Jobs = (ctx) => ({
  base: job,
  build: { ...job, needs: [ctx.need("base")] },
});
const cellOf = (region: string) => ({ variables: { REGION: region } });

describe("a need that is written by hand is on all cells, as in GitLab", () => {
  test("of a parallel job by its name", async () => {
    const { jobs } = await jobsOf(regions, () => ({
      build: job,
      test: { ...job, needs: [{ job: "api:build", artifacts: false }] },
    }));
    expect(jobs["api:test"]).toEqual({
      needs: [{ job: "api:build", artifacts: false }],
      ...parallel(regions),
    });
  });
  test("of separate jobs by all their names, in needs of rules as well", async () => {
    const { jobs } = await jobsOf(
      regions,
      (ctx) => ({
        ...separate(ctx, {} as never),
        test: {
          ...job,
          needs: [
            { job: "api:build", optional: true },
            { pipeline: "$UP", job: "api:build" },
          ],
          rules: [{ if: "$A", needs: ["api:build", "api:base"] }, { when: "on_success" }],
        },
      }),
      old,
    );
    expect(jobs["api:test"]).toEqual({
      needs: [
        { job: "api:build:eu", optional: true },
        { job: "api:build:us", optional: true },
        { pipeline: "$UP", job: "api:build" },
      ],
      rules: [
        {
          if: "$A",
          needs: ["api:build:eu", "api:build:us", "api:base: [eu]", "api:base: [us]"],
        },
        { when: "on_success" },
      ],
      ...parallel(regions),
    });
  });
});

test("an expression in a need by hand is filled in where there is a job for each cell", async () => {
  const { draft } = await generated(
    { api: { matrix: regions } },
    {
      hand: loadedAs("hand", async () => ({ value: { pack: { ...job, ...parallel(regions) } } }), [
        false,
      ]),
      own: loadedAs("own", async (_, ctx) => {
        const cell = parallel({ REGION: ["$[[matrix.REGION]]"] });
        const needs = [ctx.need("build"), { job: "api:pack", ...cell }];
        return { value: { build: job, test: { ...job, needs } } };
      }),
    },
    old,
  );
  definePipeline(draft);
  const needs = draft.jobs.map(({ name, config }) => [name, (config as { needs?: unknown }).needs]);
  const eu = parallel({ REGION: ["eu"] });
  expect(new Map(needs as [string, unknown][]).get("api:test:eu")).toEqual([
    { job: "api:build", ...eu },
    { job: "api:pack", ...eu },
  ]);
});

test("the name of a needed job is not read as an expression", async () => {
  const name = "$[[ matrix.REGION ]]";
  const { draft } = await generated(
    { [name]: {}, api: { matrix: regions, dependsOn: [name] } },
    {
      own: loadedAs("own", async (_, ctx) => ({
        value: { build: { ...job, needs: ctx.needFromDependencies("build") } },
      })),
    },
    { version: "18.11" },
  );
  definePipeline(draft);
  expect(draft.jobs.map((each) => [each.name, (each.config as { needs: unknown }).needs])).toEqual([
    [`${name}:build`, []],
    ["api:build:eu", [`${name}:build`]],
    ["api:build:us", [`${name}:build`]],
  ]);
});

test("two jobs of one name stay an error, also where one has a matrix", async () => {
  const test = { ...job, needs: [symbolicNeed("job", "build")] };
  const { draft, parts } = await generated(
    { api: { matrix: regions } },
    {
      own: loadedAs("own", async () => ({ value: { build: job, test } })),
      other: loadedAs("other", async () => ({ value: { test: job } }), [false]),
    },
    old,
  );
  expect(parts.size).toBe(0);
  expect(() => definePipeline(draft)).toThrow('"api:test"');
});

test("artifacts and optional of a symbolic need stay", async () => {
  const { jobs } = await jobsOf(
    regions,
    (ctx) => ({
      build: { ...job, rules: [{ if: "$CI_COMMIT_TAG" }] },
      test: { ...job, needs: [ctx.need("build", { artifacts: false })] },
    }),
    old,
  );
  const need = { job: "api:build", artifacts: false, optional: true };
  expect(jobs["api:test:eu"]?.needs).toEqual([{ ...need, ...parallel({ REGION: ["eu"] }) }]);
});

test("dependencies are those of the needs", async () => {
  const { jobs } = await jobsOf(
    regions,
    (ctx) => ({
      ...separate(ctx, {} as never),
      test: { ...job, needs: [ctx.need("build")], dependencies: ["api:build"] },
      late: { ...job, stage: "deploy", dependencies: ["api:build", "api:base"] },
    }),
    old,
  );
  expect(jobs["api:test:us"]).toEqual({
    needs: ["api:build:us"],
    dependencies: ["api:build:us"],
    ...cellOf("us"),
  });
  expect(jobs["api:late"]?.dependencies).toEqual(["api:build:eu", "api:build:us", "api:base"]);
});

test("a key that takes one job gets that of the same cell", async () => {
  const environment = { name: "review/$REGION" };
  const { jobs } = await jobsOf(
    regions,
    () => ({
      review: { ...job, environment: { ...environment, on_stop: "api:stop" } },
      stop: { ...job, environment: { ...environment, action: "stop" }, when: "manual" },
      make: { ...job, stage: "build" },
      child: { trigger: { include: [{ artifact: "a.yml", job: "api:make" }] }, needs: [] },
    }),
    { version: "18.11" },
  );
  expect(Object.keys(jobs)).toEqual([
    "api:review:eu",
    "api:review:us",
    "api:stop",
    "api:make",
    "api:child:eu",
    "api:child:us",
  ]);
  expect(jobs["api:review:us"]?.environment).toEqual({
    name: "review/$REGION",
    on_stop: "api:stop: [us]",
  });
  expect(jobs["api:child:eu"]?.trigger).toMatchObject({
    include: [{ artifact: "a.yml", job: "api:make: [eu]" }],
  });
});

test("needs that a hidden job hands down are each cell's own", async () => {
  const { jobs } = await jobsOf(
    regions,
    (ctx) => ({
      build: job,
      ".later": { needs: [ctx.need("build")] },
      ".even-later": { extends: ".api:later" },
      test: { ...job, extends: [".api:even-later"] },
    }),
    { version: "18.8" },
  );
  expect(jobs[".api:later"]).toEqual({ needs: ["api:build"] });
  expect(jobs["api:test"]).toEqual({
    extends: [".api:even-later"],
    needs: [{ job: "api:build", ...parallel({ REGION: ["$[[ matrix.REGION ]]"] }) }],
    ...parallel(regions),
  });
});

describe("what cannot be said is told", () => {
  const complaint = (jobs: Jobs) => expect(jobsOf(regions, jobs)).rejects;

  test("a job with parallel of its own, or of a hidden job", async () => {
    const says =
      "cannot have `parallel` of its own. Leave one of the two out; `matrix: false` on the generator's entry takes its away";
    await complaint(() => ({ build: { ...job, parallel: 3 } })).toThrow(
      `own.ts › api:build › parallel: a job with the matrix REGION ${says}`,
    );
    await complaint(() => ({
      ".base": { parallel: 3 },
      build: { ...job, extends: ".api:base" },
    })).toThrow(`own.ts › api:build › parallel: a job with the matrix REGION ${says}`);
  });
  test("a need on cells by hand", async () => {
    await complaint(() => ({
      build: job,
      test: { ...job, needs: ["api:x", { job: "api:build", ...parallel({ REGION: ["eu"] }) }] },
    })).toThrow('own.ts › api:test › needs[1]: names cells of "api:build"');
  });
  test("a job that extends one with a matrix", async () => {
    await complaint(() => ({ build: job, test: { extends: "api:build" } })).toThrow(
      'own.ts › api:test › extends: extends "api:build", which has a matrix and may become several jobs. Let both extend a hidden job (.name)',
    );
  });
  test("a job of which there are several, where one is wanted", async () => {
    const include = [{ artifact: "a.yml", job: "api:make" }];
    const { draft } = await generated(
      { api: { matrix: regions } },
      {
        make: loadedAs("make", async () => ({ value: { make: { ...job, stage: "build" } } })),
        own: loadedAs("own", async () => ({ value: { child: { trigger: { include } } } }), [false]),
      },
    );
    expect(() => definePipeline(draft)).toThrow(
      "own.ts › api:child › trigger › include[0] › job: ",
    );
  });
});
