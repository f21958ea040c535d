import { addressOf } from "../../gitlab/index.ts";
import type { Io } from "../../io.ts";
import type { Here } from "./types.ts";

/** What is here; which project this is, the job's variables tell, else the remote `origin`. */
export async function hereOf(
  io: Here["io"],
  given: Pick<Here, "comparing" | "configured" | "lint">,
): Promise<Here> {
  const home = addressOf(io.env);
  const known = home !== undefined && URL.canParse(home) ? new URL(home).host : undefined;
  if (io.env.CI_PROJECT_PATH && known !== undefined) {
    const isHome = ({ host }: URL) => host === known;
    return { ...given, io, project: io.env.CI_PROJECT_PATH, isHome };
  }
  const remote = await remoteOf(io);
  // Git over ssh has a port of its own.
  const isHome = ({ hostname }: URL) => hostname === remote?.hostname;
  return { ...given, io, project: remote?.path, isHome };
}

async function remoteOf({ cwd, run }: Pick<Io, "cwd" | "run">) {
  const ended = await run(["git", "remote", "get-url", "origin"], { cwd, timeout: 30_000 });
  return ended.code === 0 ? originIn(ended.stdout.trim()) : undefined;
}

/** `git@gitlab.example.com:group/app.git`, or an address; `undefined` for a path of this machine. */
export function originIn(
  remote: string,
): { readonly hostname: string; readonly path: string } | undefined {
  const [, host, path] = /^(?:[^@/:\s]+@)?([\w.-]+):(?!\/\/)(.+)$/.exec(remote) ?? [];
  const address = host === undefined ? remote : `ssh://${host}/${path}`;
  if (!URL.canParse(address)) return undefined;
  const { hostname, pathname, protocol } = new URL(address);
  if (!/^(https?|ssh|git):$/.test(protocol) || hostname === "") return undefined;
  const project = pathname
    .replace(/^\/+/, "")
    .replace(/\/*$/, "")
    .replace(/\.git$/, "");
  return project === "" ? undefined : { hostname, path: project };
}
