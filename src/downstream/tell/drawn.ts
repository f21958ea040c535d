import { showText } from "../../diagnostics/index.ts";
import { type Painter, painter } from "../../terminal.ts";
import { nameOf } from "../tree.ts";
import { isOver, type JobNode, type PipelineNode, toldStatus } from "../types.ts";

export interface Drawing {
  readonly color: boolean;
  /** Every job, and not only those that go on or failed. */
  readonly all: boolean;
  /** Web addresses of pipelines, and of jobs that failed. */
  readonly urls: boolean;
}

/** A tree as lines: pipelines with their jobs, and what trigger jobs started below them. */
export function drawTree(roots: readonly PipelineNode[], drawing: Drawing): string[] {
  const paint = painter(drawing.color);
  return roots.flatMap((root) => [
    pipelineLine(root, drawing, paint),
    ...below(root, "", drawing, paint),
  ]);
}

function pipelineLine(node: PipelineNode, { urls }: Drawing, { bold, dim }: Painter): string {
  const state = stateOf({ status: toldStatus(node) });
  const parts = [bold(clean(nameOf(node))), state, dim(counts(node))];
  if (urls && node.url) parts.push(dim(clean(node.url)));
  if (node.problem !== undefined) parts.push(`cannot be read: ${clean(node.problem)}`);
  return parts.filter(Boolean).join("  ");
}

/** Text from outside: an escape sequence in it is no colour. */
const clean = (text: string) => showText(text);

const stateOf = ({ status }: { readonly status: string }) => status.replaceAll("_", " ");

/** `12 jobs: 10 success, 2 running`. */
function counts({ jobs }: PipelineNode): string {
  const many = new Map<string, number>();
  for (const job of jobs) many.set(stateOf(job), (many.get(stateOf(job)) ?? 0) + 1);
  if (many.size === 0) return "";
  const parts = [...many].map(([status, count]) => `${count} ${status}`);
  return `${jobs.length} ${jobs.length === 1 ? "job" : "jobs"}: ${parts.join(", ")}`;
}

function below(node: PipelineNode, indent: string, drawing: Drawing, paint: Painter): string[] {
  const shown = node.jobs.filter((job) => drawing.all || isTold(job));
  return shown.flatMap((job, index) => {
    const last = index === shown.length - 1;
    const line = `${indent}${last ? "└─ " : "├─ "}${jobLine(job, drawing, paint)}`;
    const deeper = `${indent}${last ? "   " : "│  "}`;
    const child = childOf(job);
    if (!child) return [line];
    return [
      line,
      `${deeper}${pipelineLine(child, drawing, paint)}`,
      ...below(child, deeper, drawing, paint),
    ];
  });
}

const childOf = ({ downstream }: JobNode) =>
  downstream === "not created" ? undefined : downstream;

/** What goes on, what failed, and what started something that is there. */
const isTold = (job: JobNode) =>
  job.downstream !== undefined || job.status === "failed" || isGoing(job);

const isGoing = ({ status }: JobNode) =>
  !isOver(status) && status !== "created" && status !== "manual";

function jobLine(job: JobNode, { urls }: Drawing, { dim }: Painter): string {
  const parts = [clean(job.name), stateOf(job)];
  // Of a trigger job with a pipeline, the pipeline tells why.
  if (job.status === "failed" && job.failureReason && !childOf(job))
    parts.push(clean(stateOfReason(job)));
  if (job.status === "failed" && job.allowFailure) parts.push("may fail");
  if (job.downstream === "not created") parts.push("started no pipeline");
  if (urls && job.status === "failed" && job.url) parts.push(dim(clean(job.url)));
  return parts.join("  ");
}

const stateOfReason = ({ failureReason = "" }: JobNode) => failureReason.replaceAll("_", " ");
