import type { Io } from "../io.ts";
import { version } from "../version.ts";
import { addressOf, tokensOf } from "./access.ts";
import { addressIn, apiOf, nextPage, nextStop, type Query } from "./address.ts";
import { persist, clock as realClock } from "./persist.ts";
import { type Response, type Silence, transport } from "./transport.ts";
import type { Answer, Clock, Fault, Patience, Token } from "./types.ts";
import {
  type Asked,
  mayNot,
  parsed,
  redirected,
  refused,
  unreachable,
  unreadable,
} from "./words.ts";

export interface Settings {
  /** The API's address; by default that of the instance that runs this job. */
  readonly url?: string | undefined;
  /** By default those of the environment, see `tokensOf`. */
  readonly tokens?: readonly Token[];
  readonly patience?: Partial<Patience>;
  readonly clock?: Clock;
  /** Told of waits that people will notice; by default on `io.err`. */
  readonly tell?: (text: string) => void;
}

export interface Question<T> {
  readonly query?: Query;
  /** Checks what GitLab answered, and picks what is used; `undefined` where it is something else. */
  readonly read: (body: unknown) => T | undefined;
  /** When to give up, in milliseconds since 1970. */
  readonly until?: number;
}

/** GitLab's REST API. Paths begin behind `/api/v4`; names from outside in them are encoded. */
export interface Gitlab {
  /**
   * Asks, and asks again over 429, 5xx and network faults until the time is up. A token that may
   * not is followed by the next.
   */
  get<T>(path: string, question: Question<T>): Promise<Answer<T>>;
  /** The pages of a list, one after the other; a fault is the last. */
  pages<T>(path: string, question: Question<T>): AsyncGenerator<Answer<T>>;
  /**
   * Sends once, with the first token, and never again by itself: where the fault is `lost`, the
   * caller must look first.
   */
  post<T>(path: string, body: object, question: Question<T>): Promise<Answer<T>>;
  /** The time as this client takes it, and how long a question may take, in milliseconds. */
  readonly clock: Clock;
  readonly patience: Patience;
}

const usual: Patience = { total: 120_000, each: 30_000 };

/** How often a redirect on the same host is followed. */
const hops = 3;

/** A client of the instance that runs this job, or of another. Faults are answers, not errors. */
export function gitlab(io: Pick<Io, "env" | "files" | "err">, settings: Settings = {}): Gitlab {
  const { tokens = tokensOf(io.env), clock = realClock, tell = io.err } = settings;
  const patience = { ...usual, ...settings.patience };
  const api = apiOf(settings.url ?? addressOf(io.env));
  const send = transport(io);
  const cleaned = <T>(answer: Answer<T>): Answer<T> =>
    "value" in answer ? answer : { ...answer, problem: hide(answer.problem, tokens) };

  const headersOf = (token: Token) => ({
    accept: "application/json",
    "user-agent": `gitlab-fanout/${version}`,
    [token.header]: token.value,
  });
  const repeat = (url: URL, token: Token, until: number) =>
    persist((timeout) => send({ method: "GET", url, headers: headersOf(token), timeout }), {
      clock,
      until,
      each: patience.each,
      waiting: (seconds, outcome) =>
        tell(`GitLab's API ${state(outcome)}, asking again in ${seconds} s ...\n`),
    });
  const follow = async (url: URL, token: Token, until: number) => {
    let at = url;
    for (let hop = 0; ; hop++) {
      const outcome = await repeat(at, token, until);
      const next = "silence" in outcome ? undefined : nextStop(outcome, at);
      if (next?.origin !== url.origin || hop === hops) return outcome;
      at = next;
    }
  };
  const request = async (url: URL, until: number): Promise<Answer<Response>> => {
    const denied: Fault[] = [];
    for (const token of tokens) {
      const asked = { host: url.host, changing: false };
      const answer = judge(await follow(url, token, until), asked, token);
      const refusal = "value" in answer || !mayNot(answer.status ?? 0) ? undefined : answer;
      if (!refusal) return answer;
      denied.push(refusal);
    }
    return together(denied);
  };
  const timeUp = ({ until = clock.now() + patience.total }: { until?: number }) => until;

  return {
    clock,
    patience,
    async get(path, question) {
      if ("problem" in api) return api;
      const answer = await request(addressIn(api, path, question.query), timeUp(question));
      return cleaned("value" in answer ? readAnswer(answer.value, question, api) : answer);
    },
    async *pages(path, question) {
      if ("problem" in api) return yield api;
      const until = timeUp(question);
      let url: URL | undefined = addressIn(api, path, { per_page: 100, ...question.query });
      while (url) {
        const answer = await request(url, until);
        const page = "value" in answer ? readAnswer(answer.value, question, api) : answer;
        yield cleaned(page);
        url = "value" in answer && "value" in page ? nextPage(answer.value, url) : undefined;
      }
    },
    async post(path, body, question) {
      if ("problem" in api) return api;
      const [token] = tokens;
      if (!token) return noToken;
      const url = addressIn(api, path, question.query);
      const headers = { ...headersOf(token), "content-type": "application/json" };
      const left = Math.max(1, Math.ceil(timeUp(question) - clock.now()));
      const timeout = Math.min(patience.each, left);
      const sent = { method: "POST", url, headers, body: JSON.stringify(body), timeout } as const;
      const answer = judge(await send(sent), { host: url.host, changing: true }, token);
      return cleaned("value" in answer ? readAnswer(answer.value, question, api, true) : answer);
    },
  };
}

const noToken: Fault = {
  kind: "refused",
  problem: "neither GITLAB_TOKEN nor CI_JOB_TOKEN is set",
  lost: false,
};

/** A good answer, or what is wrong. */
function judge(outcome: Response | Silence, asked: Asked, token: Token): Answer<Response> {
  if ("silence" in outcome) return unreachable(outcome, asked);
  if (outcome.status >= 300 && outcome.status < 400) return redirected(outcome, asked);
  if (outcome.status < 200 || outcome.status >= 400) return refused(outcome, asked, token);
  return { value: outcome };
}

function readAnswer<T>(
  response: Response,
  { read }: Question<T>,
  { host }: URL,
  changing = false,
): Answer<T> {
  const body = parsed(response.text);
  const value = body === undefined ? undefined : read(body);
  return value === undefined ? unreadable(response, { host, changing }) : { value };
}

/** All tokens were refused: one sentence of all. */
function together(denied: readonly Fault[]): Fault {
  const [first, ...more] = denied;
  if (!first) return noToken;
  const others = more.map(({ problem }) => problem.replace("GitLab's API refuses", "and"));
  return { ...first, problem: [first.problem, ...others].join(" ") };
}

const state = (outcome: Response | Silence) =>
  "silence" in outcome ? `does not answer (${outcome.silence})` : `answers ${outcome.status}`;

/** No token is told, whoever repeated it. */
const hide = (text: string, tokens: readonly Token[]) =>
  tokens.reduce((clean, { value }) => clean.replaceAll(value, "[masked]"), text);
