import { type Hash, isHash, member } from "../../model/index.ts";
import type { GitlabError } from "./entry.ts";
import type { FoundJob } from "./root.ts";
import { isList, isString } from "./ruby.ts";

/** GitLab: config/interpolation/matrix_interpolator.rb. */
const expression = /\$\[\[\s*matrix\.([a-zA-Z0-9_-]+)\s*\]\]/g;

/** The variables of each cell of a job's matrix, in GitLab's order. */
export function cellsOf(config: Hash): readonly ReadonlyMap<string, string>[] {
  const parallel = member(config, "parallel");
  const matrix = isHash(parallel) ? member(parallel, "matrix") : undefined;
  if (!isList(matrix)) return [];
  return matrix.filter(isHash).flatMap((row) => {
    let cells: ReadonlyMap<string, string>[] = [new Map()];
    for (const [name, value] of Object.entries(row)) {
      const values = isList(value) ? value : [value];
      cells = cells.flatMap((cell) =>
        values.map((each) => new Map([...cell, [name, String(each)] as const])),
      );
    }
    return cells;
  });
}

/** A value with its expressions filled in; `missed` hears of variables that the cell has not. */
function fill(
  value: unknown,
  cell: ReadonlyMap<string, string>,
  missed?: (name: string) => void,
): unknown {
  if (isString(value)) {
    return value.replaceAll(expression, (whole, name: string) => {
      if (!cell.has(name)) missed?.(name);
      return cell.get(name) ?? whole;
    });
  }
  if (isList(value)) return value.map((item) => fill(item, cell, missed));
  if (!isHash(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, fill(item, cell, missed)]),
  );
}

/** The needs of each job that is made of one, with its own cell's variables filled in. */
export function interpolated<Need extends object>(
  config: Hash,
  needs: readonly Need[] | undefined,
  count: number,
): readonly (readonly Need[] | undefined)[] {
  const cells = cellsOf(config);
  return Array.from({ length: count }, (_, index) => {
    const cell = cells[index];
    return cell && needs ? (fill(needs, cell) as readonly Need[]) : needs;
  });
}

/** Needs with variables that the matrix of their job has not: all of them in one error. */
export function missingVariables(jobs: readonly FoundJob[]): GitlabError | undefined {
  const errors = new Set<string>();
  let at: string | undefined;
  for (const { name, entry } of jobs) {
    const config = entry.config as Hash;
    const cells = cellsOf(config);
    if (cells.length === 0) continue;
    const own = member(config, "variables");
    const variables = isHash(own) ? Object.entries(own) : [];
    for (const cell of cells) {
      const known = new Map([...variables.map(([key]) => [key, ""] as const), ...cell]);
      fill(member(config, "needs"), known, (variable) => {
        at ??= name;
        errors.add(`${name} job: '${variable}' does not exist in matrix configuration`);
      });
    }
  }
  if (at === undefined) return undefined;
  const message = [...errors].join(", ");
  return { code: "matrix-variable-missing", message, path: [at, "needs"] };
}
