import type { Asked, Reply } from "./http.ts";
import { reply } from "./http.ts";
import { levels, type Project, type Role, type Token, type World } from "./types.ts";

/** GitLab's short answers. */
export const unauthorized = reply(401, { message: "401 Unauthorized" });
export const forbidden = (reason = "") =>
  reply(403, { message: reason ? `403 Forbidden - ${reason}` : "403 Forbidden" });
export const notFound = (what = "") =>
  reply(404, { message: what ? `404 ${what} Not Found` : "404 Not Found" });
/** What Rails' RecordNotFound becomes. */
export const noRecord = reply(404, { message: "404 Not found" });

/** A refusal: thrown, so that a route reads as if all went well. */
export const isReply = (thrown: unknown): thrown is Reply =>
  typeof thrown === "object" && thrown !== null && "status" in thrown;

/** Who asks, by the headers; `undefined`: nobody. Throws the answer to a token that is no good. */
export function whoAsks(world: World, { headers, query }: Asked, jobs: boolean): Token | undefined {
  const bearer = /^Bearer (.+)$/.exec(headers.authorization ?? "")?.[1];
  const own = headers["private-token"] ?? bearer ?? query.get("private_token") ?? undefined;
  if (own !== undefined) return personal(world, String(own));
  const job = headers["job-token"] ?? query.get("job_token") ?? undefined;
  if (job === undefined) return undefined;
  const token = world.tokens.find(({ kind, value }) => kind === "job" && value === String(job));
  if (token?.state !== "active" || !jobs) throw unauthorized;
  return token;
}

function personal(world: World, value: string): Token {
  const token = world.tokens.find((each) => each.kind !== "job" && each.value === value);
  if (!token) throw unauthorized;
  if (token.state === "active") return token;
  const error_description =
    token.state === "expired"
      ? "Token is expired. You can either do re-authorization or token refresh."
      : "Token was revoked. You have to re-authorize from the user.";
  throw reply(401, { error: "invalid_token", error_description });
}

/** `api` may do all, `read_api` may only look. */
export function checkScope({ kind, scopes }: Token, changing: boolean): void {
  if (kind === "job" || scopes.includes("api")) return;
  if (!changing && scopes.includes("read_api")) return;
  const error_description =
    "The request requires higher privileges than provided by the access token.";
  const scope = changing ? "api" : "api read_api";
  throw reply(403, { error: "insufficient_scope", error_description, scope });
}

/** The access level that somebody has in a project. */
export function levelIn(token: Token | undefined, project: Project): number {
  if (!token) return 0;
  const { kind, group, role } = token;
  if (kind === "project" && token.project !== project) return 0;
  if (kind === "group")
    return group && project.path.startsWith(`${group}/`) ? levels[role ?? "none"] : 0;
  const member = levels[project.members.get(token.user.username) ?? "none"];
  return Math.max(member, token.user.admin ? levels.owner : 0);
}

/** Whether the job token of another project is let in (docs.gitlab.com, ci/jobs/ci_job_token). */
export function jobTokenMay(world: World, token: Token, project: Project): boolean {
  const from = token.project;
  if (!from || from === project || !project.jobTokens.limited) return true;
  if (project.jobTokens.projects.has(from.id)) return true;
  const above = [...world.groups].filter(([path]) => from.path.startsWith(`${path}/`));
  return above.some(([, id]) => project.jobTokens.groups.has(id));
}

/** A project by its id or its encoded path. */
export const projectBy = (world: World, id: string): Project | undefined =>
  world.projects.find((each) => String(each.id) === id || each.path === decodeURIComponent(id));

/** The project for somebody who may see it; throws GitLab's answer to everybody else. */
export function visible(world: World, token: Token | undefined, id: string): Project {
  const project = projectBy(world, id);
  if (!project) throw notFound("Project");
  if (token?.kind === "job" && !jobTokenMay(world, token, project)) {
    if (project.visibility === "public") return project;
    const names = [token.project?.path, project.path].map((path) => path?.split("/").at(-1));
    throw forbidden(
      `Authentication by CI/CD job token not allowed from ${names[0]} to ${names[1]}.`,
    );
  }
  if (project.visibility === "public" || levelIn(token, project) > 0) return project;
  throw notFound("Project");
}

/** Throws unless the role is there. */
export function atLeast(token: Token | undefined, project: Project, role: Role): void {
  if (!token) throw unauthorized;
  if (levelIn(token, project) < levels[role]) throw forbidden();
}
