/**
 * Real git repositories for tests, small and quick. They do not see the configuration of whoever
 * runs the tests, and vanish after the test.
 *
 *     const work = repo({ "services/api/main.go": "package main" }); // one commit on main
 *     const remote = work.remote(); // a bare repository that has all of it
 *     work.branch("feature");
 *     const tip = work.commit({ "libs/ui/a.ts": "a" });
 *     work.push();
 *     const clone = remote.runner(tip, { branch: "feature", depth: 20 }); // as GitLab's runner does
 *     await compare(testIo(clone.root, { CI_PIPELINE_SOURCE: "push", ... }), ...);
 */
import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, onTestFinished } from "vitest";
import { isolated } from "./io.ts";

/** Files by path; `null` removes one. */
export type FileTree = Readonly<Record<string, string | null>>;

/** A repository with a work tree. */
export interface Repo {
  /** Absolute path, links resolved. */
  readonly root: string;
  /** Runs git here; its output without the last line feed. Throws with git's words where it fails. */
  git(...args: string[]): string;
  /** Writes or removes files, and commits nothing. */
  write(files: FileTree): void;
  /** Writes files and commits all that changed; the new commit id. */
  commit(files?: FileTree, message?: string): string;
  /** `count` empty commits, in one go; the last commit id. */
  commits(count: number): string;
  /** Makes a branch and checks it out; `from` is the head unless told. */
  branch(name: string, from?: string): void;
  checkout(ref: string): void;
  /** Merges with a merge commit; its id. */
  merge(ref: string): string;
  /** Makes a tag: a plain one, or with a message an annotated one. */
  tag(name: string, message?: string): void;
  /** The commit id of a revision, the head unless told. */
  sha(revision?: string): string;
  /** A bare repository beside this one, known as `origin`, with all branches and tags. */
  remote(): Remote;
  /** Pushes all branches and tags to `origin`, with force. */
  push(): void;
}

/** A bare repository. */
export interface Remote {
  /** Absolute path. */
  readonly root: string;
  /** A `file://` address: by it a clone can be shallow. */
  readonly url: string;
  git(...args: string[]): string;
  /** A developer's clone. */
  clone(options?: { depth?: number; branch?: string; args?: readonly string[] }): Repo;
  /**
   * A clone as GitLab's runner leaves it: the commit under `refs/pipelines/`, one branch or tag, a
   * detached head. `depth` is `$GIT_DEPTH`; 0 brings all branches and tags.
   */
  runner(sha: string, options?: { depth?: number; branch?: string; tag?: string }): Repo;
  /** Throws away what no branch or tag leads to. */
  prune(): void;
  /** Takes the repository away: from now on the remote cannot be reached. */
  vanish(): void;
}

/** Settings that make git quick: no housekeeping on the way, nothing forced to the disk. */
const quick = ["gc.auto=0", "maintenance.auto=false", "receive.autogc=false", "core.fsync=none"];

const author = {
  GIT_AUTHOR_NAME: "Ada",
  GIT_AUTHOR_EMAIL: "ada@example.com",
  GIT_COMMITTER_NAME: "Ada",
  GIT_COMMITTER_EMAIL: "ada@example.com",
  GIT_ALLOW_PROTOCOL: "file",
};

/** Seconds since 1970, one for a repository, its remote and their clones: each step is a minute. */
interface Clock {
  now: number;
}

const tick = (clock: Clock) => {
  clock.now += 60;
  return `${clock.now} +0000`;
};

function gitIn(clock: Clock, root: string, args: readonly string[], input?: string): string {
  const date = tick(clock);
  const env = { ...isolated, ...author, GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date };
  const output = execFileSync("git", [...quick.flatMap((setting) => ["-c", setting]), ...args], {
    cwd: root,
    env,
    encoding: "utf8",
    stdio: ["pipe", "pipe", "pipe"],
    input: input ?? "",
  });
  return output.replace(/\n$/, "");
}

/** Where directories are noted that outlive the test, as those of a {@link scene} do. */
let lasting: string[] | undefined;

const remove = (path: string) => rmSync(path, { recursive: true, force: true });

/** An empty directory that is removed after the test; links resolved. */
export function directory(): string {
  const path = realpathSync(mkdtempSync(join(tmpdir(), "fanout-")));
  if (lasting) lasting.push(path);
  else onTestFinished(() => remove(path));
  return path;
}

/**
 * Builds a repository and its remote once, and gives each test a copy of both: for a file whose
 * tests all begin alike.
 */
export function scene<T extends { readonly work: Repo; readonly remote: Remote }>(
  build: () => T,
): () => T {
  const kept: string[] = [];
  afterAll(() => kept.forEach(remove));
  let built: T | undefined;
  return () => {
    if (!built) {
      lasting = kept;
      try {
        built = build();
      } finally {
        lasting = undefined;
      }
    }
    const to = directory();
    const clock = { now: 1_800_000_000 };
    const work = join(to, "work");
    cpSync(built.work.root, work, { recursive: true, preserveTimestamps: true });
    cpSync(built.remote.root, join(to, "remote.git"), { recursive: true });
    const remote = remoteIn(clock, to);
    const config = join(work, ".git/config");
    writeFileSync(config, readFileSync(config, "utf8").replaceAll(built.remote.url, remote.url));
    return { ...built, work: repoIn(clock, work), remote };
  };
}

/** A repository with one commit of these files on `main`; without files it has no commit. */
export function repo(files?: FileTree): Repo {
  const root = directory();
  const clock = { now: 1_700_000_000 };
  gitIn(clock, root, ["init", "-q", "--template=", "-b", "main"]);
  const made = repoIn(clock, root);
  if (files) made.commit(files);
  return made;
}

function repoIn(clock: Clock, root: string): Repo {
  const git = (...args: string[]) => gitIn(clock, root, args);
  const write = (files: FileTree) => {
    for (const [path, text] of Object.entries(files)) {
      const full = join(root, path);
      if (text === null) rmSync(full, { recursive: true });
      else {
        mkdirSync(dirname(full), { recursive: true });
        writeFileSync(full, text);
      }
    }
  };
  const sha = (revision = "HEAD") => git("rev-parse", "--verify", `${revision}^{commit}`);
  return {
    root,
    git,
    write,
    commit(given = {}, message = "change") {
      write(given);
      git("add", "--all");
      const said = git("-c", "core.abbrev=40", "commit", "--allow-empty", "-m", message);
      return / ([0-9a-f]{40})\]/.exec(said)?.[1] ?? sha();
    },
    commits(count) {
      const branch = git("symbolic-ref", "HEAD");
      const stream = Array.from({ length: count }, (_, index) => {
        const from = index === 0 ? `from ${branch}^0\n` : "";
        return `commit ${branch}\ncommitter Ada <ada@example.com> ${tick(clock)}\ndata 0\n${from}\n`;
      });
      gitIn(clock, root, ["fast-import", "--quiet"], stream.join(""));
      return sha();
    },
    branch: (name, from = "HEAD") => void git("checkout", "-q", "-b", name, from),
    checkout: (ref) => void git("checkout", "-q", ref),
    merge(ref) {
      git("merge", "-q", "--no-ff", "-m", `merge ${ref}`, ref);
      return sha();
    },
    tag: (name, message) =>
      void git("tag", ...(message === undefined ? [] : ["-a", "-m", message]), name),
    sha,
    remote() {
      const remote = remoteIn(clock, directory());
      remote.git("init", "-q", "--template=", "--bare", "-b", "main");
      git("remote", "add", "origin", remote.url);
      this.push();
      git("remote", "set-head", "origin", "main");
      return remote;
    },
    push() {
      git("push", "-q", "--force", "--prune", "origin", "refs/heads/*", "refs/tags/*");
    },
  };
}

function remoteIn(clock: Clock, parent: string): Remote {
  const root = join(parent, "remote.git");
  mkdirSync(root, { recursive: true });
  const git = (...args: string[]) => gitIn(clock, root, args);
  const url = pathToFileURL(root).href;
  return {
    root,
    url,
    git,
    clone({ depth, branch, args = [] } = {}) {
      const target = join(directory(), "clone");
      const shallow = depth ? [`--depth=${depth}`] : [];
      const only = branch === undefined ? [] : ["--branch", branch];
      gitIn(clock, parent, [
        "clone",
        "-q",
        "--template=",
        ...shallow,
        ...only,
        ...args,
        url,
        target,
      ]);
      return repoIn(clock, target);
    },
    runner(sha, { depth = 20, branch, tag } = {}) {
      const clone = repoIn(clock, directory());
      const pipeline = "refs/pipelines/1";
      git("update-ref", pipeline, sha);
      clone.git("init", "-q", "--template=", "-b", "none");
      const fetch = "+refs/heads/*:refs/remotes/origin/*";
      appendFileSync(
        join(clone.root, ".git/config"),
        `[remote "origin"]\n\turl = ${url}\n\tfetch = ${fetch}\n`,
      );
      const refs = [`+${pipeline}:${pipeline}`];
      if (depth === 0) refs.push(fetch, "+refs/tags/*:refs/tags/*");
      else if (branch) refs.push(`+refs/heads/${branch}:refs/remotes/origin/${branch}`);
      else if (tag) refs.push(`+refs/tags/${tag}:refs/tags/${tag}`);
      const shallow = depth === 0 ? [] : [`--depth=${depth}`];
      clone.git("fetch", "-q", "--no-tags", ...shallow, "origin", ...refs);
      clone.git("checkout", "-f", "-q", sha);
      return clone;
    },
    prune() {
      for (const ref of git("for-each-ref", "--format=%(refname)", "refs/pipelines").split("\n")) {
        if (ref) git("update-ref", "-d", ref);
      }
      git("gc", "-q", "--prune=now");
    },
    vanish: () => rmSync(root, { recursive: true }),
  };
}
