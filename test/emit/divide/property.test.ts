import { describe, expect, test } from "vitest";
import {
  byService,
  type Divided,
  divide,
  type Group,
  shards,
} from "../../../src/emit/divide/index.ts";
import { linksOf } from "../../../src/emit/divide/links.ts";
import { unitsOf } from "../../../src/emit/divide/units.ts";
import {
  compileJob,
  definePipeline,
  type Hash,
  isHash,
  limitsFor,
  type Pipeline,
  type PipelineDraft,
  type PlannedJob,
} from "../../../src/model/index.ts";
import fc from "../../helpers/property.ts";
import { childOf, grandchildrenOf, trigger } from "./helper.ts";
import { drafts } from "./pipelines.ts";

const off = Number.POSITIVE_INFINITY;
const weightOf = ({ name }: PlannedJob) => ({
  jobs: 1,
  deployments: name.endsWith("3") ? 1 : 0,
  bytes: name.length,
});
const capacities = fc.record({
  jobs: fc.constantFrom(1, 2, 4, 8, off),
  deployments: fc.constantFrom(0, 1, off),
  bytes: fc.constantFrom(10, 40, off),
});
type Cut = (pipeline: Pipeline) => readonly Group[];
const cuts: fc.Arbitrary<Cut> = fc.oneof(
  capacities.map(
    (capacity): Cut =>
      (pipeline) =>
        shards(pipeline, capacity, weightOf),
  ),
  fc.subarray(["s1", "s2", "s3", "s4", "s5", "s6"], { minLength: 1 }).map(
    (names): Cut =>
      (pipeline) =>
        byService(pipeline, new Set(names)),
  ),
);

const settings = { numRuns: Number(process.env.RUNS ?? 100) };
const holds = (judge: (pipeline: Pipeline, cut: Cut, draft: PipelineDraft) => void) =>
  fc.assert(
    fc.property(drafts, cuts, (draft, cut) => judge(definePipeline(draft), cut, draft)),
    settings,
  );
const both = (judge: (pipeline: Pipeline, groups: readonly Group[], divided: Divided) => void) =>
  holds((pipeline, cut) => {
    const groups = cut(pipeline);
    judge(pipeline, groups, divide(pipeline, groups, trigger));
  });

const visibleIn = ({ jobs }: Pipeline) => jobs.filter(({ kind }) => kind !== "hidden");

test("every visible job is in exactly one place, and GitLab takes each place", () => {
  let several = 0;
  both((pipeline, groups, divided) => {
    const child = childOf(divided);
    const triggers = groups.map(trigger);
    const places = [child, ...grandchildrenOf(divided)].flatMap(visibleIn);
    const names = places.map(({ name }) => name).filter((name) => !triggers.includes(name));
    expect(names.sort()).toEqual(
      visibleIn(pipeline)
        .map(({ name }) => name)
        .sort(),
    );
    expect(child.stages).toEqual(pipeline.stages);
    if (groups.length > 1) several++;
  });
  expect(several).toBeGreaterThan(30);
});

/** A job without what dividing may change. */
function rest(config: Hash | undefined): unknown {
  const { needs: _, dependencies: __, stage: ___, rules: own, ...others } = config ?? {};
  const withoutNeeds = (rule: unknown) => {
    const { needs: ____, ...condition } = rule as Hash;
    return condition;
  };
  return { ...others, rules: (own as unknown[] | undefined)?.flat().map(withoutNeeds) };
}

test("every job is what it was, but for its needs and a later stage", () => {
  both((pipeline, groups, divided) => {
    const rank = (stage: string | undefined) =>
      [".pre", ...pipeline.stages, ".post"].indexOf(stage ?? "");
    const staying = new Set(divided.top.map(({ name }) => name));
    for (const place of [childOf(divided), ...grandchildrenOf(divided)]) {
      for (const job of visibleIn(place)) {
        if (groups.some((group) => trigger(group) === job.name)) continue;
        const before = compileJob(pipeline, job.name);
        const after = compileJob(place, job.name);
        expect(rest(after)).toEqual(rest(before));
        if (after?.needs !== before?.needs && !divided.moved.has(job.name)) {
          expect(after?.needs).toEqual(before?.needs);
        }
        expect(after?.needs === undefined).toBe(before?.needs === undefined);
        const old = linksOf(pipeline).get(job.name)!.job.stage;
        if (staying.has(job.name)) expect(rank(job.stage)).toBeGreaterThanOrEqual(rank(old));
        else expect(job.stage).toBe(old);
      }
    }
  });
});

/** The jobs that each job of a pipeline comes after by its needs and those of its rules. */
const direct = (pipeline: Pipeline): ReadonlyMap<string, readonly string[]> =>
  new Map(
    [...linksOf(pipeline)].map(([name, { needs = [], ruleNeeds }]) => {
      const all = [...needs, ...[...ruleNeeds.values()].flat()];
      return [name, all.flatMap(({ on }) => on ?? [])];
    }),
  );

function closure(direct: ReadonlyMap<string, readonly string[]>, from: string): Set<string> {
  const seen = new Set<string>();
  const queue = [...(direct.get(from) ?? [])];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    queue.push(...(direct.get(name) ?? []));
  }
  return seen;
}

test("what ran after something else still does", () => {
  let crossing = 0;
  both((pipeline, groups, divided) => {
    const now = new Map(direct(childOf(divided)));
    grandchildrenOf(divided).forEach((grandchild, index) => {
      const start = trigger(groups[index]!);
      for (const [name, after] of direct(grandchild)) now.set(name, [...after, start]);
    });
    const membersOf = new Map(groups.map((group) => [trigger(group), group.jobs]));
    const before = direct(pipeline);
    const groupOf = new Map(groups.flatMap((group) => group.jobs.map((job) => [job, group])));
    for (const name of before.keys()) {
      const own = groupOf.get(name);
      const known = new Set<string>();
      // Its own trigger job starts it; every other that it comes after has ended.
      for (const step of closure(now, name)) {
        known.add(step);
        if (own && step === trigger(own)) continue;
        for (const member of membersOf.get(step) ?? []) known.add(member);
      }
      for (const need of closure(before, name)) {
        expect([name, known.has(need) || need === name, need]).toEqual([name, true, need]);
        if (groupOf.get(need) !== own) crossing++;
      }
      if (own) expect(known.has(trigger(own))).toBe(true);
    }
    for (const start of groups.map(trigger)) expect(closure(now, start).has(start)).toBe(false);
  });
  expect(crossing).toBeGreaterThan(100);
});

describe("shards", () => {
  test("hold no more than allowed, but for one service alone", () => {
    fc.assert(
      fc.property(drafts, capacities, (draft, capacity) => {
        const pipeline = definePipeline(draft);
        const byName = new Map(pipeline.jobs.map((job) => [job.name, job]));
        const units = unitsOf(pipeline, () => true).filter(({ services }) => services.length > 0);
        for (const { jobs } of shards(pipeline, capacity, weightOf)) {
          const own = new Set(jobs);
          if (units.filter((unit) => unit.jobs.some(({ name }) => own.has(name))).length < 2)
            continue;
          const weights = jobs.map((name) => weightOf(byName.get(name)!));
          for (const key of ["jobs", "deployments", "bytes"] as const) {
            const total = weights.reduce((sum, weight) => sum + weight[key], 0);
            expect(total).toBeLessThanOrEqual(capacity[key]);
          }
        }
      }),
      settings,
    );
  });
  test("hold whatever may move in one, where nothing limits them", () => {
    fc.assert(
      fc.property(drafts, (draft) => {
        const free = { jobs: off, deployments: off, bytes: off };
        const pipeline = definePipeline(draft);
        const groups = shards(pipeline, free, weightOf);
        const isBetween = divide(pipeline, groups, trigger).groups.some(({ needs }) =>
          needs.some(({ job }) => groups.some((group) => trigger(group) === job)),
        );
        // Only a job that stays, between two services, makes a second group.
        if (!isBetween) expect(groups.length).toBeLessThanOrEqual(groups.length ? 2 : 0);
      }),
      settings,
    );
  });
});

test("no group needs a later one", () => {
  both((_, groups, divided) => {
    const earlier = new Set<string>();
    divided.groups.forEach(({ needs }, index) => {
      for (const { job } of needs) {
        if (groups.some((group) => trigger(group) === job)) expect([...earlier]).toContain(job);
      }
      earlier.add(trigger(groups[index]!));
    });
  });
});

test("the same pipeline gives the same, in whatever order its jobs were written", () => {
  holds((pipeline, cut, draft) => {
    const turned = definePipeline({ ...draft, jobs: [...draft.jobs].reverse() });
    const made = (one: Pipeline) => divide(one, cut(one), trigger);
    expect(made(turned)).toEqual(made(pipeline));
  });
});

test("no job downloads more from other pipelines than GitLab lets it", () => {
  both((_, __, divided) => {
    for (const { draft } of divided.groups) {
      for (const { config } of draft.jobs) {
        const needs = (config as Hash).needs;
        const cross = Array.isArray(needs) ? needs.filter((n) => isHash(n) && n.pipeline) : [];
        expect(cross.length).toBeLessThanOrEqual(limitsFor({}).crossNeeds.value);
      }
    }
  });
});
