import type { JobNode, PipelineNode } from "../../src/downstream/index.ts";

/** A pipeline: group/app#7, which succeeded. */
export const node = (given: Partial<PipelineNode> = {}): PipelineNode => ({
  project: "group/app",
  id: 7,
  ref: "main",
  sha: "5".repeat(40),
  source: "push",
  status: "success",
  url: "",
  jobs: [],
  ...given,
});

/** A job that succeeded. */
export const jobNode = (given: Partial<JobNode> = {}): JobNode => ({
  id: 70,
  name: "unit",
  stage: "test",
  kind: "job",
  status: "success",
  allowFailure: false,
  url: "",
  ...given,
});
