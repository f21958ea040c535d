import { summarize } from "./affected/index.ts";
import type { Detected } from "./run.ts";
import type { Notes } from "./emit/index.ts";

/** The decision about the base in one line, as it is printed, shown and written into the file. */
export function headline({ context, comparison }: Detected): string {
  const { base, head, workTree } = comparison;
  const short = (sha: string) => sha.slice(0, 8);
  const what = context.source === context.event ? context.event : `${context.event} (${context.source})`;
  const from = base.sha === null ? "no base" : `base ${short(base.sha)}`;
  const to = workTree ? `head ${short(head)} and the work tree` : `head ${short(head)}`;
  return `${what} of ${context.ref}: ${from}, ${to}: ${base.why}`;
}

/** How many services of how many. */
export function tally({ affected }: Detected): string {
  const count = affected.verdicts.filter((verdict) => verdict.affected).length;
  return `${count} of ${affected.verdicts.length} services affected`;
}

/** The comments of the emitted file: where it comes from, and why each service is in it. */
export function notes(detected: Detected, path: string): Notes {
  return {
    path,
    header: [
      "Written by gitlab-fanout (fanout generate): edit its configuration, not this file.",
      headline(detected),
      tally(detected),
    ],
    services: new Map(
      detected.affected.verdicts
        .filter((verdict) => verdict.affected)
        .map((verdict) => [verdict.service, summarize(verdict)]),
    ),
  };
}
