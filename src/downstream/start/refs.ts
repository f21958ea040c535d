import { type Diagnostic, found } from "../../diagnostics/index.ts";
import {
  type Answer,
  addressOf,
  type Fault,
  isRecord,
  projectPath,
  type Token,
} from "../../gitlab/index.ts";
import type { Target } from "../types.ts";
import type { World } from "./world.ts";

type Asking = Pick<World, "api" | "tokens" | "env">;

/** What is known of a project before anything is started in it. */
export interface Project {
  readonly id?: number | undefined;
  readonly path?: string | undefined;
  readonly defaultBranch?: string | undefined;
  /** Why it is not known, where the token is refused and nothing is hidden. */
  readonly problem?: string | undefined;
}

/** Where a pipeline is to be started. */
export interface Place {
  readonly project: Project;
  /** What is sent. */
  readonly ref: string;
  /** How lists of pipelines name it. */
  readonly plain: string;
  /** The default branch, as long as it may still take the place of `ref`. */
  readonly instead?: string | undefined;
  /** What people should know: the default branch took the place of another. */
  readonly note?: string | undefined;
}

type Kind = "branch" | "tag";

/**
 * Finds out which ref to send, by what the token may read: whether it is there, and whether a
 * branch and a tag share its name. What cannot be read is sent as it was asked. Diagnostics:
 * TRIGGER_REF_AMBIGUOUS, TRIGGER_REF_MISSING, TRIGGER_REF_UNNAMED, TRIGGER_REFUSED.
 */
export async function placeOf(target: Target, world: Asking): Promise<Place | Diagnostic> {
  const known = await projectOf(target, world);
  if (!("value" in known)) return unanswered(target, known);
  const project = known.value;
  const standby = project.defaultBranch;
  if (target.ref === undefined) {
    return standby === undefined
      ? found("TRIGGER_REF_UNNAMED", [target.project], { problem: project.problem })
      : { project, ref: standby, plain: standby };
  }
  const { name, type = target.refType } = spelt(target.ref);
  const kinds = await kindsOf(target.project, name, world);
  if (!("value" in kinds)) return unanswered(target, kinds);
  const full = type && `refs/${type === "branch" ? "heads" : "tags"}/${name}`;
  const instead = target.fallback && standby !== name ? standby : undefined;
  // Nobody may look: what was asked is sent, and GitLab's answer decides.
  if (kinds.value === undefined) return { project, ref: full ?? name, plain: name, instead };
  const there = kinds.value.filter((kind) => type === undefined || kind === type);
  if (there.length > 1) return found("TRIGGER_REF_AMBIGUOUS", [target.project], { ref: name });
  if (there.length === 1) {
    return { project, ref: kinds.value.length > 1 ? (full ?? name) : name, plain: name };
  }
  return instead === undefined
    ? found("TRIGGER_REF_MISSING", [target.project], { ref: target.ref, fallback: target.fallback })
    : insteadOf(target.ref, { project, ref: name, plain: name, instead });
}

/** The default branch in the place of what is not there. */
export function insteadOf(asked: string, { project, instead = "" }: Place): Place {
  const note = `has no ${asked}: its default branch ${instead} takes the place`;
  return { project, ref: instead, plain: instead, note };
}

const unanswered = ({ project }: Target, { problem }: Fault): Diagnostic =>
  found("TRIGGER_REFUSED", [project], { what: problem, next: "" });

/** `refs/tags/1.0` says which of the two it is. */
function spelt(ref: string): { readonly name: string; readonly type?: Kind } {
  const [, kind, name] = /^refs\/(heads|tags)\/(.+)$/.exec(ref) ?? [];
  if (name === undefined) return { name: ref };
  return { name, type: kind === "heads" ? "branch" : "tag" };
}

/** The project, as far as the tokens may see it. A job token sees none but its own, by CI_*. */
async function projectOf(
  { project }: Target,
  { api, tokens, env }: Asking,
): Promise<Answer<Project>> {
  const { CI_PROJECT_ID: id, CI_PROJECT_PATH: path, CI_DEFAULT_BRANCH: branch } = env;
  const home = tokens.url === addressOf(env);
  if (home && id && path && branch && (project === id || project === path)) {
    return { value: { id: Number(id), path, defaultBranch: branch } };
  }
  const [token] = tokens.change;
  if (!token) return { value: {} };
  const asking = { read: readProject, tokens: [token] };
  const answer = await api.get(projectPath(project), asking);
  if ("value" in answer) return answer;
  const refused = answer.status === 401 || answer.status === 403;
  return hidden(answer, refused ? { problem: answer.problem } : {});
}

function readProject(body: unknown): Project | undefined {
  if (!isRecord(body) || !Number.isSafeInteger(body.id)) return undefined;
  const { id, path_with_namespace: path, default_branch: branch } = body;
  if (typeof path !== "string") return undefined;
  return { id: id as number, path, ...(typeof branch === "string" && { defaultBranch: branch }) };
}

/** What a token may not see is not known; every other fault stays one. */
function hidden<T, U>(answer: Answer<T>, unknown: U): Answer<T | U> {
  if ("value" in answer) return answer;
  return mayNot(answer) ? { value: unknown } : answer;
}

/** GitLab hides what one may not see behind 404. */
export const mayNot = ({ status = 0 }: Fault): boolean => [401, 403, 404].includes(status);

/** Which of the two a name is; `undefined` where the token may not look. */
async function kindsOf(
  project: string,
  name: string,
  world: Asking,
): Promise<Answer<readonly Kind[] | undefined>> {
  const [token] = world.tokens.read;
  if (!token) return { value: undefined };
  const kinds: Kind[] = [];
  for (const kind of ["branch", "tag"] as const) {
    const there = await isThere(`${projectPath(project)}/repository/`, kind, name, token, world);
    if (!("value" in there) || there.value === undefined) return there as Answer<undefined>;
    if (there.value) kinds.push(kind);
  }
  return { value: kinds };
}

const lists = { branch: "branches", tag: "tags" };
const absences = { branch: /Branch Not Found/i, tag: /Tag Not Found/i };

/**
 * Whether there is a branch or a tag of a name. A job token may only list them (docs.gitlab.com,
 * api/branches and api/tags: `search` puts the exact name first).
 */
async function isThere(
  repository: string,
  kind: Kind,
  name: string,
  token: Token,
  { api }: Asking,
): Promise<Answer<boolean | undefined>> {
  const list = `${repository}${lists[kind]}`;
  if (token.header === "PRIVATE-TOKEN") {
    const asking = { read: isRecord, tokens: [token] };
    const answer = await api.get(`${list}/${encodeURIComponent(name)}`, asking);
    if ("value" in answer) return { value: answer.value || undefined };
    return absences[kind].test(answer.said ?? "") ? { value: false } : hidden(answer, undefined);
  }
  // Either sign would make it another question.
  if (/^\^|\$$/.test(name)) return { value: undefined };
  const query = { search: name, per_page: 100 };
  const answer = await api.get(list, { query, read: readNames, tokens: [token] });
  return "value" in answer ? { value: answer.value.includes(name) } : hidden(answer, undefined);
}

const readNames = (body: unknown): readonly unknown[] | undefined =>
  Array.isArray(body) && body.every(isRecord) ? body.map(({ name }) => name) : undefined;
