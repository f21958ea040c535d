import { tokenNameFor } from "./access.ts";
import type { Response, Silence } from "./transport.ts";
import type { Fault, Token } from "./types.ts";

/** What was asked: what a fault tells of it. */
export interface Asked {
  readonly host: string;
  /** Whether the request changes something. */
  readonly changing: boolean;
  /** Whether it was asked by https. */
  readonly secure?: boolean;
  /** Whether anything there ever answered. */
  readonly met?: boolean;
}

/** Nothing can be asked. */
export const noToken: Fault = {
  kind: "refused",
  problem: "neither GITLAB_TOKEN nor CI_JOB_TOKEN is set",
  lost: false,
};

/** There are tokens, but for another instance, and no token is sent to a strange host. */
export function notThere(tokens: readonly Token[], host: string): Fault {
  const names = tokens.map(({ name }) => name).join(" and ");
  const problem = `${names} ${tokens.length > 1 ? "belong" : "belongs"} to another instance than ${host}, for which ${tokenNameFor(host)} takes a token`;
  return { kind: "refused", problem, lost: false };
}

/** Network faults that may be gone the next time. */
export const transient: ReadonlySet<string | undefined> = new Set([
  "TIMEOUT",
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "ETIMEDOUT",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "EHOSTDOWN",
  "ENETUNREACH",
  "ENETDOWN",
]);

/** No answer came. */
export function unreachable({ silence, code }: Silence, { host, changing, met }: Asked): Fault {
  if (code === "TOO_LARGE") {
    const problem = `GitLab's API at ${host} gives too much (${line(silence)})`;
    return { kind: "unreadable", problem, lost: changing };
  }
  const problem = `GitLab's API at ${host} cannot be reached (${line(silence)}${certificate(code)})`;
  const lasting = !transient.has(code) || (code === "ENOTFOUND" && !met);
  return { kind: "unreachable", problem, lasting, lost: changing && !unsent.has(code ?? "") };
}

/** Faults that come before a request is sent. */
const unsent = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "PROXY"]);

function certificate(code = ""): string {
  if (code === "EPROTO") return "; see whether its address begins with http://";
  return /CERT|SIGNATURE|^ERR_(?:SSL|TLS)/.test(code)
    ? "; a certificate of your own belongs into CI_SERVER_TLS_CA_FILE or NODE_EXTRA_CA_CERTS"
    : "";
}

/** GitLab answered with an error. A 5xx leaves open what became of the request. */
export function refused(
  response: Response,
  { host, changing }: Asked,
  token: Token | undefined,
  hide: (text: string) => string,
): Fault {
  const { status } = response;
  // What is hidden after a cut could be half a secret.
  const said = line(hide(wordsOf(response)), 2_000);
  const answer = line(said.startsWith(String(status)) ? said : `${status} ${said}`);
  const denied = mayNot(status);
  const problem = denied
    ? `GitLab's API refuses ${token?.name ?? "the token in the body"} (${answer})`
    : `GitLab's API at ${host} answers ${answer}`;
  return { kind: "refused", problem, status, said, lost: changing && status >= 500 };
}

/** Whether the status says that this token may not: GitLab hides what one may not see behind 404. */
export const mayNot = (status: number) => status === 401 || status === 403 || status === 404;

/** What answered is no API, or not this one. */
export function unreadable(
  response: Response,
  { host, changing }: Asked,
  hide: (text: string) => string,
): Fault {
  const { status, headers } = response;
  const type = line(hide(String(headers["content-type"] ?? "")).split(";")[0] ?? "");
  const problem = `what answers as GitLab's API at ${host} is something else (${status}${type && `, ${type}`}): a proxy or a login page may be in between`;
  return { kind: "unreadable", problem, status, lost: changing };
}

/** A redirect that is not followed. */
export function redirected(
  response: Response,
  { host, changing, secure = true }: Asked,
  hide: (text: string) => string,
): Fault {
  const { status, headers } = response;
  const { location = "" } = headers;
  if (!secure && location.startsWith(`https://${host}/`)) {
    const problem = `GitLab's API at ${host} is asked by http and redirects (${status}) to https: its address begins with https://`;
    return { kind: "refused", problem, status, lost: changing };
  }
  const target = URL.canParse(location) ? new URL(location).host : host;
  // An address with a secret in it may have a part of the secret as its host.
  const named = hide(location) === location ? line(target) : "another host";
  const where = target === host ? "in a circle" : `to ${named}, where no token is sent`;
  const problem = `GitLab's API at ${host} redirects (${status}) ${where}`;
  return { kind: "refused", problem, status, lost: changing };
}

/**
 * `404 Project Not Found`, `Reference not found`: GitLab's own words. They are the
 * body's `message`, or its `error` with the description (docs.gitlab.com, api/rest/troubleshooting).
 */
function wordsOf(response: Response): string {
  const body = parsed(textOf(response));
  const { message, error, error_description } = (isRecord(body) ? body : {}) as Record<
    string,
    unknown
  >;
  const words = [message ?? error, message === undefined ? error_description : undefined];
  return words.flatMap(flat).join(": ");
}

/** `{ base: ["a", "b"], ref: ["c"] }` is `a, b, ref c`. */
function flat(given: unknown): string[] {
  if (given === undefined || given === null) return [];
  if (Array.isArray(given)) return [given.flatMap(flat).join(", ")];
  if (!isRecord(given)) return [String(given)];
  const parts = Object.entries(given).map(([key, each]) =>
    [...(key === "base" || key === "error" ? [] : [key]), ...flat(each)].join(" "),
  );
  return [parts.join(", ")];
}

/** The answer as text (UTF-8). */
export const textOf = ({ bytes }: Response): string => bytes.toString("utf8");

/** The number of a header that holds one. */
export const whole = (value: string | string[] | undefined): number | undefined =>
  typeof value === "string" && /^\d{1,12}$/.test(value) ? Number(value) : undefined;

/** What JSON stands for, or `undefined` where it is none: `undefined` is no JSON value. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Whether something read from JSON is an object with fields. */
export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Text of the network's in one line of bearable length. */
const line = (text: string, most = 200) =>
  text
    .replace(/[\0-\x1f\x7f-\x9f\u2028\u2029]+/g, " ")
    .slice(0, most)
    .trim();
