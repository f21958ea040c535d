import { fail } from "../diagnostics/index.ts";
import {
  addressOf,
  apiAt,
  heldIn,
  originOf,
  secretsOf,
  type Token,
  tokenNameFor,
  tokensOf,
} from "../gitlab/index.ts";
import type { Io } from "../io.ts";
import type { How } from "./types.ts";

type World = Pick<Io, "env" | "files">;

/** What is asked for: which instance, and which variable holds a trigger token. */
export interface Wanted {
  /** Address of the instance; that of the environment where left out. */
  readonly url?: string | undefined;
  /** Name of a variable. */
  readonly trigger?: string | undefined;
}

/** A token that may start a pipeline, and the way in which it does. */
export type Starter =
  /** `POST trigger/pipeline`: the token stands in the body and in no header. */
  | { readonly how: "trigger token" | "job token"; readonly name: string; readonly secret: string }
  /** `POST pipeline`. */
  | { readonly how: "api"; readonly name: string; readonly token: Token };

/** Which token is used for what. */
export interface Tokens {
  /** The API of the instance. */
  readonly url: string;
  /** In order: the next is tried where GitLab answers 401, 403 or 404 to the one before. */
  readonly start: readonly Starter[];
  /** For pipelines and their jobs, in order. */
  readonly read: readonly Token[];
  /** For cancel, retry, notes and statuses, and for what no job token may read: variables, logs, test reports. */
  readonly change: readonly Token[];
  /** What is said before the first call: the end of a sentence. */
  readonly told: string;
}

/** What a kind of token may do. */
export interface Ability {
  readonly start: boolean;
  /** Pipelines and jobs; `"maybe"`: where the instance is new enough and the project lets it in. */
  readonly read: boolean | "maybe";
  /** Cancel and retry; read variables, logs and test reports. */
  readonly change: boolean;
  /** Why it may not do all, as the end of a sentence. */
  readonly why: string;
}

/**
 * What each may do (docs.gitlab.com, ci/triggers, ci/jobs/ci_job_token and api/pipelines;
 * lib/api/ci/pipelines.rb). `api` is a personal, project or group access token of scope `api`.
 */
export const abilities: Readonly<Record<How, Ability>> = {
  "trigger token": {
    start: true,
    read: false,
    change: false,
    why: "a trigger token can read nothing",
  },
  "job token": {
    start: true,
    read: "maybe",
    change: false,
    why: "a job token may be unable to read status there",
  },
  api: { start: true, read: true, change: true, why: "" },
};

/**
 * Chooses the tokens for an instance. A trigger token that is named is the only one that starts;
 * else the job's own starts, which links the new pipeline to this job, and then the token of the
 * API. Tokens come from variables and files, and each goes to its own instance alone. Errors:
 * INSTANCE_FORM, INSTANCE_UNKNOWN, TOKEN_MISSING, TOKEN_NONE, TOKEN_UNREADABLE, TOKEN_KIND, TOKEN_NOT_NAMED.
 */
export function tokensFor(io: World, { url: asked, trigger }: Wanted = {}): Tokens {
  const url = asked === undefined ? addressOf(io.env) : apiAt(asked);
  if (url !== undefined && !/^https?:\/\/[^/]/i.test(url)) {
    const variable = io.env.CI_API_V4_URL ? "CI_API_V4_URL" : "CI_SERVER_URL";
    fail("INSTANCE_FORM", [asked === undefined ? variable : "--url"], {});
  }
  const origin = originOf(url);
  readable(io, origin);
  const here = tokensOf(io, url).filter(({ instance = origin }) => instance === origin);
  const job = here.find(({ header }) => header === "JOB-TOKEN");
  // The first is the one for this very host, where there is one.
  const api = here.filter((token) => token !== job).slice(0, 1);
  const start = trigger === undefined ? starters(job, api) : [triggerToken(io, trigger)];
  if (url === undefined) return fail("INSTANCE_UNKNOWN", [], {});
  if (start.length === 0) fail("TOKEN_NONE", [], missing(io, origin));
  const tokens = { url, start, read: job ? [...api, job] : api, change: api };
  return { ...tokens, told: sentence(tokens) };
}

/**
 * For whom a token is missing, and the variable that takes one: in a job of another instance not
 * GITLAB_TOKEN, which `kept` says to be for that one.
 */
function missing(io: World, origin: string | undefined) {
  const home = originOf(addressOf(io.env));
  const host = origin === undefined ? undefined : new URL(origin).host;
  if (home === undefined || host === undefined || home === origin) {
    return { host, own: "GITLAB_TOKEN", kept: undefined };
  }
  const kept = heldIn(io, "GITLAB_TOKEN") ? home : undefined;
  // The same host by another scheme is another instance.
  return { host: new URL(home).host === host ? origin : host, own: tokenNameFor(host), kept };
}

/** A token that is there but cannot be used is an error: another one would hide the mistake. */
function readable(io: World, origin: string | undefined): void {
  const own = origin === undefined ? [] : [tokenNameFor(new URL(origin).host)];
  for (const name of [...own, "GITLAB_TOKEN", "CI_JOB_TOKEN"]) {
    const held = heldIn(io, name);
    if (held && "problem" in held) fail("TOKEN_UNREADABLE", [], held);
  }
}

const starters = (job: Token | undefined, api: readonly Token[]): Starter[] => [
  ...(job ? [{ how: "job token", name: job.name, secret: job.value } as const] : []),
  ...api.map((token) => ({ how: "api", name: token.name, token }) as const),
];

/** Prefixes of tokens that start nothing here (docs.gitlab.com, security/tokens: token prefixes). */
const others: readonly (readonly [prefix: string, kind: string])[] = [
  ["glpat-", "a personal, project or group access token"],
  ["glcbt-", "a job token"],
  ["gldt-", "a deploy token"],
  ["glrt-", "a runner's token"],
];

/** Older trigger tokens look like names: only a name in capitals is one before it is there. */
const isVariable = ({ env }: World, name: string) =>
  /^[A-Z_][A-Z0-9_]*$/.test(name) ||
  [name, `${name}_FILE`].some((each) => /^\w+$/.test(name) && Object.hasOwn(env, each));

function triggerToken(io: World, name: string): Starter {
  if (!isVariable(io, name)) {
    secretsOf(io).add(name);
    return fail("TOKEN_NOT_NAMED", ["--token"], {});
  }
  const held = heldIn(io, name);
  if (!held) return fail("TOKEN_MISSING", [], { name });
  if ("problem" in held) return fail("TOKEN_UNREADABLE", [], held);
  const kind = others.find(([prefix]) => held.value.startsWith(prefix))?.[1];
  if (kind) fail("TOKEN_KIND", [], { name, kind });
  return { how: "trigger token", name, secret: held.value };
}

const named = ({ how, name }: Starter) =>
  how === "trigger token" ? `the trigger token of $${name}` : `$${name}`;

/** `starts with the trigger token of $A; follows with $B, for a trigger token can read nothing`. */
function sentence({ start, read, change }: Pick<Tokens, "start" | "read" | "change">): string {
  const [first, second] = start;
  if (!first) return "";
  const [reader] = read;
  const or = second ? `, or with ${named(second)} where GitLab refuses that` : "";
  const begin = `starts with ${named(first)}${or}`;
  if (!reader) return `${begin}; cannot follow, for ${abilities[first.how].why}`;
  if (reader.name === first.name && change.length > 0)
    return `starts and follows with $${reader.name}`;
  if (reader.name === first.name) {
    return `starts and follows with $${reader.name}, which may be unable to read status there, and can neither cancel nor retry`;
  }
  const limits = change.length > 0 ? "" : ", which can neither cancel nor retry";
  return `${begin}; follows with $${reader.name}${limits}, for ${abilities[first.how].why}`;
}
