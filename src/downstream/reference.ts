import { fail } from "../diagnostics/index.ts";
import { addressOf } from "../gitlab/index.ts";
import type { Io } from "../io.ts";
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
  let asked: Promise<Here> | undefined;
  const here = () => {
    asked ??= hereOf(io);
    return asked;
  };
  return Promise.all(names.map((name) => named(name.trim(), url, io, here)));
}

/** This project, and the address of its instance where only the remote tells. */
interface Here {
  readonly project: string | undefined;
  readonly origin: string | undefined;
}

async function named(
  name: string,
  url: string | undefined,
  { env }: World,
  here: () => Promise<Here>,
): Promise<PipelineRef> {
  if (/^https?:\/\//i.test(name)) return byAddress(name, url, addressOf(env));
  const [, path, digits] = /^(?:([^#\s]+)#)?(\d{1,15})$/.exec(name) ?? [];
  if (digits === undefined) return fail("PIPELINE_FORM", [], { given: name });
  const id = Number(digits);
  // Outside CI nothing else names an instance.
  const instance = url ?? (addressOf(env) ? undefined : (await here()).origin);
  const project = path ?? (await here()).project;
  if (project === undefined) return fail("PIPELINE_WHERE", [], { id });
  return { project, id, url: instance };
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

async function hereOf({ cwd, env, run }: World): Promise<Here> {
  const own = env.CI_PROJECT_PATH || env.CI_PROJECT_ID || undefined;
  if (own !== undefined && addressOf(env)) return { project: own, origin: undefined };
  const command = ["git", "config", "--get", "remote.origin.url"];
  const { code, stdout } = await run(command, { cwd, timeout: 10_000 });
  return code === 0 ? remoteAt(stdout.trim(), addressOf(env)) : { project: own, origin: undefined };
}

/** `git@host:group/app.git`, `ssh://git@host:22/group/app.git`, `https://host/group/app.git`. */
function remoteAt(remote: string, base: string | undefined): Here {
  const short = /^(?:[^@/\s]+@)?([^:/\s]+):(?!\/\/)(.+)$/.exec(remote);
  const long = URL.canParse(remote) && !short ? new URL(remote) : undefined;
  const host = short?.[1] ?? long?.hostname;
  const path = (short?.[2] ?? long?.pathname ?? "").replace(/^\/+|\/+$/g, "").replace(/\.git$/, "");
  if (!host || path === "") return { project: undefined, origin: undefined };
  const web = long && /^https?:$/.test(long.protocol) ? long.origin : `https://${host}`;
  return { project: projectIn(`${web}/${path}/-/pipelines/1`, base), origin: web };
}
