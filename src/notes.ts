import { type Affected, summarize } from "./affected/index.ts";
import type { Context } from "./context/index.ts";
import { type Comparison, showPath } from "./detect/index.ts";
import type { Notes } from "./emit/index.ts";
import type { Service } from "./workspace/index.ts";

/** What the notes tell of. */
interface Subject {
  readonly context: Context;
  readonly comparison: Comparison;
  readonly affected: Affected;
  readonly removed: readonly Service[];
}

/** The decision about the base in one line, as it is printed, shown and written into the file. */
export function headline({ context, comparison }: Subject): string {
  const { base, head, workTree } = comparison;
  const at = workTree ? `${head.slice(0, 8)} and the work tree` : head.slice(0, 8);
  // Where another project changed, it is the head itself.
  const sha = base.how === "upstream" ? "" : (base.sha?.slice(0, 8) ?? "");
  return `${showPath(context.ref)} at ${at}: ${base.why}${base.why.includes(sha) ? "" : ` (${sha})`}`;
}

/** How many services of how many. */
export function tally({ affected }: Subject): string {
  const count = affected.verdicts.filter((verdict) => verdict.affected).length;
  return `${count} of ${affected.verdicts.length} services affected`;
}

/** The comments of the emitted file: where it comes from, and why each service is in it. */
export function notes(subject: Subject, path: string): Notes {
  const affected = subject.affected.verdicts.filter((verdict) => verdict.affected);
  return {
    path,
    header: [
      "Written by gitlab-fanout (fanout generate): edit its configuration, not this file.",
      headline(subject),
      tally(subject),
    ],
    services: new Map([
      ...affected.map((verdict) => [verdict.service, summarize(verdict)] as const),
      ...subject.removed.map(
        ({ name, root }) => [name, `gone; the base had it in ${root}`] as const,
      ),
    ]),
  };
}
