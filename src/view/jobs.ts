import { showPath } from "../detect/index.ts";
import {
  compileJob,
  type Hash,
  holdsReference,
  isHash,
  type Pipeline,
  type PlannedJob,
  parallelCount,
  put,
  Reference,
} from "../model/index.ts";
import { type Needed, needsOf } from "../report/index.ts";
import type { Opened } from "./opened.ts";
import type { Detail, ViewJob, ViewNeed } from "./types.ts";

/** What of a job does not depend on the situation, nor on other pipelines. */
export type BareJob = Omit<ViewJob, "verdicts" | "opens">;

/** The visible jobs of a pipeline, in its order. */
export const visibleJobs = ({ jobs }: Pipeline): readonly PlannedJob[] =>
  jobs.filter(({ kind }) => kind !== "hidden");

/** The jobs of a pipeline as people look at them; `services`: their indexes by name. */
export function bareJobs(
  { pipeline, fileOf, droppedOf }: Opened,
  services: ReadonlyMap<string, number>,
  detail: Detail,
): readonly BareJob[] {
  if (!pipeline) return [];
  const jobs = visibleJobs(pipeline);
  const places = new Map(jobs.map(({ name }, index) => [name, index]));
  return jobs.map((job): BareJob => {
    const { name, kind, stage = "", origin, config } = job;
    const compiled = compileJob(pipeline, name) ?? config;
    const service = job.service === undefined ? undefined : services.get(job.service);
    return {
      name,
      stage,
      ...(service !== undefined && { service }),
      kind: kind === "trigger" ? "trigger" : "job",
      origin: showPath(origin === "" ? fileOf(name) : origin),
      file: showPath(fileOf(name)),
      ...(detail === "page" ? texts(config, compiled) : { written: config as Hash }),
      copies: parallelCount(compiled.parallel),
      needs: needsOf(compiled).map((need) => viewedNeed(need, places)),
      dropped: droppedOf(name),
    };
  });
}

const texts = (written: object, compiled: Hash): Pick<ViewJob, "written" | "compiled"> => ({
  written: plain(written) as Hash,
  ...(!isSame(written, compiled) && { compiled: plain(compiled) as Hash }),
});

function viewedNeed(
  { job, optional, pipeline, project }: Needed,
  places: ReadonlyMap<string, number>,
): ViewNeed {
  if (pipeline !== undefined) {
    return {
      name: job === "" ? `pipeline ${pipeline}` : `${job} in pipeline ${pipeline}`,
      optional,
    };
  }
  if (project !== undefined) return { name: `${job} of ${project}`, optional };
  const place = places.get(job);
  return { name: job, ...(place !== undefined && { job: place }), optional };
}

/** Compiling leaves what it does not change as it is. */
const isSame = (written: object, compiled: Hash): boolean => {
  const before = Object.entries(written);
  return (
    before.length === Object.keys(compiled).length &&
    before.every(([key, value]) => Object.hasOwn(compiled, key) && compiled[key] === value)
  );
};

/** Data that survives JSON; the same value where there is no reference in it. */
export const plain = (value: unknown): unknown =>
  holdsReference(value) ? withoutReferences(value) : value;

function withoutReferences(value: unknown): unknown {
  if (value instanceof Reference) return { "!reference": value.path };
  if (Array.isArray(value)) return value.map(withoutReferences);
  if (!isHash(value)) return value;
  const copy: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) put(copy, key, withoutReferences(item));
  return copy;
}
