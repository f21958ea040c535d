import { definePipeline, type Pipeline, type PlannedJob } from "../model/index.ts";
import { byService, draftOf, type Group, shards } from "./divide/index.ts";
import { jobFacts } from "./facts.ts";
import { type FileSet, fileSet, isRunnable, type Making } from "./file-set.ts";
import { type Bundle, type Draft, type Grandchild, moveOut } from "./move-out.ts";
import { parsedSize } from "./parsed-size.ts";
import { oneFile } from "./parts.ts";
import { planHash, type Router, shardJob, shardJobDraft } from "./router.ts";

/** What arranging goes by. */
export interface Arranging extends Making {
  /** Services whose jobs are a pipeline of their own. */
  readonly apart: ReadonlySet<string>;
  /** How grandchildren come about; `undefined` where there can be none. */
  readonly router: Router | undefined;
}

/** The child, and the grandchildren that it starts with jobs of this pipeline. */
export interface Arranged {
  readonly child: FileSet;
  readonly grandchildren: readonly Grandchild[];
  /** How many jobs of the child write files. */
  readonly shards: number;
  /** What each of these jobs must come to: a hash of all that they write; "" without any. */
  readonly plan: string;
  readonly moved: Draft["moved"];
}

/**
 * One child where it fits; part files where its text is too large; grandchildren for services
 * that are to be apart, and for shards where one pipeline cannot hold all jobs. What still does
 * not fit is left for the limits to refuse.
 */
export function arrange(pipeline: Pipeline, making: Arranging): Arranged {
  const whole: Draft = { child: pipeline, grandchildren: [], jobs: [], moved: new Map() };
  const { router } = making;
  if (!router) return finished(whole, making, undefined);
  const apart = making.apart.size === 0 ? [] : byService(pipeline, making.apart);
  const first =
    apart.length === 0 ? whole : moveOut(whole, bundles(apart, whole, making), making, router);
  const isSmall = isRunnable(jobFacts(first.child), making.limits);
  const settled = isSmall ? finished(first, making, router) : undefined;
  if (settled?.child.fits) return settled;
  const split = sharded(first, making, router);
  return split ? finished(split, making, router) : (settled ?? finished(first, making, router));
}

/** How many files of the largest size a shard may be planned to have, by the form of its parts. */
const filesOf = { never: 1, trigger: 3, include: 8 } as const;
const attempts = 10;

/** As few shards as fit; `undefined` where nothing can move. */
function sharded(draft: Draft, making: Arranging, router: Router): Draft | undefined {
  const { limits, form } = making;
  const weightOf = weigher(draft.child);
  const all = draft.child.jobs.reduce((sum, job) => sum + weightOf(job).bytes, 0);
  // A job that is sure to exist may have to join.
  const most = { jobs: limits.jobs.value - 1, deployments: limits.deployments.value };
  let last: Draft | undefined;
  let count = 0;
  // What compaction and comments come to is known only when it is done: so it is tried, and again.
  let bytes = Math.min(all, limits.parsedBytes.value * filesOf[form]);
  for (let attempt = 0; attempt < attempts; attempt++, bytes *= 0.6) {
    const groups = shards(draft.child, { ...most, bytes }, weightOf);
    if (groups.length === 0) return undefined;
    if (groups.length === count) continue;
    count = groups.length;
    const bundled = groups.map((group): Bundle => ({ kind: "shard", groups: [group] }));
    last = moveOut(draft, bundled, making, router);
    if (last.grandchildren.every(({ fits }) => fits)) return last;
  }
  return last;
}

/** What a job adds to a pipeline; bytes as they are parsed, before compaction. */
function weigher(pipeline: Pipeline) {
  const facts = new Map(jobFacts(pipeline).map((each) => [each.name, each]));
  return ({ name, config }: PlannedJob) => {
    const { copies: jobs = 1, environment = false } = facts.get(name) ?? {};
    const bytes = parsedSize(name) + parsedSize(config);
    return { jobs, deployments: environment ? jobs : 0, bytes };
  };
}

/** Bytes of the comments and globals of a small file, at most. */
const overhead = 4096;

/** Groups of services by shard job: as many as their archive can hold. */
function bundles(groups: readonly Group[], { child }: Draft, { notes, limits }: Making): Bundle[] {
  const { sections, bytes: all } = oneFile(child, notes);
  const sizes = new Map(sections.map(({ service, text }) => [service, Buffer.byteLength(text)]));
  const serviceOf = new Map(child.jobs.map(({ name, service }) => [name, service]));
  const globals = all - [...sizes.values()].reduce((sum, size) => sum + size, 0);
  const room = limits.artifactArchiveBytes.value;
  const made: Group[][] = [];
  let used = Number.POSITIVE_INFINITY;
  for (const group of groups) {
    const services = new Set(group.jobs.map((job) => serviceOf.get(job)));
    const size = [...services].reduce(
      (sum, name) => sum + (sizes.get(name) ?? 0),
      globals + overhead,
    );
    if (used + size > room) {
      made.push([]);
      used = 0;
    }
    made.at(-1)!.push(group);
    used += size;
  }
  return made.map((each) => ({ kind: "service", groups: each }));
}

/** Tells the shard jobs what they must come to, and makes the child's files. */
function finished(draft: Draft, making: Making, router: Router | undefined): Arranged {
  const { child, grandchildren, jobs, moved } = draft;
  if (!router || jobs.length === 0) {
    return { child: fileSet(child, making), grandchildren, shards: 0, plan: "", moved };
  }
  const plan = planHash(grandchildren.flatMap(({ files }) => files));
  const writers = new Map(
    jobs.map((each, index) => {
      const told = { ...each, number: index + 1, count: jobs.length, plan };
      return [shardJob(index + 1), shardJobDraft(router, told)] as const;
    }),
  );
  const { warnings: _, ...globals } = child;
  const drafts = child.jobs.map((job) => writers.get(job.name) ?? draftOf(job));
  const told = definePipeline({ ...globals, jobs: drafts }, making.limits);
  return { child: fileSet(told, making), grandchildren, shards: jobs.length, plan, moved };
}
