import { axesFault } from "../../config/index.ts";
import { fail } from "../../diagnostics/index.ts";
import type { JobDraft } from "../../model/index.ts";
import type { MatrixAxes } from "../../workspace/index.ts";

/** Values by variable, the slowest axis first. No axes: one cell, which is the job itself. */
export type Axes = ReadonlyMap<string, readonly string[]>;

export const noAxes: Axes = new Map();

/** A job as a generator wrote it, which is to run once for each cell of `axes`. */
export interface MatrixDraft extends JobDraft {
  readonly axes?: Axes;
}

/** Whether there is a job for each cell: a hidden job is only material, and stands once. */
export const hasAxes = ({ name, axes = noAxes }: MatrixDraft): boolean =>
  axes.size > 0 && !name.startsWith(".");

/** More cells are a mistake, and would only use up memory. */
const most = 10_000;

/** Axes as text; what the configuration gives was checked when it was read. */
export const axesOf = (given: MatrixAxes = {}): Axes =>
  new Map(Object.entries(given).map(([axis, values]) => [axis, values.map(String)]));

/**
 * Puts further axes upon those that are there: one of the same name takes its place, `false` takes
 * all away. MATRIX_AXES at `where` for what cannot be axes, MATRIX_TOO_MANY for too many cells.
 */
export function withAxes(axes: Axes, given: unknown, where: readonly (string | number)[]): Axes {
  if (given === undefined) return axes;
  if (given === false) return noAxes;
  const fault = axesFault(given);
  if (fault) {
    const place = fault.axis === undefined ? where : [...where, fault.axis];
    fail("MATRIX_AXES", place, { problem: fault.problem });
  }
  const all = new Map([...axes, ...axesOf(given as MatrixAxes)]);
  const count = cellCount(all);
  if (count > most) fail("MATRIX_TOO_MANY", where, { count, most });
  return all;
}

export const cellCount = (axes: Axes): number =>
  [...axes.values()].reduce((product, values) => product * values.length, 1);

/** Every cell as axes of one value each; the first axis varies slowest, as in GitLab. */
export function cellsOf(axes: Axes): readonly Axes[] {
  let cells: [string, readonly string[]][][] = [[]];
  for (const [axis, values] of axes) {
    cells = cells.flatMap((cell) =>
      values.map((value): [string, readonly string[]][] => [...cell, [axis, [value]]]),
    );
  }
  return cells.map((cell) => new Map(cell));
}

/** What tells the cells of one job apart. */
export const keyOf = (cell: Axes): string => [...cell.values()].map(([value]) => value).join("\n");

/** `parallel` for these cells. */
export const parallelOf = (axes: Axes) => ({ matrix: [Object.fromEntries(axes)] });
