import { expect, test } from "vitest";
import { describeReason, type Reason, summarize } from "../../src/affected/index.ts";
import { showPath } from "../../src/detect/index.ts";
import { explain } from "../../src/explain/index.ts";
import { compileJob, isHash, type Pipeline, readConfiguration } from "../../src/model/index.ts";
import { defaultOptions } from "../../src/options.ts";
import { report } from "../../src/report/index.ts";
import {
  inChild,
  lintedPipeline,
  type Simulated,
  type Situation,
  simulate,
  tellVerdict,
} from "../../src/simulate/index.ts";
import { type ViewPipeline, viewedSituations } from "../../src/view/index.ts";
import { parseYaml } from "../../src/yaml/read.ts";
import fc from "../helpers/property.ts";
import { children, viewedWorld, type World, world } from "./random.ts";
import type { Seen } from "./viewed.ts";

/*
 * The promise of the view: what people look at, the report, `explain` and `simulate` never disagree.
 */

/** What is told of services and changes is what `affected` found and the report says. */
function expectServices({ plan, view }: Seen): void {
  const told = report(plan);
  expect(view.services.map(({ name, root, kind }) => ({ name, root, kind }))).toEqual(
    [...told.services, ...told.removed].map(({ name, root, kind }) => ({
      name,
      root: showPath(root),
      kind,
    })),
  );
  told.services.forEach(({ affected, reasons }, index) => {
    const { state, summary, reasons: shown } = view.services[index]!;
    expect(state).toBe(affected ? "affected" : "not-affected");
    expect(shown.map(({ steps }) => steps)).toEqual(reasons);
    expect(shown.map((reason) => reason.told)).toEqual(
      reasons.map((reason) => describeReason(reason as Reason)),
    );
    if (affected) expect(summary).toBe(summarize(plan.affected.verdicts[index]!));
    for (const { steps, change } of shown) {
      const last = steps.at(-1) as { readonly path?: string };
      expect(change).toBe(
        last.path === undefined
          ? undefined
          : told.changes.findIndex(({ path }) => path === last.path),
      );
      if (change !== undefined) expect(view.changes[change]!.concerns).toContain(index);
    }
  });
  expect(view.changes.map(({ path, status }) => ({ path, status }))).toEqual(
    told.changes.map(({ path, status }) => ({ path: showPath(path), status })),
  );
  for (const { concerns, idle } of view.changes) {
    for (const index of concerns) expect(view.services[index]!.state).toBe("affected");
    if (idle !== undefined) expect(concerns).toEqual([]);
  }
  const { base, head, limits, diagnostics } = told;
  expect(view).toMatchObject({ base, head, limits, diagnostics });
}

/** The pipelines of the plan, in its order. */
const planned = ({ plan, view }: Seen): readonly ViewPipeline[] =>
  plan.emitted.pipelines.map(({ name }) => {
    const opens = view.pipelines[0]!.jobs.find((job) => job.name === name)?.opens;
    return view.pipelines[name === "" ? 0 : opens!]!;
  });

/** The jobs of the plan's own pipelines are those of the report. */
function expectJobs(seen: Seen): void {
  const { plan, view } = seen;
  const told = report(plan).jobs.filter(({ stage }) => stage !== null);
  const shown = planned(seen).flatMap(({ jobs, startedBy }) =>
    jobs.map((job) => ({
      name: job.name,
      service: job.service === undefined ? null : view.services[job.service]!.name,
      stage: job.stage,
      pipeline: startedBy ? view.pipelines[startedBy.pipeline]!.jobs[startedBy.job]!.name : "",
      file: job.file,
      needs: job.needs.map((need) => jobs[need.job!]?.name),
      dropped: job.dropped,
    })),
  );
  expect(shown).toEqual(told);
}

/** What `explain` says of each service and each job. */
async function expectExplained(seen: Seen): Promise<void> {
  const { plan, view, io } = seen;
  const [, ...grandchildren] = plan.emitted.pipelines;
  const own = planned(seen).flatMap(({ jobs }) => jobs);
  for (const service of view.services) {
    const explained = await explain(service.name, plan, defaultOptions, io);
    expect(explained.present).toBe(service.state === "affected");
    expect(explained.service?.reasons ?? []).toEqual(service.reasons.map(({ steps }) => steps));
    const { inputs, locks, dependencies } = explained.absent ?? {};
    expect(service.absent).toEqual(
      explained.absent && {
        inputs,
        locks,
        dependencies: dependencies?.map(({ to }) => to),
      },
    );
    if (explained.absent && service.state !== "gone") {
      expect(explained.verdict).toBe(`${service.name} is not affected: ${service.summary}`);
      // What concerns nobody is not what explain says to concern this service.
      for (const [index, { why }] of explained.absent.changes.entries()) {
        const { idle } = view.changes[index]!;
        if (idle !== undefined && /^(ignored|belongs to no)/.test(why) && !/gone$/.test(idle)) {
          expect(idle).toBe(why);
        }
      }
    }
    const jobs = own.filter((job) => view.services[job.service ?? -1] === service);
    expect(explained.jobs.map(({ name }) => name).sort()).toEqual(
      jobs.map(({ name }) => name).sort(),
    );
  }
  for (const job of view.pipelines[0]!.jobs) {
    if (grandchildren.length > 0 && job.origin === "fanout") continue;
    const { jobs, present } = await explain(job.name, plan, defaultOptions, io);
    expect(present).toBe(true);
    const { needs, dropped, stage, origin } = jobs[0]!;
    expect({ stage, origin }).toEqual({ stage: job.stage, origin: job.origin });
    if (grandchildren.length > 0) continue;
    expect(needs).toEqual(job.needs.map(({ name }) => name));
    expect(dropped).toEqual(job.dropped);
  }
}

/** What `simulate` says of a pipeline and its jobs in one situation. */
function expectSimulated(
  shown: ViewPipeline,
  at: number,
  pipeline: Pipeline,
  seen: Simulated,
): void {
  const isStarted = !shown.created[at]!.why.endsWith("is not created");
  if (isStarted) {
    expect(shown.created[at]).toEqual({
      created: seen.created,
      why: [...new Set(seen.errors)].join("\n"),
    });
  }
  const left = [...seen.jobs];
  for (const job of shown.jobs) {
    const told = shown.judgements[job.verdicts[at]!]!;
    const copies = left.splice(0, seen.jobs.length > 0 ? job.copies : 0);
    expect(told.created).toBe(copies.some(({ created }) => created));
    const decisive = copies.find(({ created }) => created) ?? copies[0];
    if (!decisive) continue;
    const { when, allowFailure, by } = decisive;
    expect(told).toMatchObject({ when, allowFailure });
    expect(told.rule).toBe(by.by === "rule" ? by.index : undefined);
    const words = new Set(copies.map(tellVerdict));
    expect(told.told.endsWith(tellVerdict(decisive))).toBe(true);
    if (words.size === 1) expect(told.told).toBe(tellVerdict(decisive));
  }
  expect(left).toEqual([]);
  expect(pipeline.jobs.filter(({ kind }) => kind !== "hidden").map(({ name }) => name)).toEqual(
    shown.jobs.map(({ name }) => name),
  );
}

/** All pipelines in all situations, found again from the plan and the file of the child. */
function expectJudged({ plan, view, io }: Seen, { child }: World): void {
  const started = lintedPipeline(
    readConfiguration(parseYaml(children[child ?? 0]!, "ci/child.yml"), "ci/child.yml"),
  );
  const byName = new Map(plan.emitted.pipelines.map((each) => [each.name, each.pipeline]));
  const [first] = plan.emitted.pipelines;
  for (const [at, { situation }] of viewedSituations(plan, io, "v1.0.0").entries()) {
    const walk = (shown: ViewPipeline, pipeline: Pipeline, where: Situation): void => {
      const seen = simulate(pipeline, where);
      expectSimulated(shown, at, pipeline, seen);
      for (const job of shown.jobs) {
        if (job.opens === undefined) continue;
        const own = seen.jobs.find(({ name }) => name === job.name)!;
        const { trigger } = compileJob(pipeline, job.name) ?? {};
        const isPlanned = pipeline === first!.pipeline && byName.has(job.name);
        const below = isPlanned ? byName.get(job.name)! : started;
        const opened = view.pipelines[job.opens]!;
        if (opened.unknown === undefined) walk(opened, below, inChild(where, own, trigger));
        expect(isHash(trigger)).toBe(true);
      }
    };
    walk(view.pipelines[0]!, first!.pipeline, situation);
  }
}

test("the view, the report, explain, affected and simulate say the same", async () => {
  const seen = { made: 0, absent: 0, started: 0, split: 0, idle: 0 };
  await fc.assert(
    fc.asyncProperty(world, async (given) => {
      const made = await viewedWorld(given);
      if (!made) return;
      expectServices(made);
      expectJobs(made);
      await expectExplained(made);
      expectJudged(made, given);
      const { view, plan } = made;
      expect(JSON.parse(JSON.stringify(view))).toEqual(view);
      seen.made++;
      if (view.services.some(({ absent }) => absent)) seen.absent++;
      if (view.pipelines.length > plan.emitted.pipelines.length) seen.started++;
      if (plan.emitted.pipelines.length > 1) seen.split++;
      if (view.changes.some(({ idle }) => idle !== undefined)) seen.idle++;
    }),
    { numRuns: 24 },
  );
  expect(Object.entries(seen).filter(([, count]) => count < 3)).toEqual([]);
}, 240_000);
