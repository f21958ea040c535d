import { resolve } from "node:path";
import { readPayload } from "./payload.ts";
import type { Context, Upstream } from "./types.ts";

/** The world that it is read from. */
interface World {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly files: { read(path: string): Buffer | undefined };
}

/** Sources of pipelines that another project may have started. */
export const outsideSources = ["trigger", "pipeline", "api"] as const;

/** A child may have such a parent. */
const started: ReadonlySet<Context["event"]> = new Set([...outsideSources, "parent_pipeline"]);

/** More than GitLab sends with any webhook (25 MB; docs: user/gitlab_com, webhooks). */
const largest = 32 * 2 ** 20;

/**
 * What another project did that started this pipeline, most telling first: the project that
 * `--upstream` or $FANOUT_UPSTREAM names, the event in the file that $TRIGGER_PAYLOAD names (docs:
 * ci/triggers, webhook payload), the project of a trigger job ($CI_UPSTREAM_PROJECT_ID).
 * `undefined` where nothing tells of another project. A payload that cannot be read is told as
 * `problem`.
 */
export function readUpstream(
  world: World,
  { event }: Pick<Context, "event">,
  named: string | undefined,
): Upstream | undefined {
  const { env } = world;
  const outside = started.has(event);
  const by = named === undefined ? "FANOUT_UPSTREAM" : "--upstream";
  const project = named ?? (outside ? env.FANOUT_UPSTREAM || undefined : undefined);
  const payload = outside ? payloadOf(world) : undefined;
  if (project !== undefined) {
    const same = payload?.project?.toLowerCase() === project.toLowerCase();
    if (payload && same) return payload;
    return { project, what: `change of ${project}`, why: `${by} names no paths`, by };
  }
  return payload ?? (outside ? triggering(env) : undefined);
}

/** The event that a webhook brought; `undefined` for a call of the API that brought none. */
function payloadOf({ cwd, env, files }: World): Upstream | undefined {
  const { TRIGGER_PAYLOAD: path } = env;
  if (!path) return undefined;
  const problem = (why: string): Upstream => ({
    what: "payload that cannot be read",
    why: `TRIGGER_PAYLOAD ${why}`,
    problem: why,
  });
  let bytes: Buffer | undefined;
  try {
    bytes = files.read(resolve(cwd, path));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    return problem(`names a file that cannot be read (${code})`);
  }
  if (bytes === undefined) return problem("names a file that is not there");
  if (bytes.length > largest) return problem(`is larger than ${largest / 2 ** 20} MiB`);
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    const read = readPayload(JSON.parse(text));
    return typeof read === "string" ? problem(read) : read;
  } catch {
    return problem("is not JSON");
  }
}

/** A child has the id of its own project there. */
function triggering(env: World["env"]): Upstream | undefined {
  const { CI_UPSTREAM_PROJECT_ID: id, CI_PROJECT_ID } = env;
  if (!id || !/^\d{1,15}$/.test(id) || id === CI_PROJECT_ID) return undefined;
  return {
    id: Number(id),
    what: `trigger job of project ${id}`,
    why: "a trigger job names no paths",
  };
}
