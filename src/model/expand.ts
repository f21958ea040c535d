import { isHash, member } from "./copy.ts";

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);

/** How many jobs `parallel` makes of one; 1 without it. Nothing is expanded to count. */
export function parallelCount(parallel: unknown): number {
  if (typeof parallel === "number") return parallel;
  const matrix = isHash(parallel) ? member(parallel, "matrix") : undefined;
  if (!Array.isArray(matrix)) return 1;
  return matrix.reduce(
    (sum: number, row: unknown) =>
      isHash(row)
        ? sum + Object.values(row).reduce((n: number, v) => n * listOf(v).length, 1)
        : sum,
    0,
  );
}

/**
 * The names that GitLab gives to the jobs of a parallel one: `job 1/3`, `job: [a, b]`
 * (lib/gitlab/ci/config/normalizer/number_strategy.rb and matrix_strategy.rb). The first
 * variable of a row varies slowest. Just the name without `parallel`.
 */
export function expandedNames(name: string, parallel: unknown): readonly string[] {
  if (typeof parallel === "number") {
    return Array.from({ length: parallel }, (_, index) => `${name} ${index + 1}/${parallel}`);
  }
  const matrix = isHash(parallel) ? member(parallel, "matrix") : undefined;
  if (!Array.isArray(matrix)) return [name];
  return matrix.flatMap((row: unknown) => {
    if (!isHash(row)) return [];
    let cells: string[][] = [[]];
    for (const value of Object.values(row)) {
      cells = cells.flatMap((cell) => listOf(value).map((one) => [...cell, String(one)]));
    }
    return cells.map((cell) => `${name}: [${cell.join(", ")}]`);
  });
}
