import {
  byService,
  type Divided,
  divide,
  type Group,
  shards,
} from "../../../src/emit/divide/index.ts";
import {
  definePipeline,
  type JobDraft,
  limitsFor,
  type Pipeline,
  type PipelineDraft,
  readConfiguration,
} from "../../../src/model/index.ts";
import type { Document } from "../../model/helper.ts";

/** A configuration as a draft: `api:build` is a job of the service `api`. */
export function draftOf(document: Document): PipelineDraft {
  const { jobs, ...top } = readConfiguration(document, "child.yml");
  return { ...top, jobs: jobs.map(withService) };
}

function withService(job: JobDraft): JobDraft {
  const [service = "", key] = job.name.split(":");
  return key === undefined || service.startsWith(".") ? job : { ...job, service };
}

/** The same as a pipeline. */
export const plan = (document: Document): Pipeline => definePipeline(draftOf(document));

/** A job that does something. */
export const job = (keywords: Document = {}): Document => ({ script: ["x"], ...keywords });

/** A job that leaves files behind. */
export const maker = (keywords: Document = {}): Document =>
  job({ artifacts: { paths: ["dist"] }, ...keywords });

export const trigger = ({ name }: Group): string => `start ${name}`;

/** Each service of a configuration in a pipeline of its own. */
export function apart(document: Document, services?: readonly string[]): Divided {
  const pipeline = plan(document);
  const all = pipeline.jobs.flatMap(({ service }) => service ?? []);
  return divide(pipeline, byService(pipeline, new Set(services ?? all)), trigger);
}

const alike = { jobs: 1, deployments: 0, bytes: 1 };
const off = Number.POSITIVE_INFINITY;

/** The jobs of the groups that hold at most so many jobs each. */
export const sharded = (document: Document, jobs: number): readonly (readonly string[])[] =>
  shards(plan(document), { jobs, deployments: off, bytes: off }, () => alike).map(
    (group) => group.jobs,
  );

/** The trigger jobs of the groups. */
export const triggers = (divided: Divided): readonly JobDraft[] =>
  divided.groups.map(({ name, stage, needs }) => ({
    name: `start ${name}`,
    origin: "fanout",
    config: { stage, needs, trigger: { include: `${name}.yml`, strategy: "depend" } },
  }));

/** A limit on needs is not what these tests are about. */
const limits = limitsFor({ overrides: { needs: 0 } });

/** The child with its trigger jobs, checked. */
export const childOf = (divided: Divided): Pipeline =>
  definePipeline({ ...divided.globals, jobs: [...divided.top, ...triggers(divided)] }, limits);

/** The grandchildren, checked. */
export const grandchildrenOf = (divided: Divided): readonly Pipeline[] =>
  divided.groups.map(({ draft }) => definePipeline(draft));

/** What is written in the jobs of a draft, by name. */
export const configs = (jobs: readonly JobDraft[]): Document =>
  Object.fromEntries(jobs.map(({ name, config }) => [name, config]));

/** What is written in each place: the child's jobs, and those of each group. */
export function places(document: Document, services?: readonly string[]): Document {
  const divided = apart(document, services);
  childOf(divided);
  grandchildrenOf(divided);
  return {
    top: configs(divided.top),
    ...Object.fromEntries(divided.groups.map(({ name, draft }) => [name, configs(draft.jobs)])),
  };
}

/** The trigger jobs: their stage and what they need. */
export const starts = (document: Document, services?: readonly string[]) => {
  const divided = apart(document, services);
  childOf(divided);
  return Object.fromEntries(
    divided.groups.map(({ name, stage, needs }) => [
      name,
      [stage, ...needs.map(({ job, optional }) => (optional ? `${job}?` : job))],
    ]),
  );
};
