import type { PageData, PipelineLayout } from "../preview/index.ts";
import type { View, ViewJob, ViewJudgement, ViewPipeline } from "../view/index.ts";
import { reference } from "../yaml/index.ts";

/** A job's place in the view: pipeline and job, as indexes. */
export interface JobId {
  readonly pipeline: number;
  readonly job: number;
}

/** The view, with what is asked of it again and again worked out once. */
export interface Model {
  readonly view: View;
  readonly layout: readonly PipelineLayout[];
  /** By pipeline and job: the jobs of the same pipeline that need it. */
  readonly neededBy: readonly (readonly (readonly number[])[])[];
  /** By service: its jobs, all pipelines together. */
  readonly jobsOf: readonly (readonly JobId[])[];
  /** By pipeline and job: what the search reads, in lower case. */
  readonly texts: readonly (readonly string[])[];
  /** By service: the kinds of steps in its chains, and the changed paths that concern it. */
  readonly kinds: readonly ReadonlySet<string>[];
  readonly paths: readonly ReadonlySet<number>[];
  /** Jobs of all pipelines. */
  readonly total: number;
  /** Whether two pipelines are compared. */
  readonly compared: boolean;
}

/** Reads the data block of the page; throws where the browser cannot. */
export async function readData(text: string): Promise<PageData> {
  const packed = atob(text);
  const bytes = new Uint8Array(packed.length);
  for (let at = 0; at < packed.length; at++) bytes[at] = packed.charCodeAt(at);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return JSON.parse(await new Response(stream).text()) as PageData;
}

/** Data of a job as the printer knows it: `ViewJob.written` has references as hashes of one key. */
export function revived(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(revived);
  const path = Object.hasOwn(value, "!reference")
    ? (value as { "!reference": unknown })["!reference"]
    : undefined;
  if (Array.isArray(path) && Object.keys(value).length === 1) return reference(...path.map(String));
  // A map, so that no key means more than itself.
  return new Map(Object.entries(value).map(([key, inner]) => [key, revived(inner)]));
}

export function modelOf({ view, layout }: PageData): Model {
  const jobsOf: JobId[][] = view.services.map(() => []);
  const neededBy = view.pipelines.map(({ jobs }) => jobs.map((): number[] => []));
  for (const [pipeline, { jobs }] of view.pipelines.entries()) {
    for (const [job, { service, needs }] of jobs.entries()) {
      if (service !== undefined) jobsOf[service]?.push({ pipeline, job });
      for (const need of needs) {
        if (need.job !== undefined) neededBy[pipeline]?.[need.job]?.push(job);
      }
    }
  }
  return {
    view,
    layout,
    neededBy,
    jobsOf,
    texts: view.pipelines.map(({ jobs }) => jobs.map((job) => textOf(job, view))),
    kinds: view.services.map(
      ({ reasons }) => new Set(reasons.flatMap(({ steps }) => steps.map(({ by }) => by))),
    ),
    paths: pathsOf(view),
    total: view.pipelines.reduce((sum, { jobs }) => sum + jobs.length, 0),
    compared: view.pipelines.some(({ jobs }) => jobs.some(({ change }) => change !== undefined)),
  };
}

const textOf = (job: ViewJob, view: View): string =>
  `${job.name}\n${job.service === undefined ? "" : view.services[job.service]?.name}`.toLowerCase();

function pathsOf(view: View): Set<number>[] {
  const paths = view.services.map(
    ({ reasons }) => new Set(reasons.flatMap(({ change }) => change ?? [])),
  );
  for (const [change, { concerns }] of view.changes.entries()) {
    for (const service of concerns) paths[service]?.add(change);
  }
  return paths;
}

/** What becomes of a job in a situation. */
export function judgementOf(
  pipeline: ViewPipeline,
  job: ViewJob,
  situation: number,
): ViewJudgement | undefined {
  return pipeline.judgements[job.verdicts[situation] ?? -1];
}

export const jobAt = ({ view }: Model, { pipeline, job }: JobId): ViewJob | undefined =>
  view.pipelines[pipeline]?.jobs[job];

export const keyOf = ({ pipeline, job }: JobId): string => `${pipeline}/${job}`;
