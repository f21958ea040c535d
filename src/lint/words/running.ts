import type { Group } from "./groups.ts";
import { asksMatrix, cellsOf } from "./matrix.ts";
import { needsIn } from "./needed.ts";
import type { Asked, Wanted } from "./wanted.ts";

/** A job as it will run, and all behind it in its group that need the same. */
export interface Job {
  readonly group: Group;
  /** Its place in the group. */
  readonly index: number;
  readonly needs: readonly Wanted[] | undefined;
}

/** Jobs of a group that differ in more than their names: the first, and each with needs of its own. */
export function jobsOf(group: Group, asked: Asked): readonly Job[] {
  if (group.endings.count === 0) return [];
  const needs = needsIn(group.config);
  const cells = needs && asksMatrix(needs) ? cellsOf(group.config) : [];
  if (!needs || cells.length === 0)
    return [{ group, index: 0, needs: needs && asked.wanted(needs) }];
  const filled = asked.filled(needs);
  return cells.map((cell, index) => ({ group, index, needs: filled(cell) }));
}

/** The name of a job. */
export const nameOf = ({ group, index }: Job): string =>
  `${group.name}${group.endings.list()[index]}`;
