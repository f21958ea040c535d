import { painter, showName } from "../../terminal.ts";
import type { Mended } from "./fix.ts";
import type { DoctorReport } from "./schema.ts";
import type { Made } from "./types.ts";

/** The findings as data. */
export const doctorReport = (
  all: readonly Made[],
  fixes: readonly Mended[] = [],
): DoctorReport => ({
  version: 1,
  healthy: problemsOf(all).length === 0,
  checks: all.map(({ name, subject = null, result }) => {
    const { mark, what } = result;
    const told = "next" in result ? { why: result.why, next: result.next } : {};
    return { name, subject, mark, what, ...told, fixable: "fix" in result };
  }),
  fixes: [...fixes],
});

/** What has to be mended. */
export const problemsOf = (all: readonly Made[]): readonly Made[] =>
  all.filter(({ result }) => result.mark === "problem");

const marks = { ok: "ok", problem: "PROBLEM", warning: "warning", unknown: "?" } as const;
const width = Math.max(...Object.values(marks).map((mark) => mark.length));

/**
 * The list, a line a check under the head of its subject, and last what to mend, in order; `quiet`
 * leaves the list out.
 */
export function printDoctor(all: readonly Made[], color: boolean, quiet: boolean): string {
  const paint = painter(color);
  if (quiet) return toMend(all, paint);
  const lines: string[] = [];
  let before: string | undefined | null = null;
  for (const { title, subject, result } of all) {
    if (subject !== before)
      lines.push(paint.bold(subject === undefined ? "here" : showName(subject)));
    before = subject;
    const mark = marks[result.mark].padEnd(width);
    const line = `  ${mark}  ${title}: ${showName(result.what)}`;
    lines.push(result.mark === "ok" || result.mark === "unknown" ? line : paint.bold(line));
  }
  return `${lines.join("\n")}\n\n${toMend(all, paint)}`;
}

/** Problems, and then warnings, each with why it hurts and what to do. */
function toMend(all: readonly Made[], paint: ReturnType<typeof painter>): string {
  const warnings = all.filter(({ result }) => result.mark === "warning");
  const order = [...problemsOf(all), ...warnings];
  if (order.length === 0) return "Nothing to mend.\n";
  const parts = order.map(({ subject, result }, index) => {
    if (!("next" in result)) return "";
    const { what, why, next, mark } = result;
    const named = subject === undefined || what.includes(subject);
    const where = named ? "" : `${showName(subject)}: `;
    const kind = mark === "warning" ? "warning: " : "";
    return [
      paint.bold(`${index + 1}. ${kind}${where}${showName(what)}`),
      `   why: ${showName(why)}`,
      `   do:  ${showName(next)}`,
    ].join("\n");
  });
  return `To mend, in this order:\n${parts.join("\n")}\n`;
}

/** What `--fix` did, a line each. */
export const printMended = (fixes: readonly Mended[]): string =>
  fixes
    .map(({ what, outcome, problem }) => {
      const why = problem === undefined ? "" : `: ${problem}`;
      return `${outcome}: ${showName(`${what}${why}`)}\n`;
    })
    .join("");
