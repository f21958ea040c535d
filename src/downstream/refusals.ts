import type { Fault, Token } from "../gitlab/index.ts";
import { chainReason } from "./chain.ts";
import type { Reason } from "./reasons.ts";
import type { How } from "./types.ts";

/** What was refused. */
export interface Refused {
  /** Path of the project, or its id. */
  readonly project: string;
  /** By which kind of token it was asked. */
  readonly how: How;
  /** The variable of the token, without `$`. */
  readonly token: string;
}

/**
 * What an answer of the API means that started no pipeline, or followed or changed none (GITLAB.md,
 * section 5). `what` is the end of a sentence and holds GitLab's own words where they tell more.
 */
export function refusalOf(fault: Fault, asked: Refused): Reason {
  const { status, said = "", problem } = fault;
  if (status === undefined || fault.kind !== "refused") return { what: problem, next: unreached };
  const known = chainReason(said);
  if (status === 422) return saved(said, known);
  if (known) return { ...known, what: `${known.what} (${said})` };
  if (status === 400) return misunderstood(said);
  if (status === 401) return unknownToken(said, asked);
  if (status === 403) return forbidden(said, asked);
  if (status === 404) return hidden(asked);
  if (status === 429) {
    return { what: "GitLab takes no more requests for now", next: later, passing: true };
  }
  if (status >= 500) return { what: problem, next: later, passing: true };
  return { what: problem, next: "" };
}

/**
 * What to do about a pipeline that none of these tokens may read: one sentence without its full stop
 * (GITLAB.md, section 5: polling).
 */
export function unreadNext(fault: Fault, project: string, tokens: readonly Token[]): string {
  const own = tokens.find(({ header }) => header === "PRIVATE-TOKEN");
  const { status, said = "" } = fault;
  if (fault.kind !== "refused" || own) {
    if (status === 404)
      return `Check the id and ${project}: GitLab says the same of what the owner of a token may not see`;
    if (status === 403 && !/insufficient_scope/i.test(said)) {
      return `Give the owner of the token at least the role Reporter in ${project}`;
    }
    return refusalOf(fault, { project, how: "api", token: own?.name ?? "" }).next;
  }
  if (status === 401) {
    return "Job tokens read pipelines on newer instances alone, and as long as their job runs: put an access token with the scope read_api into GITLAB_TOKEN";
  }
  return `Check the id, and put this project on the job token allowlist of ${project} (fanout doctor --fix), or an access token with the scope read_api into GITLAB_TOKEN`;
}

const later = "Try again in a minute";
const unreached =
  "See whether this machine reaches GitLab: address, proxy, certificate (fanout doctor)";

/** A pipeline was kept, but failed at once. */
function saved(said: string, known: Reason | undefined): Reason {
  const why = known ? `: ${known.what} (${said})` : ` (${said || "GitLab does not say why"})`;
  return {
    what: `GitLab kept a pipeline that failed before its first job${why}`,
    next:
      known?.next ||
      "Its configuration is at fault: fanout lint tells where, and so does the page of that pipeline",
  };
}

/** `ref is missing`, `variables is invalid`; or what is wrong with the configuration there. */
function misunderstood(said: string): Reason {
  if (/^variables\b/.test(said)) {
    return {
      what: `GitLab does not take the variables as they were sent (${said})`,
      next: "Variables are names with texts; for anything else take inputs",
    };
  }
  const [, name] = /^(\w+) (?:is (?:missing|empty|invalid)|does not have)\b/.exec(said) ?? [];
  if (name === "ref") {
    return { what: `GitLab misses the branch or tag (${said})`, next: "Name one with --ref" };
  }
  if (name !== undefined || said === "") {
    return {
      what: `GitLab refuses what was sent (${said || 400})`,
      next: "See what that instance's version takes: fanout doctor tells it",
    };
  }
  return {
    what: `GitLab could create no pipeline of the configuration there (${said})`,
    next: "fanout lint in that project tells where it is at fault",
  };
}

function unknownToken(said: string, { token, how }: Refused): Reason {
  if (/Job is not running/i.test(said)) {
    return {
      what: `$${token} belongs to a job that has ended (${said})`,
      next: "A job token is good while its job runs; for what outlives it, put an access token into GITLAB_TOKEN",
    };
  }
  if (/expired/i.test(said)) {
    return { what: `$${token} has expired`, next: "Make a new token and put it there" };
  }
  if (/revoked/i.test(said)) {
    return { what: `$${token} was revoked`, next: "Make a new token and put it there" };
  }
  if (how === "job token") {
    return {
      what: `GitLab does not take $${token} for this (${said || 401})`,
      next: "Job tokens start pipelines and, on newer instances, read them; put an access token with the scope api into GITLAB_TOKEN for the rest",
    };
  }
  return {
    what: `GitLab does not know $${token} (${said || 401})`,
    next: "Check that the whole token stands there, and that it is one of this instance",
  };
}

function forbidden(said: string, { token, how, project }: Refused): Reason {
  if (/insufficient_scope/i.test(said)) {
    return {
      what: `$${token} has too narrow a scope (${said})`,
      next: "Make a token with the scope api; read_api only reads",
    };
  }
  if (/job token not allowed/i.test(said)) return notListed(project, said);
  if (how === "trigger token") {
    return {
      what: `GitLab refuses the trigger, as it does where a webhook for pipeline events sends it (${said || 403})`,
      next: "In a webhook take push or tag events, so that no pipelines start each other in a circle; elsewhere see whether a proxy adds the header X-Gitlab-Event, or the group lets in only some addresses",
    };
  }
  return {
    what: `$${token} has too low a role in ${project} (${said || 403})`,
    next: "Give its owner at least the role Developer there, Maintainer for settings and trigger tokens",
  };
}

const notListed = (project: string, said: string): Reason => ({
  what: `${project} lets no job tokens of this project in (${said})`,
  next: `Put this project on the job token allowlist of ${project} (Settings, CI/CD, Job token permissions; fanout doctor --fix), and the user who runs it among its members`,
});

/** GitLab says no more than that there is nothing. */
function hidden({ project, how, token }: Refused): Reason {
  if (how === "job token") {
    return {
      what: `there is no project ${project}, or it lets no job tokens of this project in, or the user who runs this may not see it (404 Not Found)`,
      next: `Check its full path; put this project on the job token allowlist of ${project} (Settings, CI/CD, Job token permissions; fanout doctor --fix), and the user among its members`,
    };
  }
  if (how === "trigger token") {
    return {
      what: `there is no project ${project}, or $${token} is no trigger token of it, or none any more (404 Not Found)`,
      next: "Check the full path of the project; its trigger tokens stand in Settings, CI/CD, Pipeline trigger tokens, with the day on which they expire",
    };
  }
  return {
    what: `there is no project ${project}, or the owner of $${token} may not see it (404 Not Found)`,
    next: "Check its full path, and give the owner of the token a role in it",
  };
}
