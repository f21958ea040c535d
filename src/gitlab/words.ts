import { tokenNameFor } from "./access.ts";
import type { Response, Silence } from "./transport.ts";
import type { Fault, Token } from "./types.ts";

/** What was asked: what a fault tells of it. */
export interface Asked {
  readonly host: string;
  /** Whether the request changes something. */
  readonly changing: boolean;
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

/** No answer came. */
export function unreachable({ silence, code }: Silence, { host, changing }: Asked): Fault {
  if (code === "TOO_LARGE") {
    const problem = `GitLab's API at ${host} gives too much (${line(silence)})`;
    return { kind: "unreadable", problem, lost: changing };
  }
  const problem = `GitLab's API at ${host} cannot be reached (${line(silence)}${certificate(code)})`;
  return { kind: "unreachable", problem, lost: changing && !unsent.has(code ?? "") };
}

/** Faults that come before a request is sent. */
const unsent = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "PROXY"]);

const certificate = (code = "") =>
  /CERT|SIGNATURE|^ERR_(?:SSL|TLS)/.test(code)
    ? "; a certificate of your own belongs into CI_SERVER_TLS_CA_FILE or NODE_EXTRA_CA_CERTS"
    : "";

/** GitLab answered with an error. A 5xx leaves open what became of the request. */
export function refused(
  response: Response,
  { host, changing }: Asked,
  token: Token | undefined,
): Fault {
  const { status } = response;
  const said = saidOf(response);
  const denied = mayNot(status);
  const problem = denied
    ? `GitLab's API refuses ${token?.name ?? "the trigger token"} (${said})`
    : `GitLab's API at ${host} answers ${said}`;
  return { kind: "refused", problem, status, lost: changing && status >= 500 };
}

/** Whether the status says that this token may not: GitLab hides what one may not see behind 404. */
export const mayNot = (status: number) => status === 401 || status === 403 || status === 404;

/** What answered is no API, or not this one. */
export function unreadable(response: Response, { host, changing }: Asked): Fault {
  const { status, headers } = response;
  const type = line(String(headers["content-type"] ?? "").split(";")[0] ?? "");
  const problem = `what answers as GitLab's API at ${host} is something else (${status}${type && `, ${type}`}): a proxy or a login page may be in between`;
  return { kind: "unreadable", problem, status, lost: changing };
}

/** A redirect that is not followed. */
export function redirected(response: Response, { host, changing }: Asked): Fault {
  const { status, headers } = response;
  const target = URL.canParse(headers.location ?? "") ? new URL(headers.location ?? "").host : host;
  const where = target === host ? "in a circle" : `to ${line(target)}, where no token is sent`;
  const problem = `GitLab's API at ${host} redirects (${status}) ${where}`;
  return { kind: "refused", problem, status, lost: changing };
}

/** `404 Project Not Found`: the status and GitLab's own words, `message` or `error` of the body. */
function saidOf(response: Response): string {
  const { status } = response;
  const body = parsed(textOf(response));
  const { message, error } = (isRecord(body) ? body : {}) as Record<string, unknown>;
  const given = message ?? error ?? "";
  const words = line(typeof given === "string" ? given : JSON.stringify(given));
  if (words.startsWith(String(status))) return words;
  return words === "" ? String(status) : `${status} ${words}`;
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
const line = (text: string) =>
  text
    .replace(/[\0-\x1f\x7f-\x9f\u2028\u2029]+/g, " ")
    .slice(0, 200)
    .trim();
