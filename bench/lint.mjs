// Times `fanout lint` as a whole process against its floor in the same run: an empty Node process
// that reads the file. 1,000 and 10,000 jobs in one .gitlab-ci.yml. Prints medians; nothing is
// asserted. `lint` may end in 0 or 1: 10,000 jobs are past what GitLab.com parses, which is a finding
// that ends the checks; so they are also linted with the limits of size lifted, all rules asked.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bin, measure, node, time } from "./_time.mjs";
import { lintInput } from "./lint-input.mjs";

const runs = Math.max(5, Number(process.env.RUNS ?? 7));
const file = ".gitlab-ci.yml";

/** Milliseconds of one `fanout lint`; throws where it ends in neither 0 nor 1. */
function lint(options) {
  const start = process.hrtime.bigint();
  const { status, stderr } = spawnSync(node, [bin, "lint", file], {
    ...options,
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  if (status !== 0 && status !== 1) throw new Error(`fanout lint ended in ${status}: ${stderr}`);
  return Number(process.hrtime.bigint() - start) / 1e6;
}

const unlimited = { gitlab: { limits: { yamlBytes: 0, parsedBytes: 0 } } };

function measureOne(jobs, configuration) {
  const directory = mkdtempSync(join(tmpdir(), "fanout-lint-"));
  try {
    const text = lintInput(jobs);
    writeFileSync(join(directory, file), text);
    if (configuration)
      writeFileSync(join(directory, "fanout.config.json"), JSON.stringify(configuration));
    const options = { cwd: directory, env: { PATH: process.env.PATH, HOME: process.env.HOME } };
    time("git", ["init", "-q", "-b", "main"], options);
    time("git", ["add", file], options);
    const read = `require("node:fs").readFileSync(${JSON.stringify(file)}, "utf8")`;
    const figures = measure(
      { floor: () => time(node, ["-e", read], options), lint: () => lint(options) },
      runs,
    );
    const size = (Buffer.byteLength(text) / 1024).toFixed(0);
    console.log(
      `${String(jobs).padStart(6)} jobs, ${size} KiB${configuration ? ", any size" : ""}: floor ${figures.floor.toFixed(1)} ms, lint ${figures.lint.toFixed(1)} ms, ${(((figures.lint - figures.floor) * 1000) / jobs).toFixed(0)} µs a job`,
    );
    return figures.lint;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

console.log(`Node ${process.version}, median of ${runs}, floor = an empty process reads the file`);
const small = measureOne(1000);
const large = measureOne(10_000);
measureOne(10_000, unlimited);
console.log(`growth from 1,000 to 10,000 jobs: ${(large / small).toFixed(2)} times`);
