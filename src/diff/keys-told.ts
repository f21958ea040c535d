import { compareLines, type Line } from "../compare-lines.ts";
import type { KeyChange } from "./types.ts";
import { inLine, linesOf } from "./values.ts";

/** Both values up to this length stand in the line of their key. */
const shortValues = 60;

/** Whether both values stand in one line: lists never do. */
export function isShort(change: KeyChange): boolean {
  const texts = [side(change, "before"), side(change, "after")];
  const lists = Array.isArray(change.before) || Array.isArray(change.after);
  return (
    !lists && !texts.some((text) => text.includes("\n")) && texts.join("").length <= shortValues
  );
}

/** `node:20 → node:22`, as it is: whoever prints it escapes it. */
export const arrow = (change: KeyChange): string =>
  `${side(change, "before")} → ${side(change, "after")}`;

const side = (change: KeyChange, which: "before" | "after") =>
  which in change ? inLine(change[which]) : "(none)";

/** What was taken out and what was put in: lists of plain values line by line, else the whole. */
export function longLines(change: KeyChange): readonly Line[] {
  const [before, after] = [change.before ?? [], change.after ?? []].map(linesOf);
  if (before && after) return compareLines(before, after).filter(({ mark }) => mark !== " ");
  const whole = (which: "before" | "after", mark: Line["mark"]): Line[] =>
    which in change
      ? inLine(change[which])
          .split("\n")
          .map((text) => ({ mark, text }))
      : [];
  return [...whole("before", "-"), ...whole("after", "+")];
}
