import type { Axes } from "./axes.ts";

/**
 * How the cells of one job meet those of another that it needs. Two cells agree when they have
 * the same value on every axis that both have.
 */
export type Meeting =
  /** None of the own cells agrees with any. */
  | { readonly kind: "none" }
  /** Each of the own cells agrees with these cells, and with no others. */
  | { readonly kind: "same"; readonly axes: Axes }
  /** Each agrees with those of these cells that have its own values on `shared`. */
  | { readonly kind: "own"; readonly axes: Axes; readonly shared: ReadonlySet<string> }
  /** Some agree with none, or each with others that no expression tells. */
  | { readonly kind: "mixed" };

/** Brings the cells of `own` and `other` together; `axes` of the result are in `other`'s order. */
export function meet(own: Axes, other: Axes): Meeting {
  const axes = new Map<string, readonly string[]>();
  const shared = new Set<string>();
  let mixed = false;
  for (const [axis, values] of other) {
    const mine = own.get(axis);
    const theirs = new Set(values);
    const common = mine ? mine.filter((value) => theirs.has(value)) : values;
    if (common.length === 0) return { kind: "none" };
    axes.set(axis, common);
    if (!mine || mine.length === 1) continue;
    shared.add(axis);
    mixed ||= common.length < mine.length;
  }
  if (mixed) return { kind: "mixed" };
  return shared.size > 0 ? { kind: "own", axes, shared } : { kind: "same", axes };
}
