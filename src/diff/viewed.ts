import type { Plan } from "../run.ts";
import type { View, ViewJob, ViewPipeline } from "../view/index.ts";
import { topsOf } from "./compare.ts";
import type { SideJob, SidePipeline } from "./types.ts";

/**
 * What pipelines of a view are called, by index: by the trigger job that starts them, with the
 * names of those above where two are called the same; "" for the child.
 */
export function namesOf({ pipelines }: Pick<View, "pipelines">): readonly string[] {
  const names: string[] = [];
  for (const { startedBy, title } of pipelines) {
    const job = startedBy && pipelines[startedBy.pipeline]?.jobs[startedBy.job]?.name;
    const own = names.length === 0 ? "" : (job ?? title);
    const above = names[startedBy?.pipeline ?? 0] ?? "";
    names.push(names.includes(own) ? `${above} > ${own}` : own);
  }
  return names;
}

/** The job as GitLab compiles it. */
export const configOf = ({ compiled, written }: ViewJob) => compiled ?? written;

/**
 * Jobs that only our own making brings: the one that stands in where nothing is affected, which is
 * a matter of the services that are looked at.
 */
export const isStandIn = ({ name, origin }: Pick<ViewJob, "name" | "origin">): boolean =>
  origin === "fanout" && name === "fanout:nothing-affected";

/** The pipelines of a view, down to those in files of the repository, as they are compared. */
export function pipelinesOf(view: View, plan: Pick<Plan, "emitted">): readonly SidePipeline[] {
  const names = namesOf(view);
  const tops = topsOf(plan.emitted);
  return view.pipelines.map((pipeline, at) => ({
    name: names[at] ?? "",
    top: tops.get(names[at] ?? "") ?? {},
    jobs: jobsOf(pipeline, view),
  }));
}

const jobsOf = ({ jobs }: ViewPipeline, { services }: View): readonly SideJob[] =>
  jobs
    .filter((job) => !isStandIn(job))
    .map((job) => ({
      name: job.name,
      service: job.service === undefined ? undefined : services[job.service]?.name,
      stage: job.stage,
      config: writesShards(job) ? withoutCall(configOf(job)) : configOf(job),
    }));

const writesShards = ({ name, origin }: ViewJob) =>
  origin === "fanout" && /^fanout-generate-\d+$/.test(name);

/**
 * A job that writes shards calls fanout with the commits and the hash of its plan, which differ
 * between any two sides and say nothing of the jobs.
 */
function withoutCall({ script: _, ...rest }: ViewJob["written"]): ViewJob["written"] {
  return rest;
}
