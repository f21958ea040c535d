import type {
  View,
  ViewJob,
  ViewJobChange,
  ViewNeed,
  ViewPipeline,
  ViewService,
} from "../view/index.ts";
import type { JobDifference } from "./types.ts";
import { configOf, isStandIn, namesOf } from "./viewed.ts";
import { compared, summary, type Told } from "./words.ts";

/**
 * One view of both sides: that of the later side with what the earlier had besides, and with the
 * change of every job. A side without a configuration is `undefined`; one of them must be there.
 */
export function mergeViews(before: View | undefined, after: View | undefined, told: Told): View {
  const { difference } = told;
  const known = after ?? before;
  if (!known) throw new Error("neither side has a view");
  const now = after ?? without(known);
  const old = before ?? without(known);
  const services = [...now.services, ...onlyIn(old.services, now.services)];
  const merging: Merging = {
    old,
    now,
    oldNames: namesOf(old),
    nowNames: namesOf(now),
    services: new Map(services.map(({ name }, index) => [name, index])),
    was: new Map(namesOf(old).map((name, at) => [name, jobsByName(old.pipelines[at])])),
    changes: new Map(difference.jobs.map((job) => [placeOf(job.pipeline, job.name), job])),
  };
  return {
    ...now,
    headline: compared(told),
    tally: summary(difference),
    services,
    pipelines: pipelinesOf(merging),
  };
}

/** A view in which nothing is there. */
const without = (view: View): View => ({
  ...view,
  services: [],
  changes: [],
  pipelines: view.pipelines.slice(0, 1).map((child) => ({ ...child, stages: [], jobs: [] })),
});

const onlyIn = (old: readonly ViewService[], now: readonly ViewService[]): ViewService[] => {
  const there = new Set(now.map(({ name }) => name));
  return old
    .filter(({ name }) => !there.has(name))
    .map((service) => ({ ...service, state: "gone", reasons: [] }));
};

interface Merging {
  readonly old: View;
  readonly now: View;
  readonly oldNames: readonly string[];
  readonly nowNames: readonly string[];
  /** Indexes in the merged view. */
  readonly services: ReadonlyMap<string, number>;
  readonly changes: ReadonlyMap<string, JobDifference>;
  /** The jobs of the earlier side, by pipeline and name. */
  readonly was: ReadonlyMap<string, ReadonlyMap<string, ViewJob>>;
}

const jobsByName = (pipeline: ViewPipeline | undefined): ReadonlyMap<string, ViewJob> =>
  new Map(pipeline?.jobs.map((job) => [job.name, job]));

const placeOf = (pipeline: string, job: string) => JSON.stringify([pipeline, job]);

/** A job of one side, on its way into the merged view. */
interface Entry {
  readonly job: ViewJob;
  readonly side: View;
  readonly change: ViewJobChange;
}

/** A pipeline with the jobs of both sides. */
interface Drawn {
  readonly name: string;
  readonly now: number | undefined;
  readonly old: number | undefined;
  readonly stages: readonly string[];
  readonly entries: readonly Entry[];
}

function pipelinesOf(merging: Merging): ViewPipeline[] {
  const { now, old, nowNames, oldNames } = merging;
  const gone = oldNames.filter((name) => !nowNames.includes(name));
  const drawn = [...nowNames, ...gone].map((name) => draw(name, merging));
  const places = new Map(drawn.map(({ name }, index) => [name, index]));
  const jobs = drawn.map(
    ({ entries }) => new Map(entries.map(({ job }, index) => [job.name, index])),
  );
  const names = (side: View) => (side === now ? nowNames : oldNames);
  const placed = (side: View, at: number) => places.get(names(side)[at] ?? "");
  return drawn.map((one, at): ViewPipeline => {
    const side = one.now === undefined ? old : now;
    const own = side.pipelines[one.now ?? one.old ?? 0]!;
    const other = one.now === undefined ? undefined : old.pipelines[one.old ?? -1];
    const first = own.judgements.length;
    const { startedBy: starter, ...rest } = own;
    const startedBy = starter && startedIn(side, starter);
    return {
      ...rest,
      ...(startedBy && { startedBy }),
      stages: one.stages,
      judgements: [...own.judgements, ...(other?.judgements ?? [])],
      jobs: one.entries.map((entry): ViewJob => {
        const { job, side: from, change } = entry;
        const { service, opens, ...kept } = job;
        const shift = from === side ? 0 : first;
        const index = service === undefined ? undefined : serviceOf(from, service);
        const opened = opens === undefined ? undefined : placed(from, opens);
        return {
          ...kept,
          ...(index !== undefined && { service: index }),
          ...(opened !== undefined && { opens: opened }),
          needs: job.needs.map((need) => needIn(need, jobs[at])),
          verdicts: job.verdicts.map((verdict) => verdict + shift),
          change,
        };
      }),
    };
  });

  function serviceOf(side: View, index: number): number | undefined {
    return merging.services.get(side.services[index]?.name ?? "");
  }

  function startedIn(side: View, starter: NonNullable<ViewPipeline["startedBy"]>) {
    const pipeline = placed(side, starter.pipeline);
    const name = side.pipelines[starter.pipeline]?.jobs[starter.job]?.name;
    const job = pipeline === undefined ? undefined : jobs[pipeline]?.get(name ?? "");
    return pipeline === undefined || job === undefined ? undefined : { pipeline, job };
  }
}

/** A need on a job of its pipeline, where that stands now. */
function needIn({ job, ...need }: ViewNeed, places: ReadonlyMap<string, number> | undefined) {
  const place = job === undefined ? undefined : places?.get(need.name);
  return place === undefined ? need : { ...need, job: place };
}

/** The jobs of the later side, and those that are gone behind them, stage by stage. */
function draw(name: string, merging: Merging): Drawn {
  const { now, old, nowNames, oldNames } = merging;
  const at = { now: indexIn(nowNames, name), old: indexIn(oldNames, name) };
  const is = at.now === undefined ? undefined : now.pipelines[at.now];
  const was = at.old === undefined ? undefined : old.pipelines[at.old];
  const stages = together(was?.stages ?? [], is?.stages ?? []);
  const later = (is?.jobs ?? []).map((job): Entry => {
    return { job, side: now, change: changeOf(job, name, merging) };
  });
  const gone = (was?.jobs ?? [])
    .filter((job) => merging.changes.get(placeOf(name, job.name))?.change === "removed")
    .map((job): Entry => {
      const change: ViewJobChange = { kind: "removed", keys: [], before: configOf(job) };
      return { job, side: old, change };
    });
  const all = [...later, ...gone];
  const entries = stages.flatMap((stage) => all.filter(({ job }) => job.stage === stage));
  return { name, ...at, stages, entries };
}

const indexIn = (names: readonly string[], name: string): number | undefined => {
  const at = names.indexOf(name);
  return at < 0 ? undefined : at;
};

/** What is said of a job of the later side. */
function changeOf(job: ViewJob, pipeline: string, merging: Merging): ViewJobChange {
  const told = merging.changes.get(placeOf(pipeline, job.name));
  if (!told || isStandIn(job)) return { kind: "same", keys: [] };
  if (told.change === "added") return { kind: "added", keys: [] };
  const from = told.movedFrom ?? pipeline;
  const was = merging.was.get(from)?.get(job.name);
  const moved = told.movedFrom === undefined ? [] : ["pipeline"];
  return {
    kind: "changed",
    keys: [...moved, ...told.keys.map(({ key }) => key)],
    ...(was && { before: configOf(was) }),
  };
}

/** Stages of both sides: those of the later one, the others behind what they stood behind. */
function together(before: readonly string[], after: readonly string[]): string[] {
  const stages = [...after];
  for (const [at, stage] of before.entries()) {
    if (stages.includes(stage)) continue;
    const previous = at === 0 ? -1 : stages.indexOf(before[at - 1]!);
    stages.splice(previous + 1, 0, stage);
  }
  return stages;
}
