import type { Part } from "./layout.ts";

/** How often the columns are passed, from the left and back. */
const rounds = 4;

/**
 * Rows for parts that are too large for dagre: each column in the order of the mean row of what
 * its jobs are tied to, to the left and to the right in turn. Jobs that are tied to nothing keep
 * their place.
 */
export function barycentreRows({ columns, needs }: Part): number[] {
  const tied: number[][] = columns.map(() => []);
  for (const [from, to] of needs) {
    tied[from]?.push(to);
    tied[to]?.push(from);
  }
  const byColumn = new Map<number, number[]>();
  for (const [job, column] of columns.entries()) {
    const others = byColumn.get(column);
    if (others) others.push(job);
    else byColumn.set(column, [job]);
  }
  const order = [...byColumn].sort(([a], [b]) => a - b).map(([, jobs]) => jobs);
  const rows: number[] = columns.map(() => 0);
  const number = (jobs: readonly number[]) => {
    for (const [row, job] of jobs.entries()) rows[job] = row;
  };
  order.forEach(number);
  for (let round = 0; round < rounds; round++) {
    const leftwards = round % 2 === 1;
    for (const jobs of leftwards ? [...order].reverse() : order) {
      const mean = new Map(jobs.map((job) => [job, meanRow(job, leftwards)]));
      jobs.sort(
        (a, b) => (mean.get(a) ?? 0) - (mean.get(b) ?? 0) || (rows[a] ?? 0) - (rows[b] ?? 0),
      );
      number(jobs);
    }
  }
  return rows;

  function meanRow(job: number, leftwards: boolean): number {
    const own = columns[job] ?? 0;
    const side = (tied[job] ?? []).filter((other) =>
      leftwards ? (columns[other] ?? 0) > own : (columns[other] ?? 0) < own,
    );
    if (side.length === 0) return rows[job] ?? 0;
    return side.reduce((sum, other) => sum + (rows[other] ?? 0), 0) / side.length;
  }
}
