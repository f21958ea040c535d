import type { Readable } from "node:stream";
import type { SimpleGitOptions } from "simple-git";
import { fail, showText } from "../diagnostics/index.ts";
import type { Io } from "../io.ts";
import { gitEnvironment } from "./environment.ts";

/** What one git command gave. */
export interface Result {
  /** The exit code. */
  readonly code: number;
  readonly stdout: Buffer;
  /** What git said, in one line: no progress, no credentials, no control characters. */
  readonly said: string;
}

export interface RunOptions {
  /** What git reads on stdin. */
  readonly input?: string;
  /** Stops a command that shows no sign of life for so many milliseconds. */
  readonly silence?: number;
}

/**
 * A git repository. The arguments of every command come from this folder: a name from outside
 * goes in as a full commit id, behind `refs/...`, or on stdin, and so never becomes an option.
 */
export interface Git {
  /** Absolute path of the top of the work tree, links resolved. */
  readonly root: string;
  /** The commit id that is checked out. */
  readonly head: string;
  /** The branch that is checked out, or `undefined`: GitLab's runner leaves the head detached. */
  readonly branch: string | undefined;
  /** Commit ids at which the history of a shallow clone is cut off; none in a full clone. */
  boundary(): Promise<ReadonlySet<string>>;
  /** Runs git; throws only where git cannot be started or is stopped. */
  run(args: readonly string[], options?: RunOptions): Promise<Result>;
  /** The output of a command; GIT_FAILED with git's own words where it fails. */
  bytes(args: readonly string[], options?: RunOptions): Promise<Buffer>;
  /** {@link bytes} as text without the last line feed. */
  text(args: readonly string[], options?: RunOptions): Promise<string>;
  /** {@link text}, or `undefined` where git fails. */
  attempt(args: readonly string[], options?: RunOptions): Promise<string | undefined>;
}

type Runner = (args: readonly string[], options?: RunOptions) => Promise<Result>;

/**
 * Finds the repository that holds `io.cwd`. The commands in `ahead` are started at once, beside
 * the search, because they will very likely be asked for: where the search ends in `io.cwd`
 * itself, as in CI, the first `run` of the same arguments gets their result. Throws GIT_MISSING, GIT_NO_REPOSITORY, GIT_BARE,
 * GIT_UNSAFE and GIT_NO_COMMITS.
 */
export async function openGit(io: Io, ahead: readonly (readonly string[])[] = []): Promise<Git> {
  if (!io.files.exists(io.cwd)) fail("GIT_NO_REPOSITORY", [], { path: io.cwd });
  const outside = await gitIn(io.cwd, io.env);
  const searching = outside([
    "rev-parse",
    "--is-bare-repository",
    "--is-shallow-repository",
    "--show-toplevel",
    "HEAD",
    "--symbolic-full-name",
    "HEAD",
  ]);
  const started = new Map(ahead.map((args) => [args.join("\0"), outside(args)]));
  const [found] = await Promise.all([searching, ...started.values()]);
  // Two words before and two names behind: what is between them is the path, line feeds and all.
  const lines = found.stdout.toString("utf8").replace(/\n$/, "").split("\n");
  if (found.code !== 0) return refuse(io.cwd, lines, found);
  const root = lines.slice(2, -2).join("\n");
  const inside = await gitIn(root, io.env);
  const run: Git["run"] = (args, options) => {
    const key = args.join("\0");
    const known = root === io.cwd && !options ? started.get(key) : undefined;
    started.delete(key);
    return known ?? inside(args, options);
  };
  const bytes: Git["bytes"] = async (args, options) => {
    const result = await run(args, options);
    if (result.code === 0) return result.stdout;
    return fail("GIT_FAILED", [], {
      command: command(args),
      problem: result.said || "no reason given",
    });
  };
  let shallow = lines[1] === "true";
  return {
    root,
    head: lines.at(-2) ?? "",
    branch: /^refs\/heads\/(.+)$/.exec(lines.at(-1) ?? "")?.[1],
    run,
    bytes,
    text: async (args, options) => trimmed(await bytes(args, options)),
    attempt: async (args, options) => {
      const result = await run(args, options);
      return result.code === 0 ? trimmed(result.stdout) : undefined;
    },
    async boundary() {
      if (!shallow) return new Set();
      const path = trimmed(await bytes(["rev-parse", "--git-path", "shallow"]));
      const text = io.files
        .read(path.startsWith("/") ? path : `${root}/${path}`)
        ?.toString("latin1");
      shallow = Boolean(text);
      return new Set(text?.trim().split("\n") ?? []);
    },
  };
}

/** Says why `rev-parse` failed: it prints what it knows before the question that it cannot answer. */
function refuse(path: string, lines: readonly string[], { code, stdout, said }: Result): never {
  if (code < 0) fail("GIT_MISSING", [], {});
  const distrusted = /dubious ownership in repository at '(.*?)'/.exec(said);
  if (distrusted) fail("GIT_UNSAFE", [], { path: distrusted[1] ?? path });
  if (/not a git repository/i.test(said)) fail("GIT_NO_REPOSITORY", [], { path });
  if (/must be run in a work tree/.test(said)) fail("GIT_BARE", [], { path });
  if (stdout.length > 0 && /ambiguous argument 'HEAD'/.test(said)) {
    fail("GIT_NO_COMMITS", [], { path: lines.slice(2, -1).join("\n") || path });
  }
  return fail("GIT_FAILED", [], { command: "git rev-parse", problem: said });
}

/**
 * Allows what simple-git guards against: the environment is the user's own, and arguments are
 * never made of text from outside (see {@link Git}).
 */
const unsafe = new Proxy({}, { get: () => true }) as NonNullable<SimpleGitOptions["unsafe"]>;

/** Runs git in a directory through simple-git, with the bytes of its output left as they are. */
export async function gitIn(directory: string, ambient: Io["env"]): Promise<Runner> {
  const { simpleGit } = await import("simple-git");
  const env = gitEnvironment(ambient);
  const allowEnvironment = Object.keys(env);
  return async (args, { input, silence } = {}) => {
    const chunks: Buffer[] = [];
    const pipes: Readable[] = [];
    let exitCode: number | null = null;
    let complaint = "";
    // An instance a command: handlers belong to instances, and commands run side by side.
    const git = simpleGit({
      baseDir: directory,
      allowEnvironment,
      unsafe,
      // Only "close" means that all output is read. What goes over the network may leave a child
      // that holds the pipes open (ssh does): there, a while after "exit" must do.
      completion: { onClose: true, onExit: silence === undefined ? false : 1_000 },
      ...(silence !== undefined && { timeout: { block: silence } }),
      ...(input && { input: () => input }),
      // Failures are the callers' to judge.
      errors: (_error, outcome) => {
        exitCode = outcome.exitCode;
        complaint = Buffer.concat(outcome.stdErr).toString("utf8");
        return undefined;
      },
    })
      .env(env)
      .outputHandler((_command, stdout, stderr) => {
        pipes.push(stdout as Readable, stderr as Readable);
        // simple-git would decode as UTF-8, and waits 50 ms for a command without output.
        stdout.removeAllListeners("data");
        stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
        stdout.once("end", () => stdout.emit("data", Buffer.alloc(0)));
      });
    await git.raw([...args]);
    for (const pipe of pipes) pipe.destroy();
    const stdout = Buffer.concat(chunks);
    if (exitCode !== null) return { code: exitCode, stdout, said: words(complaint) };
    const said = silence ? `no sign of life for ${silence / 1000} seconds` : "it was stopped";
    return { code: interrupted, stdout, said };
  };
}

/** The exit code that shells give to a command that a signal ended. */
const interrupted = 130;

const progress = /\d% \(\d+\/\d+\)|^From |^hint: |^remote: (?:Enumerating|Total) /;

/** What git said that is worth repeating. */
function words(stderr: string): string {
  const lines = stderr
    .split(/[\r\n]+/)
    .map((line) => line.trim())
    .filter((line) => line && !progress.test(line))
    .map((line) => line.replace(/\/\/[^/@\s]*@/g, "//"));
  return showText(lines.join("; "));
}

/** A command as it is named in an error: its words, without its options. */
const command = (args: readonly string[]) =>
  showText(["git", ...args.filter((word) => !word.startsWith("-"))].join(" "));

const trimmed = (bytes: Buffer) => bytes.toString("utf8").replace(/\n$/, "");
