import { describe, expect, test } from "vitest";
import { layoutOf } from "../../src/preview/layout.ts";
import { barycentreRows } from "../../src/preview/rows.ts";
import type { ViewJob, ViewPipeline } from "../../src/view/index.ts";
import fc from "../helpers/property.ts";
import { job, pipeline, shopView } from "./page-views.ts";

/** Names by lane and row: `a b | c` is one lane whose first row has a and b. */
const picture = (view: ViewPipeline) =>
  layoutOf([view])[0]?.lanes.map(({ jobs, rows }) => {
    const lines: string[] = [];
    for (const [at, each] of jobs.entries()) {
      const row = rows[at] ?? 0;
      lines[row] = [lines[row], view.jobs[each]?.name].filter(Boolean).join(" ");
    }
    return lines.join(" | ");
  });

/** Jobs written as `stage name needed needed`. */
function jobs(...lines: readonly string[]): ViewJob[] {
  const names = lines.map((line) => line.split(" ")[1]);
  return lines.map((line) => {
    const [stage = "", name = "", ...needs] = line.split(" ");
    return job(name, stage, {
      needs: needs.map((need) => ({ name: need, job: names.indexOf(need), optional: false })),
    });
  });
}

describe("a pipeline with few jobs", () => {
  test("what hangs together stands together, each chain in its row, loose jobs last", () => {
    const view = pipeline(
      "child",
      jobs(
        "build a",
        "build b",
        "build loose",
        "test ta a",
        "test tb b",
        "test extra",
        "deploy d ta",
      ),
    );
    expect(picture(view)).toEqual(["a ta d", "b tb", "loose extra"]);
  });

  test("lines do not cross where they need not", () => {
    const crossed = jobs(
      "build a",
      "build b",
      "build c",
      "test tc c",
      "test tb b",
      "test ta a",
      "deploy d ta tb tc",
    );
    const [lane] = picture(pipeline("child", crossed)) ?? [];
    const rows = (lane ?? "").split(" | ").map((row) => row.replace(" d", "").split(" "));
    expect(rows.map(([build, test]) => test === `t${build}`)).toEqual([true, true, true]);
  });

  test("a job stands level with the middle of what it needs", () => {
    const view = pipeline("child", jobs("build a", "build b", "build c", "test t a b c"));
    expect(picture(view)).toEqual(["a | b t | c"]);
  });

  test("a line that leaves out a stage does not push its job aside", () => {
    const view = pipeline("child", jobs("build a", "test t", "deploy d a"));
    expect(picture(view)).toEqual(["a d", "t"]);
  });

  test("needs of one stage and circles of it are no trouble", () => {
    const view = pipeline("child", jobs("build a b", "build b a", "test t a"));
    expect(picture(view)?.[0]?.split(" ").sort()).toEqual(["a", "b", "t", "|"]);
  });

  test("a pipeline without jobs has no lanes", () => {
    expect(layoutOf([pipeline("child", [])])).toEqual([{ grouped: false, lanes: [] }]);
  });
});

test("with many jobs each service has its lane, those of no service come first", () => {
  const many = Array.from({ length: 40 }, (_, service) => [
    job(`s${service}:build`, "build", { service }),
    job(`s${service}:test`, "test", {
      service,
      needs: [{ name: `s${service}:build`, job: 3 * service, optional: false }],
    }),
    job(`s${service}:lint`, "test", { service }),
  ]).flat();
  const [layout] = layoutOf([pipeline("child", [...many, job("all", "test")])]);
  expect(layout?.grouped).toBe(true);
  expect(layout?.lanes).toHaveLength(41);
  expect(layout?.lanes[0]).toEqual({ jobs: [120], rows: [0] });
  expect(layout?.lanes[1]).toEqual({ service: 0, jobs: [0, 1, 2], rows: [0, 0, 1] });
  expect(layout?.lanes[40]).toEqual({ service: 39, jobs: [117, 118, 119], rows: [0, 0, 1] });
});

describe("what is too large for dagre", () => {
  test("each column is in the order of what it needs", () => {
    const columns = [0, 0, 0, 1, 1, 1];
    const needs = [
      [3, 2],
      [4, 1],
      [5, 0],
    ] as const;
    expect(barycentreRows({ columns, needs })).toEqual([0, 1, 2, 2, 1, 0]);
  });

  test("jobs that are tied to nothing keep their order", () => {
    expect(barycentreRows({ columns: [0, 1, 0, 1], needs: [] })).toEqual([0, 0, 1, 1]);
  });

  test("it is what many jobs that hang together get", () => {
    const all = Array.from({ length: 100 }, (_, index) => `build b${index}`);
    const tests = Array.from({ length: 100 }, (_, index) => `test t${index} b${99 - index} b0`);
    const [layout] = layoutOf([
      pipeline(
        "child",
        jobs(...all, ...tests).map((each) => ({ ...each, service: 0 })),
      ),
    ]);
    expect(layout?.lanes).toHaveLength(1);
    expect(layout?.lanes[0]?.rows.at(-1)).toBe(99);
  });
});

/** Pipelines of any shape, needs in any direction. */
const anyPipeline = fc
  .array(
    fc.record({
      stage: fc.integer({ min: 0, max: 4 }),
      service: fc.option(fc.integer({ min: 0, max: 6 }), { nil: undefined }),
      needs: fc.array(fc.nat(), { maxLength: 3 }),
    }),
    { maxLength: 200 },
  )
  .map((drafts) =>
    pipeline(
      "child",
      drafts.map(({ stage, service, needs }, index) =>
        job(`j${index}`, `s${stage}`, {
          ...(service === undefined ? {} : { service }),
          needs: needs.map((need) => ({
            name: `j${need % drafts.length}`,
            job: need % drafts.length,
            optional: false,
          })),
        }),
      ),
    ),
  );

test("every job has one place, no two share it, and no row is empty", () => {
  fc.assert(
    fc.property(anyPipeline, (view) => {
      const [layout] = layoutOf([view]);
      const all = layout?.lanes.flatMap(({ jobs }) => jobs) ?? [];
      expect([...all].sort((a, b) => a - b)).toEqual([...view.jobs.keys()]);
      for (const { jobs, rows } of layout?.lanes ?? []) {
        const places = jobs.map((each, at) => `${view.jobs[each]?.stage} ${rows[at]}`);
        expect(new Set(places).size).toBe(places.length);
        expect(new Set(rows).size).toBe(Math.max(...rows) + 1);
      }
    }),
    { numRuns: 60 },
  );
});

test("the same view gives the same places", () => {
  expect(layoutOf(shopView().pipelines)).toEqual(layoutOf(shopView().pipelines));
});
