import { showPath } from "../detect/index.ts";
import type { EmittedPipeline } from "../emit/index.ts";
import { textOf, unread } from "../forecast/index.ts";
import { levelBelow } from "../generate/index.ts";
import { droppedNeeds } from "../report/index.ts";
import type { Plan } from "../run.ts";
import { type Grandchild, openerOf } from "./children.ts";
import { type BareJob, bareJobs } from "./jobs.ts";
import { judged } from "./judgements.ts";
import { joined, type Opened } from "./opened.ts";
import type { ViewedSituation } from "./situations.ts";
import type { Detail, ViewJob, ViewPipeline } from "./types.ts";

/**
 * The child, and what its trigger jobs start, breadth first. What several jobs start with the same
 * outcome stands once.
 */
export async function pipelinesOf(
  plan: Plan,
  situations: readonly ViewedSituation[],
  detail: Detail,
): Promise<readonly ViewPipeline[]> {
  const [child, ...grandchildren] = plan.emitted.pipelines;
  const ours = new Map(grandchildren.map((each) => [each.name, emittedPipeline(each, plan)]));
  const services = indexesOf(plan);
  const open = openerOf(plan, ours);
  const first: Opened = {
    ...emittedPipeline(child!, plan),
    title: "child pipeline",
    key: "",
    level: levelBelow(plan.context.source),
    starts: situations.map(({ situation }) => ({ situation: () => situation })),
  };
  const queue = [first];
  const places = new Map([[first.key, 0]]);
  const starters: ViewPipeline["startedBy"][] = [undefined];
  const pipelines: ViewPipeline[] = [];
  // It grows while it is walked.
  for (const [index, parent] of queue.entries()) {
    const seen = judged(parent);
    const jobs: ViewJob[] = [];
    for (const [place, bare] of bareJobs(parent, services, detail).entries()) {
      const verdicts = seen.verdicts[place]!;
      const created = verdicts.map((verdict) => seen.judgements[verdict]!.created);
      const starter = { parent, job: bare.name, seen, created };
      const opened = bare.kind === "trigger" ? await open(starter) : undefined;
      const opens = opened && placed(opened, { pipeline: index, job: place });
      jobs.push({ ...bare, verdicts, ...(opens !== undefined && { opens }) });
    }
    const { created, judgements } = seen;
    pipelines.push({
      ...outside(parent, starters[index]),
      stages: stagesOf(parent, jobs),
      jobs,
      created,
      judgements,
    });
  }
  return pipelines;

  function placed(opened: Opened, starter: ViewPipeline["startedBy"]): number {
    const known = places.get(opened.key);
    if (known === undefined) {
      places.set(opened.key, queue.length);
      starters.push(starter);
      return queue.push(opened) - 1;
    }
    queue[known] = joined(queue[known]!, opened);
    return known;
  }
}

/** Indexes of services, those that are gone last. */
const indexesOf = ({ workspace, removed }: Plan): ReadonlyMap<string, number> =>
  new Map([...workspace.services, ...removed].map(({ name }, index) => [name, index]));

/** A pipeline of the plan. */
function emittedPipeline(
  { name, pipeline, files, fileOf }: EmittedPipeline,
  plan: Plan,
): Grandchild {
  const included = pipeline.include === undefined ? [] : [pipeline.include].flat();
  return {
    title: `started by ${name}`,
    source: files[0] ?? "",
    pipeline,
    fileOf: (job) => fileOf.get(job) ?? "",
    droppedOf: (job) => droppedNeeds(job, plan),
    ...(included.length > 0 && { unknown: unread([textOf(included).path]) }),
  };
}

const outside = ({ title, source, unknown }: Opened, startedBy: ViewPipeline["startedBy"]) => ({
  title,
  ...(startedBy && { startedBy }),
  source: showPath(source),
  ...(unknown !== undefined && { unknown }),
});

function stagesOf({ pipeline }: Opened, jobs: readonly BareJob[]): readonly string[] {
  const used = new Set(jobs.map(({ stage }) => stage));
  return [".pre", ...(pipeline?.stages ?? []), ".post"].filter((stage) => used.has(stage));
}
