import { addressOf } from "../../gitlab/index.ts";
import { remoteOf } from "../remote.ts";
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
  if ("problem" in remote) return { ...given, io, project: undefined, isHome: () => false };
  const { hostname, path } = remote;
  // Git over ssh has a port of its own.
  return { ...given, io, project: path, isHome: (url) => url.hostname === hostname };
}
