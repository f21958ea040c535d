import { type Axes, cellCount } from "./axes.ts";

/**
 * Cuts a matrix into pieces of at most `most` cells, in order: along the slowest axis where its
 * values can be taken together, else value by value.
 */
export function split(axes: Axes, most: number): readonly Axes[] {
  const [first, ...others] = axes;
  if (first === undefined || cellCount(axes) <= most) return [axes];
  const [axis, values] = first;
  const rest = new Map(others);
  const size = Math.floor(most / cellCount(rest));
  if (size < 1) {
    const inner = split(rest, most);
    return values.flatMap((value) => inner.map((piece) => new Map([[axis, [value]], ...piece])));
  }
  const pieces: Axes[] = [];
  for (let start = 0; start < values.length; start += size) {
    pieces.push(new Map([[axis, values.slice(start, start + size)], ...rest]));
  }
  return pieces;
}
