import { fail } from "../diagnostics/index.ts";
import type { View, ViewJob, ViewJudgement, ViewPipeline, ViewService } from "../view/index.ts";

/** What of a view is asked for. */
export interface Filters {
  /** Names of services, `*` for any characters; none: all. */
  readonly services?: readonly string[];
  /** Names of stages; none: all. */
  readonly stages?: readonly string[];
  /** Services that are out are not told. */
  readonly affectedOnly?: boolean;
  /** The id of a situation; the first one unless told. */
  readonly as?: string;
}

/** The part of a view that is drawn. */
export interface Shown {
  readonly view: View;
  /** The index of the situation. */
  readonly situation: number;
  /** Those with jobs to draw, and the first. */
  readonly pipelines: readonly ShownPipeline[];
  readonly services: readonly ViewService[];
  /** Whether jobs were left out. */
  readonly filtered: boolean;
}

export interface ShownPipeline {
  /** Its index in the view. */
  readonly at: number;
  readonly pipeline: ViewPipeline;
  readonly jobs: readonly ViewJob[];
}

/**
 * The part of a view that filters leave. PREVIEW_SERVICE_UNKNOWN and PREVIEW_STAGE_UNKNOWN where one
 * fits nothing, SITUATION_UNKNOWN where the view does not tell of it.
 */
export function select(view: View, filters: Filters = {}): Shown {
  const { services = [], stages = [], affectedOnly = false } = filters;
  const wanted = wantedServices(view, services);
  const stage = wantedStages(view, stages);
  const shows = (job: ViewJob) =>
    (services.length === 0 || (job.service !== undefined && wanted.has(job.service))) &&
    (stages.length === 0 || stage.has(job.stage));
  const filtered = services.length > 0 || stages.length > 0;
  const pipelines = view.pipelines
    .map((pipeline, at) => {
      const jobs = filtered ? pipeline.jobs.filter(shows) : pipeline.jobs;
      return { at, pipeline, jobs };
    })
    .filter(({ at, jobs }) => at === 0 || !filtered || jobs.length > 0);
  return {
    view,
    situation: situationOf(view, filters.as),
    pipelines,
    services: view.services.filter(
      ({ state }, index) => wanted.has(index) && (!affectedOnly || state !== "not-affected"),
    ),
    filtered,
  };
}

/** What becomes of a job in the situation that is shown. */
export function judgementOf(job: ViewJob, pipeline: ViewPipeline, situation: number) {
  const at = job.verdicts[situation] ?? job.verdicts[0];
  return (at === undefined ? undefined : pipeline.judgements[at]) ?? certain;
}

const certain: ViewJudgement = {
  created: true,
  when: "on_success",
  allowFailure: false,
  told: "",
};

function wantedServices({ services }: View, given: readonly string[]): ReadonlySet<number> {
  if (given.length === 0) return new Set(services.keys());
  const wanted = new Set<number>();
  for (const name of given) {
    const pattern = patternOf(name);
    const hits = [...services.keys()].filter((at) => pattern.test(services[at]!.name));
    for (const hit of hits) wanted.add(hit);
    if (hits.length === 0) {
      const known = services.map((service) => service.name);
      fail("PREVIEW_SERVICE_UNKNOWN", ["--service"], { given: name, known });
    }
  }
  return wanted;
}

const patternOf = (glob: string) =>
  new RegExp(
    `^${glob
      .split("*")
      .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"))
      .join(".*")}$`,
    "su",
  );

function wantedStages({ pipelines }: View, given: readonly string[]): ReadonlySet<string> {
  const known = new Set(pipelines.flatMap(({ stages }) => stages));
  for (const name of given) {
    if (!known.has(name))
      fail("PREVIEW_STAGE_UNKNOWN", ["--stage"], { given: name, known: [...known] });
  }
  return new Set(given);
}

function situationOf({ situations }: View, given: string | undefined): number {
  if (given === undefined) return 0;
  const name = given.replaceAll("_", "-");
  const at = situations.findIndex(({ id }) => id === name);
  const known = situations.map(({ id }) => id);
  return at >= 0 ? at : fail("SITUATION_UNKNOWN", ["--as"], { given, known });
}
