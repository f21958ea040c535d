// Times `fanout generate` as a whole process against its floor in the same run: an empty Node
// process and `git diff --name-only`. Prints medians and ratios; nothing is asserted.
import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { resolve } from "node:path";
import { monorepo } from "./monorepo.mjs";

const runs = Math.max(7, Number(process.env.RUNS ?? 11));
const node = process.execPath;
const bin = resolve("dist/bin.js");

function time(command, args, options) {
  const start = process.hrtime.bigint();
  const { status, stderr } = spawnSync(command, args, { ...options, encoding: "utf8" });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")}: ${stderr}`);
  return Number(process.hrtime.bigint() - start) / 1e6;
}
const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

function measure(size) {
  const { directory, before, head } = monorepo(size);
  const env = {
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
  };
  const options = { cwd: directory, env };
  const empty = () => time(node, ["-e", "0"], options);
  const diff = () => time("git", ["diff", "--name-only", "-z", before, head], options);
  const generate = () => time(node, [bin, "generate", "--quiet"], options);
  for (const warm of [empty, diff, generate, generate]) warm();
  const figures = { empty: [], diff: [], generate: [] };
  for (let run = 0; run < runs; run++) {
    figures.empty.push(empty());
    figures.diff.push(diff());
    figures.generate.push(generate());
  }
  rmSync(directory, { recursive: true, force: true });
  const floor = median(figures.empty) + median(figures.diff);
  const own = median(figures.generate);
  console.log(
    `${String(size.services).padStart(5)} services x ${size.files} files: floor ${floor.toFixed(1)} ms, generate ${own.toFixed(1)} ms, ratio ${(own / floor).toFixed(2)}`,
  );
  return { own, floor };
}

console.log(`Node ${process.version}, median of ${runs}, floor = node -e 0 + git diff --name-only`);
const small = measure({ services: 500, files: 20, changed: 20 });
const large = measure({ services: 2000, files: 50, changed: 20 });
console.log(`growth from 500 to 2,000 services: ${(large.own / small.own).toFixed(2)} times`);
