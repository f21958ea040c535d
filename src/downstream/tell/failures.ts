import { type Gitlab, projectPath } from "../../gitlab/index.ts";
import { reasonOf } from "../reasons.ts";
import { nameOf } from "../tree.ts";
import type { JobNode, PipelineNode } from "../types.ts";
import { lastLines, readBytes } from "./log.ts";

/** A job that failed, with what there is to know of it. */
export interface Failure {
  readonly project: string;
  readonly pipeline: number;
  readonly job: string;
  readonly stage: string;
  readonly url: string;
  /** GitLab's word for it, such as `script_failure`. */
  readonly reason: string | undefined;
  /** In plain words, and what to do next; `""` where nothing is known. */
  readonly what: string;
  readonly next: string;
  /** The end of its log, line by line; none where it cannot be read. */
  readonly log: readonly string[];
  /** Why there is no log: the end of a sentence. */
  readonly logProblem: string | undefined;
}

/** The most jobs whose logs are read. */
const mostLogs = 10;

/** Where the log of a job is read. */
export type LogOf = (node: PipelineNode) => {
  readonly client: Gitlab;
  /** The project, as the API wants it. */
  readonly project: string;
  readonly until: number;
};

/**
 * The jobs because of which pipelines failed. A trigger job is among them where it started nothing;
 * otherwise what it started tells.
 */
export async function failuresIn(
  roots: readonly PipelineNode[],
  logOf: LogOf,
): Promise<readonly Failure[]> {
  const failed = roots.flatMap(failedIn);
  const failures: Failure[] = [];
  for (const [index, [node, job]] of failed.entries()) {
    const read = index < mostLogs && job.kind === "job";
    failures.push(failure(node, job, read ? await logAt(node, job, logOf) : { lines: [] }));
  }
  return failures;
}

function failedIn(node: PipelineNode): (readonly [PipelineNode, JobNode])[] {
  return node.jobs.flatMap((job) => {
    const { downstream, status, allowFailure } = job;
    if (allowFailure) return [];
    const below = downstream && downstream !== "not created" ? failedIn(downstream) : [];
    const own = status === "failed" && (job.kind === "job" || downstream === "not created");
    return own ? [[node, job] as const, ...below] : below;
  });
}

interface Log {
  readonly lines: readonly string[];
  readonly problem?: string;
}

async function logAt(node: PipelineNode, { id }: JobNode, logOf: LogOf): Promise<Log> {
  const { client, project, until } = logOf(node);
  const path = `${projectPath(project)}/jobs/${id}/trace`;
  const answer = await client.tail(path, { bytes: readBytes, until });
  if (!("value" in answer)) return { lines: [], problem: answer.problem };
  return { lines: lastLines(answer.value.text) };
}

function failure(node: PipelineNode, job: JobNode, log: Log): Failure {
  const { what, next } = job.failureReason ? reasonOf(job.failureReason) : { what: "", next: "" };
  return {
    project: node.project,
    pipeline: node.id,
    job: job.name,
    stage: job.stage,
    url: job.url,
    reason: job.failureReason,
    what,
    next,
    log: log.lines,
    logProblem: log.problem,
  };
}

/** `group/app#12 test`: how a job is named. */
export const failureName = ({ project, pipeline, job }: Failure) =>
  `${nameOf({ project, id: pipeline })} ${job}`;
