import type { Io } from "../io.ts";
import { version } from "../version.ts";
import { nextStop } from "./address.ts";
import { pacing } from "./pace.ts";
import { named, persist } from "./persist.ts";
import { type Secrets, secretsOf } from "./redact.ts";
import { type Keep, type Method, type Response, type Silence, transport } from "./transport.ts";
import type { Answer, Clock, Fault, Patience, Token } from "./types.ts";
import { type Asked, mayNot, redirected, refused, unreachable } from "./words.ts";

/** How requests are made and what is told of them. */
export interface Manner {
  readonly patience: Patience;
  readonly clock: Clock;
  readonly tell: (text: string) => void;
  readonly verbose: ((line: string) => void) | undefined;
}

export interface Sending {
  readonly url: URL;
  readonly until: number;
  readonly keep?: Keep | undefined;
  /** Follow a redirect to another host, to which no token goes: stored files lie there. */
  readonly away?: boolean;
}

export interface Changing extends Sending {
  readonly method: Exclude<Method, "GET">;
  /** Sent as a form where it is one, else as JSON. */
  readonly body: object | undefined;
}

/** How long silence is ridden out of what never answered: its address may be wrong. Milliseconds. */
const forStrangers = 30_000;

/** How often a redirect is followed. */
const hops = 3;

/** The ways to send a request. Told texts are free of the world's secrets. */
export function requests(io: Pick<Io, "env" | "files">, manner: Manner) {
  const { clock, patience, tell, verbose } = manner;
  const secrets = secretsOf(io);
  const send = transport(io);
  const pace = pacing(clock);
  // Whether anything ever answered.
  let met = false;

  /** One request in its turn: waits where GitLab says that little is left. */
  const once = async (sending: Changing | Sending, token: Token | undefined, timeout: number) => {
    const { url, keep } = sending;
    const { method, body } = "method" in sending ? sending : ({ method: "GET" } as const);
    const name = token?.name ?? "";
    await patiently(pace.wait(name), sending.until);
    const [type, text] = written(body);
    const headers = { ...headersOf(token), ...(type && { "content-type": type }) };
    const begun = clock.now();
    const outcome = await send({ method, url, headers, body: text, timeout, keep });
    if (!("silence" in outcome)) {
      met = true;
      pace.heed(name, outcome);
    }
    verbose?.(secrets.hide(line(method, url, outcome, clock.now() - begun)));
    return outcome;
  };
  const patiently = async (wait: number, until: number) => {
    if (wait <= 0 || clock.now() + wait >= until) return;
    if (wait >= 1_000) tell(`GitLab's limit is nearly used up, waiting ${seconds(wait)} s ...\n`);
    await clock.sleep(wait);
  };
  const repeat = (sending: Sending, token: Token | undefined) => {
    const early = clock.now() + forStrangers;
    return persist((timeout) => once(sending, token, timeout), {
      clock,
      until: () => (met ? sending.until : Math.min(early, sending.until)),
      each: patience.each,
      waiting: (wait, outcome) =>
        tell(secrets.hide(`GitLab's API ${state(outcome)}, asking again in ${wait} s ...\n`)),
    });
  };
  /** Whether the place that a redirect names holds a secret, whole as it came. */
  const repeats = (outcome: Response | Silence) => {
    const location = "silence" in outcome ? "" : (outcome.headers.location ?? "");
    return secrets.hide(location) !== location;
  };
  const follow = async (sending: Sending, token: Token | undefined) => {
    let at = sending.url;
    for (let hop = 0; ; hop++) {
      const home = at.origin === sending.url.origin;
      const outcome = await repeat({ ...sending, url: at }, home ? token : undefined);
      const next = "silence" in outcome ? undefined : nextStop(outcome, at);
      // No secret goes on a journey.
      if (next && repeats(outcome)) return outcome;
      const goes = next?.origin === sending.url.origin || (next && sending.away && safe(next, at));
      if (!goes || hop === hops) return outcome;
      at = next;
    }
  };

  return {
    /** Asks with one token after the other, until one may. */
    async ask(sending: Sending, tokens: readonly Token[]): Promise<Answer<Response>> {
      const denied: Fault[] = [];
      for (const token of tokens) {
        const outcome = await follow(sending, token);
        const asked = { ...askedOf(sending.url, false), met };
        const answer = judge(outcome, asked, token, secrets);
        const refusal = "value" in answer || !mayNot(answer.status ?? 0) ? undefined : answer;
        if (!refusal) return answer;
        denied.push(refusal);
      }
      return together(denied);
    },
    /** Sends a change once. */
    async change(sending: Changing, token: Token | undefined): Promise<Answer<Response>> {
      const left = Math.max(1, Math.ceil(sending.until - clock.now()));
      const outcome = await once(sending, token, Math.min(patience.each, left));
      const answer = judge(outcome, { ...askedOf(sending.url, true), met }, token, secrets);
      const after = "value" in answer || answer.status !== 429 ? undefined : named(outcome, clock);
      return after === undefined ? answer : { ...answer, after };
    },
  };
}

const askedOf = ({ host, protocol }: URL, changing: boolean): Asked => ({
  ...{ host, changing, secure: protocol === "https:" },
});

const headersOf = (token: Token | undefined) => ({
  accept: "application/json",
  "user-agent": `gitlab-fanout/${version}`,
  ...(token && { [token.header]: token.value }),
});

const form = "application/x-www-form-urlencoded";

/** The type of a body and its text. */
function written(body: object | undefined): [type: string, text: string] | [] {
  if (body === undefined) return [];
  if (body instanceof URLSearchParams) return [form, body.toString()];
  return ["application/json", JSON.stringify(body)];
}

/** Never from https to something that others can read. */
const safe = (next: URL, from: URL) =>
  next.protocol === "https:" || (next.protocol === "http:" && from.protocol === "http:");

/** A good answer, or what is wrong. */
function judge(
  outcome: Response | Silence,
  asked: Asked,
  token: Token | undefined,
  { hide }: Secrets,
): Answer<Response> {
  if ("silence" in outcome) {
    return unreachable({ ...outcome, silence: hide(outcome.silence) }, asked);
  }
  const { status } = outcome;
  if (status >= 200 && status < 300) return { value: outcome };
  if (status >= 300 && status < 400) return redirected(outcome, asked, hide);
  return refused(outcome, asked, token, hide);
}

/** All tokens were refused: one sentence of all. */
function together([first, ...more]: readonly Fault[]): Fault {
  if (!first) return { kind: "refused", problem: "there is no token", lost: false };
  const others = more.map(({ problem }) => problem.replace("GitLab's API refuses", "and"));
  return { ...first, problem: [first.problem, ...others].join(" ") };
}

const state = (outcome: Response | Silence) =>
  "silence" in outcome ? `does not answer (${outcome.silence})` : `answers ${outcome.status}`;

/** `GET gitlab.example.com/api/v4/projects/7 200 34 ms`; a signed address without its query. */
function line(method: string, url: URL, outcome: Response | Silence, took: number): string {
  const signed = /signature|credential|x-amz|x-goog|sig=/i.test(url.search);
  const path = `${url.host}${url.pathname}${signed ? "?..." : url.search}`;
  const what = "silence" in outcome ? outcome.silence : outcome.status;
  return `${method} ${path} ${what} ${Math.round(took)} ms\n`;
}

const seconds = (milliseconds: number) => Math.ceil(milliseconds / 1000);
