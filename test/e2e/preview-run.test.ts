import { spawn } from "node:child_process";
import { mkdirSync, readdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { bin, commandEnv, fanout, project, type Ran, temporary } from "../helpers/fanout.ts";
import { type FileTree, type Repo, repo } from "../helpers/repo.ts";

const define = { api: { root: "api" }, web: { root: "web", dependsOn: ["api"] } };

/** Two services whose jobs leave files behind; `jobs` go over them. */
function small(jobs: Readonly<Record<string, unknown>> = {}, files: FileTree = {}): Repo {
  const made = {
    build: {
      stage: "build",
      script: ['echo "built $SERVICE_NAME"', "mkdir -p made", 'touch "made/$SERVICE_NAME"'],
    },
    test: {
      stage: "test",
      needs: ["!need build"],
      script: ['test -f "made/$SERVICE_NAME"', "test -f web/new.txt"],
    },
    ...jobs,
  };
  const work = repo({
    ".gitignore": "node_modules/\n",
    "fanout.config.json": JSON.stringify({
      services: { define },
      pipeline: { stages: ["build", "test"] },
      generators: ["./ci/jobs.yml"],
    }),
    "ci/jobs.yml": JSON.stringify(made).replaceAll('"!need build"', "!need build"),
    "api/a.txt": "a",
    "web/a.txt": "a",
    ...files,
  });
  // Neither committed nor added: the run sees it all the same.
  work.write({ "web/new.txt": "new", "api/a.txt": "b" });
  return work;
}

/** As if it were installed in the repository. */
function installed(work: Repo): Repo {
  mkdirSync(join(work.root, "node_modules/.bin"), { recursive: true });
  const tool = join(project, "node_modules/gitlab-ci-local/src/index.js");
  symlinkSync(tool, join(work.root, "node_modules/.bin/gitlab-ci-local"));
  return work;
}

/** Runs with a directory for temporary files of its own; nothing must be left in it or in the work tree. */
function run(work: Repo, args: readonly string[], env: Readonly<Record<string, string>> = {}): Ran {
  const TMPDIR = temporary();
  const before = work.git("status", "--porcelain", "--ignored");
  const ran = fanout(work.root, ["preview", ...args], { TMPDIR, ...env });
  expect(work.git("status", "--porcelain", "--ignored")).toBe(before);
  expect(readdirSync(TMPDIR).filter((name) => name.startsWith("fanout-"))).toEqual([]);
  return ran;
}

test("all jobs run in a copy that has what is not committed", () => {
  const { stdout, stderr, status } = run(installed(small()), ["--run"]);
  expect(stdout + stderr).toContain("built web");
  expect(stdout).toMatch(/PASS .*api:build[\s\S]*PASS .*web:test/);
  expect(status).toBe(0);
});

test("named ones run with what they need", () => {
  const { stdout, status } = run(installed(small()), ["--run", "web:test"]);
  expect(stdout).toMatch(/PASS +web:build[\s\S]*PASS +web:test/);
  expect(stdout).not.toContain("api:");
  expect(status).toBe(0);
});

test("a job that fails gives its exit code; variables are handed on", () => {
  const script = ['test "$CI_PIPELINE_SOURCE $GIVEN" = "parent_pipeline by hand"'];
  const work = installed(small({ test: { stage: "test", needs: [], script } }));
  expect(run(work, ["--run", "web:test", "--var", "GIVEN=by hand"]).status).toBe(0);
  const { stdout, status } = run(work, ["--run", "web:test"]);
  expect(stdout).toMatch(/FAIL +web:test/);
  expect(status).toBe(1);
});

test("a service with a pipeline of its own runs as part of the one", () => {
  const work = installed(small());
  work.write({
    "fanout.config.json": JSON.stringify({
      services: { define },
      shape: "services",
      pipeline: { stages: ["build", "test"] },
      generators: ["./ci/jobs.yml"],
    }),
  });
  const { stdout, status } = run(work, ["--run", "api:build"]);
  expect(stdout).toMatch(/PASS +api:build/);
  expect(status).toBe(0);
});

test("a job with an image wants docker, or the word that the shell will do", () => {
  const work = installed(small({ build: { stage: "build", image: "node:22", script: ["echo"] } }));
  const refused = run(work, ["--run"], { DOCKER_HOST: "tcp://127.0.0.1:1" });
  expect(refused.stderr).toContain(
    "--run: api:build and web:build have an image, and docker does not answer here",
  );
  expect(refused.status).toBe(2);
  const asked = run(work, ["--run", "web:build", "--shell"], { DOCKER_HOST: "tcp://127.0.0.1:1" });
  expect(asked.stdout).toMatch(/PASS +web:build/);
  expect(asked.status).toBe(0);
});

test("what is missing is told, and nothing runs", () => {
  const work = small();
  const { stderr, status } = run(work, ["--run"], { PATH: "/usr/bin:/bin" });
  expect(stderr).toContain(
    "needs gitlab-ci-local, which is not installed. Install it in this repository",
  );
  expect(status).toBe(2);
  const wrong = run(installed(work), ["--run", "web:tset"]);
  expect(wrong.stderr).toContain(
    'no job of this pipeline is called "web:tset". Did you mean "web:test"?',
  );
  expect(wrong.status).toBe(2);
  const both = run(work, ["--run", "--watch"]);
  expect(both.stderr).toContain("--run: cannot be had together with --watch");
});

test("Ctrl+C ends the run and leaves nothing behind", async () => {
  const work = installed(small({ build: { stage: "build", script: ["echo begun", "sleep 60"] } }));
  const TMPDIR = temporary();
  const env = { ...commandEnv, TMPDIR };
  const child = spawn(process.execPath, [bin, "preview", "--run", "web:build"], {
    cwd: work.root,
    env,
  });
  const ended = new Promise<number | null>((done) => child.on("close", done));
  let output = "";
  await new Promise<void>((done) => {
    child.stdout.on("data", (text) => {
      output += String(text);
      if (output.includes("> begun")) done();
    });
    ended.then(() => done());
  });
  expect(output).toContain("> begun");
  child.kill("SIGINT");
  expect(await ended).toBe(1);
  expect(readdirSync(TMPDIR).filter((name) => name.startsWith("fanout-"))).toEqual([]);
}, 60_000);
