// Times `fanout preview --all` against `fanout generate --all` as whole processes at 2,000 services:
// what looking costs over making. Prints medians of wall and processor time; nothing is asserted.
import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { bin, median, node, pushEnv } from "./_time.mjs";
import { monorepo } from "./monorepo.mjs";

const runs = Math.max(5, Number(process.env.RUNS ?? 7));
const commands = {
  generate: ["generate", "--all", "--quiet"],
  preview: ["preview", "--all"],
};

/** Seconds of one run: on the wall, and of the processor with all that it started. */
function timed(args, options) {
  const start = process.hrtime.bigint();
  // The processes that were waited for are counted by the shell's `times`.
  const command = `"$0" "$@" >/dev/null && times`;
  const { status, stdout, stderr } = spawnSync("sh", ["-c", command, node, bin, ...args], {
    ...options,
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`${args.join(" ")}: ${stderr}`);
  const wall = Number(process.hrtime.bigint() - start) / 1e9;
  const [user, system] = stdout.trim().split("\n")[1].split(" ").map(seconds);
  return { wall, processor: user + system };
}

/** `0m1.25s`, as `times` of a shell prints it. */
function seconds(text) {
  const [, minutes, rest] = /^(\d+)m([\d.]+)s$/.exec(text);
  return Number(minutes) * 60 + Number(rest);
}

const { directory, before, head } = monorepo({ services: 2000, files: 20, changed: 20 });
try {
  const options = { cwd: directory, env: pushEnv(before, head) };
  const seen = { generate: [], preview: [] };
  for (let run = -1; run < runs; run++) {
    for (const [name, args] of Object.entries(commands)) {
      const figures = timed(args, options);
      if (run >= 0) seen[name].push(figures);
    }
  }
  const of = (name, key) => median(seen[name].map((figures) => figures[key]));
  console.log(`Node ${process.version}, 2,000 services, all of them, median of ${runs}`);
  for (const key of ["wall", "processor"]) {
    const [made, looked] = [of("generate", key), of("preview", key)];
    const more = ((looked / made - 1) * 100).toFixed(0);
    console.log(
      `${key} time: generate ${made.toFixed(2)} s, preview ${looked.toFixed(2)} s, ${more} % more`,
    );
  }
} finally {
  rmSync(directory, { recursive: true, force: true });
}
