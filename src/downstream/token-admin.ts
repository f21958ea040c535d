import {
  type Answer,
  allOf,
  type Gitlab,
  isRecord,
  projectPath,
  type Secrets,
} from "../gitlab/index.ts";

/** A trigger token of a project (docs.gitlab.com, api/pipeline_triggers), without the token. */
export interface Trigger {
  readonly id: number;
  readonly description: string;
  /** Username. */
  readonly owner: string;
  /** The first four characters, as GitLab shows them to everybody, and `...`. */
  readonly masked: string;
  /** Dates as GitLab writes them; `null`: never. */
  readonly created: string | null;
  readonly lastUsed: string | null;
  readonly expires: string | null;
}

/** A new one. GitLab gives the token this one time to whoever is not its owner. */
export interface NewTrigger extends Trigger {
  readonly token: string;
}

/** The ways to look after the trigger tokens of a project: a Maintainer may. */
export function triggersOf(api: Gitlab, project: string, secrets: Pick<Secrets, "add">) {
  const path = `${projectPath(project)}/triggers`;
  return {
    /** All of them, in GitLab's order. */
    list: (): Promise<Answer<readonly Trigger[]>> =>
      allOf(api.pages(path, { read: (body) => listIn(body, secrets) })),
    /** Makes one. It is no secret of `secrets` yet, for somebody has to be told it. */
    create: (description: string): Promise<Answer<NewTrigger>> =>
      api.post(path, { description }, { read: newIn }),
    /** Takes one away, which cannot be undone. */
    revoke: (id: number): Promise<Answer<true>> =>
      api.delete(`${path}/${id}`, { read: () => true }),
  };
}

function listIn(body: unknown, secrets: Pick<Secrets, "add">): Trigger[] | undefined {
  if (!Array.isArray(body)) return undefined;
  const all = body.map(newIn);
  // GitLab gives the whole token to its owner.
  for (const each of all) if (each && each.token.length > shown) secrets.add(each.token);
  return all.every((each) => each !== undefined)
    ? all.map(({ token: _, ...trigger }) => trigger)
    : undefined;
}

/** How many characters of a token are shown. */
const shown = 4;

function newIn(body: unknown): NewTrigger | undefined {
  if (!isRecord(body)) return undefined;
  const { id, token, description, created_at, last_used, expires_at, owner } = body;
  if (typeof id !== "number" || typeof token !== "string") return undefined;
  const username = isRecord(owner) ? owner.username : undefined;
  return {
    id,
    token,
    description: typeof description === "string" ? description : "",
    owner: typeof username === "string" ? username : "",
    masked: `${token.slice(0, shown)}...`,
    created: date(created_at),
    lastUsed: date(last_used),
    expires: date(expires_at),
  };
}

const date = (value: unknown) => (typeof value === "string" ? value : null);
