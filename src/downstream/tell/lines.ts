import { words } from "../outcome.ts";
import { nameOf, pipelinesIn } from "../tree.ts";
import type { JobNode, PipelineNode, Status } from "../types.ts";

/** Job statuses that are told; with --verbose all are. */
const telling: ReadonlySet<Status> = new Set([
  "failed",
  "canceled",
  "waiting_for_resource",
  "scheduled",
]);

/** Tells trees by what changed since it was asked last: `group/app#12 test failed`. */
export function changes(verbose: boolean): (roots: readonly PipelineNode[]) => string[] {
  const seen = new Map<string, string>();
  const isNew = (key: string, value: string) => {
    const same = seen.get(key) === value;
    seen.set(key, value);
    return !same;
  };
  const jobLines = (node: PipelineNode, job: JobNode): string[] => {
    const key = `${node.project} job ${job.id}`;
    if (!isNew(key, job.status)) return [];
    const worth =
      verbose || telling.has(job.status) || (job.status === "manual" && !job.allowFailure);
    return worth ? [`${nameOf(node)} ${job.name} ${wordsOf(job)}`] : [];
  };
  return (roots) => {
    const by = startersIn(roots);
    return pipelinesIn(roots).flatMap((node) => {
      const name = nameOf(node);
      const first = !seen.has(name);
      const start = first ? by.get(node) : undefined;
      const known = node.status !== "created" || node.problem === undefined;
      const own =
        isNew(name, node.status) && known
          ? [`${name} ${words[node.status]}${start ? `, started by ${start}` : ""}`]
          : [];
      const hidden =
        node.problem !== undefined && isNew(`${name} problem`, "")
          ? [`${name} cannot be read: ${node.problem}`]
          : [];
      return [...node.jobs.flatMap((job) => jobLines(node, job)), ...own, ...hidden];
    });
  };
}

/** Which trigger job started which pipeline. */
function startersIn(roots: readonly PipelineNode[]): Map<PipelineNode, string> {
  const starters = new Map<PipelineNode, string>();
  for (const node of pipelinesIn(roots)) {
    for (const { downstream, name } of node.jobs) {
      if (downstream && downstream !== "not created") {
        starters.set(downstream, `${name} of ${nameOf(node)}`);
      }
    }
  }
  return starters;
}

/** `failed (script failure)`. */
function wordsOf({ status, failureReason, allowFailure, downstream }: JobNode): string {
  if (status === "manual") return "waits for somebody to start it";
  if (status === "scheduled") return "waits for its time";
  if (status !== "failed") return words[status];
  const own = downstream === undefined || downstream === "not created";
  const notes = [own && failureReason?.replaceAll("_", " "), allowFailure && "which it may"];
  const told = notes.filter(Boolean).join(", ");
  return told === "" ? "failed" : `failed (${told})`;
}

/** `[12:03] `: by the clock, in UTC. */
export const stampOf = (now: number) => `[${new Date(now).toISOString().slice(11, 16)}] `;
