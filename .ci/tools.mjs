// gitlab-ci-local copies files with rsync. Brings it where that is possible (Debian, as root),
// and otherwise says in one sentence what to install. With --optional that is not an error.
import { spawnSync } from "node:child_process";

const has = (tool) => spawnSync(tool, ["--version"], { stdio: "ignore" }).status === 0;

if (!has("rsync")) {
  const root = process.getuid?.() === 0;
  if (root && spawnSync("apt-get", ["--version"], { stdio: "ignore" }).status === 0) {
    const apt = (...args) =>
      spawnSync("apt-get", ["-qq", "-y", ...args], { stdio: ["ignore", "ignore", "inherit"] });
    if (apt("install", "rsync").status !== 0) {
      apt("update");
      apt("install", "rsync");
    }
  }
  if (!has("rsync")) {
    const optional = process.argv.includes("--optional");
    console.error(
      "Running a pipeline on this machine needs rsync: install it with your package manager (for example `sudo apt-get install rsync` or `brew install rsync`).",
    );
    process.exitCode = optional ? 0 : 1;
  }
}
