import { faultOf } from "../../io.ts";
import type { Check, Here } from "./types.ts";
import { ok, saidBy } from "./words.ts";

/** Whether there is a clone, how deep it is, and where it comes from. */
export const repository: Check<Here> = {
  name: "repository",
  title: "the clone",
  needs: [],
  async check({ io, comparing }) {
    const [shallow, remotes] = await Promise.all([
      git(io, ["rev-parse", "--is-shallow-repository"]),
      git(io, ["remote"]),
    ]);
    if ("fault" in shallow) {
      // The run found out as well, in words of our own.
      const told = await comparing.then(() => shallow.fault, saidBy);
      return {
        mark: "problem",
        what: told,
        why: "what changed is read from git",
        next: "Call fanout in a clone of the repository, with git installed",
        stops: "there is no repository",
      };
    }
    const names = "text" in remotes ? remotes.text.split("\n").filter(Boolean) : [];
    if (names.length === 0) {
      return {
        mark: "warning",
        what: "the clone has no remote",
        why: "a base that is not in the clone cannot be fetched",
        next: "Add one: git remote add origin ADDRESS",
      };
    }
    if (shallow.text === "true") {
      return {
        mark: "warning",
        what: "the clone is shallow",
        why: "a base that lies further back has to be fetched first, and where that fails every service counts as affected",
        next: io.env.GITLAB_CI
          ? 'Set GIT_DEPTH: "0" in the job that runs fanout'
          : "Run git fetch --unshallow",
      };
    }
    return ok(`a whole clone, ${names.length === 1 ? "remote" : "remotes"} ${names.join(", ")}`);
  },
};

/** The output of a git command, or why there is none. */
async function git(
  { cwd, run }: Here["io"],
  args: readonly string[],
): Promise<{ readonly text: string } | { readonly fault: string }> {
  const ended = await run(["git", ...args], { cwd, timeout: 30_000 });
  const fault = faultOf(ended);
  return fault === undefined ? { text: ended.stdout.trim() } : { fault };
}
