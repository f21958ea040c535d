import type { PipelineFacts } from "../tree.ts";
import { isOver, type Status } from "../types.ts";
import type { Watched } from "./watched.ts";

/** Statuses that may last for ever: somebody must start a job, or its time must come. */
export const isWaiting = (status: Status): boolean => status === "manual" || status === "scheduled";

/**
 * Whether a pipeline goes no further by itself: it waits, or all that it does is to wait for
 * pipelines that do.
 */
export function isHeld(
  one: Watched,
  childOf: (of: Watched, facts: PipelineFacts) => Watched | undefined,
  depth = 0,
): boolean {
  const { facts, jobs, triggers } = one;
  if (!facts || isOver(facts.status)) return false;
  if (isWaiting(facts.status)) return true;
  const going = triggers.filter(({ status }) => !isOver(status) && !isWaiting(status));
  const started = going.filter(({ downstream }) => downstream !== undefined);
  const behind = [...jobs, ...going.filter(({ downstream }) => !downstream)];
  if (started.length === 0 || depth > 10) return false;
  if (!behind.every(({ status }) => isOver(status) || isIdle(status))) return false;
  return started.every(({ downstream }) => {
    const child = downstream && childOf(one, downstream);
    return child !== undefined && !child.ended && isHeld(child, childOf, depth + 1);
  });
}

/** What waits its turn behind others. */
const isIdle = (status: Status): boolean => status === "created" || isWaiting(status);
