import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { onTestFinished } from "vitest";
import { homeOf } from "./home.ts";
import { isolated } from "./io.ts";

export const project = resolve(import.meta.dirname, "../..");

/** The built command, as users run it. */
export const bin = join(project, "dist/bin.js");

/** One cache for all tests of a run, so that ts-morph compiles a configuration once. */
const home = homeOf(process.ppid);

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

/** A job of a local run, or one that the run left out. */
export interface LocalRow {
  /** The names of the trigger jobs that lead to its pipeline, from the top. */
  readonly pipeline: readonly string[];
  /** As GitLab writes it: `a: [x, y]` of a matrix. */
  readonly job: string;
  readonly status: "success" | "warning" | "failed" | "skipped";
  /** `never` where its rules leave it out, which is not a job to GitLab. */
  readonly when: string;
}

export interface LocalRun {
  readonly status: number | null;
  /** What became of each job; those of a child are called `[trigger job] -> job`. */
  readonly jobs: Readonly<Record<string, string>>;
  /** All jobs in the order of their ends; the skipped ones stand last in their pipeline. */
  readonly rows: readonly LocalRow[];
  /** Both outputs, without colours. */
  readonly output: string;
}

const verdicts = { success: "PASS", warning: "WARN", failed: "FAIL", skipped: "SKIP" };

const label = ({ pipeline, job }: LocalRow) =>
  pipeline.length === 0 ? job : `[${pipeline.join(" -> ")}] -> ${job}`;

function rowsIn(file: string): LocalRow[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, "utf8").trimEnd().split("\n");
  return lines.map((line) => JSON.parse(line) as LocalRow);
}

/** Runs a pipeline file with gitlab-ci-local, children as local-hook.mjs tells. */
export function runLocally(
  cwd: string,
  file = "generated-config.yml",
  variables: Readonly<Record<string, string>> = {},
): LocalRun {
  const command = join(project, "node_modules/gitlab-ci-local/src/index.js");
  if (!existsSync(command)) throw new Error("gitlab-ci-local is not installed: run npm ci");
  const told = join(temporary(), "rows");
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [
      ...["--import", pathToFileURL(join(import.meta.dirname, "local-hook.mjs")).href, command],
      ...["--file", file, "--force-shell-executor", "--no-color"],
      ...Object.entries(variables).flatMap(([name, value]) => ["--variable", `${name}=${value}`]),
    ],
    {
      cwd,
      env: { ...commandEnv, npm_config_update_notifier: "false", FANOUT_TEST_ROWS: told },
      encoding: "utf8",
      maxBuffer: 1 << 28,
      timeout: 60_000,
    },
  );
  const output = `${stdout}${stderr}`.replace(/\u001b\[[0-9;]*m/g, "");
  const rows = rowsIn(told);
  const real = rows.filter((row) => row.when !== "never");
  const jobs = Object.fromEntries(real.map((row) => [label(row), verdicts[row.status]]));
  return { status, jobs, rows, output };
}
