// What the benchmarks share: whole processes, timed in turn, medians.
import { spawnSync } from "node:child_process";
import { resolve } from "node:path";

export const node = process.execPath;
export const bin = resolve(import.meta.dirname, "../dist/bin.js");

/** Milliseconds of one run; throws where it fails. */
export function time(command, args, options) {
  const start = process.hrtime.bigint();
  const { status, stderr } = spawnSync(command, args, {
    ...options,
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")}: ${stderr}`);
  return Number(process.hrtime.bigint() - start) / 1e6;
}

export const median = (numbers) =>
  [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

/** Medians by name of several things, run in turn `runs` times after one run to warm up. */
export function measure(things, runs) {
  for (const run of Object.values(things)) run();
  const figures = Object.fromEntries(Object.keys(things).map((name) => [name, []]));
  for (let turn = 0; turn < runs; turn++) {
    for (const [name, run] of Object.entries(things)) figures[name].push(run());
  }
  return Object.fromEntries(Object.entries(figures).map(([name, all]) => [name, median(all)]));
}

/** The environment of a push to main of GitLab CI. */
export const pushEnv = (before, head) => ({
  PATH: process.env.PATH,
  HOME: process.env.HOME,
  CI: "true",
  GITLAB_CI: "true",
  CI_PIPELINE_SOURCE: "push",
  CI_COMMIT_BRANCH: "main",
  CI_COMMIT_REF_NAME: "main",
  CI_DEFAULT_BRANCH: "main",
  CI_COMMIT_SHA: head,
  CI_COMMIT_BEFORE_SHA: before,
});
