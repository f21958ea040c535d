import { row } from "../row.ts";

/** What downstream/ finds about tokens. */
export const downstreamMessages = {
  TOKEN_MISSING: row<{ name: string }>({
    severity: "error",
    text: (a) => `${a.name} holds no trigger token`,
    next: () =>
      "A protected variable is empty on branches and tags that are not protected; a token in a file is named by the same variable with _FILE at its end",
  }),
  TOKEN_NONE: row<{ host: string | undefined; own: string }>({
    severity: "error",
    text: (a) => `there is no token for ${a.host ?? "GitLab"}`,
    next: (a) =>
      `Put a personal, project or group access token with the scope api into ${a.own}, or name the variable of a trigger token`,
  }),
  TOKEN_UNREADABLE: row<{ problem: string }>({
    severity: "error",
    text: (a) => a.problem,
    next: () => "Write the token alone into the variable, or into a file that this job may read",
  }),
  TOKEN_KIND: row<{ name: string; kind: string }>({
    severity: "error",
    text: (a) => `${a.name} is to hold a trigger token, but holds ${a.kind}`,
    next: () =>
      "Trigger tokens begin with glptt-: fanout token create makes one; other tokens belong into GITLAB_TOKEN",
  }),
  TOKEN_NOT_NAMED: row({
    severity: "error",
    text: () => "takes the name of a variable and never a token itself",
    next: () =>
      "If what was given is a token, revoke it, because it now stands in the history of the shell or in a file; put a new one into a variable and give its name",
  }),
  TRIGGER_OPTION: row<{ problem: string; next: string }>({
    severity: "error",
    text: (a) => a.problem,
    next: (a) => a.next,
  }),
  TRIGGER_NOTHING: row({
    severity: "error",
    text: () => "there is nothing to start: no project is named",
    next: () =>
      'Name one with --project, or give entries of downstream in the configuration how: "api"',
  }),
  TRIGGER_TWICE: row({
    severity: "error",
    text: () => "is named twice with the same ref, variables and inputs",
    next: () => "Name it once, or let the two differ",
  }),
  TRIGGER_REF_UNNAMED: row({
    severity: "error",
    exit: 5,
    text: () => "its default branch is not known, because no token here may read the project",
    next: () => "Name a branch or tag with --ref",
  }),
  TRIGGER_REF_AMBIGUOUS: row<{ ref: string }>({
    severity: "error",
    exit: 5,
    text: (a) => `a branch and a tag are both called ${a.ref}`,
    next: (a) => `Say which: refs/heads/${a.ref} or refs/tags/${a.ref}`,
  }),
  TRIGGER_REF_MISSING: row<{ ref: string; fallback: boolean }>({
    severity: "error",
    exit: 5,
    text: (a) => `there is no branch or tag ${a.ref}`,
    next: (a) =>
      a.fallback
        ? "Its default branch cannot take the place either: no token here may read which one that is"
        : "Name one that is there, or let the default branch take its place with --fallback-ref",
  }),
  TRIGGER_REFUSED: row<{ what: string; next: string }>({
    severity: "error",
    exit: 5,
    text: (a) => `no pipeline was started: ${a.what}`,
    next: (a) => a.next,
  }),
  TRIGGER_UNKNOWN: row<{ why: string }>({
    severity: "error",
    exit: 5,
    text: (a) => `it is not known whether a pipeline was started: ${a.why}`,
    next: () =>
      "It is not asked again, so that none runs twice: look at the project's pipelines. A token that may read them and their variables (GITLAB_TOKEN) tells; without --resume it is started anew",
  }),
  TRIGGER_ENDED: row({
    severity: "error",
    exit: 5,
    text: () => "was not started, because somebody asked to end",
  }),
  JOURNAL_UNREADABLE: row<{ problem: string }>({
    severity: "error",
    text: (a) => `what was started before cannot be read: ${a.problem}`,
    next: () =>
      "Nothing was started. Give the file that --resume wrote, or another name for a new one",
  }),
  JOURNAL_UNWRITABLE: row<{ problem: string }>({
    severity: "error",
    text: (a) => `what is started cannot be written down: ${a.problem}`,
    next: () => "Give a file for --resume in a directory that this job may write to",
  }),
} as const;
