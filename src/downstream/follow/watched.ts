import type { Fault } from "../../gitlab/index.ts";
import { type JobFacts, type PipelineFacts, type PipelineRef, projectIn } from "../tree.ts";
import { isOver, type JobNode, type PipelineNode } from "../types.ts";
import type { Instance } from "./instances.ts";

/** A pipeline that is followed, with what is known of it so far. */
export interface Watched {
  readonly ref: PipelineRef;
  readonly instance: Instance;
  /** Whose trigger job started it. */
  readonly parent: Watched | undefined;
  facts: PipelineFacts | undefined;
  jobs: readonly JobFacts[];
  triggers: readonly JobFacts[];
  /** Why it may not be read; its status then comes from the trigger jobs of its parent. */
  problem: string | undefined;
  /** What to do about that. */
  next: string | undefined;
  /** What went wrong last, and may go better the next time. */
  trouble: string | undefined;
  /** Nothing about it changes any more, and all is known. */
  ended: boolean;
  /** When it is asked next, and how long it waits between questions, in milliseconds. */
  due: number;
  wait: number;
  /** When its jobs were read. */
  readAt: number;
}

/** Waits between two questions about one pipeline: at first and at most. */
export const shortest = 2_000;
export const longest = 30_000;

export const watched = (
  ref: PipelineRef,
  instance: Instance,
  due: number,
  parent?: Watched,
): Watched => ({
  ...{ ref, instance, parent, due, facts: undefined, jobs: [], triggers: [] },
  ...{ problem: undefined, next: undefined, trouble: undefined, ended: false },
  ...{ wait: shortest, readAt: Number.NEGATIVE_INFINITY },
});

/** How one is looked at. */
export interface Looking {
  now(): number;
  /** When to give up, in milliseconds since 1970. */
  readonly until: number;
  /** The age at which jobs of a pipeline that goes on are read anew, in milliseconds. */
  readonly refresh: number;
  /** Whether something below it is told only by its trigger jobs. */
  speaks(of: Watched): boolean;
  /** What a trigger job started. */
  child(of: Watched, facts: PipelineFacts): void;
}

/**
 * Asks for the pipeline, and for its jobs where something may be new: its status changed, it is
 * over, what is known is old, or a trigger job has yet to start something.
 */
export async function look(one: Watched, looking: Looking): Promise<void> {
  if (one.ended) return triggers(one, looking);
  const { reader } = one.instance;
  const answer = await reader.pipeline(one.ref, looking.until);
  if (!("value" in answer)) return fault(one, answer);
  const before = one.facts;
  const { status, updated } = answer.value;
  const changed = before?.status !== status || before.updated !== updated;
  const moved = before?.status !== status;
  one.facts = answer.value;
  one.trouble = undefined;
  one.wait = moved ? shortest : Math.min(longest, one.wait * 1.5);
  const old = looking.now() - one.readAt >= looking.refresh;
  if (changed || old || isOver(status)) await jobs(one, looking);
  else if (one.triggers.some(mayStart) || looking.speaks(one)) await triggers(one, looking);
}

/** A trigger job that has started nothing, and may yet. */
const mayStart = ({ status, downstream }: JobFacts) => !downstream && !isOver(status);

async function jobs(one: Watched, looking: Looking): Promise<void> {
  const { reader } = one.instance;
  const answer = await reader.jobs(one.ref, looking.until);
  if (!("value" in answer)) return fault(one, answer);
  one.jobs = answer.value;
  // The jobs of a pipeline are made with it: without trigger jobs it has none to the end.
  const first = one.readAt === Number.NEGATIVE_INFINITY;
  const over = one.facts !== undefined && isOver(one.facts.status);
  if (first || over || one.triggers.length > 0) {
    await triggers(one, looking);
    if (one.trouble !== undefined || one.problem !== undefined) return;
  }
  one.readAt = looking.now();
  one.ended = over;
}

async function triggers(one: Watched, looking: Looking): Promise<void> {
  const answer = await one.instance.reader.triggers(one.ref, looking.until);
  if (!("value" in answer)) return one.ended ? lost(one, answer) : fault(one, answer);
  one.trouble = undefined;
  one.triggers = answer.value;
  for (const { downstream } of answer.value) if (downstream) looking.child(one, downstream);
}

/** What may go better the next time is trouble; anything else is a problem, and stays. */
function fault(one: Watched, answer: Fault): void {
  const { problem } = answer;
  one.wait = Math.min(longest, one.wait * 1.5);
  if (passing(answer, one)) {
    one.trouble = problem;
    return;
  }
  one.problem = problem;
  one.next = one.instance.advise(answer, one.ref.project);
  one.trouble = undefined;
  // A root has nobody who tells its status; one whose jobs alone are hidden is asked on.
  if (one.facts === undefined || isOver(one.facts.status)) one.ended = true;
}

function lost(one: Watched, answer: Fault): void {
  one.wait = Math.min(longest, one.wait * 1.5);
  one.trouble = answer.problem;
}

const passing = ({ kind, status = 0, lasting }: Fault, { facts }: Watched) =>
  (kind === "unreachable" && !lasting) ||
  (kind !== "refused" && facts !== undefined) ||
  (kind === "refused" && (status >= 500 || status === 429 || status === 408));

/** Takes over what the trigger jobs of the parent tell. */
export function hear(one: Watched, facts: PipelineFacts): void {
  if (one.ended || (one.facts !== undefined && one.problem === undefined)) return;
  one.facts = facts;
  if (one.problem !== undefined && isOver(facts.status)) one.ended = true;
}

/** Whether it is told only by its parent. */
export const isBlind = ({ problem, parent, ended }: Watched) =>
  problem !== undefined && parent !== undefined && !ended;

/** What is known, as a tree. */
export function nodeOf(one: Watched, childOf: (facts: PipelineFacts) => Watched | undefined) {
  const walk = (each: Watched, above: readonly Watched[]): PipelineNode => {
    const { facts, ref, instance, problem, next } = each;
    const job = (known: JobFacts): JobNode => {
      const { downstream, ...rest } = known;
      const child = downstream && childOf(downstream);
      const below = child && !above.includes(child) ? walk(child, [...above, child]) : undefined;
      const none = known.kind === "trigger" && !downstream && never(known);
      return { ...rest, downstream: below ?? (none ? "not created" : undefined) };
    };
    const all = [...each.jobs, ...each.triggers].sort((a, b) => a.id - b.id);
    const path = projectIn(facts?.url ?? "", instance.base);
    return {
      project: path ?? ref.project,
      id: ref.id,
      ref: facts?.ref ?? "",
      sha: facts?.sha ?? "",
      source: facts?.source ?? "",
      status: facts?.status ?? "created",
      url: facts?.url ?? "",
      jobs: all.map(job),
      ...(facts?.faults && { faults: facts.faults }),
      ...(problem !== undefined && { problem, next }),
    };
  };
  return walk(one, [one]);
}

/** A trigger job that is over in a way in which it should have started something. */
const never = ({ status }: JobFacts) => status === "failed" || status === "success";
