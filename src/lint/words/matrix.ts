import { type Hash, isHash, member } from "../../model/index.ts";
import type { GitlabError } from "./entry.ts";
import { kept } from "./kept.ts";
import type { FoundJob } from "./root.ts";
import { isList, isString } from "./ruby.ts";

/** GitLab: config/interpolation/matrix_interpolator.rb. */
const expression = /\$\[\[\s*matrix\.([a-zA-Z0-9_-]+)\s*\]\]/g;

/** The variables of one job that a matrix makes. */
export interface Cell {
  get(name: string): string | undefined;
}

const listOf = (value: unknown): readonly unknown[] => (isList(value) ? value : [value]);

function rowsOf(config: Hash): readonly Hash[] {
  const parallel = member(config, "parallel");
  const matrix = isHash(parallel) ? member(parallel, "matrix") : undefined;
  return isList(matrix) ? matrix.filter(isHash) : [];
}

/** The variables of each cell of a job's matrix, in GitLab's order. */
export const cellsOf = (config: Hash): readonly Cell[] => rowsOf(config).flatMap(cellsIn);

function cellsIn(row: Hash): readonly Cell[] {
  const places = new Map(Object.keys(row).map((name, place) => [name, place]));
  let lists: readonly (readonly string[])[] = [[]];
  for (const value of Object.values(row)) {
    const texts = listOf(value).map(String);
    lists = lists.flatMap((list) => texts.map((text) => [...list, text]));
  }
  return lists.map((list) => ({ get: (name) => list[places.get(name) ?? -1] }));
}

/** The variables that the expressions in needs ask for, each once, in their order. */
function variablesIn(needs: object): readonly string[] {
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
}

const askedIn = kept(variablesIn, new WeakMap<object, readonly string[]>());

/** Whether needs ask for variables of their job's matrix. */
export const asksMatrix = (needs: object): boolean => askedIn(needs).length > 0;

/** Fills in the expressions of a text; those of variables that the cell has not stay as they are. */
export function filler(text: string): (cell: Cell) => string {
  const found = text.includes("$[[") ? [...text.matchAll(expression)] : [];
  if (found.length === 0) return () => text;
  const pieces = found.map(([whole, name = ""], index) => {
    const before = found[index - 1];
    const from = before ? before.index + before[0].length : 0;
    return { text: text.slice(from, found[index]!.index), name, whole };
  });
  const last = found.at(-1)!;
  const rest = text.slice(last.index + last[0].length);
  return (cell) => {
    let filled = "";
    for (const { text, name, whole } of pieces) filled += text + (cell.get(name) ?? whole);
    return filled + rest;
  };
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
