import type { StatusReport, WaitReport } from "../schema.ts";
import { type PipelineNode, toldStatus } from "../types.ts";
import type { Failure } from "./failures.ts";

type Listed = StatusReport["pipelines"][number];

/** The document of `status --json`. */
export const statusReport = (roots: readonly PipelineNode[]): StatusReport => ({
  version: 1,
  pipelines: roots.flatMap((root) => listed(root, null)),
});

/** The document of `wait --json`. */
export const waitReport = ({
  roots,
  failures,
  ...rest
}: Omit<WaitReport, "version" | "pipelines" | "failures" | "why"> & {
  readonly why: readonly string[];
  readonly roots: readonly PipelineNode[];
  readonly failures: readonly Failure[];
}): WaitReport => ({
  version: 1,
  ended: rest.ended,
  exit: rest.exit,
  why: [...rest.why],
  pipelines: statusReport(roots).pipelines,
  failures: failures.map(({ log, ...failure }) => ({ ...failure, log: [...log] })),
});

/** A tree as a list, each pipeline before those that it started. */
function listed(node: PipelineNode, startedBy: Listed["startedBy"]): Listed[] {
  const { jobs, ...own } = node;
  const below = jobs.flatMap(({ name, downstream }) =>
    downstream && downstream !== "not created"
      ? listed(downstream, { project: node.project, pipeline: node.id, job: name })
      : [],
  );
  const short = jobs.map(({ downstream, ...job }) => ({
    ...job,
    ...(downstream && { downstream: downstream === "not created" ? downstream : downstream.id }),
  }));
  return [{ ...own, status: toldStatus(node), startedBy, jobs: short }, ...below];
}
