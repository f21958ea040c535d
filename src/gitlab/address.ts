import type { Response } from "./transport.ts";
import type { Fault } from "./types.ts";

export type Query = Readonly<Record<string, string | number>>;

/** The API's address, without credentials and with a slash at its end. */
export function apiOf(address: string | undefined): URL | Fault {
  if (!address) {
    const problem = "neither CI_API_V4_URL nor CI_SERVER_URL is set";
    return { kind: "unreachable", problem, lasting: true, lost: false };
  }
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) {
    const problem = "the address of GitLab's API is no http or https address";
    return { kind: "unreachable", problem, lasting: true, lost: false };
  }
  return new URL(`${url.origin}${url.pathname.replace(/\/*$/, "/")}`);
}

/** A project's place behind `/api/v4`: its path encoded, or its id. */
export const projectPath = (project: string | number): string =>
  `projects/${encodeURIComponent(project)}`;

/** The address of a path behind `/api/v4`. */
export function addressIn(api: URL, path: string, query: Query = {}): URL {
  const url = new URL(path.replace(/^\/+/, ""), api);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, String(value));
  return url;
}

/** Where a redirect leads, or `undefined` where it is none. */
export function nextStop({ status, headers }: Response, from: URL): URL | undefined {
  const { location } = headers;
  if (status < 300 || status >= 400 || !location || !URL.canParse(location, from.href))
    return undefined;
  return new URL(location, from);
}

/**
 * The page behind this one, by the `Link` header (docs.gitlab.com, api/rest: both kinds of
 * pagination). Only its query is taken: GitLab may know itself by another host, and no header
 * decides where a token goes.
 */
export function nextPage({ headers }: Response, from: URL): URL | undefined {
  const link = [headers.link ?? []].flat().join(", ");
  const target = /<([^<>]*)>\s*;[^<,]*\brel="?next"?/i.exec(link)?.[1];
  if (target === undefined || !URL.canParse(target, from.href)) return undefined;
  const next = new URL(from);
  next.search = new URL(target, from).search;
  return next.href === from.href ? undefined : next;
}
