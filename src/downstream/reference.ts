import { fail } from "../diagnostics/index.ts";
import { addressOf } from "../gitlab/index.ts";
import type { Io } from "../io.ts";
import { remoteOf } from "./remote.ts";
import { type PipelineRef, projectIn } from "./tree.ts";

type World = Pick<Io, "cwd" | "env" | "run">;

/**
 * The pipelines that are named: `123` of this project, `group/app#123`, or a web address, which
 * names its instance as well. `url` is the address of the instance of all others; left out, that of
 * the environment, or else of the remote `origin`. Errors: PIPELINE_FORM, PIPELINE_WHERE.
 */
export async function pipelinesNamed(
  names: readonly string[],
  url: string | undefined,
  io: World,
): Promise<readonly PipelineRef[]> {
  let asked: ReturnType<typeof remoteOf> | undefined;
  const remote = () => {
    asked ??= remoteOf(io);
    return asked;
  };
  return Promise.all(names.map((name) => named(name.trim(), url, io, remote)));
}

async function named(
  name: string,
  url: string | undefined,
  { env }: World,
  remote: () => ReturnType<typeof remoteOf>,
): Promise<PipelineRef> {
  const home = addressOf(env);
  if (/^https?:\/\//i.test(name)) return byAddress(name, url, home);
  const [, path, digits] = /^(?:([^#\s]+)#)?(\d{1,15})$/.exec(name) ?? [];
  if (digits === undefined) return fail("PIPELINE_FORM", [], { given: name });
  const id = Number(digits);
  const project = path ?? (env.CI_PROJECT_PATH || env.CI_PROJECT_ID || undefined);
  if (project !== undefined && (url ?? home) !== undefined) return { project, id, url };
  // Outside CI nothing else names a project, or an instance.
  const origin = await remote();
  if ("problem" in origin) return fail("PIPELINE_WHERE", [], { id, project, why: origin.problem });
  const { web } = origin;
  const own = projectIn(`${web}/${origin.path}/-/pipelines/1`, home) ?? origin.path;
  return { project: project ?? own, id, url: url ?? (home === undefined ? web : undefined) };
}

/** The page of a pipeline, of the instance that is asked for or of the environment's, or of another. */
function byAddress(given: string, url: string | undefined, home: string | undefined): PipelineRef {
  const base = url ?? home;
  const address = URL.canParse(given) ? new URL(given) : undefined;
  const digits = /\/-\/pipelines\/(\d{1,15})(?:\/|$)/.exec(address?.pathname ?? "")?.[1];
  const isHome = base && URL.canParse(base) && new URL(base).origin === address?.origin;
  const bare = address && `${address.origin}${address.pathname}`;
  const project = bare && projectIn(bare, isHome ? base : undefined);
  if (!address || !digits || !project) return fail("PIPELINE_FORM", [], { given });
  return { project, id: Number(digits), url: isHome ? url : address.origin };
}
