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
};

function run(title, command, args, { optional = false, quiet = false } = {}) {
  if (!quiet)
    console.log(
      `\n\u001b[1m${title}\u001b[0m\n$ ${[command, ...args].join(" ").replaceAll(process.execPath, "node")}`,
    );
  const { status, error } = spawnSync(command, args, {
    cwd: repository,
    env,
    stdio: quiet ? "ignore" : "inherit",
  });
  if (status === 0) return;
  if (error) console.error(String(error));
  if (optional) return;
  process.exit(status ?? 1);
}
const git = (...args) => run("", "git", args, { quiet: true });
const author = ["-c", "user.name=Ada", "-c", "user.email=ada@example.test"];
const fanout = (...args) =>
  run(
    args.at(0) === "generate" ? "The pipeline of this change, written" : "The same, to look at",
    process.execPath,
    [resolve("dist/bin.js"), ...args],
  );

cpSync("example-repo", repository, { recursive: true });
git("init", "-q", "-b", "main");
git("add", "-A");
git(...author, "commit", "-q", "-m", "Start");
git("init", "-q", "--bare", "-b", "main", "../origin.git");
git("remote", "add", "origin", resolve(repository, "../origin.git"));
git("push", "-q", "origin", "main");
git("fetch", "-q", "origin");
// gitlab-ci-local wants to know the project's address; nothing is fetched from it.
git("remote", "add", "gcl-origin", "https://gitlab.example/example/repo.git");
git("switch", "-q", "-c", "friendlier");
appendFileSync(
  join(repository, "libs/greeting/index.js"),
  "\nexport const farewell = (name) => `See you, ${name}.`;\n",
);

console.log(`A copy of example-repo is in ${repository}.`);
console.log("On branch friendlier, libs/greeting/index.js was changed.");
fanout("generate");
console.log(`\nThe file is ${join(repository, "generated-config.yml")}.`);
fanout("preview");
if (spawnSync("rsync", ["--version"], { stdio: "ignore" }).status === 0) {
  run("The child pipeline, run on this machine", process.execPath, [
    resolve("node_modules/gitlab-ci-local/src/index.js"),
    "--file",
    "generated-config.yml",
    "--force-shell-executor",
  ]);
} else {
  console.log("\nWith rsync installed, this demo would now run the child pipeline.");
}
