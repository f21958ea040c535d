import type { Limit, Limits, Pipeline } from "../model/index.ts";
import { compact } from "./compact/index.ts";
import { type JobFacts, jobFacts } from "./facts.ts";
import type { Notes } from "./layout.ts";
import {
  nthFile,
  oneFile,
  type PartFile,
  type PartsForm,
  partFiles,
  type Target,
} from "./parts.ts";

/** What making the files of a pipeline goes by. */
export interface Making {
  readonly notes: Notes;
  readonly limits: Limits;
  readonly target: Target;
  readonly form: PartsForm;
  /** Whether what jobs share moves into hidden jobs and `default` where a file grows large. */
  readonly compact: boolean;
}

/** A pipeline and the files that GitLab will read it from. */
export interface FileSet {
  /** As it is written: maybe in its compact form. */
  readonly pipeline: Pipeline;
  /** As it was made. */
  readonly plain: Pipeline;
  readonly target: Target;
  readonly files: readonly PartFile[];
  /** The same as paths in the archive. */
  readonly artifacts: readonly string[];
  /** Those of them that the trigger job names. */
  readonly entries: readonly string[];
  readonly facts: readonly JobFacts[];
  /** Whether it is under the limits that splitting helps against. */
  readonly fits: boolean;
}

/** The files of one pipeline; where it does not fit, all of it in one file, and `fits` says no. */
export function fileSet(pipeline: Pipeline, making: Making): FileSet {
  const { notes, limits, target, form } = making;
  const plain = oneFile(pipeline, notes);
  const small = making.compact && isLarge(plain, limits) ? compact(pipeline) : pipeline;
  const smaller = small === pipeline ? plain : oneFile(small, notes);
  const [chosen, whole] =
    smaller.bytes <= plain.bytes ? ([small, smaller] as const) : ([pipeline, plain] as const);
  const parts = partFiles(chosen, whole, { notes, target, form, limits });
  const files = parts ?? [whole];
  const facts = jobFacts(chosen);
  const artifacts = files.map((_, index) => nthFile(target.artifact, index + 1));
  return {
    pipeline: chosen,
    plain: pipeline,
    target,
    files,
    artifacts,
    entries: form === "trigger" ? artifacts : artifacts.slice(0, 1),
    facts,
    fits: parts !== undefined && isRunnable(facts, limits) && isArchivable(files, limits),
  };
}

/** Whether GitLab would run so many jobs in one pipeline. */
export function isRunnable(facts: readonly JobFacts[], { jobs, deployments }: Limits): boolean {
  const sum = (count: (job: JobFacts) => number) => facts.reduce((all, job) => all + count(job), 0);
  const deploying = sum((job) => (job.environment ? job.copies : 0));
  return sum((job) => job.copies) <= jobs.value && deploying <= deployments.value;
}

const isArchivable = (files: readonly PartFile[], { artifactArchiveBytes }: Limits) =>
  files.reduce((all, { bytes }) => all + bytes, 0) <= artifactArchiveBytes.value;

/** From this share of a limit on, fewer bytes are worth more than jobs as they were written. */
const largeShare = 0.6;

const isLarge = ({ bytes, parsedBytes }: PartFile, limits: Limits): boolean => {
  const uses = (value: number, { value: limit }: Limit) => limit > 0 && value > largeShare * limit;
  const { yamlBytes, totalBytes, artifactArchiveBytes } = limits;
  const ofText = [yamlBytes, totalBytes, artifactArchiveBytes];
  return uses(parsedBytes, limits.parsedBytes) || ofText.some((limit) => uses(bytes, limit));
};
