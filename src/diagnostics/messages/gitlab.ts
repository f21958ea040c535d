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
    next: () => "GITLAB_TOKEN takes a token that may do it",
  }),
  API_UNREADABLE: row<Failed>({
    severity: "error",
    exit: 5,
    text,
    next: () => "See what CI_API_V4_URL leads to from this machine",
  }),
} as const;
