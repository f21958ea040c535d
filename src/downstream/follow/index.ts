import { clock as realClock } from "../../gitlab/index.ts";
import { outcomeOf } from "../outcome.ts";
import { type Failure, failuresIn, teller } from "../tell/index.ts";
import { type PipelineRef, pipelinesIn } from "../tree.ts";
import type { PipelineNode, Started } from "../types.ts";
import { cancelled } from "./cancelled.ts";
import { watch } from "./engine.ts";
import { type Instance, instances } from "./instances.ts";
import type { Followed, FollowOptions, FollowWorld } from "./types.ts";
import { interruption, napping } from "./world.ts";

export { type Instance, instances, type Telling } from "./instances.ts";
export { readTrees } from "./read.ts";
export type * from "./types.ts";

/** How long the logs of failed jobs may take together, in milliseconds. */
const forLogs = 60_000;

/**
 * Follows pipelines and all that they start, in whatever project, to their end, and tells what
 * happens. Faults that may pass are ridden out until the time limit. Never throws for what GitLab
 * answers; errors are those of `tokensFor`.
 */
export async function follow(
  started: readonly (Started | PipelineRef)[],
  options: FollowOptions,
  world: FollowWorld,
): Promise<Followed> {
  const { io, clock = realClock } = world;
  const refs = once(started.map(refOf));
  const { show, verbose = false } = options;
  const telling = teller(show, verbose, io, clock);
  const instance = instances(world, {
    tell: telling.note,
    verbose: verbose ? telling.log : undefined,
  });
  const { signal, by, off } = interruption(io);
  try {
    const { ended, tree } = await watch(refs, {
      ...{ clock, nap: napping(world), instance, once: false, interrupted: signal },
      until: clock.now() + options.timeout,
      stopHeld: options.onManual !== "wait",
      looked: (now) => {
        if (show !== "nothing") telling.look(now());
      },
    });
    telling.end();
    if (ended === "interrupted") {
      const roots = options.cancel ? await cancelled(refs, tree, world) : tree;
      const outcome = outcomeOf(roots, { ...options, ended, by: by() });
      return { roots, ended, ...outcome, failures: [] };
    }
    const failures = await failuresOf(refs, tree, instance);
    return { roots: tree, ended, ...outcomeOf(tree, { ...options, ended }), failures };
  } finally {
    telling.end();
    off();
  }
}

/** What failed in trees that were read, with the ends of logs, each asked of its own instance. */
export function failuresOf(
  refs: readonly PipelineRef[],
  roots: readonly PipelineNode[],
  instance: (url: string | undefined) => Instance,
): Promise<readonly Failure[]> {
  const urls = urlsOf(refs, roots);
  let until: number | undefined;
  return failuresIn(roots, (node) => {
    const client = instance(urls.get(node)).change;
    until ??= client.clock.now() + forLogs;
    return { client, project: node.project, until };
  });
}

/** A pipeline that was started, as one is asked for. */
export const refOf = (given: Started | PipelineRef): PipelineRef =>
  "pipeline" in given
    ? {
        project: given.project.path || String(given.project.id),
        id: given.pipeline,
        url: given.target.url,
      }
    : given;

/** Each pipeline once: its id is the only one of its instance. */
function once(refs: readonly PipelineRef[]): PipelineRef[] {
  const known = new Map(refs.map((ref) => [`${ref.url ?? ""} ${ref.id}`, ref]));
  return [...known.values()];
}

/** Which instance each pipeline of the trees belongs to. */
function urlsOf(refs: readonly PipelineRef[], roots: readonly PipelineNode[]) {
  return new Map(
    roots.flatMap((root, index) =>
      pipelinesIn([root]).map((node) => [node, refs[index]?.url] as const),
    ),
  );
}
