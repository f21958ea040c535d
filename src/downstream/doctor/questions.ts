import {
  type Answer,
  allOf,
  type Gitlab,
  isRecord,
  projectPath,
  type Token,
} from "../../gitlab/index.ts";

/** Whose token it is (docs.gitlab.com, api/users; api/personal_access_tokens; api/jobs). */
export interface Who {
  readonly id: number;
  readonly username: string;
  readonly bot: boolean;
  readonly admin: boolean;
  readonly token: Token;
  /** Of a personal, project or group access token, where it may be learnt. */
  readonly scopes?: readonly string[];
  /** A day: `2027-01-01`. */
  readonly expires?: string;
}

/** What is used of a project (docs.gitlab.com, api/projects). */
export interface Project {
  readonly id: number;
  readonly path: string;
  readonly url: string;
  readonly defaultBranch: string | undefined;
  readonly archived: boolean;
  /** Access level of who asks; 0 where that is no member. */
  readonly level: number;
  /** `undefined`: only a Maintainer is told. */
  readonly pipelines: boolean | undefined;
  /** The role that pipeline variables need; `undefined`: only a Maintainer is told. */
  readonly variablesRole: string | undefined;
}

/** The branch and the tag of a name. */
export interface Refs {
  readonly name: string;
  readonly branch: boolean;
  readonly tag: boolean;
}

/** Whose job tokens a project lets in. */
export interface Scope {
  readonly limited: boolean;
  readonly projects: readonly string[];
  readonly groups: readonly string[];
}

export interface Member {
  readonly username: string;
  readonly level: number;
  readonly id: number;
}

const record = (body: unknown) => (isRecord(body) ? body : undefined);
const text = (value: unknown): string | undefined =>
  typeof value === "string" && value !== "" ? value : undefined;
const number = (value: unknown): number | undefined =>
  typeof value === "number" ? value : undefined;

/** `projects/group%2Fapp`. */
export const at = (project: string | number, rest = ""): string => `${projectPath(project)}${rest}`;

/** `19.2.0-ee`, or of an instance that hides it, a fault. */
export const askVersion = (api: Gitlab): Promise<Answer<string>> =>
  api.get("version", { read: (body) => text(record(body)?.version) });

/** Whose token this is; a job token tells its job's user. */
export async function askWho(api: Gitlab, token: Token): Promise<Answer<Who>> {
  const tokens = [token];
  if (token.header === "JOB-TOKEN") {
    const read = (body: unknown) => whoIn(record(body)?.user, token);
    return api.get("job", { read, tokens });
  }
  const user = await api.get("user", { read: (body) => whoIn(body, token), tokens });
  if (!("value" in user)) return user;
  // It is there since 15.5, and not for every kind of token.
  const self = await api.get("personal_access_tokens/self", { read: record, tokens });
  if (!("value" in self)) return user;
  const { scopes, expires_at: expires } = self.value;
  return {
    value: {
      ...user.value,
      ...(Array.isArray(scopes) && { scopes: scopes.map(String) }),
      ...(text(expires) !== undefined && { expires: String(expires) }),
    },
  };
}

function whoIn(body: unknown, token: Token): Who | undefined {
  const { id, username, bot, is_admin: admin } = record(body) ?? {};
  if (number(id) === undefined || text(username) === undefined) return undefined;
  return {
    id: Number(id),
    username: String(username),
    bot: bot === true,
    admin: admin === true,
    token,
  };
}

export const askProject = (api: Gitlab, project: string): Promise<Answer<Project>> =>
  api.get(at(project), { read: projectIn });

function projectIn(body: unknown): Project | undefined {
  const given = record(body);
  const id = number(given?.id);
  const path = text(given?.path_with_namespace);
  if (!given || id === undefined || path === undefined) return undefined;
  const { project_access, group_access } = record(given.permissions) ?? {};
  const levels = [project_access, group_access].map((each) => record(each)?.access_level);
  // Where variables are not restricted, the role means nothing (docs.gitlab.com, api/projects).
  const free = given.restrict_user_defined_variables === false;
  const access = text(given.builds_access_level);
  return {
    ...{ id, path, url: text(given.web_url) ?? path },
    defaultBranch: text(given.default_branch),
    archived: given.archived === true,
    level: Math.max(0, ...levels.map((level) => number(level) ?? 0)),
    pipelines: access === undefined ? undefined : access !== "disabled",
    variablesRole: free ? "developer" : text(given.ci_pipeline_variables_minimum_override_role),
  };
}

/** Whether a name, or one in full (`refs/heads/x`), is a branch, a tag, or both. */
export async function askRefs(api: Gitlab, project: number, ref: string): Promise<Answer<Refs>> {
  const [, kind, full] = /^refs\/(heads|tags)\/(.+)$/.exec(ref) ?? [];
  const name = full ?? ref;
  const branch = kind === "tags" ? no : await isThere(api, project, "branches", name);
  if (!("value" in branch)) return branch;
  const tag = kind === "heads" ? no : await isThere(api, project, "tags", name);
  if (!("value" in tag)) return tag;
  return { value: { name, branch: branch.value, tag: tag.value } };
}

const no = { value: false } as const;

async function isThere(
  api: Gitlab,
  project: number,
  kind: "branches" | "tags",
  name: string,
): Promise<Answer<boolean>> {
  const path = at(project, `/repository/${kind}/${encodeURIComponent(name)}`);
  const answer = await api.get(path, { read: (body) => text(record(body)?.name) });
  if ("value" in answer) return { value: answer.value === name };
  const none = kind === "branches" ? "404 Branch Not Found" : "404 Tag Not Found";
  return answer.status === 404 && answer.problem.includes(none) ? no : answer;
}

/** docs.gitlab.com, api/project_job_token_scopes: a Maintainer may. */
export async function askScope(api: Gitlab, project: number): Promise<Answer<Scope>> {
  const path = at(project, "/job_token_scope");
  const limited = await api.get(path, {
    read: (body) => {
      const inbound = record(body)?.inbound_enabled;
      return typeof inbound === "boolean" ? inbound : undefined;
    },
  });
  if (!("value" in limited)) return limited;
  if (!limited.value) return { value: { limited: false, projects: [], groups: [] } };
  const projects = await all(api, `${path}/allowlist`, (each) => text(each.path_with_namespace));
  if (!("value" in projects)) return projects;
  // A group is told by its address alone: `https://gitlab.example.com/groups/a/b`.
  const groups = await all(
    api,
    `${path}/groups_allowlist`,
    (each) => /\/groups\/(.+)$/.exec(text(each.web_url) ?? "")?.[1],
  );
  if (!("value" in groups)) return groups;
  return { value: { limited: true, projects: projects.value, groups: groups.value } };
}

/** All of a list; what cannot be read of it is a fault. */
export async function all<T>(
  api: Gitlab,
  path: string,
  read: (each: Readonly<Record<string, unknown>>) => T | undefined,
): Promise<Answer<readonly T[]>> {
  const list = (body: unknown) => {
    if (!Array.isArray(body)) return undefined;
    const items = body.map((each) => (isRecord(each) ? read(each) : undefined));
    return items.every((each) => each !== undefined) ? (items as T[]) : undefined;
  };
  return allOf(api.pages(path, { read: list }));
}

/** The role of a user, by membership of the project or of a group above (api/members). */
export async function askMember(api: Gitlab, project: number, user: Who): Promise<Answer<Member>> {
  const answer = await api.get(at(project, `/members/all/${user.id}`), {
    read: (body) => number(record(body)?.access_level),
  });
  const { username, id } = user;
  if ("value" in answer) return { value: { username, id, level: answer.value } };
  const none = answer.status === 404 && answer.problem.includes("404 Not found");
  return none ? { value: { username, id, level: 0 } } : answer;
}
