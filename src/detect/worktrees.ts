import type { Io } from "../io.ts";
import { openGit } from "./git.ts";

/** Work trees beside the one that a run works in. */
export interface Worktrees {
  /** Absolute path of the top of the work tree that the run works in. */
  readonly root: string;
  /** Absolute paths of all that the repository knows, that of the run among them. */
  list(): Promise<readonly string[]>;
  /** Checks a commit (a full id) out into a new directory. GIT_FAILED where that fails. */
  add(path: string, sha: string): Promise<void>;
  /** Makes the repository forget one whose directory is gone. */
  forget(path: string): Promise<void>;
}

/**
 * Settings for a checkout that does only what it says: no hook runs, no submodule is fetched, and
 * files of Git LFS stay the pointers that they are in the repository.
 */
const bare = [
  "core.hooksPath=/dev/null",
  "submodule.recurse=false",
  "filter.lfs.process=",
  "filter.lfs.smudge=",
  "filter.lfs.required=false",
].flatMap((setting) => ["-c", setting]);

/** The work trees of the repository that holds `io.cwd`; throws as `openGit` does. */
export async function openWorktrees(io: Io): Promise<Worktrees> {
  const git = await openGit({ ...io, env: { ...io.env, GIT_LFS_SKIP_SMUDGE: "1" } });
  return {
    root: git.root,
    async list() {
      // Not by NUL, which git knows since 2.36 only.
      const listed = await git.text(["worktree", "list", "--porcelain"]);
      return listed.split("\n").flatMap((line) => /^worktree (.*)$/.exec(line)?.[1] ?? []);
    },
    async add(path, sha) {
      await git.bytes([...bare, "worktree", "add", "--detach", path, sha]);
    },
    async forget(path) {
      // Twice: also one that is locked.
      await git.run(["worktree", "remove", "--force", "--force", path]);
    },
  };
}
