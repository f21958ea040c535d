import type { IncomingHttpHeaders } from "node:http";
import { atLeast, noRecord, visible } from "./access.ts";
import { type Reply, reply } from "./http.ts";
import type { Pipeline, Project, Role, Token, World } from "./types.ts";

/** A question in the hands of a route. */
export interface Context {
  readonly world: World;
  readonly token: Token | undefined;
  /** The parts of the path, still encoded. */
  readonly path: readonly string[];
  readonly params: Readonly<Record<string, unknown>>;
  readonly headers: IncomingHttpHeaders;
}

export interface Route {
  readonly method: string;
  /** Behind /api/v4. */
  readonly path: RegExp;
  /** Whether CI_JOB_TOKEN may come; `"trigger"`: the body holds the token. */
  readonly jobs?: boolean | "trigger" | ((world: World) => boolean);
  readonly answer: (context: Context) => Reply;
}

export const text = (value: unknown): string | undefined =>
  value === undefined || value === null ? undefined : String(value);

/** The project of `/projects/:id/...`, seen by somebody with this role at least. */
export function projectOf({ world, token, path }: Context, role?: Role): Project {
  const project = visible(world, token, path[0] ?? "");
  if (role) atLeast(token, project, role);
  return project;
}

/** The pipeline of `/projects/:id/pipelines/:pid/...`. */
export function pipelineOf(context: Context, role: Role): Pipeline {
  const project = projectOf(context, role);
  const { world, path } = context;
  const found = world.pipelines.find(
    (each) => each.project === project && String(each.id) === path[1],
  );
  if (!found) throw noRecord;
  return found;
}

/** One page of a list, with GitLab's headers (docs.gitlab.com, api/rest: offset-based pagination). */
export function paged({ world, params }: Context, path: string, all: readonly unknown[]): Reply {
  const per = Math.min(100, Math.max(1, Number(params.per_page ?? 20)));
  const page = Math.max(1, Number(params.page ?? 1));
  const pages = Math.max(1, Math.ceil(all.length / per));
  const link = (rel: string, to: number) => {
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(params)) query.set(name, String(value));
    query.set("page", String(to));
    return `<${world.url}/api/v4/${path}?${query}>; rel="${rel}"`;
  };
  const links = [
    ...(page > 1 ? [link("prev", page - 1)] : []),
    ...(page < pages ? [link("next", page + 1)] : []),
    ...[link("first", 1), link("last", pages)],
  ];
  return reply(200, all.slice((page - 1) * per, page * per), {
    link: links.join(", "),
    "x-page": String(page),
    "x-next-page": page < pages ? String(page + 1) : "",
    "x-prev-page": page > 1 ? String(page - 1) : "",
    "x-per-page": String(per),
    "x-total": String(all.length),
    "x-total-pages": String(pages),
  });
}
