import type { Git } from "./git.ts";

/** Whether a text is a full commit id, and so safe as an argument. */
export const isCommitId = (text: string) => /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(text);

/**
 * The commit ids that names stand for, `undefined` where there is none. The names travel on stdin:
 * one that looks like an option is only a name.
 */
export async function resolve(git: Git, names: readonly string[]): Promise<(string | undefined)[]> {
  const asked = names.map((name) =>
    /[\n\0]/.test(name) || name === "" ? "-" : `${name}^{commit}`,
  );
  const answer = await git.run(["cat-file", "--batch-check=%(objectname) %(objecttype)"], {
    input: `${asked.join("\n")}\n`,
  });
  const lines = answer.stdout.toString("utf8").split("\n");
  return names.map((_, index) => /^([0-9a-f]{40,64}) commit$/.exec(lines[index] ?? "")?.[1]);
}

/** Where other people's commits come from. */
export interface Remote {
  readonly name: string;
  /** The branch that it calls its own (`refs/remotes/origin/HEAD`), where the clone knows it. */
  readonly head: string | undefined;
}

/** What git knows of remotes and default branches without asking the network. */
export interface Surroundings {
  /** `origin`, else the first; `undefined` when there is none. */
  readonly remote: Remote | undefined;
  /** `init.defaultBranch`. */
  readonly initial: string | undefined;
}

/** Reads the remotes from git's configuration: one round of git. */
export async function surroundings(git: Pick<Git, "run">): Promise<Surroundings> {
  const [config, heads] = await Promise.all([
    git.run(["config", "-z", "--get-regexp", "^(remote\\..*\\.url|init\\.defaultbranch)$"]),
    git.run(["for-each-ref", "--format=%(refname)%00%(symref)", "refs/remotes/*/HEAD"]),
  ]);
  const names: string[] = [];
  let initial: string | undefined;
  for (const entry of config.stdout.toString("utf8").split("\0")) {
    const [key = "", value = ""] = entry.split("\n");
    const name = /^remote\.(.*)\.url$/s.exec(key)?.[1];
    if (name !== undefined && !name.startsWith("-")) names.push(name);
    if (key === "init.defaultbranch" && value) initial = value;
  }
  const name = names.includes("origin") ? "origin" : names[0];
  if (name === undefined) return { remote: undefined, initial };
  const from = `refs/remotes/${name}/`;
  const pairs = heads.stdout
    .toString("utf8")
    .split("\n")
    .map((line) => line.split("\0"));
  const symref = pairs.find(([ref]) => ref === `${from}HEAD`)?.[1];
  const head = symref?.startsWith(from) ? symref.slice(from.length) : undefined;
  return { remote: { name, head }, initial };
}
