import { row } from "../row.ts";

/** What comparing the pipelines of two commits finds. */
export const diffMessages = {
  DIFF_NO_BASE: row<{ why: string }>({
    severity: "error",
    exit: 3,
    text: (a) => `there is no commit to compare with (${a.why})`,
    next: () => "Name one: --from REF",
  }),
  DIFF_SIDE: row<{ commit: string }>({
    severity: "error",
    text: (a) =>
      `this is what the configuration and the generators of ${a.commit} come to; nothing was compared`,
    next: () => "Name another commit, or mend it there",
  }),
  DIFF_NO_CONFIGURATION: row<{ commit: string; what: "added" | "removed" }>({
    severity: "warning",
    text: (a) => `${a.commit} has no configuration: every job counts as ${a.what}`,
  }),
  DIFF_PARAM: row<{ name: string; commit: string }>({
    severity: "warning",
    text: (a) =>
      `the configuration of ${a.commit} has no parameter "${a.name}": there it does without`,
  }),
} as const;
