import type { JobNode, PipelineNode } from "../types.ts";

/** A pipeline of a tree with its place in it. */
export interface Listed {
  readonly node: PipelineNode;
  /** The root of its tree. */
  readonly root: PipelineNode;
  /** The pipeline that started it, and the trigger job; `undefined` for a root. */
  readonly by: { readonly listed: Listed; readonly job: JobNode } | undefined;
}

/** All pipelines of the trees: the roots in their order, then what they started, level by level. */
export function listed(trees: readonly PipelineNode[]): Listed[] {
  const all: Listed[] = [];
  const seen = new Set<string>();
  let level: Listed[] = trees.map((node) => ({ node, root: node, by: undefined }));
  while (level.length > 0) {
    const fresh = level.filter(({ node }) => {
      const key = `${node.url}\n${node.project}\n${node.id}`;
      return !seen.has(key) && seen.add(key);
    });
    all.push(...fresh);
    level = fresh.flatMap((parent) =>
      parent.node.jobs.flatMap((job) =>
        typeof job.downstream === "object"
          ? [{ node: job.downstream, root: parent.root, by: { listed: parent, job } }]
          : [],
      ),
    );
  }
  return all;
}

/** Jobs that failed where that counts, and trigger jobs whose pipeline did not come to be. */
export const failedJobs = ({ jobs }: PipelineNode): JobNode[] =>
  jobs.filter(
    ({ status, allowFailure, downstream }) =>
      !allowFailure && (status === "failed" || downstream === "not created"),
  );
