import type { Io } from "../io.ts";
import type { Git } from "./git.ts";
import { isCommitId, type Remote } from "./refs.ts";

/** The remote side: everything that goes over the network, each step told on stderr. */
export interface Fetcher {
  readonly remote: Remote;
  /** Fetches one commit; in a shallow clone nothing below it. */
  commit(sha: string): Promise<Fetched>;
  /** Fetches a branch or tag to `to`; in a shallow clone its last `depth` commits. */
  ref(from: string, to: string, depth: number): Promise<Fetched>;
  /** Moves the ends of a shallow history, `boundary`, by so many commits. */
  deepen(boundary: readonly string[], by: number, purpose: string): Promise<Fetched>;
  /** The refs of the remote that match: `[name, value]`, where a symbolic ref's value is `ref: ...`. */
  list(patterns: readonly string[]): Promise<readonly (readonly [string, string])[] | Failure>;
}

/** Nothing when it went well. */
export type Fetched = Failure | undefined;

/** Why something could not be had, as the end of a sentence. */
export interface Failure {
  readonly problem: string;
}

/** GitLab's own depth for new projects: what it takes to be enough for most. */
export const firstDepth = 20;

/** How long the network may be silent. */
const silence = 120_000;

const options = [
  "--no-tags",
  "--no-recurse-submodules",
  // Signs of life for the time limit.
  "--progress",
];

/** Makes the fetcher of a remote. It never prompts, and gives up when nothing moves. */
export function fetcher(git: Git, remote: Remote, io: Pick<Io, "err">): Fetcher {
  const fetch = async (what: string, args: readonly string[], purpose = ""): Promise<Fetched> => {
    io.err(`${what} from ${remote.name}${purpose} ...\n`);
    const { code, said } = await git.run(
      ["-c", "gc.auto=0", "-c", "maintenance.auto=false", "fetch", ...options, ...args],
      { silence },
    );
    return code === 0 ? undefined : { problem: said || `git fetch ended with ${code}` };
  };
  const shallow = async (depth: number) =>
    (await git.boundary()).size > 0 ? [`--depth=${depth}`] : [];
  return {
    remote,
    commit: async (sha) =>
      isCommitId(sha)
        ? fetch(`fetching commit ${sha.slice(0, 8)}`, [...(await shallow(1)), remote.name, sha])
        : { problem: "it is no commit id" },
    ref: async (from, to, depth) =>
      fetch(`fetching ${from.replace(/^refs\/\w+\//, "")}`, [
        ...(await shallow(depth)),
        remote.name,
        `+${from}:${to}`,
      ]),
    deepen: (boundary, by, purpose) =>
      fetch(
        `fetching ${by} more commits`,
        [`--deepen=${by}`, remote.name, ...boundary.filter(isCommitId)],
        `, ${purpose}`,
      ),
    async list(patterns) {
      const { code, stdout, said } = await git.run(
        ["ls-remote", "--symref", remote.name, ...patterns],
        { silence },
      );
      if (code !== 0) return { problem: said || `git ls-remote ended with ${code}` };
      const lines = stdout.toString("utf8").split("\n").filter(Boolean);
      return lines.map((line) => {
        const [value = "", name = ""] = line.split("\t");
        return [name, value] as const;
      });
    },
  };
}
