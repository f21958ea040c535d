import { faultOf, type Io } from "../io.ts";

/** Where the remote `origin` leads. */
export interface Remote {
  /** Of the machine, which serves web pages and git alike. */
  readonly hostname: string;
  /** Address of its web pages: `https://gitlab.example.com`. */
  readonly web: string;
  /** Behind the host, without `.git`: the project's full path, behind that of the instance over http. */
  readonly path: string;
}

/** Asks git for the remote `origin`; `problem` says why nothing comes of it: a clause. */
export async function remoteOf({
  cwd,
  run,
}: Pick<Io, "cwd" | "run">): Promise<Remote | { readonly problem: string }> {
  const ended = await run(["git", "remote", "get-url", "origin"], { cwd, timeout: 30_000 });
  const fault = faultOf(ended);
  if (fault === undefined) {
    return originIn(ended.stdout.trim()) ?? { problem: "origin leads to no GitLab" };
  }
  if (/ENOENT/.test(ended.problem ?? "")) return { problem: "git is not installed" };
  if (/not a git repository/i.test(fault)) return { problem: "this is no git repository" };
  if (/no such remote/i.test(fault)) return { problem: "there is no remote origin" };
  return { problem: `git cannot tell its remote (${fault})` };
}

/** `git@gitlab.example.com:group/app.git`, or an address; `undefined` for a path of this machine. */
export function originIn(remote: string): Remote | undefined {
  const [, host, short] = /^(?:[^@/:\s]+@)?([\w.-]+):(?!\/\/)(.+)$/.exec(remote) ?? [];
  const address = host === undefined ? remote : `ssh://${host}/${short}`;
  if (!URL.canParse(address)) return undefined;
  const { hostname, pathname, protocol, origin } = new URL(address);
  if (!/^(https?|ssh|git):$/.test(protocol) || hostname === "") return undefined;
  const path = pathname
    .replace(/^\/+/, "")
    .replace(/\/*$/, "")
    .replace(/\.git$/, "");
  if (path === "") return undefined;
  // Git over ssh has a port of its own.
  return { hostname, path, web: /^https?:$/.test(protocol) ? origin : `https://${hostname}` };
}
