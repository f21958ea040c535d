import { row } from "../row.ts";

export interface Failed {
  /** `the pipeline could not be started`. */
  readonly what: string;
  readonly problem: string;
  /** Whether it may have been done all the same. */
  readonly lost: boolean;
}

const text = (a: Failed) =>
  `${a.what}: ${a.problem}${a.lost ? "; whether it was done all the same is not known" : ""}`;

export interface BranchUnknown {
  readonly branch: string;
  /** Full paths of projects, and why it cannot be learnt of each. */
  readonly problems: readonly (readonly [project: string, problem: string])[];
}

/** `a/b: no token; c/d: no answer; and 3 more projects`. */
function told(problems: BranchUnknown["problems"]): string {
  const parts = problems.slice(0, 3).map(([project, problem]) => `${project}: ${problem}`);
  const more = problems.length - parts.length;
  return [...parts, ...(more ? [`and ${more} more projects`] : [])].join("; ");
}

/** Codes of gitlab/: what GitLab's API gave, or did not. */
export const gitlabMessages = {
  API_UNREACHABLE: row<Failed>({
    severity: "error",
    exit: 5,
    text,
    next: () => "See whether this machine reaches GitLab: address, proxy, certificate",
  }),
  API_REFUSED: row<Failed>({
    severity: "error",
    exit: 5,
    text,
    next: (a) => {
      if (/\(404\b/.test(a.problem))
        return "See that it is there: GitLab says the same of what a token may not see. GITLAB_TOKEN takes one that may";
      // No other token helps there.
      const elsewhere = / (?:answers 4|redirects |cannot be reached )/.test(a.problem);
      return elsewhere ? "" : "GITLAB_TOKEN takes a token that may do it";
    },
  }),
  BRANCH_UNKNOWN: row<BranchUnknown>({
    severity: "warning",
    text: (a) =>
      `whether other projects have the branch ${JSON.stringify(a.branch)} cannot be learnt, so their default branches are taken (${told(a.problems)})`,
    next: () =>
      "GITLAB_TOKEN takes a token that may read them (scope read_api); for CI_JOB_TOKEN, put this project on the job token allowlist of each",
  }),
  API_UNREADABLE: row<Failed>({
    severity: "error",
    exit: 5,
    text,
    next: () => "See what CI_API_V4_URL leads to from this machine",
  }),
} as const;
