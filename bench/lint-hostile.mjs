// Times `fanout lint` as a whole process over files of about 100 KB that are written to take long
// (bench/lint-hostile-cases.mjs), in a repository of 4,000 files. Each is to end within a second on a
// quiet machine. Prints those that take longest; nothing is asserted but that lint ends in 0 or 1.
// RUNS=3 SHOWN=8 ONLY=needs node bench/lint-hostile.mjs
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { bin, median, node, time } from "./_time.mjs";
import { hostileCases, hostilePaths } from "./lint-hostile-cases.mjs";

const runs = Number(process.env.RUNS ?? 3);
const most = 1000;
/** Nothing is waited for longer than this. */
const longest = 15_000;
const shown = Number(process.env.SHOWN ?? 8);
const only = process.env.ONLY ?? "";

/** Milliseconds of one `fanout lint`. */
function lint(file, options) {
  const start = process.hrtime.bigint();
  const done = spawnSync(node, [bin, "lint", file], {
    ...options,
    encoding: "utf8",
    maxBuffer: 1 << 28,
    timeout: longest,
  });
  const { status, signal, stderr } = done;
  if (signal === "SIGTERM") return longest;
  if (status !== 0 && status !== 1)
    throw new Error(`${file} ended in ${status ?? signal}: ${stderr}`);
  return Number(process.hrtime.bigint() - start) / 1e6;
}

const directory = mkdtempSync(join(tmpdir(), "fanout-hostile-"));
try {
  const env = { PATH: process.env.PATH, HOME: process.env.HOME };
  const options = { cwd: directory, env };
  for (const path of hostilePaths) {
    mkdirSync(join(directory, dirname(path)), { recursive: true });
    writeFileSync(join(directory, path), "");
  }
  time("git", ["init", "-q", "-b", "main"], options);
  time("git", ["add", "."], options);
  const cases = hostileCases.filter(({ name }) => name.includes(only));
  console.log(`Node ${process.version}, ${cases.length} files, ${runs} runs each, whole processes`);
  const told = cases
    .map(({ name, text }, index) => {
      const file = `hostile-${index}.yml`;
      writeFileSync(join(directory, file), text);
      const times = Array.from({ length: runs }, () => lint(file, options));
      return { name, kib: Buffer.byteLength(text) / 1024, milliseconds: median(times) };
    })
    .sort((a, b) => b.milliseconds - a.milliseconds);
  console.log("medians, the slowest first:");
  for (const { name, kib, milliseconds } of told.slice(0, shown)) {
    console.log(
      `${milliseconds.toFixed(0).padStart(7)} ms  ${kib.toFixed(0).padStart(4)} KiB  ${name}`,
    );
  }
  const slow = told.filter(({ milliseconds }) => milliseconds > most);
  console.log(`slower than ${most} ms: ${slow.length}`);
} finally {
  rmSync(directory, { recursive: true, force: true });
}
