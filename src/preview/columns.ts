import { type Painter, showName } from "../terminal.ts";
import { pad, width } from "../terminal-width.ts";
import type { Entry, Unit } from "./fold.ts";
import type { Look } from "./terminal.ts";
import { wrap } from "./text.ts";

/** Columns of the terminal that a column of the graph may take at most. */
const widest = { label: 24, job: 36 };
/** The same of what stands below a job, from comfortable to just readable. */
const noteWidths = [32, 26, 20];
const gap = "  ";

/** A line of a cell: what it says, and how it is painted. */
interface Line {
  readonly text: string;
  readonly dim: boolean;
}

/**
 * Units as GitLab draws a pipeline: a column a stage, a group of rows a service. `undefined` where
 * the terminal is too narrow for it, and where the output is none.
 */
export function columnsOf(
  stages: readonly string[],
  units: readonly Unit[],
  { columns }: Look,
  paint: Painter,
): string[] | undefined {
  const used = stages.filter((stage) =>
    units.some(({ entries }) => entries.some((job) => job.stage === stage)),
  );
  if (columns === undefined || used.length < 2) return undefined;
  const label = Math.min(widest.label, Math.max(...units.map((unit) => width(unit.label))));
  const widths = noteWidths
    .map((most) => used.map((stage) => columnWidth(stage, units, most)))
    .find((each) => each.reduce((sum, one) => sum + one + gap.length, label) <= columns);
  if (!widths) return undefined;
  const row = (cells: readonly (readonly Line[])[]) => rows(cells, [label, ...widths], paint);
  const head = [[], ...used.map((stage, at) => wrap(showName(stage), widths[at]).map(plain))];
  const rule = widths.map((each) => paint.dim("─".repeat(each)));
  const lines = [...row(head).map(paint.bold), [" ".repeat(label), ...rule].join(gap).trimEnd()];
  for (const { label: name, entries } of units) {
    const jobs = used.map((stage, at) =>
      entries.filter((job) => job.stage === stage).flatMap((job) => cellOf(job, widths[at]!)),
    );
    lines.push(...row([wrap(name, label).map(plain), ...jobs]));
    if (jobs.some((cell) => cell.length > 1)) lines.push("");
  }
  return lines.at(-1) === "" ? lines : [...lines, ""];
}

const plain = (text: string): Line => ({ text, dim: false });

function columnWidth(stage: string, units: readonly Unit[], noteWidth: number): number {
  let most = Math.min(widest.job, width(showName(stage)));
  for (const { entries } of units) {
    for (const job of entries) {
      if (job.stage !== stage) continue;
      most = Math.max(most, Math.min(widest.job, width(job.name)));
      for (const note of job.notes) most = Math.max(most, Math.min(noteWidth, width(note) + 2));
    }
  }
  return most;
}

const cellOf = ({ name, notes, created }: Entry, columns: number): Line[] => [
  ...wrap(name, columns).map((text) => ({ text, dim: !created })),
  ...notes.flatMap((note) =>
    wrap(note, columns - 2).map((text) => ({ text: `  ${text}`, dim: true })),
  ),
];

/** Cells beside each other, as many lines as the longest has. */
function rows(
  cells: readonly (readonly Line[])[],
  widths: readonly number[],
  paint: Painter,
): string[] {
  const height = Math.max(...cells.map((cell) => cell.length));
  return Array.from({ length: height }, (_, at) => {
    const last = cells.findLastIndex((cell) => cell[at] !== undefined);
    return cells
      .slice(0, last + 1)
      .map((cell, column) => {
        const { text, dim } = cell[at] ?? { text: "", dim: false };
        const full = column === last ? text : pad(text, widths[column]!);
        return dim ? paint.dim(full) : full;
      })
      .join(gap);
  });
}
