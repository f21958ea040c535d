import { summarize, type Verdict } from "../affected/index.ts";
import type { Terminal } from "../io.ts";
import { type Pipeline, type PlannedJob, parallelCount } from "../model/index.ts";
import { neededJobs } from "../report/index.ts";
import type { Plan } from "../run.ts";
import { clip, type Painter, painter, showName } from "../terminal.ts";
import { groupBy } from "../workspace/index.ts";

/** The pipeline as a tree for a terminal: stages, their jobs by service, needs and reasons. */
export function terminalPreview(plan: Plan, terminal: Terminal): string {
  const paint = painter(terminal.color);
  const why = new Map(plan.affected.verdicts.map((verdict) => [verdict.service, verdict]));
  const { pipelines } = plan.emitted;
  const lines = pipelines.flatMap((each) => [
    ...(each.name === ""
      ? []
      : [paint.bold(`in the pipeline that ${showName(each.name)} starts`), ""]),
    ...stagesOf(each.pipeline, plan, paint),
  ]);
  const services = pipelines.flatMap((each) =>
    visible(each.pipeline).flatMap((job) => job.service ?? []),
  );
  if (services.length > 0) lines.push(paint.bold("why"));
  for (const [reason, names] of groupBy([...new Set(services)].sort(), (name) =>
    reasonOf(why.get(name)),
  )) {
    lines.push(`  ${names.map(showName).join(", ")}  ${paint.dim(reason)}`);
  }
  const cut = (line: string) => clip(line, terminal.columns);
  return `${lines.map(cut).join("\n").trimEnd()}\n`;
}

const visible = ({ jobs }: Pipeline) => jobs.filter((job) => job.kind !== "hidden");

function stagesOf(pipeline: Pipeline, plan: Plan, paint: Painter): string[] {
  const lines: string[] = [];
  // GitLab puts these two around whatever stages there are.
  for (const stage of [".pre", ...pipeline.stages, ".post"]) {
    const jobs = visible(pipeline).filter((job) => job.stage === stage);
    if (jobs.length === 0) continue;
    lines.push(paint.bold(stage));
    for (const job of jobs) {
      lines.push(`  ${showName(job.name)}${paint.dim(aside(job, plan))}`);
    }
    lines.push("");
  }
  return lines;
}

const reasonOf = (verdict: Verdict | undefined) => (verdict ? summarize(verdict) : "");

/** What stands behind a job's name: where it goes, what it waits for, what was left out. */
function aside(job: PlannedJob, plan: Plan): string {
  const parts: string[] = [];
  if (job.kind === "trigger") parts.push("starts a pipeline");
  const copies = parallelCount(job.config.parallel);
  if (copies > 1) parts.push(`${copies} in parallel`);
  const needs = neededJobs(job.config);
  if (needs.length > 0) parts.push(`needs ${needs.map(showName).join(", ")}`);
  const dropped = plan.generated.dropped.get(job.name) ?? [];
  const absent = dropped.filter((each) => each.why === "not-affected").map((each) => each.need);
  if (absent.length > 0) parts.push(`without ${absent.map(showName).join(", ")} (not affected)`);
  return parts.length === 0 ? "" : `  ${parts.join("; ")}`;
}
