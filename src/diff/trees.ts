import {
  existsSync,
  mkdirSync,
  readdirSync,
  rmdirSync,
  rmSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { hostname } from "node:os";
import { basename, dirname, join, relative, sep } from "node:path";
import { cacheDirectory } from "../cache.ts";
import { openWorktrees, type Worktrees } from "../detect/index.ts";
import type { Io } from "../io.ts";

/** Temporary work trees of commits. */
export interface Trees {
  /** Absolute path of the top of the work tree that the run works in. */
  readonly root: string;
  /**
   * The same world in a work tree of this commit (a full id), in the directory that `io.cwd` is in
   * this one. What it compiles is its own: a module is never shared between two trees.
   */
  at(sha: string): Promise<Io>;
  /** Takes all trees away. A signal that ends the run does the same before. */
  close(): Promise<void>;
}

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Opens the repository that holds `io.cwd`, and takes away what a run that was killed left. */
export async function openTrees(io: Io): Promise<Trees> {
  const worktrees = await openWorktrees(io);
  await removeLeft(worktrees);
  const made: string[] = [];
  let last: Promise<unknown> = Promise.resolve();
  let closed: Promise<void> | undefined;
  const close = () => {
    closed ??= last
      .catch(() => {})
      .then(async () => {
        for (const path of made) await remove(path, worktrees);
        for (const signal of signals) process.removeListener(signal, end);
      });
    return closed;
  };
  const end = (signal: NodeJS.Signals) =>
    // With nobody listening any more the signal does what it does.
    void close().finally(() => process.kill(process.pid, signal));
  for (const signal of signals) process.on(signal, end);
  return {
    root: worktrees.root,
    at(sha) {
      const path = join(realTemporary(io), nameOfOurs());
      made.push(path);
      // One after the other: git locks what it writes.
      const adding = last.catch(() => {}).then(() => worktrees.add(path, sha));
      last = adding;
      return adding.then(() => worldIn(path, worktrees.root, io));
    },
    close,
  };
}

const realTemporary = ({ files }: Io): string => {
  const path = files.temporary();
  return files.real(path) ?? path;
};

/** What work trees of ours are called: host and process tell whether somebody still uses one. */
const nameOfOurs = () => `fanout-diff.${host()}.${process.pid}`;
const host = () => hostname().replace(/[^\w-]/g, "_");

/** Takes away the work trees of runs on this host that are gone: they were killed. */
async function removeLeft(worktrees: Worktrees): Promise<void> {
  for (const path of await worktrees.list()) {
    const [, on, number] = /^fanout-diff\.([\w-]+)\.(\d+)$/.exec(basename(path)) ?? [];
    if (on === host() && !isRunning(Number(number))) await remove(path, worktrees);
  }
}

function isRunning(number: number): boolean {
  try {
    process.kill(number, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}

async function remove(path: string, worktrees: Worktrees): Promise<void> {
  rmSync(path, { recursive: true, force: true, maxRetries: 3 });
  await worktrees.forget(path);
  const parent = dirname(path);
  rmSync(join(parent, "cache"), { recursive: true, force: true });
  try {
    rmdirSync(parent);
  } catch {
    // It is gone, or holds what is not ours.
  }
}

/** The world in a work tree at `top`, beside that at `root`. */
function worldIn(top: string, root: string, io: Io): Io {
  const cwd = join(top, relative(root, io.cwd));
  // A directory that the commit does not have: what is looked for from there is found above it.
  mkdirSync(cwd, { recursive: true });
  const packages = lendPackages(root, top, relative(root, io.cwd));
  const cache = packages
    ? join(packages, ".cache/gitlab-fanout")
    : join(dirname(top), "cache/gitlab-fanout");
  const known = cacheDirectory(io, join(io.cwd, "fanout.config.ts"));
  return { ...io, cwd, cache, files: { ...io.files, text } };

  /** What earlier runs compiled or read is good here as well; it is named by its content. */
  function text(path: string): string | undefined {
    const own = io.files.text(path);
    if (own !== undefined || !path.startsWith(cache + sep) || !path.endsWith(".json")) return own;
    return io.files.text(join(known, relative(cache, path)));
  }
}

/**
 * Packages that the work tree at `root` has installed, as links in that at `top`: beside the
 * directory `from` and above it. Gives the deepest `node_modules`, if there is one.
 */
function lendPackages(root: string, top: string, from: string): string | undefined {
  let deepest: string | undefined;
  for (let at = from === "" ? "." : from; ; at = dirname(at)) {
    const own = join(top, at, "node_modules");
    const installed = join(root, at, "node_modules");
    if (!existsSync(own) && isDirectory(installed)) {
      mkdirSync(own);
      for (const name of readdirSync(installed)) {
        if (name !== ".cache") symlinkSync(join(installed, name), join(own, name));
      }
    }
    if (existsSync(own)) deepest ??= own;
    if (at === ".") return deepest;
  }
}

const isDirectory = (path: string) =>
  statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
