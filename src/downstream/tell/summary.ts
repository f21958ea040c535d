import { showText } from "../../diagnostics/index.ts";
import { painter } from "../../terminal.ts";
import { type Failure, failureName } from "./failures.ts";

/** The jobs that failed: what, why, what next, where, and the end of each log. */
export function failureText(failures: readonly Failure[], color: boolean): string {
  const { bold, dim } = painter(color);
  return failures
    .map((failure) => {
      const { what, next, url, log, logProblem } = failure;
      const why = what === "" ? "" : `: ${what}`;
      const lines = [
        bold(showText(`${failureName(failure)} failed${why}`)),
        ...(next === "" ? [] : [`  ${showText(next)}.`]),
        ...(url === "" ? [] : [`  ${showText(url)}`]),
        ...log.map((line) => dim(`  | ${showText(line, "\t")}`)),
        ...(logProblem === undefined ? [] : [`  Its log cannot be read: ${showText(logProblem)}.`]),
      ];
      return `\n${lines.join("\n")}\n`;
    })
    .join("");
}

/** Sentences without their full stop, a line each. */
export const whyText = (why: readonly string[]): string =>
  why.map((sentence) => `${showText(sentence)}.\n`).join("");
