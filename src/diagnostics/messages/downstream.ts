import { row } from "../row.ts";

/** What downstream/ finds about tokens. */
export const downstreamMessages = {
  INSTANCE_UNKNOWN: row({
    severity: "error",
    text: () => "nothing names a GitLab",
    next: () => "Name it by --url or by CI_SERVER_URL, which jobs have",
  }),
  INSTANCE_FORM: row({
    severity: "error",
    text: () => "is no http or https address",
    next: () => "Write it as https://gitlab.example.com",
  }),
  TOKEN_MISSING: row<{ name: string }>({
    severity: "error",
    text: (a) => `${a.name} holds no trigger token`,
    next: () =>
      "A protected variable is empty on branches and tags that are not protected; a token in a file is named by the same variable with _FILE at its end",
  }),
  TOKEN_NONE: row<{ host: string | undefined; own: string; kept: string | undefined }>({
    severity: "error",
    text: (a) =>
      `there is no token for ${a.host ?? "GitLab"}${a.kept === undefined ? "" : `: GITLAB_TOKEN belongs to ${a.kept}`}`,
    next: (a) =>
      `Put a personal, project or group access token with the scope api into ${a.own}, or, to start pipelines alone, name the variable of a trigger token: fanout trigger --token NAME`,
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
  TOKEN_ACTION: row({
    severity: "error",
    text: () => "is nothing that fanout token does",
    next: () => "Say create, list, or revoke and the ids of trigger tokens",
  }),
  PROJECT_ONE: row<{ many: boolean }>({
    severity: "error",
    text: (a) => (a.many ? "takes one project" : "is missing"),
    next: () => "Give the full path of the project or its id, once",
  }),
  TOKEN_DESCRIPTION: row({
    severity: "error",
    text: () => "is missing: a token of which nobody knows the use is never revoked",
    next: () => "Say what the token is for",
  }),
  TOKEN_IN_LOG: row({
    severity: "error",
    text: () => "a new token is not printed in a job, because the log keeps it",
    next: () => "Write it to a file by --output, or take the log upon you by --force",
  }),
  TOKEN_JOB_ONLY: row({
    severity: "error",
    text: () => "a job token may not look after trigger tokens",
    next: () => "Put a token with the scope api, of a Maintainer of the project, into GITLAB_TOKEN",
  }),
  TOKEN_FILE: row<{ problem: string }>({
    severity: "error",
    text: (a) => a.problem,
    next: () => "Name a file that is not there yet, in a directory that may be written to",
  }),
  TOKEN_LOST: row<{ id: number; code: string }>({
    severity: "error",
    text: (a) => `trigger token ${a.id} was made, but cannot be written (${a.code})`,
    next: (a) => `Take it away by fanout token revoke ${a.id}, and make another one`,
  }),
  TOKEN_ID: row({
    severity: "error",
    text: () => "revoke takes the ids of trigger tokens",
    next: () => "See fanout token list",
  }),
  TOKEN_UNKNOWN: row<{ id: number }>({
    severity: "error",
    text: (a) => `has no trigger token ${a.id}`,
    next: () => "See fanout token list; nothing was revoked",
  }),
  TOKEN_UNASKED: row({
    severity: "error",
    text: () => "nobody can be asked whether to revoke it",
    next: () => "Say --yes",
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
  TRIGGER_BLIND: row({
    severity: "error",
    text: () => "cannot be followed with --wait: no token here can read its pipelines",
    next: () =>
      "Put a personal, project or group access token with the scope api or read_api into GITLAB_TOKEN",
  }),
  TRIGGER_REF_UNNAMED: row<{ problem: string | undefined }>({
    severity: "error",
    exit: 5,
    text: (a) =>
      `its default branch is not known: ${a.problem ?? "there is no such project, or no token here may read it"}`,
    next: (a) =>
      a.problem === undefined
        ? "Check its full path, or name a branch or tag with --ref"
        : "Put a token that may read the project into GITLAB_TOKEN, or name a branch or tag with --ref",
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
      "It is not asked again, so that none runs twice: look at the project's pipelines. Where it is not there, start it anew, with another file for --resume. With a token in GITLAB_TOKEN that may read pipelines there, fanout looks by itself",
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
  PIPELINE_FORM: row<{ given: string }>({
    severity: "error",
    text: (a) => `${JSON.stringify(a.given)} names no pipeline`,
    next: (a) =>
      /\/-\/jobs\/\d/.test(a.given)
        ? "That is a job: take the address of its pipeline, to which its page leads"
        : "A pipeline is named by its id (123), with its project (group/app#123), or by its web address",
  }),
  PIPELINE_WHERE: row<{ id: number; project: string | undefined; why: string }>({
    severity: "error",
    text: (a) =>
      a.project === undefined
        ? `it is not clear of which project ${a.id} is: CI_PROJECT_PATH is not set, and ${a.why}`
        : `it is not clear which GitLab ${a.project} is on: CI_SERVER_URL is not set, and ${a.why}`,
    next: (a) =>
      a.project === undefined
        ? `Name it with its project, group/app#${a.id}, or by its web address`
        : "Name it by --url, or the pipeline by its web address",
  }),
  TIMEOUT_FORM: row<{ given: string }>({
    severity: "error",
    text: (a) => `${JSON.stringify(a.given)} is no duration`,
    next: () => "Durations are written like 90m, 1h 30m or 45 seconds",
  }),
} as const;
