import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { onTestFinished } from "vitest";
import { isolated } from "./io.ts";

export const project = resolve(import.meta.dirname, "../..");

/** The built command, as users run it. */
export const bin = join(project, "dist/bin.js");

/** One cache for all tests, so that ts-morph compiles a configuration once. */
const home = mkdtempSync(join(tmpdir(), "fanout-home-"));
process.on("exit", () => rmSync(home, { recursive: true, force: true }));

export const commandEnv = { ...isolated, HOME: home, XDG_CACHE_HOME: join(home, "cache") };

export interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `fanout` as a process of its own. */
export function fanout(
  cwd: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Ran {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...args], {
    cwd,
    env: { ...commandEnv, ...env },
    encoding: "utf8",
    maxBuffer: 1 << 28,
    timeout: 60_000,
  });
  return { status, stdout, stderr };
}

/** A temporary directory that vanishes after the test. */
export function temporary(): string {
  const directory = mkdtempSync(join(tmpdir(), "fanout-test-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

const git = (cwd: string, ...args: string[]) =>
  execFileSync("git", ["-c", "user.name=Ada", "-c", "user.email=ada@example.com", ...args], {
    cwd,
    env: commandEnv,
    encoding: "utf8",
  }).trim();

/** example-repo in a git repository of its own with a remote, on the branch `change`. */
export function exampleRepo(): { root: string; git: (...args: string[]) => string } {
  const directory = temporary();
  const root = join(directory, "example-repo");
  cpSync(join(project, "example-repo"), root, {
    recursive: true,
    filter: (path) =>
      !/[/\\](node_modules|dist|\.gitlab-ci-local)$|generated-config\.yml$/.test(path),
  });
  git(root, "init", "-q", "-b", "main");
  git(root, "add", "-A");
  git(root, "commit", "-q", "-m", "Start");
  git(directory, "init", "-q", "--bare", "-b", "main", "origin.git");
  git(root, "remote", "add", "origin", join(directory, "origin.git"));
  git(root, "push", "-q", "origin", "main");
  // gitlab-ci-local reads the project's name from this address; nothing is fetched from it.
  git(root, "remote", "add", "gcl-origin", "https://gitlab.example/example/repo.git");
  git(root, "switch", "-q", "-c", "change");
  return { root, git: (...args) => git(root, ...args) };
}

/**
 * Runs a pipeline file with gitlab-ci-local: its exit code, and what became of each job; those of
 * a grandchild are called `[trigger job] -> job`.
 */
export function runLocally(
  cwd: string,
  file = "generated-config.yml",
  variables: Readonly<Record<string, string>> = {},
): { status: number | null; jobs: Record<string, string>; output: string } {
  const command = join(project, "node_modules/gitlab-ci-local/src/index.js");
  if (!existsSync(command)) throw new Error("gitlab-ci-local is not installed: run npm ci");
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [
      command,
      ...["--file", file, "--force-shell-executor", "--no-color"],
      ...Object.entries(variables).flatMap(([name, value]) => ["--variable", `${name}=${value}`]),
    ],
    {
      cwd,
      env: { ...commandEnv, npm_config_update_notifier: "false" },
      encoding: "utf8",
      timeout: 60_000,
    },
  );
  const output = `${stdout}${stderr}`.replace(/\u001b\[[0-9;]*m/g, "");
  const jobs: Record<string, string> = {};
  for (const [, verdict, name] of output.matchAll(/^ (PASS|FAIL) {2}(\S.*?) *$/gm)) {
    if (verdict && name) jobs[name] = verdict;
  }
  return { status, jobs, output };
}
