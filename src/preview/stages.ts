import type { Painter } from "../terminal.ts";
import { showName } from "../terminal.ts";
import { width } from "../terminal-width.ts";
import type { Entry, Unit } from "./fold.ts";
import type { Look } from "./terminal.ts";
import { wrap } from "./text.ts";

/** Units as a tree: stages, in each the services, in each its jobs with what is to say of them. */
export function stagesOf(
  stages: readonly string[],
  units: readonly Unit[],
  look: Look,
  paint: Painter,
): string[] {
  const lines: string[] = [];
  for (const stage of stages) {
    const here = units
      .map(({ label, entries }) => ({ label, jobs: entries.filter((job) => job.stage === stage) }))
      .filter(({ jobs }) => jobs.length > 0);
    if (here.length === 0) continue;
    lines.push(...wrap(showName(stage), look.columns).map(paint.bold));
    for (const { label, jobs } of here) {
      const indent = label === "" ? "  " : "    ";
      if (label !== "") lines.push(...indented(label, "  ", look));
      for (const job of jobs) lines.push(...jobLines(job, indent, look, paint));
    }
    lines.push("");
  }
  return lines;
}

const indented = (text: string, indent: string, { columns }: Look): string[] =>
  wrap(text, room(columns, indent)).map((line, at) => `${at > 0 ? "  " : ""}${indent}${line}`);

const room = (columns: number | undefined, indent: string) =>
  columns === undefined ? undefined : Math.max(8, columns - indent.length - 2);

function jobLines(job: Entry, indent: string, look: Look, paint: Painter): string[] {
  const written = indented(job.name, indent, look);
  const names = written.map((line) => (job.created ? line : paint.dim(line)));
  const notes = job.notes.join("; ");
  if (notes === "") return names;
  const used = width(written.at(-1)!) - indent.length + 2;
  const [first = "", ...rest] = wrap(notes, room(look.columns, indent), used);
  if (first !== "") names.push(`${names.pop()}  ${paint.dim(first)}`);
  return [...names, ...rest.map((line) => `${indent}  ${paint.dim(line)}`)];
}
