import type { JobNode, PipelineNode, Status } from "../../../src/downstream/index.ts";

let next = 100;

/** A job of a tree. */
export const job = (name: string, rest: Partial<JobNode> = {}): JobNode => ({
  ...{ id: ++next, name, stage: "test", kind: "job", status: "success", allowFailure: false },
  url: `https://gitlab.example/group/app/-/jobs/${next}`,
  ...rest,
});

/** A trigger job with what it started. */
export const starts = (name: string, downstream: JobNode["downstream"]): JobNode =>
  job(name, { kind: "trigger", downstream });

/** A pipeline of a tree. */
export const pipeline = (
  project: string,
  id: number,
  jobs: readonly JobNode[] = [],
  status: Status = "success",
): PipelineNode => ({
  ...{ project, id, ref: "main", sha: "5".repeat(40), source: "pipeline", status, jobs },
  url: `https://gitlab.example/${project}/-/pipelines/${id}`,
});
