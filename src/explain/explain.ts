import { downstreamJob, downstreamOf } from "../affected/index.ts";
import { fail } from "../diagnostics/index.ts";
import type { Io } from "../io.ts";
import {
  compileJob,
  expandedNames,
  isConditional,
  type PlannedJob,
  parallelCount,
} from "../model/index.ts";
import type { Options } from "../options.ts";
import { neededJobs } from "../report/index.ts";
import { build, type Detected } from "../run.ts";
import type { Service } from "../workspace/index.ts";
import { absentService } from "./absent.ts";
import { type Built, buildPlaced } from "./built.ts";
import { explainDownstream } from "./downstream.ts";
import type { ExplainedJob, ExplainedService, Explanation } from "./types.ts";

/**
 * Explains a service, a job or an entry of `downstream` by its name; a service wins where several
 * have it. Entries are called as their trigger jobs are, whoever starts them. A job with a matrix
 * is also known by the name that its generator gave it, and by that of a cell. Throws
 * SERVICE_OR_JOB_UNKNOWN for a name that is neither, and what building the pipeline throws.
 */
export async function explain(
  name: string,
  detected: Detected,
  options: Options,
  io: Io,
): Promise<Explanation> {
  const { workspace, removed } = detected;
  const service = workspace.services.find((each) => each.name === name);
  if (service) return explainService(service, detected, await buildPlaced(detected, options, io));
  const gone = removed.find((each) => each.name === name);
  const built = await buildPlaced(detected, options, io);
  if (gone) {
    return {
      subject: { kind: "service", name },
      present: false,
      verdict: `${name} is gone: the base had it in ${gone.root}`,
      jobs: jobsOf(name, built),
    };
  }
  const concerns = downstreamOf(detected);
  const concern = concerns.find((each) => downstreamJob(each.name) === name);
  const job = built.pipeline.jobs.find((each) => each.name === name);
  if (concern) return explainDownstream(concern, detected, job ? [explainedJob(job, built)] : []);
  if (job) return presentJob(name, [job], detected, built);
  const parts = new Set(built.generated.parts.get(name));
  const standing = built.pipeline.jobs.filter(
    (each) => parts.has(each.name) || copiesOf(each).includes(name),
  );
  if (standing.length > 0) return presentJob(name, standing, detected, built);
  const owner = ownerOf(name, workspace.services);
  if (owner) return absentJob(name, owner, detected, built, io);
  const known = [
    ...workspace.services.map((each) => each.name),
    ...built.pipeline.jobs.map((each) => each.name),
    ...built.generated.parts.keys(),
    ...concerns.map((each) => downstreamJob(each.name)),
  ];
  return fail("SERVICE_OR_JOB_UNKNOWN", [], { name, known });
}

function explainService(service: Service, detected: Detected, built: Built): Explanation {
  const { name } = service;
  const shown = explainedService(service, detected);
  const subject = { kind: "service", name } as const;
  if (shown.affected) {
    const verdict = `${name} is affected`;
    return { subject, present: true, verdict, service: shown, jobs: jobsOf(name, built) };
  }
  return {
    subject,
    present: false,
    verdict: `${name} is not affected: ${whyOut(detected)}`,
    service: shown,
    jobs: [],
    absent: absentService(service, detected),
  };
}

/** Why services are out. */
export function whyOut({ rules, comparison }: Detected): string {
  if (rules.services) return "--services names others";
  const nothing = comparison.changes.length === 0 && comparison.base.how !== "upstream";
  return nothing ? "nothing changed" : "nothing that concerns it changed";
}

/** A job of this name, or those that stand for it: parts of its matrix, or the one it is a cell of. */
function presentJob(
  name: string,
  jobs: readonly PlannedJob[],
  detected: Detected,
  built: Built,
): Explanation {
  const { origin, service: owner } = jobs[0]!;
  const service = detected.workspace.services.find((each) => each.name === owner);
  const verdict =
    origin === "fanout"
      ? `${name} is in the pipeline so that GitLab does not refuse an empty one`
      : `${name} is in the pipeline${standingAs(name, jobs)}: ${origin} made it`;
  return {
    subject: { kind: "job", name },
    present: true,
    verdict,
    ...(service && { service: explainedService(service, detected) }),
    jobs: jobs.map((job) => explainedJob(job, built)),
  };
}

/** The names that `parallel` makes of a job; none without it. */
const copiesOf = ({ name, config }: PlannedJob): readonly string[] =>
  config.parallel === undefined ? [] : expandedNames(name, config.parallel);

function standingAs(name: string, jobs: readonly PlannedJob[]): string {
  const [first, ...others] = jobs;
  if (others.length > 0) return ` as ${jobs.length} jobs, by its matrix`;
  if (first?.name !== name && copiesOf(first!).includes(name)) return `, as one of ${first!.name}`;
  const copies = parallelCount(first?.config.parallel);
  return copies > 1 ? `, ${copies} times in parallel` : "";
}

/** A job that would belong to a service: its service is out, or no generator makes it. */
async function absentJob(
  name: string,
  service: Service,
  detected: Detected,
  built: Built,
  io: Io,
): Promise<Explanation> {
  const shown = explainedService(service, detected);
  const { asked: answers, parts } = shown.affected
    ? built.generated
    : await generatedFor(service, detected, io);
  const asked = answers.get(service.name) ?? [];
  const made = parts.has(name) || asked.flatMap(({ jobs }) => jobs).includes(name);
  const reason = shown.affected
    ? `no generator makes it for ${service.name}`
    : made
      ? `${service.name} is not affected`
      : `${service.name} is not affected, and no generator makes it`;
  return {
    subject: { kind: "job", name },
    present: false,
    verdict: `${name} is not in the pipeline: ${reason}`,
    service: shown,
    jobs: shown.affected ? jobsOf(service.name, built) : [],
    ...(!shown.affected && { absent: absentService(service, detected) }),
    generators: asked,
  };
}

/** What the generators would make if this service were affected. */
async function generatedFor({ name }: Service, detected: Detected, io: Io) {
  const verdicts = [{ service: name, affected: true, reasons: [] }];
  return (await build({ ...detected, affected: { verdicts, unowned: [] } }, io)).generated;
}

/** The service that a job of this name belongs to: the longest name before a colon. */
function ownerOf(job: string, services: readonly Service[]): Service | undefined {
  return services
    .filter(({ name }) => job.startsWith(`${name}:`))
    .sort((a, b) => b.name.length - a.name.length)[0];
}

function explainedService(service: Service, { affected }: Detected): ExplainedService {
  const { name, root, kind, foundBy } = service;
  const verdict = affected.verdicts.find((each) => each.service === name)!;
  return { name, root, kind, foundBy, affected: verdict.affected, reasons: verdict.reasons };
}

const jobsOf = (service: string, built: Built): ExplainedJob[] =>
  built.pipeline.jobs
    .filter((job) => job.service === service && job.kind !== "hidden")
    .map((job) => explainedJob(job, built));

function explainedJob(job: PlannedJob, { generated, pipeline, placeOf }: Built): ExplainedJob {
  const { name, stage = null, origin, config } = job;
  const needs = neededJobs(compileJob(pipeline, name) ?? config);
  const dropped = generated.dropped.get(name) ?? [];
  const place = placeOf.get(name);
  return {
    ...{ name, stage, origin, needs, dropped, conditional: isConditional(config) },
    ...(place !== undefined && { pipeline: place }),
  };
}
