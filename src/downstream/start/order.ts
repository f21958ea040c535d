import { type Answer, isRecord, projectPath } from "../../gitlab/index.ts";
import type { Starter } from "../tokens.ts";
import type { Target } from "../types.ts";
import type { World } from "./world.ts";

/** The variable by which a pipeline is known again. */
export const markerVariable = "FANOUT_TRIGGER_ID";
/** The same as a parameter of the request, which GitLab keeps in the file TRIGGER_PAYLOAD. */
export const markerParameter = "fanout_trigger_id";

/** A pipeline that GitLab created. */
export interface Created {
  readonly pipeline: number;
  readonly projectId: number | undefined;
  readonly ref: string;
  readonly url: string;
}

/** A request that starts a pipeline, without its token. */
export interface Order {
  /** Behind `/api/v4/`. */
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/**
 * The request for a target. A trigger keeps a marker in TRIGGER_PAYLOAD, for which no role is
 * needed; else it is a variable (docs.gitlab.com, ci/triggers; api/pipelines: create a pipeline).
 */
export function orderFor(
  { project, variables, inputs }: Target,
  how: Starter["how"],
  ref: string,
  marker?: string,
): Order {
  const given = Object.keys(inputs).length > 0 && { inputs };
  const pairs = Object.entries(variables);
  if (how !== "api") {
    const marked = marker !== undefined && { [markerParameter]: marker };
    const texts = pairs.length > 0 && { variables };
    return {
      path: `${projectPath(project)}/trigger/pipeline`,
      body: { ref, ...texts, ...given, ...marked },
    };
  }
  const all = marker === undefined ? pairs : [...pairs, [markerVariable, marker] as const];
  const listed = all.length > 0 && {
    variables: all.map(([key, value]) => ({ key, value, variable_type: "env_var" })),
  };
  return { path: `${projectPath(project)}/pipeline`, body: { ref, ...listed, ...given } };
}

/** Sends it, once. */
export function send(
  { path, body }: Order,
  starter: Starter,
  { api }: World,
): Promise<Answer<Created>> {
  if (starter.how === "api") return api.post(path, body, { read, tokens: [starter.token] });
  return api.post(path, { ...body, token: starter.secret }, { read, tokens: "body" });
}

/** A pipeline as GitLab tells it, in a list or on its own. */
export function read(body: unknown): Created | undefined {
  if (!isRecord(body)) return undefined;
  const { id, project_id, ref, web_url: url } = body;
  if (!Number.isSafeInteger(id) || typeof ref !== "string" || typeof url !== "string") {
    return undefined;
  }
  const projectId = Number.isSafeInteger(project_id) ? (project_id as number) : undefined;
  return { pipeline: id as number, projectId, ref, url };
}
