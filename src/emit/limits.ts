import { type Diagnostic, found, UserError } from "../diagnostics/index.ts";
import type { LimitName, Limits } from "../model/index.ts";
import { type Measure, measures } from "./measures.ts";
import type { Archive, Measured, Place, World } from "./places.ts";

export type { Archive, Measured, MeasuredFile } from "./places.ts";

/** One limit of GitLab's and how much of it is used; `null` where none is set. */
export interface LimitRow {
  readonly name: LimitName;
  /** Of the place that uses most of it. */
  readonly value: number;
  readonly limit: number | null;
  /** Value by limit, rounded to four decimals. */
  readonly share: number | null;
  /** That place: a file, a pipeline or a job's archive, where it is not the child's only file. */
  readonly where?: string;
}

/** From this share on a limit is near. */
const near = 0.8;

/**
 * The row of each limit, and a LIMIT_NEAR for those nearly used up; raises LIMIT_OVER for others,
 * unless they are soft: then a LIMIT_SOFT warns. `measured` begins with the child; `archives` are
 * those in which its files travel; `changedPaths` is how many paths the comparison names.
 */
export function holdToLimits(
  measured: readonly Measured[],
  archives: readonly Archive[],
  limits: Limits,
  changedPaths = 0,
): { limits: readonly LimitRow[]; diagnostics: readonly Diagnostic[] } {
  const world: World = { measured, archives, changedPaths };
  const rows: LimitRow[] = [];
  const over: Diagnostic[] = [];
  const warnings: Diagnostic[] = [];
  for (const [name, measure] of Object.entries(measures) as [LimitName, Measure][]) {
    const { value: limit, unit, failure, kind } = limits[name];
    const places = measure.places(world);
    const worst = places.reduce((a, b) => (b.value > a.value ? b : a), nowhere);
    const { value } = worst;
    const set = Number.isFinite(limit) && limit > 0;
    const share = set ? Math.round((value / limit) * 10_000) / 10_000 : null;
    const where = worst.name === undefined ? {} : { where: worst.name };
    rows.push({ name, value, limit: set ? limit : null, share, ...where });
    const isOver = value > limit;
    const isMeant = measure.byHand || (measure.split && isSplit(world));
    if (!set || value < near * limit || (!isOver && isMeant)) continue;
    const bound = (place: Place) => (isOver ? place.value > limit : place.value >= near * limit);
    const also = places.filter((place) => place !== worst && bound(place)).map(labelOf);
    const { help } = measure;
    const args = { name, value, limit, unit, failure, also, largest: largestOf(worst), help };
    if (isOver && kind === "soft") warnings.push(found("LIMIT_SOFT", worst.where, args));
    else if (isOver) over.push(found("LIMIT_OVER", worst.where, args));
    else warnings.push(found("LIMIT_NEAR", worst.where, args));
  }
  if (over.length) throw new UserError(over);
  return { limits: rows, diagnostics: warnings };
}

/** Whether the jobs are in more than one file. */
const isSplit = ({ measured }: World): boolean =>
  measured.flatMap(({ files }) => files.filter(({ sections }) => sections.length > 0)).length > 1;

const nowhere: Place = { where: [], value: 0 };

const labelOf = (place: Place): string => place.name ?? place.where.join(" ");

/** The three largest parts of what a place has. */
const largestOf = (place: Place) =>
  [...(place.parts?.() ?? [])]
    .sort((a, b) => b.value - a.value || (a.name < b.name ? -1 : 1))
    .filter((part) => part.value > 0)
    .slice(0, 3);
