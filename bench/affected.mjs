// Times `fanout affected` with `paths` as a whole process against its floor in the same run: an
// empty Node process and `git diff --name-only`. 2,000 services and 110,000 files, 200 changed.
import { rmSync } from "node:fs";
import { bin, measure, node, pushEnv, time } from "./_time.mjs";
import { monorepo } from "./monorepo.mjs";

const runs = Math.max(7, Number(process.env.RUNS ?? 11));
const { directory, before, head } = monorepo({ services: 2000, files: 55, changed: 200 });
const options = { cwd: directory, env: pushEnv(before, head) };
const { empty, diff, affected } = measure(
  {
    empty: () => time(node, ["-e", "0"], options),
    diff: () => time("git", ["diff", "--name-only", "-z", before, head], options),
    affected: () => time(node, [bin, "affected", "--quiet"], options),
  },
  runs,
);
rmSync(directory, { recursive: true, force: true });
const floor = empty + diff;
console.log(
  `Node ${process.version}, median of ${runs}, 2,000 services, 110,000 files, 200 changed`,
);
console.log(
  `floor ${floor.toFixed(1)} ms, affected ${affected.toFixed(1)} ms, ratio ${(affected / floor).toFixed(2)}`,
);
