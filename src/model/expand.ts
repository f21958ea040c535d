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
export const expandedNames = (name: string, parallel: unknown): readonly string[] =>
  nameEndings(parallel).map((ending) => `${name}${ending}`);

/** What these names have behind the name as it is written: ` 1/3`, `: [a, b]`, nothing. */
export function nameEndings(parallel: unknown): readonly string[] {
  if (typeof parallel === "number") {
    return Array.from({ length: parallel }, (_, index) => ` ${index + 1}/${parallel}`);
  }
  const matrix = isHash(parallel) ? member(parallel, "matrix") : undefined;
  if (!Array.isArray(matrix)) return [""];
  return matrix.flatMap((row: unknown) => (isHash(row) ? rowEndings(row) : []));
}

function rowEndings(row: Readonly<Record<string, unknown>>): readonly string[] {
  let cells = [""];
  for (const [index, value] of Object.values(row).entries()) {
    const between = index > 0 ? ", " : "";
    const texts = listOf(value).map((one) => `${between}${String(one)}`);
    cells = cells.flatMap((cell) => texts.map((text) => `${cell}${text}`));
  }
  return cells.map((cell) => `: [${cell}]`);
}
