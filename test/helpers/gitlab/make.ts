import type { Job, JobPlan, Pipeline, Plan, Project, Script, User, World } from "./types.ts";

/** An id that looks like a commit's. */
export const shaOf = (number: number): string => number.toString(16).padStart(40, "5");

export interface Beginning {
  readonly ref: string;
  readonly tag?: boolean;
  readonly sha: string;
  readonly source: string;
  readonly user: User;
  readonly plan: Plan;
  readonly upstream?: Job | undefined;
  readonly variables?: Pipeline["variables"];
  readonly inputs?: Pipeline["inputs"];
  readonly yamlErrors?: string;
}

/** Adds a pipeline with its jobs. */
export function createPipeline(world: World, project: Project, begin: Beginning): Pipeline {
  const { tag = false, variables = [], inputs = {}, upstream, yamlErrors = null, ...rest } = begin;
  const pipeline: Pipeline = {
    ...rest,
    ...{ tag, variables, inputs, upstream, yamlErrors },
    id: world.next(),
    iid: world.pipelines.filter((each) => each.project === project).length + 1,
    project,
    created: world.now(),
    script: begin.plan,
    step: 0,
    jobs: [],
  };
  for (const plan of begin.plan.jobs ?? []) addJob(world, pipeline, plan);
  world.pipelines.push(pipeline);
  return pipeline;
}

/** Adds a job to a pipeline. */
export function addJob(
  world: World,
  pipeline: Pipeline,
  plan: JobPlan,
  script: Script = plan,
): Job {
  const { polls, at } = script;
  const job: Job = {
    id: world.next(),
    pipeline,
    plan,
    script: { ...(polls && { polls }), ...(at && { at }) },
    step: 0,
    created: world.now(),
    retried: false,
    downstream: undefined,
  };
  pipeline.jobs.push(job);
  return job;
}

/** What the next pipeline that is started in a project does. */
export function nextPlan(project: Project): Plan {
  const plan = project.plans[Math.min(project.started, project.plans.length - 1)];
  project.started++;
  return plan ?? { polls: ["created", "running", "success"] };
}
