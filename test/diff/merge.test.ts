import { describe, expect, test } from "vitest";
import { compareSides } from "../../src/diff/compare.ts";
import { mergeViews } from "../../src/diff/merge.ts";
import type { Side } from "../../src/diff/types.ts";
import { namesOf, pipelinesOf } from "../../src/diff/viewed.ts";
import type { View, ViewJob, ViewPipeline } from "../../src/view/index.ts";
import fc from "../helpers/property.ts";

type JobOf = Partial<Omit<ViewJob, "needs" | "service">> & { needs?: string[]; service?: string };
type Jobs = Readonly<Record<string, JobOf>>;

/** A view by pipelines: jobs by name, their stage is `test` unless told. */
function viewOf(
  pipelines: Readonly<Record<string, Jobs>>,
  services: string[] = [],
  side = "",
): View {
  const names = Object.keys(pipelines);
  const jobNames = names.map((name) => Object.keys(pipelines[name]!));
  const drawn = names.map((name, at): ViewPipeline => {
    const parent = jobNames.findIndex((jobs) => jobs.includes(name));
    const jobs = Object.entries(pipelines[name]!).map(([job, given]): ViewJob => {
      const { needs = [], service, ...rest } = given;
      const opens = names.indexOf(job);
      return {
        name: job,
        stage: "test",
        kind: opens > 0 ? "trigger" : "job",
        origin: "test",
        file: "f.yml",
        written: { script: ["x"] },
        copies: 1,
        dropped: [],
        verdicts: [0],
        ...rest,
        needs: needs.map((need) => ({
          name: need,
          job: jobNames[at]!.indexOf(need),
          optional: false,
        })),
        ...(service !== undefined && { service: services.indexOf(service) }),
        ...(opens > 0 && { opens }),
      };
    });
    return {
      title: name,
      source: "f.yml",
      ...(at > 0 && { startedBy: { pipeline: parent, job: jobNames[parent]!.indexOf(name) } }),
      stages: [...new Set(jobs.map(({ stage }) => stage))],
      jobs,
      created: [{ created: true, why: "" }],
      judgements: [{ created: true, when: "on_success", allowFailure: false, told: side }],
    };
  });
  return {
    project: "p",
    headline: "",
    tally: "",
    base: { sha: "a", ref: null, how: "option", why: "", fallback: false },
    head: { sha: "b", workTree: false },
    changes: [],
    services: services.map((name) => ({
      name,
      root: name,
      kind: "service",
      state: "affected",
      summary: "",
      reasons: [],
    })),
    situations: [{ id: "now", title: "now" }],
    pipelines: drawn,
    limits: [],
    diagnostics: [],
  };
}

const sideOf = (view: View | undefined): Side => ({
  pipelines: view ? pipelinesOf(view, { emitted: { pipelines: [] } as never }) : [],
  services: [],
});

function merged(before: View | undefined, after: View | undefined): View {
  const difference = compareSides(sideOf(before), sideOf(after));
  return mergeViews(before, after, { from: "a", to: "b", why: "", difference });
}

/** `+ a`, `- b`, `~ c image`, `  d`. */
const told = ({ jobs }: ViewPipeline) =>
  jobs.map(({ name, change }) => {
    const mark = { added: "+", removed: "-", changed: "~", same: " " }[change!.kind];
    return [mark, name, ...change!.keys].join(" ");
  });

const script = (...lines: string[]) => ({ written: { script: lines } });

describe("one view of both sides", () => {
  test("has every job of either, with its change", () => {
    const before = viewOf({ "": { a: {}, b: script("1"), c: {} } });
    const after = viewOf({ "": { a: {}, b: script("2"), d: {} } });
    const view = merged(before, after);
    expect(view.pipelines.map(told)).toEqual([["  a", "~ b script", "+ d", "- c"]]);
    const [, b, , c] = view.pipelines[0]!.jobs;
    expect(b!.change!.before).toEqual({ script: ["1"] });
    expect(c!.change!.before).toEqual({ script: ["x"] });
    expect(view.headline).toBe("from a to b ()");
    expect(view.tally).toContain("1 job added, 1 removed, 1 changed, 1 alike");
  });

  test("draws what is gone in its stage, and the stage where it stood", () => {
    const before = viewOf({ "": { a: { stage: "build" }, l: { stage: "lint" }, t: {} } });
    const after = viewOf({ "": { b: { stage: "build" }, t: {} } });
    const [child] = merged(before, after).pipelines;
    expect(child!.stages).toEqual(["build", "lint", "test"]);
    expect(told(child!)).toEqual(["+ b", "- a", "- l", "  t"]);
  });

  test("keeps services apart that one side has", () => {
    const before = viewOf({ "": { w: { service: "web" }, a: { service: "api" } } }, ["web", "api"]);
    const after = viewOf({ "": { a: { service: "api" } } }, ["api"]);
    const view = merged(before, after);
    expect(view.services.map(({ name, state }) => `${name} ${state}`)).toEqual([
      "api affected",
      "web gone",
    ]);
    expect(view.pipelines[0]!.jobs.map(({ name, service }) => [name, service])).toEqual([
      ["a", 0],
      ["w", 1],
    ]);
  });

  test("leads needs, triggers and verdicts to where they stand now", () => {
    const started = { inner: {}, late: { needs: ["inner"] } };
    const before = viewOf(
      { "": { start: {}, z: { needs: ["start"] } }, start: started },
      [],
      "old",
    );
    const now = { "": { a: {}, m: { needs: ["a"] }, other: {} }, other: { x: {} } };
    const view = merged(before, viewOf(now, [], "new"));
    const [child, other, gone] = view.pipelines;
    expect(told(child!)).toEqual(["+ a", "+ m", "+ other", "- start", "- z"]);
    expect(child!.jobs.map(({ needs }) => needs.map(({ job }) => job))).toEqual([
      [],
      [0],
      [],
      [],
      [3],
    ]);
    expect(child!.jobs.map(({ opens }) => opens)).toEqual([undefined, undefined, 1, 2, undefined]);
    expect(other!.startedBy).toEqual({ pipeline: 0, job: 2 });
    expect(gone!.startedBy).toEqual({ pipeline: 0, job: 3 });
    expect(told(gone!)).toEqual(["- inner", "- late"]);
    const verdicts = view.pipelines.map(({ jobs, judgements }) =>
      jobs.map((job) => judgements[job.verdicts[0]!]?.told),
    );
    expect(verdicts).toEqual([["new", "new", "new", "old", "old"], ["new"], ["old", "old"]]);
  });

  test("shows a job that moved where it is now", () => {
    const before = viewOf({ "": { s: {}, a: {} } });
    const after = viewOf({ "": { s: {} }, s: { a: script("2") } });
    expect(merged(before, after).pipelines.map(told)).toEqual([["  s"], ["~ a pipeline script"]]);
  });

  test("is that of one side where the other has no configuration", () => {
    const view = viewOf({ "": { s: {} }, s: { a: {} } }, ["api"]);
    expect(merged(undefined, view).pipelines.map(told)).toEqual([["+ s"], ["+ a"]]);
    const gone = merged(view, undefined);
    expect(gone.pipelines.map(told)).toEqual([["- s"], ["- a"]]);
    expect(gone.services.map(({ state }) => state)).toEqual(["gone"]);
  });

  test("leaves the job that stands in for none as it is", () => {
    const guard = { "fanout:nothing-affected": { origin: "fanout" } };
    const view = merged(viewOf({ "": { a: {} } }), viewOf({ "": guard }));
    expect(told(view.pipelines[0]!)).toEqual(["  fanout:nothing-affected", "- a"]);
    expect(merged(viewOf({ "": guard }), viewOf({ "": { a: {} } })).pipelines.map(told)).toEqual([
      ["+ a"],
    ]);
  });
});

test("jobs that write shards differ in no call", () => {
  const shard = (plan: string) =>
    viewOf({ "": { "fanout-generate-1": { origin: "fanout", ...script(`--plan ${plan}`) } } });
  expect(told(merged(shard("a"), shard("b")).pipelines[0]!)).toEqual(["  fanout-generate-1"]);
});

test("pipelines of one name are told apart by what starts them", () => {
  const view = viewOf({ "": { a: {}, b: {} }, a: { deploy: {} }, b: { deploy: {} } });
  const { pipelines } = view;
  const below = (parent: number): ViewPipeline => ({
    ...pipelines[1]!,
    startedBy: { pipeline: parent, job: 0 },
  });
  expect(namesOf({ pipelines: [...pipelines, below(1), below(2)] })).toEqual([
    "",
    "a",
    "b",
    "deploy",
    "b > deploy",
  ]);
});

const job = fc.record({
  written: fc.record({
    script: fc.array(fc.constantFrom("x", "y"), { minLength: 1, maxLength: 2 }),
  }),
  stage: fc.constantFrom("build", "test", "deploy"),
});
const jobs = fc.dictionary(fc.constantFrom("s", "a", "b", "c"), job);
const view = fc
  .tuple(jobs, jobs)
  .map(([child, below]) => viewOf("s" in child ? { "": child, s: below } : { "": child }));

test("whatever the views: each job of either side stands once, and all indexes lead somewhere", () => {
  fc.assert(
    fc.property(view, view, (before, after) => {
      const both = merged(before, after);
      const of = (side: View, kinds: readonly string[]) =>
        side.pipelines.flatMap(({ jobs }) =>
          jobs.filter(({ change }) => kinds.includes(change!.kind)),
        ).length;
      const count = (side: View) => side.pipelines.flatMap(({ jobs }) => jobs).length;
      expect(of(both, ["added", "changed", "same"])).toBe(count(after));
      expect(of(both, ["removed", "changed", "same"])).toBe(count(before));
      for (const { jobs, stages, judgements } of both.pipelines) {
        const order = jobs.map(({ stage }) => stages.indexOf(stage));
        expect(order).toEqual([...order].sort((a, b) => a - b));
        for (const { verdicts, opens, needs } of jobs) {
          expect(verdicts.every((at) => judgements[at] !== undefined)).toBe(true);
          if (opens !== undefined) expect(both.pipelines[opens]).toBeDefined();
          for (const need of needs) expect(jobs[need.job!]?.name).toBe(need.name);
        }
      }
    }),
  );
});
