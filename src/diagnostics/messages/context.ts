import { row } from "../row.ts";

/** Codes of context/ and detect/: git, the base, the changes. */
export const contextMessages = {
  GIT_MISSING: row({
    severity: "error",
    exit: 3,
    text: () => "git could not be started",
    next: () => "Install git and see that it is on PATH",
  }),
  GIT_NO_REPOSITORY: row<{ path: string }>({
    severity: "error",
    exit: 3,
    text: (a) => `${a.path} is not inside a git repository`,
    next: () => "Run fanout inside one, or name one with -C",
  }),
} as const;
