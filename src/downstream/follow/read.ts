import { clock as realClock } from "../../gitlab/index.ts";
import type { PipelineRef } from "../tree.ts";
import type { PipelineNode } from "../types.ts";
import { watch } from "./engine.ts";
import type { instances } from "./instances.ts";
import type { FollowWorld } from "./types.ts";
import { napping } from "./world.ts";

/** How long reading a tree may take, in milliseconds. */
const patience = 300_000;

/** Reads whole trees once, in the order of their roots. */
export async function readTrees(
  refs: readonly PipelineRef[],
  instance: ReturnType<typeof instances>,
  world: FollowWorld,
): Promise<readonly PipelineNode[]> {
  const { clock = realClock } = world;
  const { tree } = await watch(refs, {
    ...{ clock, nap: napping(world), instance, once: true, stopHeld: false },
    until: clock.now() + patience,
    interrupted: new AbortController().signal,
    looked() {},
  });
  return tree;
}
