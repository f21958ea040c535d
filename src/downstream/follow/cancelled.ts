import { clock as realClock } from "../../gitlab/index.ts";
import { cancelTrees, doneText } from "../steer.ts";
import type { PipelineRef } from "../tree.ts";
import type { PipelineNode } from "../types.ts";
import { watch } from "./engine.ts";
import { instances } from "./instances.ts";
import type { FollowWorld } from "./types.ts";
import { napping } from "./world.ts";

/** How long somebody who interrupted waits to see what became of it, in milliseconds. */
const patience = 5_000;

/**
 * Cancels what is open of trees, says so, and gives the trees as they are then: when all is over,
 * or after five seconds. One that cannot be read by then is as it was seen before, with a problem.
 */
export async function cancelled(
  refs: readonly PipelineRef[],
  before: readonly PipelineNode[],
  world: FollowWorld,
): Promise<readonly PipelineNode[]> {
  const { io, clock = realClock } = world;
  const instance = instances(world, { tell() {} });
  io.err("Cancelling what this run started ...\n");
  for (const done of await cancelTrees(refs, before, instance, world)) io.err(doneText(done));
  const { tree } = await watch(refs, {
    ...{ clock, nap: napping(world), instance, once: false, stopHeld: true },
    until: clock.now() + patience,
    interrupted: new AbortController().signal,
    looked() {},
  });
  const problem = "what became of it could not be seen within 5 seconds";
  return before.map((node, at) => {
    const after = tree[at];
    return after && after.url !== "" ? after : { ...node, problem: after?.problem ?? problem };
  });
}
