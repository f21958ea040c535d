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
} as const;
