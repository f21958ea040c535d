// Times `fanout generate` as a whole process against its floor in the same run: an empty Node
// process and `git diff --name-only`. Prints medians and ratios; nothing is asserted.
import { rmSync } from "node:fs";
import { bin, measure, node, pushEnv, time } from "./_time.mjs";
import { monorepo } from "./monorepo.mjs";

const runs = Math.max(7, Number(process.env.RUNS ?? 11));

function measureOne(size) {
  const { directory, before, head } = monorepo(size);
  const options = { cwd: directory, env: pushEnv(before, head) };
  const { empty, diff, generate } = measure(
    {
      empty: () => time(node, ["-e", "0"], options),
      diff: () => time("git", ["diff", "--name-only", "-z", before, head], options),
      generate: () => time(node, [bin, "generate", "--quiet"], options),
    },
    runs,
  );
  rmSync(directory, { recursive: true, force: true });
  const floor = empty + diff;
  console.log(
    `${String(size.services).padStart(5)} services x ${size.files} files: floor ${floor.toFixed(1)} ms, generate ${generate.toFixed(1)} ms, ratio ${(generate / floor).toFixed(2)}`,
  );
  return { own: generate, floor };
}

console.log(`Node ${process.version}, median of ${runs}, floor = node -e 0 + git diff --name-only`);
const small = measureOne({ services: 500, files: 20, changed: 20 });
const large = measureOne({ services: 2000, files: 50, changed: 20 });
console.log(`growth from 500 to 2,000 services: ${(large.own / small.own).toFixed(2)} times`);
