import {
  isHash,
  type JobDraft,
  type Limits,
  limitsFor,
  type Pipeline,
  type PipelineDraft,
  parallelCount,
} from "../../model/index.ts";
import { type Links, linksOf } from "./links.ts";
import { draftOf, type Globals, outfitter } from "./material.ts";
import { type MovedNeed, type Places, type Rewritten, rewriteNeeds } from "./needs.ts";
import { isStrict, raisedStages, type Step, withoutImplied } from "./order.ts";
import type { Group } from "./units.ts";

/** A pipeline in several: the child, and a grandchild for each group. */
export interface Divided {
  /** Jobs that stay in the child, and the hidden jobs that they use. */
  readonly top: readonly JobDraft[];
  /** What stands above them. */
  readonly globals: Globals;
  readonly stages: readonly string[];
  readonly groups: readonly DividedGroup[];
  /** By job: the needs and dependencies that led to another pipeline. */
  readonly moved: ReadonlyMap<string, readonly MovedNeed[]>;
}

export interface DividedGroup {
  readonly name: string;
  /** The grandchild. All its jobs may have rules that leave them out, which GitLab refuses. */
  readonly draft: PipelineDraft;
  /** The stage of its trigger job in the child. */
  readonly stage: string;
  /** What its trigger job needs: jobs that stay, then trigger jobs of other groups. */
  readonly needs: readonly TriggerNeed[];
  /** Jobs that stay and whose artifacts its jobs download. */
  readonly fromTop: readonly string[];
}

export interface TriggerNeed {
  readonly job: string;
  readonly optional?: boolean;
}

/**
 * Divides a pipeline: each group in a pipeline of its own, started by a trigger job that waits for
 * its end, all else as it was. A need cannot lead from one pipeline to another, so it becomes
 * order between trigger jobs, or a download (`needs:pipeline:job`, of the pipeline whose id is in
 * `$FANOUT_CHILD_ID`) of what a job of the child made. All jobs compile to what they were, but for
 * `needs`, `dependencies` and `rules:needs`, and a later stage where a needed trigger job has it.
 *
 * A job without `needs` waits for the stages before its own, and gets their artifacts, within its
 * new pipeline only; for what its `dependencies` name elsewhere its pipeline as a whole waits. One whose needs are all gone has `needs: []`, so that it still waits for no
 * stage. `groups` are those of `byService` or `shards`; there must be no `include`.
 */
export function divide(
  pipeline: Pipeline,
  groups: readonly Group[],
  triggerName: (group: Group) => string,
  limits: Limits = limitsFor({}),
): Divided {
  const links = linksOf(pipeline);
  const places = placesOf(pipeline, groups, triggerName, limits);
  const rewritten = new Map<string, Rewritten>();
  for (const own of links.values()) {
    const made = rewriteNeeds(own, places);
    if (made) rewritten.set(own.job.name, made);
  }
  const steps = stepsOf(pipeline, places, rewritten);
  const stages = raisedStages([...steps.values()], [".pre", ...pipeline.stages, ".post"]);
  const outfit = outfitter(pipeline);
  const drafts = (names: readonly string[]) =>
    outfit(names.map((name) => draft(links.get(name)!, rewritten.get(name), stages.get(name))));

  const top = [...links.keys()].filter((name) => places.groupOf(name) === undefined);
  const { jobs, ...globals } = drafts(top);
  return {
    top: jobs,
    globals,
    stages: pipeline.stages,
    groups: groups.map(({ name, jobs: members }, index): DividedGroup => {
      const { trigger } = places.groups[index]!;
      const fromTop = members.flatMap((job) => rewritten.get(job)?.downloads ?? []);
      return {
        name,
        draft: drafts(members),
        stage: stages.get(trigger)!,
        needs: triggerNeeds(steps.get(trigger)!, steps, places, limits),
        fromTop: [...new Set(fromTop)].sort(),
      };
    }),
    moved: new Map([...rewritten].map(([job, { moved }]) => [job, moved])),
  };
}

function placesOf(
  pipeline: Pipeline,
  groups: readonly Group[],
  triggerName: (group: Group) => string,
  limits: Limits,
): Places {
  const places = new Map(groups.flatMap(({ jobs }, index) => jobs.map((job) => [job, index])));
  return {
    links: linksOf(pipeline),
    groupOf: (job) => places.get(job),
    groups: groups.map((group) => ({ name: group.name, trigger: triggerName(group) })),
    crossNeeds: limits.crossNeeds.value,
  };
}

/** The steps of the child by name: jobs that stay in the order of the pipeline, then triggers. */
function stepsOf(
  pipeline: Pipeline,
  places: Places,
  rewritten: ReadonlyMap<string, Rewritten>,
): ReadonlyMap<string, Step> {
  const nameOf = (job: string) => places.groups[places.groupOf(job) ?? -1]?.trigger ?? job;
  const first = pipeline.stages[0] ?? ".pre";
  const waits = places.groups.map(() => new Set<string>());
  const steps: Step[] = [];
  for (const own of places.links.values()) {
    const { name, stage } = own.job;
    const group = places.groupOf(name);
    if (group !== undefined) {
      for (const need of rewritten.get(name)?.waits ?? []) waits[group]!.add(nameOf(need));
      continue;
    }
    const after = [...new Set([...own.after, ...own.includes].map(nameOf))];
    steps.push({ name, stage: stage ?? first, after, isStrict: isStrict(own) });
  }
  const place = new Map([...places.links.keys()].map((name, index) => [name, index]));
  places.groups.forEach(({ trigger }, index) => {
    const rank = (name: string) => place.get(name) ?? place.size;
    const after = [...waits[index]!].sort((a, b) => rank(a) - rank(b));
    steps.push({ name: trigger, stage: first, after, isStrict: true });
  });
  return new Map(steps.map((step) => [step.name, step]));
}

/** A job in its new place; `stage` is the one that it has there, where it stays in the child. */
function draft({ job, config }: Links, made: Rewritten | undefined, stage = job.stage): JobDraft {
  const keys = { ...made?.keys, ...(stage === job.stage ? {} : { stage }) };
  if (Object.keys(keys).length === 0) return draftOf(job);
  // A job that is one reference as a whole has no keys to write over.
  const own = isHash(job.config) ? job.config : config;
  return { ...draftOf(job), config: { ...own, ...keys } };
}

/** Those that others imply are left out only where GitLab would find the list too long. */
function triggerNeeds(
  { after }: Step,
  steps: ReadonlyMap<string, Step>,
  { links }: Places,
  limits: Limits,
): readonly TriggerNeed[] {
  const copies = (name: string) => parallelCount(links.get(name)?.config.parallel);
  const count = after.reduce((total, name) => total + copies(name), 0);
  const needs = count > limits.needs.value ? withoutImplied(after, steps) : after;
  return needs.map((job) => (links.get(job)?.conditional ? { job, optional: true } : { job }));
}
