// Shows the whole line on a copy of example-repo: a change, the pipeline for it, and its run.
import { spawnSync } from "node:child_process";
import { appendFileSync, cpSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const repository = join(mkdtempSync(join(tmpdir(), "fanout-demo-")), "example-repo");
// Whatever runs the demo, the demo itself is a developer's machine.
const own = Object.entries(process.env).filter(([name]) => !/^(CI|GIT|GITLAB)(_|$)/.test(name));
const env = {
  ...Object.fromEntries(own),
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_CONFIG_NOSYSTEM: "1",
  GCL_IGNORE_PREDEFINED_VARS: "CI_PIPELINE_SOURCE",
};

/** Runs a command in the copy; one that fails ends the demo with its exit code. */
function run(command, args, stdio = "inherit") {
  const { status, error } = spawnSync(command, args, { cwd: repository, env, stdio });
  if (status === 0) return;
  console.error(`${[command, ...args].join(" ")} failed${error ? `: ${error.message}` : ""}`);
  process.exit(status ?? 1);
}

const git = (...args) => run("git", args, ["ignore", "ignore", "inherit"]);
const shown = (title, name, args, script) => {
  console.log(`\n== ${title}\n$ ${[name, ...args].join(" ")}`);
  run(process.execPath, [resolve(script), ...args]);
};
const fanout = (title, ...args) => shown(title, "fanout", args, "dist/bin.js");

cpSync("example-repo", repository, { recursive: true });
git("init", "-q", "-b", "main");
git("config", "user.name", "Ada");
git("config", "user.email", "ada@example.test");
git("add", "-A");
git("commit", "-q", "-m", "Start");
git("init", "-q", "--bare", "-b", "main", "../origin.git");
git("remote", "add", "origin", resolve(repository, "../origin.git"));
git("push", "-q", "origin", "main");
git("remote", "set-head", "origin", "main");
// gitlab-ci-local wants to know the project's address; nothing is fetched from it.
git("remote", "add", "gcl-origin", "https://gitlab.example/example/repo.git");
git("switch", "-q", "-c", "friendlier");
appendFileSync(
  join(repository, "libs/greeting/index.js"),
  "\nexport const farewell = (name) => `See you, ${name}.`;\n",
);

console.log(`A copy of example-repo is in ${repository}.`);
console.log("On its branch friendlier, libs/greeting/index.js was changed.");
fanout("The pipeline of this change, written", "generate");
console.log(`The file is ${join(repository, "generated-config.yml")}.`);
fanout("The same, to look at", "preview");
if (spawnSync("rsync", ["--version"], { stdio: "ignore" }).status === 0) {
  const args = ["--file", "generated-config.yml", "--force-shell-executor"];
  const script = "node_modules/gitlab-ci-local/src/index.js";
  shown("The child pipeline, run on this machine", "gitlab-ci-local", args, script);
} else {
  console.log("\nWith rsync installed, the demo would now run the child pipeline.");
}
