import { guardJob } from "../generate/index.ts";
import {
  compileJob,
  definePipeline,
  isConditional,
  type Limits,
  type Pipeline,
} from "../model/index.ts";
import { type Divided, divide, type Group, type TriggerNeed } from "./divide/index.ts";
import { type FileSet, fileSet, type Making } from "./file-set.ts";
import { beside, type Target } from "./parts.ts";
import {
  freeName,
  type Router,
  shardJob,
  shardJobDraft,
  shardTrigger,
  triggerDraft,
} from "./router.ts";

/** A grandchild, and which shard job writes its files. */
export interface Grandchild extends FileSet {
  /** The trigger job that starts it. */
  readonly name: string;
  /** From 1. */
  readonly shard: number;
}

/** An arrangement in the making: the child as it stands, and what has moved out. */
export interface Draft {
  readonly child: Pipeline;
  readonly grandchildren: readonly Grandchild[];
  /** By shard job, in order: its stage and the files that it writes. */
  readonly jobs: readonly { readonly stage: string; readonly files: readonly string[] }[];
  readonly moved: Divided["moved"];
}

/** Groups whose files one shard job writes. */
export interface Bundle {
  readonly kind: "shard" | "service";
  readonly groups: readonly Group[];
}

/** Where each group goes: its trigger job, its first file, the shard job that writes it. */
interface Destination {
  readonly name: string;
  readonly target: Target;
  readonly shard: number;
}

/** Names for all groups that no job and no file has yet, by the group's own. */
function destinations(
  bundled: readonly Bundle[],
  { child, jobs }: Draft,
  { target }: Making,
): ReadonlyMap<string, Destination> {
  const taken = new Set(child.jobs.map(({ name }) => name));
  const marks = new Set<string>();
  const claim = (wanted: string, names: Set<string>) => {
    const name = freeName(wanted, names);
    names.add(name);
    return name;
  };
  const each = bundled.flatMap(({ kind, groups }, index) =>
    groups.map((group): [string, Destination] => {
      const shard = jobs.length + index + 1;
      const wanted = kind === "shard" ? shardTrigger(group.name) : `${group.name}:pipeline`;
      // Some file systems do not tell upper case from lower.
      const word = group.name
        .replace(/[^\w-]/g, "-")
        .slice(0, 80)
        .toLowerCase();
      const mark = claim(`${kind}-${word}`, marks);
      const [path, artifact] = [beside(target.path, mark), beside(target.artifact, mark)];
      return [
        group.name,
        { name: claim(wanted, taken), target: { path, artifact, job: shardJob(shard) }, shard },
      ];
    }),
  );
  return new Map(each);
}

/** The pipeline of a group and its files. */
function grandchild(
  draft: Divided["groups"][number]["draft"],
  { name, target, shard }: Destination,
  making: Making,
): Grandchild {
  const guard = guardJob(draft.jobs, draft.stages?.[0] ?? "test");
  const jobs = guard ? [guard, ...draft.jobs] : draft.jobs;
  const header = [`Started by ${name} of ${making.target.artifact}.`, ...making.notes.header];
  const notes = { ...making.notes, path: target.path, header };
  const pipeline = definePipeline({ ...draft, jobs }, making.limits);
  return { ...fileSet(pipeline, { ...making, target, notes }), name, shard };
}

/** Moves groups of jobs out of the child, each into a pipeline of its own. */
export function moveOut(
  draft: Draft,
  bundled: readonly Bundle[],
  making: Making,
  router: Router,
): Draft {
  const places = destinations(bundled, draft, making);
  const groups = bundled.flatMap((bundle) => bundle.groups);
  const divided = divide(
    draft.child,
    groups,
    (group) => places.get(group.name)!.name,
    roomForWriter(making.limits),
  );
  const made = divided.groups.map((group) => ({
    group,
    own: grandchild(group.draft, places.get(group.name)!, making),
  }));
  const before = firstJobs(draft.child, groups);
  const triggers = made.map(({ group, own }) => {
    const { stage, fromTop } = group;
    const { name, target, entries } = own;
    const readsChild = fromTop.length > 0;
    const known = new Set(group.needs.map(({ job }) => job));
    const needs = [...before.filter(({ job }) => !known.has(job)), ...group.needs];
    return triggerDraft(router, { name, stage, needs, target, artifacts: entries, readsChild });
  });
  const stage = divided.stages[0] ?? "test";
  const first = draft.jobs.length + 1;
  const jobs = bundled.map((_, index) => ({
    stage,
    files: made.flatMap(({ own }) => (own.shard === first + index ? own.artifacts : [])),
  }));
  const writers = jobs.map((each, index) =>
    shardJobDraft(router, { ...each, number: first + index, count: 1, plan: "" }),
  );
  const { globals, stages } = divided;
  const all = [...divided.top, ...writers, ...triggers];
  return {
    child: definePipeline({ ...globals, stages, jobs: all }, making.limits),
    grandchildren: [...draft.grandchildren, ...made.map(({ own }) => own)],
    jobs: [...draft.jobs, ...jobs],
    moved: joined(draft.moved, divided.moved),
  };
}

/** Needs that moved in two steps: first with a service of its own, then with a shard. */
function joined(first: Divided["moved"], then: Divided["moved"]): Divided["moved"] {
  const all = new Map(first);
  for (const [job, needs] of then) all.set(job, [...(first.get(job) ?? []), ...needs]);
  return all;
}

/**
 * Jobs of `.pre` that stay in the child: everything waits for them, and so do trigger jobs, whose
 * needs let them begin before.
 */
function firstJobs(child: Pipeline, groups: readonly Group[]): readonly TriggerNeed[] {
  const gone = new Set(groups.flatMap(({ jobs }) => jobs));
  return child.jobs
    .filter(({ name, kind, stage }) => kind !== "hidden" && stage === ".pre" && !gone.has(name))
    .map(({ name }) =>
      isConditional(compileJob(child, name)) ? { job: name, optional: true } : { job: name },
    );
}

/** Each trigger job also needs the job that writes its files. */
const roomForWriter = (limits: Limits): Limits => ({
  ...limits,
  needs: { ...limits.needs, value: limits.needs.value - 1 },
});
