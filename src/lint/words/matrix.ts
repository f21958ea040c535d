import { type Hash, isHash, mapMembers, mapSame, member } from "../../model/index.ts";
import type { GitlabError } from "./entry.ts";
import { kept } from "./kept.ts";
import type { Need } from "./needed.ts";
import type { FoundJob } from "./root.ts";
import { isList, isString } from "./ruby.ts";

/** GitLab: config/interpolation/matrix_interpolator.rb. */
const expression = /\$\[\[\s*matrix\.([a-zA-Z0-9_-]+)\s*\]\]/g;

/** The variables of one job that a matrix makes. */
type Cell = ReadonlyMap<string, string>;

const listOf = (value: unknown): readonly unknown[] => (isList(value) ? value : [value]);

function rowsOf(config: Hash): readonly Hash[] {
  const parallel = member(config, "parallel");
  const matrix = isHash(parallel) ? member(parallel, "matrix") : undefined;
  return isList(matrix) ? matrix.filter(isHash) : [];
}

/** The variables of each cell of a job's matrix, in GitLab's order. */
const cellsOf = (config: Hash): readonly Cell[] =>
  rowsOf(config).flatMap((row) => {
    let cells: Cell[] = [new Map()];
    for (const [name, value] of Object.entries(row)) {
      const texts = listOf(value).map(String);
      cells = cells.flatMap((cell) => texts.map((text) => new Map(cell).set(name, text)));
    }
    return cells;
  });

/** The variables that the expressions in needs ask for, each once, in their order. */
const askedIn = kept((needs: object): readonly string[] => {
  const asked = new Set<string>();
  const walk = (value: unknown): void => {
    if (isString(value)) {
      if (!value.includes("$[[")) return;
      for (const [, name] of value.matchAll(expression)) asked.add(name!);
    } else if (isList(value)) value.forEach(walk);
    else if (isHash(value)) Object.values(value).forEach(walk);
  };
  walk(needs);
  return [...asked];
});

/** A value with its expressions filled in, the same where there are none. */
function fill(value: unknown, cell: Cell): unknown {
  if (isString(value)) {
    return value.includes("$[[")
      ? value.replaceAll(expression, (whole, name: string) => cell.get(name) ?? whole)
      : value;
  }
  if (isList(value)) return mapSame(value, (item) => fill(item, cell));
  return isHash(value) ? mapMembers(value, (item) => fill(item, cell)) : value;
}

/** The needs of each job that is made of one where they ask for its matrix; otherwise one list. */
export function interpolated(
  config: Hash,
  needs: readonly Need[] | undefined,
): readonly (readonly Need[] | undefined)[] {
  if (!needs || askedIn(needs).length === 0) return [needs];
  const cells = cellsOf(config);
  if (cells.length === 0) return [needs];
  return cells.map((cell) => mapSame(needs, (need) => fill(need, cell)) as readonly Need[]);
}

/** Needs with variables that the matrix of their job has not: all of them in one error. */
export function missingVariables(jobs: readonly FoundJob[]): GitlabError | undefined {
  const errors = new Set<string>();
  let at: string | undefined;
  for (const { name, entry } of jobs) {
    for (const variable of unknownIn(entry.config as Hash)) {
      at ??= name;
      errors.add(`${name} job: '${variable}' does not exist in matrix configuration`);
    }
  }
  if (at === undefined) return undefined;
  const message = [...errors].join(", ");
  return { code: "matrix-variable-missing", message, path: [at, "needs"] };
}

/** All cells of a row know the same variables, and those of the job. */
function unknownIn(config: Hash): readonly string[] {
  const rows = rowsOf(config).filter((row) =>
    Object.values(row).every((value) => listOf(value).length > 0),
  );
  const needs = member(config, "needs");
  if (rows.length === 0 || typeof needs !== "object" || needs === null) return [];
  const asked = askedIn(needs);
  if (asked.length === 0) return [];
  const variables = member(config, "variables");
  const own = isHash(variables) ? variables : {};
  return rows.flatMap((row) =>
    asked.filter((name) => !Object.hasOwn(row, name) && !Object.hasOwn(own, name)),
  );
}
