import { spawn } from "node:child_process";
import { rmSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fail } from "../diagnostics/index.ts";
import type { Io } from "../io.ts";
import { ordered, orderedTop, type Pipeline, type PlannedJob } from "../model/index.ts";
import { neededJobs } from "../report/index.ts";
import { printYaml } from "../yaml/index.ts";
import { copyOf } from "./copy.ts";

export interface LocalRun {
  /** The whole pipeline, before it was divided: gitlab-ci-local knows no files of artifacts. */
  readonly pipeline: Pipeline;
  /** Absolute path of the repository. */
  readonly root: string;
  /** These jobs and what they need; none: all. */
  readonly jobs: readonly string[];
  /** `NAME=value` of each variable that the pipeline is started with. */
  readonly variables: readonly string[];
  /** Jobs with an image run in the shell as well. */
  readonly shell: boolean;
}

const file = "fanout-child.yml";

/**
 * Runs a pipeline with gitlab-ci-local in a copy of the repository, which is removed afterwards;
 * whether it passed. RUN_JOB_UNKNOWN, RUN_TOOL_MISSING and RUN_NEEDS_DOCKER before anything runs.
 */
export async function runLocally(run: LocalRun, io: Io): Promise<boolean> {
  const chosen = chosenOf(run);
  const command = await commandOf(run, io);
  if (!run.shell) await requireDocker(chosen, run.pipeline, io);
  const cwd = await copyOf(run.root, io);
  try {
    io.files.write(join(cwd, file), textOf(run.pipeline));
    const variables = ["CI_PIPELINE_SOURCE=parent_pipeline", ...run.variables];
    const args = [
      ...["--file", file],
      ...(run.shell ? ["--force-shell-executor"] : []),
      ...(io.terminal.color ? [] : ["--no-color"]),
      ...variables.flatMap((pair) => ["--variable", pair]),
      ...(run.jobs.length > 0 ? ["--needs", ...run.jobs] : []),
    ];
    return await passes([command, ...args], cwd, io);
  } finally {
    rmSync(cwd, { recursive: true, force: true });
  }
}

/** All jobs in one file. */
function textOf({ jobs, warnings: _, ...top }: Pipeline): string {
  const named = new Map(jobs.map(({ name, config }) => [name, ordered(config)]));
  return `${printYaml(orderedTop(top))}\n${printYaml(named)}`;
}

/**
 * The jobs that will run: those that were named, what they need, and where one says nothing of
 * needs, all of the stages before.
 */
function chosenOf({ pipeline, jobs }: LocalRun): readonly PlannedJob[] {
  const visible = pipeline.jobs.filter(({ kind }) => kind !== "hidden");
  if (jobs.length === 0) return visible;
  const byName = new Map(visible.map((job) => [job.name, job]));
  const stages = [".pre", ...pipeline.stages, ".post"];
  const before = ({ stage = "test" }: PlannedJob) => {
    const earlier = new Set(stages.slice(0, stages.indexOf(stage)));
    return visible.flatMap((job) => (earlier.has(job.stage ?? "test") ? [job.name] : []));
  };
  for (const given of jobs) {
    // What begins with a dash would be an option of gitlab-ci-local.
    if (byName.has(given) && !given.startsWith("-")) continue;
    fail("RUN_JOB_UNKNOWN", ["--run"], { given, known: [...byName.keys()] });
  }
  const chosen = new Set<PlannedJob>();
  const open = [...jobs];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const job = byName.get(name);
    if (!job || chosen.has(job)) continue;
    chosen.add(job);
    const { needs } = job.config as { needs?: unknown };
    open.push(...(needs === undefined ? before(job) : neededJobs({ needs })));
  }
  return [...chosen];
}

/** gitlab-ci-local of the project, or else the one that is on the PATH. */
async function commandOf({ root }: LocalRun, io: Io): Promise<string> {
  const above: string[] = [];
  for (let at = io.cwd; ; at = dirname(at)) {
    above.push(join(at, "node_modules", ".bin"));
    if (at === root || at === dirname(at)) break;
  }
  const command = [...above, ...(io.env.PATH ?? "").split(delimiter)]
    .map((directory) => join(directory, "gitlab-ci-local"))
    .find((path) => io.files.exists(path));
  if (command === undefined) fail("RUN_TOOL_MISSING", ["--run"], { tool: "gitlab-ci-local" });
  const { problem } = await io.run(["rsync", "--version"], { cwd: io.cwd, timeout: 10_000 });
  if (problem !== undefined) fail("RUN_TOOL_MISSING", ["--run"], { tool: "rsync" });
  return command;
}

/** RUN_NEEDS_DOCKER where a job has an image and no container can be had. */
async function requireDocker(jobs: readonly PlannedJob[], pipeline: Pipeline, io: Io) {
  const preset = (pipeline as { default?: { image?: unknown } }).default?.image;
  const images = jobs.filter(({ kind, config }) => {
    return kind === "job" && ((config as { image?: unknown }).image ?? preset) !== undefined;
  });
  if (images.length === 0) return;
  const { code } = await io.run(["docker", "info"], { cwd: io.cwd, timeout: 20_000 });
  if (code !== 0) fail("RUN_NEEDS_DOCKER", ["--run"], { jobs: images.map(({ name }) => name) });
}

/** Runs it to its end; what it writes is passed on as it comes. Ctrl+C ends it, and then us. */
function passes([command = "", ...args]: readonly string[], cwd: string, io: Io): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const env = { npm_config_update_notifier: "false", ...io.env };
    const color = io.terminal.color ? { FORCE_COLOR: "1" } : {};
    const child = spawn(command, args, {
      cwd,
      env: { ...env, ...color },
      stdio: ["ignore", "pipe", "pipe"],
    });
    child.stdout.setEncoding("utf8").on("data", io.out);
    child.stderr.setEncoding("utf8").on("data", io.err);
    const free = io.onInterrupt?.(() => child.kill("SIGINT"));
    child.on("error", reject);
    child.on("close", (code) => {
      free?.();
      resolve(code === 0);
    });
  });
}
