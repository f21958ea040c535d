import { isOver, type Status } from "../../../src/downstream/index.ts";
import { createPipeline } from "./make.ts";
import type { Job, Pipeline, Script, World } from "./types.ts";

/** The status of a pipeline at this moment. */
export function pipelineStatus(world: World, pipeline: Pipeline): Status {
  const own = scripted(world, pipeline);
  if (own !== undefined) return own;
  const jobs = pipeline.jobs.filter(({ retried }) => !retried);
  return together(jobs.map((job) => [jobStatus(world, job), job.plan.allowFailure ?? false]));
}

/** The status of a job at this moment. */
export function jobStatus(world: World, job: Job): Status {
  const own = scripted(world, job);
  if (own !== undefined) return own;
  const { starts } = job.plan;
  if (!starts)
    return hasScript(job.pipeline.script) ? pipelineStatus(world, job.pipeline) : "success";
  if (!job.downstream) return "created";
  return mirrored(pipelineStatus(world, job.downstream), starts.strategy);
}

/** What a trigger job shows of the pipeline that it started (GITLAB.md, section 7). */
function mirrored(status: Status, strategy: "depend" | "mirror" | undefined): Status {
  if (strategy === undefined) return "success";
  if (strategy === "mirror") return status;
  if (status === "skipped") return "failed";
  return isOver(status) ? status : "running";
}

const hasScript = ({ polls, at }: Script) => polls !== undefined || at !== undefined;

function scripted(world: World, { script, step, created }: Job | Pipeline): Status | undefined {
  const { polls, at } = script;
  if (polls) return polls[Math.min(step, polls.length - 1)];
  const passed = (world.now() - created) / 1000;
  return at?.filter(([seconds]) => seconds <= passed).at(-1)?.[1] ?? (at ? "created" : undefined);
}

/** One status of many jobs, as GitLab's Gitlab::Ci::Status::Composite makes it. */
function together(jobs: readonly (readonly [Status, boolean])[]): Status {
  const all = jobs.map(([status, mayFail]) =>
    status === "failed" && mayFail ? "success" : status,
  );
  const waiting = jobs.some(([status, optional]) => status === "manual" && !optional);
  const counted: readonly Status[] = all.filter((status) => status !== "manual");
  const only = (...some: readonly Status[]) => counted.every((status) => some.includes(status));
  if (only("skipped")) return waiting ? "manual" : "skipped";
  if (!waiting && only("success", "skipped")) return "success";
  if (!waiting && only("canceled", "success", "skipped")) return "canceled";
  if (only("created")) return "created";
  if (only("pending", "created", "skipped")) return "pending";
  if (counted.some((status) => status === "running" || status === "pending")) return "running";
  if (waiting) return "manual";
  const rest: Status[] = [
    "canceling",
    "waiting_for_resource",
    "scheduled",
    "preparing",
    "waiting_for_callback",
  ];
  const found = rest.find((status) => counted.includes(status));
  return found ?? (counted.includes("created") ? "running" : "failed");
}

/** Creates what trigger jobs start by now; called before every answer. */
export function settle(world: World): void {
  for (const pipeline of world.pipelines) {
    for (const job of pipeline.jobs) {
      const { starts } = job.plan;
      if (!starts || job.downstream || job.retried) continue;
      const own = scripted(world, job);
      if (own === "failed" || own === "created" || own === "manual") continue;
      if (world.now() < job.created + (starts.after ?? 0) * 1000) continue;
      job.downstream = begin(world, job);
    }
  }
  for (const pipeline of world.pipelines) updatedAt(world, pipeline);
}

function begin(world: World, job: Job): Pipeline {
  const { starts = {} } = job.plan;
  const { pipeline } = job;
  const project = world.projects.find(({ path }) => path === starts.project) ?? pipeline.project;
  const child = project === pipeline.project;
  const ref = starts.ref ?? (child ? pipeline.ref : project.defaultBranch);
  return createPipeline(world, project, {
    ref,
    tag: child && pipeline.tag,
    sha: child ? pipeline.sha : (project.branches.get(ref) ?? pipeline.sha),
    source: child ? "parent_pipeline" : "pipeline",
    user: pipeline.user,
    plan: starts.plan ?? {},
    upstream: job,
  });
}

const seen = new WeakMap<Pipeline, { readonly status: Status; readonly at: number }>();

/** When the status of a pipeline last changed: what GitLab calls `updated_at`. Its jobs do not count. */
export function updatedAt(world: World, pipeline: Pipeline): number {
  const status = pipelineStatus(world, pipeline);
  const before = seen.get(pipeline);
  if (before?.status === status) return before.at;
  const at = before ? world.now() : pipeline.created;
  seen.set(pipeline, { status, at });
  return at;
}

/** Moves the scripts of one pipeline by one status. */
export function advance(pipeline: Pipeline): void {
  pipeline.step++;
  for (const job of pipeline.jobs) job.step++;
}

/** Ends what is not over, down the tree of its project (GITLAB.md, section 5: cancel cascades to children). */
export function cancelTree(world: World, pipeline: Pipeline): void {
  for (const job of pipeline.jobs) {
    if (job.downstream?.project === pipeline.project) cancelTree(world, job.downstream);
    if (!isOver(jobStatus(world, job))) job.script = { polls: ["canceled"] };
  }
  if (hasScript(pipeline.script) && !isOver(pipelineStatus(world, pipeline))) {
    pipeline.script = { polls: ["canceled"] };
  }
}
