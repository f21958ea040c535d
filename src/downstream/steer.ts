import { showText } from "../diagnostics/index.ts";
import {
  type Fault,
  type Gitlab,
  isRecord,
  projectPath,
  clock as realClock,
} from "../gitlab/index.ts";
import type { FollowWorld, Instance } from "./follow/index.ts";
import { untilFree } from "./limit.ts";
import { nameOf, type PipelineRef } from "./tree.ts";
import { isOver, type JobNode, type PipelineNode, type Status } from "./types.ts";

/** One change that is asked for. */
export interface Step {
  /** As it is told: `cancel group/app#12`, `retry group/app#12 test`. */
  readonly what: string;
  /** Behind /api/v4. */
  readonly path: string;
}

/** What came of a step. */
export interface Done extends Step {
  /** Why it was not done: the end of a sentence. */
  readonly problem: string | undefined;
}

/**
 * What cancels a tree. GitLab goes down to the children of the same project by itself
 * (api/pipelines: cancel a pipeline's jobs), but not to other projects.
 */
export function cancelSteps(node: PipelineNode, above?: string): Step[] {
  const open = !isOver(node.status) && node.status !== "canceling";
  const own =
    open && above !== node.project
      ? [{ what: `cancel ${nameOf(node)}`, path: `${pathOf(node)}/cancel` }]
      : [];
  const reached = open || node.status === "canceling" ? node.project : undefined;
  return [...own, ...childrenOf(node).flatMap((child) => cancelSteps(child, reached))];
}

/**
 * What retries a tree, from its leaves up. A trigger job is started anew, which makes a new
 * downstream pipeline, only where there is none, or with `recreate`; beside one that shall stay as
 * it is, jobs are retried one by one.
 */
export function retrySteps(node: PipelineNode, recreate: boolean): Step[] {
  const anew = node.jobs.filter((job) => job.kind === "trigger" && startsAnew(job, recreate));
  const kept = node.jobs.filter((job) => job.kind === "trigger" && !anew.includes(job));
  const jobs = node.jobs.filter(({ kind, status }) => kind === "job" && isBroken(status));
  const deeper = kept.flatMap((job) => {
    const child = childOf(job);
    return child ? retrySteps(child, recreate) : [];
  });
  const apart = anew.length > 0 || kept.some(({ status }) => isBroken(status));
  const whole = jobs.length > 0 ? [pipelineStep(node)] : [];
  const own = apart ? jobs.map((job) => jobStep(node, job)) : whole;
  return [...deeper, ...own, ...anew.map((job) => jobStep(node, job))];
}

const isBroken = (status: Status): boolean => status === "failed" || status === "canceled";

function startsAnew(job: JobNode, recreate: boolean): boolean {
  const child = childOf(job);
  if (!child) return isBroken(job.status);
  return recreate && (isBroken(job.status) || isBroken(child.status));
}

const childOf = ({ downstream }: JobNode): PipelineNode | undefined =>
  downstream === "not created" ? undefined : downstream;

const childrenOf = ({ jobs }: PipelineNode) => jobs.flatMap((job) => childOf(job) ?? []);

const pathOf = ({ project, id }: PipelineNode) => `${projectPath(project)}/pipelines/${id}`;

const pipelineStep = (node: PipelineNode): Step => ({
  what: `retry ${nameOf(node)}`,
  path: `${pathOf(node)}/retry`,
});

const jobStep = (node: PipelineNode, { id, name }: JobNode): Step => ({
  what: `retry ${nameOf(node)} ${name}`,
  path: `${projectPath(node.project)}/jobs/${id}/retry`,
});

/** Takes steps one after the other, each told when it is taken; goes on after one that fails. */
export async function take(
  steps: readonly Step[],
  { change }: Instance,
  { io, clock = realClock }: FollowWorld,
): Promise<readonly Done[]> {
  const done: Done[] = [];
  for (const step of steps) {
    const fault = await sent(step, change, {
      sleep: clock.sleep,
      tell: (text) => io.err(`${showText(text)}\n`),
    });
    done.push({ ...step, problem: fault && problemOf(fault) });
  }
  return done;
}

const isNotRetryable = ({ status, said }: Fault): boolean =>
  status === 403 && /not retryable/i.test(said ?? "");

/** That a job cannot be retried is told as if the token might not. */
const problemOf = (fault: Fault): string =>
  isNotRetryable(fault)
    ? "GitLab retries this job no more: it was retried before, or would fail in the same way, such as a trigger job in a circle or one level too deep"
    : fault.problem;

interface Waiting {
  sleep(milliseconds: number): Promise<void>;
  tell(text: string): void;
}

/** How often a step is tried. */
const tries = 4;

/**
 * Cancel and retry are counted by the minute (user/gitlab_com: 5 of each a pipeline and user), in a
 * refusal that may name no time. Both may be asked for twice: the second time nothing is left to do.
 */
async function sent(
  { what, path }: Step,
  client: Gitlab,
  { sleep, tell }: Waiting,
): Promise<Fault | undefined> {
  let lost = false;
  for (let turn = 1; ; turn++) {
    const read = (body: unknown) => (isRecord(body) ? true : undefined);
    const answer = await client.post(path, {}, { read });
    if ("value" in answer) return undefined;
    // The first time was heard after all.
    if (lost && isNotRetryable(answer)) return undefined;
    const full = answer.status === 429;
    const unheard = (answer.kind === "unreachable" && !answer.lasting) || answer.lost;
    if (turn === tries || (!full && !unheard)) return answer;
    lost ||= answer.lost;
    const wait = full ? untilFree(answer) : 1_000 * 2 ** turn;
    tell(`${what}: ${answer.problem}; asking again in ${Math.ceil(wait / 1000)} s ...`);
    await sleep(wait);
  }
}

/** Cancels what is open of trees, and says so. */
export async function cancelTrees(
  refs: readonly PipelineRef[],
  trees: readonly PipelineNode[],
  instance: (url: string | undefined) => Instance,
  world: FollowWorld,
): Promise<readonly Done[]> {
  const done: Done[] = [];
  for (const [index, tree] of trees.entries()) {
    const url = refs[index]?.url;
    done.push(...(await take(cancelSteps(tree), instance(url), world)));
  }
  return done;
}

/** `cancel group/app#12: done`. */
export const doneText = ({ what, problem }: Done): string =>
  `${showText(what)}: ${problem === undefined ? "done" : `refused, ${showText(problem)}`}\n`;
