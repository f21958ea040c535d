import type { PipelineFacts, PipelineRef } from "../tree.ts";
import type { PipelineNode } from "../types.ts";
import type { Instance } from "./instances.ts";
import { hear, isBlind, nodeOf, type Watched, watched } from "./watched.ts";

/** All pipelines that were met, and how they hang together. */
export interface Forest {
  /** All that hangs on the roots now: what an earlier run of a trigger job started does not. */
  reachable(): readonly Watched[];
  /** The pipeline that a trigger job of `of` started, where it was met. */
  childOf(of: Watched, facts: PipelineFacts): Watched | undefined;
  /** Takes over what a trigger job tells of the pipeline that it started. */
  meet(of: Watched, facts: PipelineFacts): void;
  /** Whether something below it is told only by its trigger jobs. */
  speaks(one: Watched): boolean;
  /** What is known now, a tree a root. */
  tree(): readonly PipelineNode[];
}

/** Begins with the roots; `now` is when they are asked first, and what they start when it is met. */
export function forest(
  roots: readonly PipelineRef[],
  instance: (url: string | undefined) => Instance,
  now: () => number,
): Forest {
  // The id of a pipeline is the only one of its instance.
  const known = new Map<string, Watched>();
  const key = ({ url = "" }: PipelineRef, id: number) => `${url} ${id}`;
  const add = (ref: PipelineRef, parent?: Watched, facts?: PipelineFacts): Watched => {
    const found = known.get(key(ref, ref.id));
    if (found) return found;
    const one = watched(ref, instance(ref.url), now(), parent);
    one.facts = facts;
    known.set(key(ref, ref.id), one);
    return one;
  };
  const tops = [...new Set(roots.map((ref) => add(ref)))];
  const childOf = ({ ref }: Watched, { id }: PipelineFacts) => known.get(key(ref, id));
  const below = (one: Watched): Watched[] =>
    one.triggers.flatMap(({ downstream }) => (downstream && childOf(one, downstream)) || []);
  return {
    childOf,
    reachable() {
      const all = new Set(tops);
      for (const one of all) for (const each of below(one)) all.add(each);
      return [...all];
    },
    meet(of, facts) {
      hear(add({ project: facts.project, id: facts.id, url: of.ref.url }, of, facts), facts);
    },
    speaks: (one) => below(one).some((each) => each.parent === one && isBlind(each)),
    tree: () => tops.map((one) => nodeOf(one, (facts) => childOf(one, facts))),
  };
}
