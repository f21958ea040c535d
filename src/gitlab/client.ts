import type { Io } from "../io.ts";
import { addressOf, tokensOf } from "./access.ts";
import { addressIn, apiOf, nextPage, type Query } from "./address.ts";
import { clock as realClock } from "./persist.ts";
import { secretsOf } from "./redact.ts";
import { type Changing, requests } from "./request.ts";
import type { Keep, Response } from "./transport.ts";
import type { Answer, Clock, Patience, Token } from "./types.ts";
import { noToken, notThere, parsed, textOf, unreadable } from "./words.ts";

export interface Settings {
  /** The API's address; by default that of the instance that runs this job. */
  readonly url?: string | undefined;
  /** By default those of the environment, see `tokensOf`. */
  readonly tokens?: readonly Token[];
  readonly patience?: Partial<Patience>;
  readonly clock?: Clock;
  /** Told of waits that people will notice; by default on `io.err`. */
  readonly tell?: (text: string) => void;
  /** Told of every request: method, address, status, milliseconds; never a header or a body. */
  readonly verbose?: ((line: string) => void) | undefined;
}

/** What every request can say. */
export interface Asking {
  readonly query?: Query;
  /** When to give up, in milliseconds since 1970. */
  readonly until?: number;
  /**
   * The tokens for this request instead of the client's. `"body"`: none in a header, because the
   * body carries it, as it does a trigger token.
   */
  readonly tokens?: readonly Token[] | "body" | undefined;
}

export interface Question<T> extends Asking {
  /**
   * Checks what GitLab answered, and picks what is used; `undefined` where it is something else.
   * An answer without a body is `null`.
   */
  readonly read: (body: unknown) => T | undefined;
}

/** The end of a text. */
export interface Tail {
  readonly text: string;
  /** How many bytes the whole text has. */
  readonly size: number;
  /** Whether there is more before it. */
  readonly cut: boolean;
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
  /** The end of a text, such as a job's log, from the beginning of a line; asks as `get` does. */
  tail(path: string, asking: Asking & { readonly bytes: number }): Promise<Answer<Tail>>;
  /**
   * A file of at most so many bytes. It may lie at another host, to which no token is sent. A
   * larger one is a fault (`unreadable`).
   */
  download(path: string, asking: Asking & { readonly bytes: number }): Promise<Answer<Buffer>>;
  /**
   * Sends once, with the first token, and never again by itself: where the fault is `lost`, the
   * caller must look first. A body of URLSearchParams is sent as a form, any other as JSON.
   */
  post<T>(path: string, body: object, question: Question<T>): Promise<Answer<T>>;
  put<T>(path: string, body: object, question: Question<T>): Promise<Answer<T>>;
  patch<T>(path: string, body: object, question: Question<T>): Promise<Answer<T>>;
  delete<T>(path: string, question: Question<T>): Promise<Answer<T>>;
  /** The time as this client takes it, and how long a question may take, in milliseconds. */
  readonly clock: Clock;
  readonly patience: Patience;
}

/** All of a list, page by page; a fault in the place of what cannot be had. */
export async function allOf<T>(
  pages: AsyncIterable<Answer<readonly T[]>>,
): Promise<Answer<readonly T[]>> {
  const found: T[] = [];
  for await (const page of pages) {
    if (!("value" in page)) return page;
    found.push(...page.value);
  }
  return { value: found };
}

const usual: Patience = { total: 120_000, each: 30_000 };

/** A client of the instance that runs this job, or of another. Faults are answers, not errors. */
export function gitlab(io: Pick<Io, "env" | "files" | "err">, settings: Settings = {}): Gitlab {
  const { tokens = tokensOf(io, settings.url), clock = realClock, tell = io.err } = settings;
  const patience = { ...usual, ...settings.patience };
  const api = apiOf(settings.url ?? addressOf(io.env));
  const secrets = secretsOf(io);
  const { ask, change } = requests(io, { patience, clock, tell, verbose: settings.verbose });
  const timeUp = ({ until = clock.now() + patience.total }: Asking) => until;

  /** The tokens that may go there. */
  const chosen = ({ tokens: own = tokens }: Asking, { origin, host }: URL) => {
    if (own === "body") return undefined;
    for (const { value } of own) secrets.add(value);
    const may = own.filter(({ instance = origin }) => instance === origin);
    if (may.length > 0) return may;
    return own.length > 0 ? notThere(own, host) : noToken;
  };
  const request = async (url: URL, asking: Asking, keep?: Keep): Promise<Answer<Response>> => {
    const may = chosen(asking, url);
    if (may === undefined) throw new Error("a question carries its token in a header");
    if ("problem" in may) return may;
    return ask({ url, until: timeUp(asking), keep, away: keep !== undefined }, may);
  };
  const sent =
    (method: Changing["method"]) =>
    async <T>(path: string, body: object | undefined, question: Question<T>) => {
      if ("problem" in api) return api;
      const url = addressIn(api, path, question.query);
      const may = chosen(question, url);
      if (may && "problem" in may) return may;
      const answer = await change({ method, url, body, until: timeUp(question) }, may?.[0]);
      return "value" in answer ? readAnswer(answer.value, question, api, true) : answer;
    };
  const readAnswer = <T>(
    response: Response,
    { read }: Question<T>,
    { host }: URL,
    changing = false,
  ): Answer<T> => {
    const text = textOf(response);
    const body = response.status === 204 || text === "" ? null : parsed(text);
    const value = body === undefined ? undefined : read(body);
    if (value !== undefined) return { value };
    return unreadable(response, { host, changing }, secrets.hide);
  };

  return {
    clock,
    patience,
    async get(path, question) {
      if ("problem" in api) return api;
      const answer = await request(addressIn(api, path, question.query), question);
      return "value" in answer ? readAnswer(answer.value, question, api) : answer;
    },
    async *pages(path, question) {
      if ("problem" in api) return yield api;
      const until = timeUp(question);
      let url: URL | undefined = addressIn(api, path, { per_page: 100, ...question.query });
      while (url) {
        const answer = await request(url, { ...question, until });
        const page = "value" in answer ? readAnswer(answer.value, question, api) : answer;
        yield page;
        url = "value" in answer && "value" in page ? nextPage(answer.value, url) : undefined;
      }
    },
    async tail(path, { bytes, ...asking }) {
      if ("problem" in api) return api;
      const keep = { bytes, tail: true };
      const answer = await request(addressIn(api, path, asking.query), asking, keep);
      return "value" in answer ? { value: endOf(answer.value, secrets.hide) } : answer;
    },
    async download(path, { bytes, ...asking }) {
      if ("problem" in api) return api;
      const keep = { bytes, tail: false };
      const answer = await request(addressIn(api, path, asking.query), asking, keep);
      return "value" in answer ? { value: answer.value.bytes } : answer;
    },
    post: sent("POST"),
    put: sent("PUT"),
    patch: sent("PATCH"),
    delete: (path, question) => sent("DELETE")(path, undefined, question),
  };
}

/** From a line's beginning: half a line could be half a secret. */
function endOf(response: Response, hide: (text: string) => string): Tail {
  const cut = response.size > response.bytes.length;
  const from = cut ? response.bytes.indexOf(10) + 1 : 0;
  const text = hide(response.bytes.subarray(from).toString("utf8"));
  return { text, size: response.size, cut };
}
