import { expandedNames, type Limits } from "../../model/index.ts";
import { type Axes, cellsOf, keyOf, parallelOf } from "./axes.ts";
import { meet } from "./meet.ts";
import type { Mention } from "./mentions.ts";
import { cellName, type Names } from "./names.ts";
import { split } from "./split.ts";

/** One job of the pipeline, and the cells that it stands for. */
export interface Part {
  readonly name: string;
  readonly axes: Axes;
}

/** How a job with a matrix stands in the pipeline. */
export interface Form {
  readonly axes: Axes;
  /** Whether its parts have `parallel:matrix`; else each part is one cell. */
  readonly parallel: boolean;
  readonly parts: readonly Part[];
  /** The part that stands for a cell. */
  readonly partOf: (cell: Axes) => Part;
}

/** A job with a matrix, and what it names of others that have one. */
export interface MatrixJob {
  readonly name: string;
  readonly axes: Axes;
  readonly mentions: readonly Mention[];
  /** Whether the name of a needed job holds what GitLab would take for an expression. */
  readonly hazardous: boolean;
}

export interface Settings {
  readonly limits: Limits;
  /** Whether GitLab knows `$[[ matrix.X ]]`. */
  readonly expressions: boolean;
}

/**
 * Chooses `parallel:matrix` where every need of a job can be said in it exactly, else a job for
 * each cell; that may take the words from jobs that need it, so it goes on until none changes.
 */
export function chooseForms(
  jobs: readonly MatrixJob[],
  names: Names,
  settings: Settings,
): ReadonlyMap<string, Form> {
  const forms = new Map<string, Form>();
  for (const { name, axes, hazardous } of jobs) {
    const parts = piecesOf(name, axes, names, settings.limits);
    const expanded = parts.flatMap((part) => expandedNames(part.name, parallelOf(part.axes)));
    forms.set(name, inParts(axes, parts, !hazardous && names.takeAll(expanded)));
  }
  for (let changed = true; changed; ) {
    changed = false;
    for (const job of jobs) {
      const form = forms.get(job.name)!;
      if (!form.parallel || canSay(job, form, forms, settings)) continue;
      forms.set(job.name, { ...form, parallel: false });
      changed = true;
    }
  }
  return new Map(
    jobs.map((job) => {
      const form = forms.get(job.name)!;
      return [job.name, form.parallel ? form : separate(job, names)];
    }),
  );
}

function piecesOf(name: string, axes: Axes, names: Names, limits: Limits): readonly Part[] {
  const pieces = split(axes, limits.parallel.value);
  if (pieces.length === 1) return [{ name, axes }];
  return pieces.map((piece, index) => {
    const numbered = `${name}:${index + 1}`;
    return { name: names.take(numbered, numbered), axes: piece };
  });
}

function inParts(axes: Axes, parts: readonly Part[], parallel: boolean): Form {
  const partOf = (cell: Axes) => parts.find((part) => meet(cell, part.axes).kind === "same")!;
  return { axes, parallel, parts, partOf };
}

function separate({ name, axes }: MatrixJob, names: Names): Form {
  const parts = new Map(
    cellsOf(axes).map((cell): [string, Part] => {
      const identity = JSON.stringify([name, ...cell]);
      return [keyOf(cell), { name: names.take(cellName(name, cell), identity), axes: cell }];
    }),
  );
  const partOf = (cell: Axes) => parts.get(keyOf(cell))!;
  return { axes, parallel: false, parts: [...parts.values()], partOf };
}

/** Whether each part of a parallel job can say all its needs for all its cells at once. */
function canSay(
  { mentions }: MatrixJob,
  form: Form,
  forms: ReadonlyMap<string, Form>,
  { expressions }: Settings,
): boolean {
  return form.parts.every(({ axes }) =>
    mentions.every(({ target, how }) => {
      if (how === "all") return true;
      const other = forms.get(target)!;
      const parts = other.parallel && how === "agreeing" ? other.parts : [other];
      return parts.every((part) => {
        const { kind } = meet(axes, part.axes);
        if (kind === "mixed") return false;
        return kind !== "own" || (expressions && other.parallel && how === "agreeing");
      });
    }),
  );
}
