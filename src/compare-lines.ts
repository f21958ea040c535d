/** A line of a comparison: on both sides, on the earlier only, on the later only. */
export interface Line {
  readonly mark: " " | "-" | "+";
  readonly text: string;
}

/** More cells than this are not compared one by one. */
const mostCells = 1_000_000;

/** What was taken out of a list of lines and what was put in: the fewest that there can be. */
export function compareLines(before: readonly string[], after: readonly string[]): Line[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let end = 0;
  const most = Math.min(before.length, after.length) - start;
  while (end < most && before.at(-1 - end) === after.at(-1 - end)) end++;
  const old = before.slice(start, before.length - end);
  const now = after.slice(start, after.length - end);
  const kept = (texts: readonly string[]) => texts.map((text): Line => ({ mark: " ", text }));
  return [
    ...kept(before.slice(0, start)),
    ...(old.length * now.length > mostCells ? replaced(old, now) : middle(old, now)),
    ...kept(end === 0 ? [] : before.slice(-end)),
  ];
}

const replaced = (before: readonly string[], after: readonly string[]): Line[] => [
  ...before.map((text): Line => ({ mark: "-", text })),
  ...after.map((text): Line => ({ mark: "+", text })),
];

/** By the longest list of lines that both have, in order. */
function middle(before: readonly string[], after: readonly string[]): Line[] {
  const width = after.length + 1;
  // How many lines both have from here on.
  const common = new Uint32Array((before.length + 1) * width);
  const at = (row: number, column: number) => common[row * width + column] ?? 0;
  for (let row = before.length - 1; row >= 0; row--) {
    for (let column = after.length - 1; column >= 0; column--) {
      common[row * width + column] =
        before[row] === after[column]
          ? at(row + 1, column + 1) + 1
          : Math.max(at(row + 1, column), at(row, column + 1));
    }
  }
  const lines: Line[] = [];
  let [row, column] = [0, 0];
  while (row < before.length && column < after.length) {
    const text = before[row]!;
    if (text === after[column]) {
      lines.push({ mark: " ", text });
      row++;
      column++;
    } else if (at(row + 1, column) >= at(row, column + 1)) {
      lines.push({ mark: "-", text });
      row++;
    } else lines.push({ mark: "+", text: after[column++]! });
  }
  return [...lines, ...replaced(before.slice(row), after.slice(column))];
}
