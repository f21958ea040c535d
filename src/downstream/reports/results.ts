import { showText } from "../../diagnostics/index.ts";
import { codeName, codeText, row } from "../../preview/index.ts";
import type { Failure } from "../tell/index.ts";
import { nameOf } from "../tree.ts";
import { type PipelineNode, toldStatus } from "../types.ts";
import { httpOf } from "./address.ts";
import { failedJobs, listed } from "./listed.ts";

/** So many of each are shown; how many more there are is said. */
const most = { pipelines: 100, jobs: 5 };

/**
 * What came of pipelines as Markdown for a note: a sentence, a table of all pipelines with their
 * failed jobs, and of each failure the reason, with the end of its log folded away. All names and
 * texts of theirs stand in code, where GitLab sees no mention, no link and no HTML.
 */
export function resultsText(
  roots: readonly PipelineNode[],
  failures: readonly Failure[] = [],
): string {
  const all = listed(roots).map(({ node }) => node);
  const rows = all.slice(0, most.pipelines).map(rowOf);
  const left = all.length - rows.length;
  if (left > 0) rows.push(row([`and ${left} more`, "", "", ""]));
  const table = ["| Pipeline | Status | Jobs | Failed |", "| --- | --- | --- | --- |", ...rows];
  return [headOf(roots), table.join("\n"), ...failures.map(failureOf)].join("\n\n");
}

/** `**2 downstream pipelines: 1 failed, 1 success**`. */
function headOf(roots: readonly PipelineNode[]): string {
  const counts = new Map<string, number>();
  for (const status of roots.map(toldStatus)) counts.set(status, (counts.get(status) ?? 0) + 1);
  const parts = [...counts].map(([status, count]) => `${count} ${status.replaceAll("_", " ")}`);
  const what = roots.length === 1 ? "downstream pipeline" : "downstream pipelines";
  return `**${roots.length} ${what}: ${parts.join(", ")}**`;
}

function rowOf(node: PipelineNode): string {
  const failed = failedJobs(node);
  const shown = failed.slice(0, most.jobs).map(({ name, url }) => link(codeName(name), url));
  const more = failed.length - shown.length;
  return row([
    link(codeName(nameOf(node)), node.url),
    toldStatus(node).replaceAll("_", " "),
    node.problem === undefined ? String(node.jobs.length) : codeText(`not read: ${node.problem}`),
    [...shown, ...(more > 0 ? [`${more} more`] : [])].join(", "),
  ]);
}

/** Code that leads somewhere, where there is somewhere to lead. */
function link(code: string, url: string): string {
  const address = httpOf(url);
  return address === undefined ? code : `[${code}](${address})`;
}

function failureOf({ project, pipeline, job, url, what, next, log }: Failure): string {
  const name = link(codeName(`${nameOf({ project, id: pipeline })} ${job}`), url);
  const why = [what, next].filter((each) => each !== "").join(". ");
  const head = why === "" ? `- ${name} failed` : `- ${name} failed: ${codeText(why)}`;
  return log.length === 0 ? head : `${head}\n\n${folded(log)}`;
}

/** No line of a log begins where GitLab would take it for a quick action, or for the fence's end. */
function folded(log: readonly string[]): string {
  const lines = log.map((line) => `  ${showText(line, "\t")}`);
  const runs = lines.join("\n").match(/`+/g) ?? [];
  const fence = "`".repeat(runs.reduce((longest, { length }) => Math.max(longest, length), 2) + 1);
  const text = [`${fence}text`, ...lines, fence].join("\n");
  return `<details>\n<summary>The end of its log</summary>\n\n${text}\n\n</details>`;
}
