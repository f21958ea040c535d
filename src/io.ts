import { spawn } from "node:child_process";
import {
  closeSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { isatty } from "node:tty";
import { quietly } from "./quietly.ts";

/** The only world that the stages see. Tests hand in their own; `nodeIo` hands in the process. */
export interface Io {
  /** Absolute path of the directory that the command works in. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly files: Files;
  /** What the command was asked for. */
  out(text: string): void;
  /** Progress, warnings and errors. */
  err(text: string): void;
  /** Runs another program to its end, in a process of its own. */
  run(command: readonly string[], options: RunOptions): Promise<Finished>;
  readonly terminal: Terminal;
  /** Absolute path of the directory that `--cache-dir` names. */
  readonly cache?: string;
  /**
   * Calls `end` when somebody asks the process to end (Ctrl+C), which does not end it any more;
   * gives back what takes that away again. Left out: nobody can ask.
   */
  readonly onInterrupt?: (end: (by: Interrupt) => void) => () => void;
  /** Asks whoever sits at the terminal; the line that was typed. Left out: nobody is there. */
  readonly ask?: (question: string) => Promise<string>;
}

/** How somebody asks a process to end: Ctrl+C, or the end of a job. */
export type Interrupt = "SIGINT" | "SIGTERM";

export interface RunOptions {
  /** Absolute path of the directory to run in. */
  readonly cwd: string;
  /** Milliseconds after which it is stopped, with all that it started. */
  readonly timeout: number;
  /** What it may read from its standard input; there is nothing when left out. */
  readonly input?: string;
}

/** How a program ended. */
export interface Finished {
  /** The exit code; `null` where a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Why it could not be run to its end: it could not be started, or its time was up. */
  readonly problem?: string;
}

/**
 * Why a program counts as failed, with the last line that it wrote to its standard error;
 * `undefined` when it ended with exit code 0.
 */
export function faultOf({ code, problem, stderr }: Finished): string | undefined {
  if (problem === undefined && code === 0) return undefined;
  const how = code === null ? "a signal ended it" : `it ended with exit code ${code}`;
  const last = stderr.trim().split("\n").at(-1)?.trim();
  return last ? `${problem ?? how}: ${last}` : (problem ?? how);
}

export interface Terminal {
  /** Columns to fill; `undefined` when the output is not a terminal. */
  readonly columns: number | undefined;
  /** Whether escape sequences for colour are welcome on `out`. */
  readonly color: boolean;
}

/** Files by absolute path. Every fault but "not there" is thrown as Node throws it. */
export interface Files {
  /** The bytes of a file, or `undefined` when there is no such file. */
  read(path: string): Buffer | undefined;
  /** The same as text (UTF-8), for which Node has a faster way. */
  text(path: string): string | undefined;
  /** The text of a plain file; `undefined` for a symbolic link, or when nothing is there. */
  plain(path: string): string | undefined;
  exists(path: string): boolean;
  /** The path with all links resolved, or `undefined` when nothing is there. */
  real(path: string): string | undefined;
  /**
   * Puts a file in place whole or not at all: a temporary file beside it, then a rename. `mode` is
   * who may read and write it: 0o600 for what is secret.
   */
  write(path: string, bytes: string | Uint8Array, mode?: number): void;
  /** Makes a new directory that is nobody else's; its path. */
  temporary(): string;
}

const absent = new Set(["ENOENT", "ENOTDIR"]);

function ifThere<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (absent.has((error as NodeJS.ErrnoException).code ?? "")) return undefined;
    throw error;
  }
}

/** Files on disk. Synchronous: for thousands of small manifests that is the faster way. */
export const diskFiles: Files = {
  read: (path) => ifThere(() => readFileSync(path)),
  text: (path) => ifThere(() => readFileSync(path, "utf8")),
  plain(path) {
    try {
      const flag = constants.O_RDONLY | constants.O_NOFOLLOW;
      return readFileSync(path, { encoding: "utf8", flag: flag as unknown as string });
    } catch (error) {
      const { code = "" } = error as NodeJS.ErrnoException;
      if (absent.has(code) || code === "ELOOP") return undefined;
      throw error;
    }
  },
  exists: existsSync,
  real: (path) => (existsSync(path) ? realpathSync(path) : undefined),
  write(path, bytes, mode) {
    mkdirSync(dirname(path), { recursive: true });
    const temporary = `${path}.${process.pid}.tmp`;
    try {
      const handle = openSync(temporary, "w", mode);
      try {
        const data = typeof bytes === "string" ? Buffer.from(bytes) : bytes;
        for (let at = 0; at < data.length; ) at += writeSync(handle, data, at);
      } finally {
        closeSync(handle);
      }
      renameSync(temporary, path);
    } catch (error) {
      rmSync(temporary, { force: true });
      throw error;
    }
  },
  temporary: () => mkdtempSync(join(tmpdir(), "fanout-")),
};

/**
 * A file that nobody else sees, open for reading. Node's own pipes are sockets, which a program
 * cannot open as `/dev/stdin`; and nothing breaks when the program does not read it.
 */
function openInput(text: string): number {
  const directory = diskFiles.temporary();
  try {
    const path = join(directory, "input");
    writeFileSync(path, text, { mode: 0o600 });
    return openSync(path, "r");
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Runs a program with the given environment; its whole process group ends with its time. */
export function runner(env: Io["env"]): Io["run"] {
  return ([program = "", ...args], { cwd, timeout, input }) =>
    new Promise((resolve) => {
      const stdout: Buffer[] = [];
      const stderr: Buffer[] = [];
      let problem: string | undefined;
      const stdin = input === undefined ? undefined : openInput(input);
      const child = spawn(program, args, {
        cwd,
        env: { ...env },
        // Node takes a number as well; its types do not.
        stdio: [(stdin ?? "ignore") as "ignore", "pipe", "pipe"],
        detached: true,
      });
      if (stdin !== undefined) closeSync(stdin);
      const timer = setTimeout(() => {
        problem = `it was stopped after ${timeout / 1000} seconds`;
        try {
          process.kill(-(child.pid ?? Number.NaN), "SIGKILL");
        } catch {
          child.kill("SIGKILL");
        }
        // What left the group may hold the pipes open.
        child.stdout.destroy();
        child.stderr.destroy();
      }, timeout);
      child.stdout.on("data", (chunk: Buffer) => stdout.push(chunk));
      child.stderr.on("data", (chunk: Buffer) => stderr.push(chunk));
      const end = (code: number | null) => {
        clearTimeout(timer);
        const texts = {
          stdout: Buffer.concat(stdout).toString("utf8"),
          stderr: Buffer.concat(stderr).toString("utf8"),
        };
        resolve(problem === undefined ? { code, ...texts } : { code, ...texts, problem });
      };
      child.on("error", (error) => {
        problem = error.message;
        end(null);
      });
      child.on("close", end);
    });
}

/** Asks at a terminal; one that is closed (Ctrl+D) answers with an empty line. */
const ask: NonNullable<Io["ask"]> = async (question) => {
  const { createInterface } = await import("node:readline/promises");
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  const closed = new Promise<string>((resolve) => lines.once("close", () => resolve("")));
  try {
    return await Promise.race([lines.question(question), closed]);
  } finally {
    lines.close();
  }
};

/**
 * The process as an Io. A reader that went away (`fanout affected | head`) is not an error:
 * from then on `out` drops what it is given, so that files are still written and the exit code stands.
 */
export function nodeIo(): Io {
  const { env, stdout, stderr } = process;
  const noColor = env.NO_COLOR !== undefined && env.NO_COLOR !== "";
  return {
    cwd: process.cwd(),
    env,
    files: diskFiles,
    out: quietly(stdout),
    err: quietly(stderr),
    run: runner(env),
    onInterrupt(end) {
      const int = () => end("SIGINT");
      const term = () => end("SIGTERM");
      process.on("SIGINT", int).on("SIGTERM", term);
      return () => void process.off("SIGINT", int).off("SIGTERM", term);
    },
    ...(isatty(0) && isatty(2) && { ask }),
    terminal: {
      columns: stdout.isTTY ? stdout.columns : undefined,
      color: Boolean(stdout.isTTY) && !noColor && env.TERM !== "dumb",
    },
  };
}
