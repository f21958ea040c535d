import { cpSync, lstatSync } from "node:fs";
import { basename, join } from "node:path";
import { fail } from "../diagnostics/index.ts";
import { faultOf, type Io } from "../io.ts";

const minute = 60_000;

/**
 * A copy of a repository as GitLab would check it out, with uncommitted and untracked files and
 * without ignored ones; its absolute path, for the caller to remove. RUN_COPY where git refuses.
 */
export async function copyOf(root: string, io: Io): Promise<string> {
  const to = io.files.temporary();
  const git = async (...args: string[]) => {
    const done = await io.run(["git", ...args], { cwd: root, timeout: 10 * minute });
    const problem = faultOf(done);
    return problem === undefined ? done.stdout : fail("RUN_COPY", [], { problem });
  };
  await git("clone", "--quiet", "--shared", "--no-checkout", root, to);
  await git("-C", to, "reset", "--quiet");
  const url = await addressOf(root, io);
  // The remote from which gitlab-ci-local reads the project's name.
  await git("-C", to, "remote", "add", "gcl-origin", url);
  const list = await git("ls-files", "-z", "--cached", "--others", "--exclude-standard");
  for (const path of new Set(list.split("\0"))) {
    if (path === "" || !lstatSync(join(root, path), { throwIfNoEntry: false })) continue;
    cpSync(join(root, path), join(to, path), { recursive: true, verbatimSymlinks: true });
  }
  return to;
}

/** The address of the project; a made-up one where git knows none that has a host. */
async function addressOf(root: string, io: Io): Promise<string> {
  for (const remote of ["gcl-origin", "origin"]) {
    const asked = ["git", "remote", "get-url", remote];
    const { stdout } = await io.run(asked, { cwd: root, timeout: minute });
    const url = stdout.trim();
    if (/^(https?|ssh):\/\/|^[\w.-]+@[\w.-]+:/.test(url)) return url;
  }
  return `https://gitlab.example/group/${encodeURIComponent(basename(root))}.git`;
}
