import {
  type Answer,
  addressOf,
  apiAt,
  type Gitlab,
  gitlab,
  type Settings,
} from "../../gitlab/index.ts";
import type { Io } from "../../io.ts";
import { type Tokens, tokensFor } from "../tokens.ts";
import {
  askMember,
  askProject,
  askRefs,
  askScope,
  askVersion,
  askWho,
  type Member,
  type Project,
} from "./questions.ts";
import type { Goal, Here, There } from "./types.ts";

/** A project to look at, and where it is. */
export interface Aim {
  readonly project: string;
  readonly ref?: string | undefined;
  /** Address of the instance; that of the environment where left out. */
  readonly url?: string | undefined;
  /** Whether it is started with variables; left out where that is not known. */
  readonly variables?: boolean | undefined;
}

type World = Pick<Io, "env" | "files" | "err">;

/** An instance, seen with the tokens that there are for it. */
export function thereOf(
  here: Here,
  io: World,
  url: string | undefined,
  count: number,
  settings: Settings = {},
): There {
  const address = url === undefined ? addressOf(io.env) : apiAt(url);
  const tokens = once(() => tokensFor(io, { url }));
  const api = gitlab(io, { ...settings, url: address, tokens: readable(tokens) });
  return {
    ...here,
    host: hostOf(address),
    home: address !== undefined && URL.canParse(address) && here.isHome(new URL(address)),
    tokens,
    api,
    now: api.clock.now(),
    count,
    version: once(() => askVersion(api)),
    who: once(() => askWho(api, first(tokens()))),
  };
}

/** A project of an instance. */
export function goalOf(there: There, { project, ref, variables }: Aim): Goal {
  const { api } = there;
  const found = once(() => askProject(api, project));
  return {
    ...there,
    target: project,
    ref,
    variables,
    found,
    refs: once(() => after(found, ({ id, defaultBranch }) => asked(api, id, ref ?? defaultBranch))),
    scope: once(() => after(found, ({ id }) => askScope(api, id))),
    member: once(() => after(found, (each) => memberOf(there, each))),
  };
}

const asked = (api: Gitlab, id: number, ref: string | undefined) =>
  ref === undefined ? { value: noRef } : askRefs(api, id, ref);

const noRef = { name: "", branch: false, tag: false } as const;

/** The one who will have started the pipeline: whoever runs the job, or owns the token. */
async function memberOf({ api, tokens, who }: There, project: Project): Promise<Answer<Member>> {
  const asking = await who();
  if (!("value" in asking)) return asking;
  const { start, read } = tokens();
  const job = read.find(({ header }) => header === "JOB-TOKEN");
  const starter = start[0]?.how === "job token" && job ? await askWho(api, job) : asking;
  if (!("value" in starter)) return starter;
  const { id, username, admin } = starter.value;
  const own = id === asking.value.id && asking.value.token.header === "PRIVATE-TOKEN";
  if (!own) return askMember(api, project.id, starter.value);
  // An administrator may all, even what is kept for administrators (60).
  const level = admin ? 60 : project.level;
  return { value: { id, username, level } };
}

/**
 * The tokens that ask: a job token only where there is no other, for it may see little. Where none
 * can be had, the check of the token says why.
 */
function readable(tokens: () => Tokens) {
  try {
    const { change, read } = tokens();
    return change.length > 0 ? change : read;
  } catch {
    return [];
  }
}

function first({ read }: Tokens) {
  const [token] = read;
  if (!token) throw new Error("nobody can ask: the check of the token stands before this one");
  return token;
}

/** Asks on with what was answered; a fault stays one. */
async function after<T, U>(
  before: () => Promise<Answer<T>>,
  next: (value: T) => Answer<U> | Promise<Answer<U>>,
): Promise<Answer<U>> {
  const answer = await before();
  return "value" in answer ? next(answer.value) : answer;
}

/** Asks once, and gives the same answer again. */
function once<T>(ask: () => T): () => T {
  let held: { readonly value: T } | undefined;
  return () => {
    held ??= { value: ask() };
    return held.value;
  };
}

const hostOf = (address: string | undefined): string | undefined =>
  address !== undefined && URL.canParse(address) ? new URL(address).host : undefined;
