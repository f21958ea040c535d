import { spawn } from "node:child_process";
import { chmodSync, existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, test, vi } from "vitest";
import { cli } from "../../src/cli.ts";
import { diffSchema } from "../../src/diff/index.ts";
import type { PageData } from "../../src/preview/index.ts";
import { ci } from "../helpers/compare.ts";
import { bin, commandEnv, fanout, type Ran, temporary } from "../helpers/fanout.ts";
import { testIo } from "../helpers/io.ts";
import { type FileTree, type Repo, repo } from "../helpers/repo.ts";

const jobs = (image: string, more = "") => `
build:
  stage: build
  image: ${image}
  script: [sh build.sh]
${more}`;

const config = (more: object = {}, services = ["api", "web"]) =>
  JSON.stringify({
    services: { define: Object.fromEntries(services.map((name) => [name, { root: name }])) },
    pipeline: { stages: ["build", "test"] },
    generators: ["./ci/jobs.yml"],
    ...more,
  });

const start: FileTree = {
  "fanout.config.json": config(),
  "ci/jobs.yml": jobs("node:20"),
  "api/a": "1",
  "web/a": "1",
};

/** A repository on a branch: what is on `main`, and what the branch commits. */
function branch(change: FileTree, before: FileTree = start): Repo {
  const work = repo(before);
  work.branch("topic");
  work.commit(change);
  return work;
}

/**
 * Runs `fanout diff` in this process, with a temporary directory of its own, which must be empty
 * afterwards.
 */
async function diff(
  work: Repo,
  args: readonly string[] = [],
  { env = {}, cwd = work.root }: { env?: Record<string, string>; cwd?: string } = {},
): Promise<Ran> {
  const directory = temporary();
  const io = testIo(cwd, { ...env, XDG_CACHE_HOME: temporary() });
  vi.stubEnv("TMPDIR", directory);
  const status = await cli(["diff", ...args], io);
  vi.unstubAllEnvs();
  expect(readdirSync(directory), io.stderr()).toEqual([]);
  expect(trees(work)).toEqual([work.root]);
  return { status, stdout: io.stdout(), stderr: io.stderr() };
}

const trees = (work: Repo) =>
  work
    .git("worktree", "list", "--porcelain")
    .split("\n")
    .filter((line) => line.startsWith("worktree "))
    .map((line) => line.slice("worktree ".length));

/** `+ a`, `- b`, `~ c image`, a line each. */
async function told(work: Repo, args: readonly string[] = []): Promise<string[]> {
  const ran = await diff(work, ["--json", ...args]);
  expect(ran.status, ran.stderr).toBe(0);
  const { jobs } = diffSchema.parse(JSON.parse(ran.stdout));
  const marks = { added: "+", removed: "-", changed: "~" };
  return jobs.map(({ name, change, keys }) =>
    [marks[change], name, ...keys.map(({ key }) => key)].join(" "),
  );
}

describe("what a change does to the pipeline", () => {
  test("a change of a generator shows in the jobs of every service", async () => {
    const work = branch({ "ci/jobs.yml": jobs("node:22") });
    const ran = await diff(work);
    const [from, to] = [work.sha("main"), work.sha()].map((sha) => sha.slice(0, 8));
    expect(
      ran.stdout,
    ).toBe(`from ${from} to ${to} and the work tree (local: compared with the merge base with the default branch, main, at ${from})
0 jobs added, 0 removed, 2 changed, 0 alike; 2 services looked at

api  ci/jobs.yml changed, which concerns everything (ci/jobs.yml)
  ~ api:build  image node:20 → node:22

web  ci/jobs.yml changed, which concerns everything (ci/jobs.yml)
  ~ web:build  image node:20 → node:22
`);
    expect(ran.status).toBe(0);
    expect((await diff(work, ["--exit-code"])).status).toBe(1);
  });

  test("services that the change affects are compared, or all of them", async () => {
    const work = branch({ "api/a": "2" });
    expect(await diff(work, ["--exit-code"])).toMatchObject({ status: 0 });
    expect((await diff(work)).stdout).toContain(
      "nothing differs: 1 job alike, 1 service looked at",
    );
    const all = (await diff(work, ["--all-services"])).stdout;
    expect(all).toContain("nothing differs: 2 jobs alike, 2 services looked at");
    expect((await diff(work, ["--all"])).stdout).toBe(all);
    const { stdout: web } = await diff(work, ["--services", "web"]);
    expect(web).toContain("nothing differs: 1 job alike, 1 service looked at");
  });

  test("a service that is new, and one that is gone", async () => {
    const work = branch({
      "fanout.config.json": config({}, ["api", "shop"]),
      "shop/a": "1",
      web: null,
    });
    expect(await told(work)).toEqual(["+ shop:build", "- web:build"]);
    expect(await told(work, ["--services", "web"])).toEqual(["- web:build"]);
    expect(await diff(work, ["--services", "nope"])).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('"nope"'),
    });
  });

  test("the work tree is the later side, unless a commit is named", async () => {
    const work = branch({ "api/a": "2" });
    work.write({ "ci/jobs.yml": jobs("node:22") });
    expect(await told(work)).toEqual(["~ api:build image", "~ web:build image"]);
    expect(await told(work, ["--to", "HEAD"])).toEqual([]);
    expect(await told(work, ["--from", "HEAD", "--to", "main"])).toEqual([]);
  });

  test("commits are compared wherever they are", async () => {
    const work = branch({ "ci/jobs.yml": jobs("node:22") });
    work.commit({ "ci/jobs.yml": jobs("node:24", "test:\n  script: [sh test.sh]\n") });
    work.tag("v1");
    work.checkout("main");
    expect(await told(work, ["--from", "main", "--to", "topic~1"])).toEqual([
      "~ api:build image",
      "~ web:build image",
    ]);
    const back = await told(work, ["--from", "v1", "--to", "main"]);
    expect(back).toEqual(["~ api:build image", "~ web:build image", "- api:test", "- web:test"]);
  });

  test("a directory that the earlier commit has not, and a configuration by its name", async () => {
    const work = branch({ "deep/new/a": "1", "ci/jobs.yml": jobs("node:22") });
    const deep = join(work.root, "deep/new");
    const expected = expect.stringContaining("~ api:build  image node:20 → node:22");
    expect((await diff(work, [], { cwd: deep })).stdout).toEqual(expected);
    const named = ["--config", "../../fanout.config.json"];
    expect((await diff(work, named, { cwd: deep })).stdout).toEqual(expected);
  });

  test("services that become pipelines of their own, and children in files", async () => {
    const child = (image: string) => `deploy: { image: "${image}", script: [x] }\n`;
    const trigger = "start: { trigger: { include: [{ local: api/child.yml }] } }\n";
    const before = { ...start, "api/child.yml": child("a"), "ci/jobs.yml": jobs("a", trigger) };
    const work = branch({ "api/child.yml": child("b") }, before);
    const children = diffSchema.parse(
      JSON.parse((await diff(work, ["--json", "--services", "api"])).stdout),
    );
    expect(children.jobs).toEqual([
      expect.objectContaining({ name: "deploy", pipeline: "api:start", change: "changed" }),
    ]);
    work.commit({ "fanout.config.json": config({ shape: "services" }), "ci/jobs.yml": jobs("a") });
    work.commit({ "fanout.config.json": config() });
    const apart = await diff(work, ["--from", "HEAD", "--to", "HEAD~1", "--services", "web"]);
    expect(apart.stdout).toContain("+ the pipeline that web:pipeline starts");
    expect(apart.stdout).toContain("~ web:build  moved from the child pipeline");
  });

  test("in a clone as a runner makes it", async () => {
    const work = branch({ "ci/jobs.yml": jobs("node:22") });
    const remote = work.remote();
    const clone = remote.runner(work.sha(), { branch: "topic", depth: 1 });
    const ran = await diff(clone, [], {
      env: ci.mergeRequest(work.sha(), "detached", work.sha("main")),
    });
    expect(ran.stdout).toContain("2 changed");
    expect(ran.stdout).not.toContain("work tree");
  });
});

describe("what stands on one side only", () => {
  test("a configuration", async () => {
    const work = branch(
      { "fanout.config.json": config() },
      { "ci/jobs.yml": jobs("a"), "api/a": "1", "web/a": "1" },
    );
    const ran = await diff(work);
    expect(ran.stdout).toContain("2 jobs added, 0 removed");
    expect(ran.stderr).toContain("has no configuration: every job counts as added");
    const back = await diff(work, ["--from", "topic", "--to", "main"]);
    expect(back.stdout).toContain("0 jobs added, 2 removed");
    expect(back.stderr).toContain("has no configuration: every job counts as removed");
  });

  test("a configuration that neither has", async () => {
    const work = branch({ b: "1" }, { a: "1" });
    expect(await diff(work)).toMatchObject({ status: 2, stdout: "" });
  });

  test("a parameter", async () => {
    const params = { params: { image: { type: "string", default: "a" } } };
    const work = branch({ "fanout.config.json": config(params) });
    const ran = await diff(work, ["--param", "image=b"]);
    expect(ran.stderr).toContain(
      `warning: --param: the configuration of ${work.sha("main").slice(0, 8)} has no parameter "image": there it does without`,
    );
    expect(ran.status).toBe(0);
    expect(await diff(work, ["--param", "nope=b"])).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('no parameter "nope"'),
    });
  });
});

describe("what is wrong with a side is told with its commit", () => {
  test.each<[string, FileTree, string]>([
    ["a configuration", { "fanout.config.json": "{" }, "fanout.config.json: "],
    ["a generator", { "ci/jobs.yml": "build: [" }, "ci/jobs.yml: "],
    ["a job", { "ci/jobs.yml": "build: { script: [], nonsense: 1 }" }, "api:build"],
  ])("%s", async (_, broken, where) => {
    const work = branch(start, { ...start, ...broken });
    const side = (revision: string) =>
      `configuration and the generators of ${work.sha(revision).slice(0, 8)}`;
    const earlier = await diff(work);
    expect(earlier).toMatchObject({ status: 2, stdout: "" });
    expect(earlier.stderr).toContain(where);
    expect(earlier.stderr).toContain(side("main"));
    expect(earlier.stderr).not.toContain("fanout-diff");
    const later = await diff(work, ["--from", "topic", "--to", "main"]);
    expect(later.stderr).toContain(where);
    expect(later.stderr).toContain(side("main"));
    expect(later.status).toBe(2);
  });

  test.each([
    [["--from", "nope"], '--from "nope" could not be had'],
    [["--to", "nope"], '--to "nope" could not be had'],
    [["--source", "schedule"], "there is no commit to compare with"],
  ])("%s", async (args, problem) => {
    const work = branch({ "api/a": "2" });
    expect(await diff(work, args)).toMatchObject({
      status: 3,
      stdout: "",
      stderr: expect.stringContaining(problem),
    });
  });
});

describe("a tree of its own", () => {
  const generator = `import { word } from "words";
let asked = 0;
export default {
  name: "own",
  jobs: (service) => ({ build: { stage: "build", script: [\`echo \${word} \${++asked}\`] } }),
};
`;
  const own: FileTree = {
    ...start,
    ".gitignore": "node_modules\n",
    "fanout.config.json": config({ generators: ["./ci/own.mjs"] }),
    "ci/own.mjs": generator,
    "node_modules/words/package.json": '{ "name": "words", "type": "module", "exports": "./i.js" }',
    "node_modules/words/i.js": 'export const word = "hello";\n',
  };

  test("has the packages that are installed, writes none, and shares no module", async () => {
    const work = branch({ "api/a": "2", "web/a": "2" }, own);
    const before = fanout(work.root, ["affected"]);
    expect(before.status).toBe(0);
    const installed = readdirSync(join(work.root, "node_modules"), { recursive: true }).sort();
    // A counter that both sides shared would go on on the other side.
    expect(await told(work)).toEqual([]);
    expect(await told(work, ["--to", "HEAD"])).toEqual([]);
    expect(readdirSync(join(work.root, "node_modules"), { recursive: true }).sort()).toEqual(
      installed,
    );
  });

  test("shares no module where nothing is installed either", async () => {
    const alone: FileTree = {
      ...start,
      "fanout.config.json": config({ generators: ["./ci/own.mjs"] }),
      "ci/own.mjs": generator.replace(/^import.*\n/, 'const word = "hello";\n'),
    };
    const work = branch({ "api/a": "2", "web/a": "2" }, alone);
    expect(await told(work)).toEqual([]);
  });

  test("runs no hook", async () => {
    const work = branch({ "api/a": "2" });
    work.write({ ".git/hooks/post-checkout": "#!/bin/sh\ntouch ../hooked hooked\n" });
    work.git("config", "core.hooksPath", ".git/hooks");
    work.git("update-index", "--refresh");
    chmodSync(join(work.root, ".git/hooks/post-checkout"), 0o755);
    expect((await diff(work)).status).toBe(0);
  });

  const slow: FileTree = {
    ...start,
    "fanout.config.json": config({ generators: ["./ci/slow.mjs"] }),
    "ci/slow.mjs": `import { writeFileSync } from "node:fs";
export default {
  name: "slow",
  jobs: async () => {
    if (import.meta.dirname.includes("fanout-diff.")) {
      writeFileSync(process.env.READY, "");
      await new Promise((resolve) => setTimeout(resolve, 30_000));
    }
    return { build: { stage: "build", script: ["x"] } };
  },
};
`,
  };

  /** A run that is in the earlier side's generator, and how it ends. */
  async function running(work: Repo) {
    const TMPDIR = temporary();
    const READY = join(temporary(), "ready");
    const env = { ...commandEnv, TMPDIR, READY };
    const child = spawn(process.execPath, [bin, "diff"], { cwd: work.root, env, stdio: "ignore" });
    const ended = new Promise((resolve) =>
      child.on("exit", (code, signal) => resolve(signal ?? code)),
    );
    while (!existsSync(READY)) await new Promise((resolve) => setTimeout(resolve, 20));
    return { child, ended, TMPDIR };
  }

  /** Node from 22 on keeps what it compiled there too. */
  const left = (directory: string) =>
    readdirSync(directory).filter((name) => name !== "node-compile-cache");

  test.each(["SIGTERM", "SIGINT"] as const)("goes with %s", async (signal) => {
    const work = branch({ "api/a": "2" }, slow);
    const { child, ended, TMPDIR } = await running(work);
    expect(trees(work)).toHaveLength(2);
    child.kill(signal);
    expect(await ended).toBe(signal);
    expect(left(TMPDIR)).toEqual([]);
    expect(trees(work)).toEqual([work.root]);
  });

  test("is taken away by the next run where one was killed, and only then", async () => {
    const work = branch({ "api/a": "2" }, slow);
    work.git("worktree", "add", "-q", "--detach", join(temporary(), "mine"));
    const mine = trees(work);
    const { child, ended, TMPDIR } = await running(work);
    const other = fanout(work.root, ["diff", "--to", "nope"]);
    expect(other.status).toBe(3);
    expect(trees(work)).toHaveLength(3);
    child.kill("SIGKILL");
    expect(await ended).toBe("SIGKILL");
    expect(left(TMPDIR)).toHaveLength(1);
    expect(fanout(work.root, ["diff", "--to", "nope"]).status).toBe(3);
    expect(trees(work)).toEqual(mine);
    expect(left(TMPDIR)).toEqual([]);
  });
});

test("the page and the note are written as files, by the command as users run it", () => {
  const work = branch({ "ci/jobs.yml": jobs("node:22") });
  const [page, note] = [join(temporary(), "diff.html"), join(temporary(), "note.md")];
  const ran = fanout(work.root, ["diff", "--html", page, "--markdown", note]);
  expect(ran).toMatchObject({ status: 0, stderr: "" });
  expect(ran.stdout).toContain("~ api:build  image node:20 → node:22");
  const row = "| changed | `api:build` | `image` `node:20 → node:22` |";
  expect(readFileSync(note, "utf8")).toContain(row);
  const packed = /id="data">([^<]*)</.exec(readFileSync(page, "utf8"))?.[1] ?? "";
  const { view } = JSON.parse(gunzipSync(Buffer.from(packed, "base64")).toString()) as PageData;
  expect(view.pipelines[0]!.jobs.map(({ name, change }) => [name, change?.kind])).toEqual([
    ["api:build", "changed"],
    ["web:build", "changed"],
  ]);
});

test("what comes of the repository neither colours a terminal nor breaks a line", async () => {
  const hostile = jobs('"a\\e[31mb"').replace("sh build.sh", '"x\\e[2J", "y\\nz"');
  const work = branch({ "ci/jobs.yml": hostile, "api/\u001b[31m\n": "1" });
  const ran = await diff(work, ["--services", "api"]);
  expect(ran.stdout + ran.stderr).not.toContain("\u001b");
  expect(ran.stdout).toContain("image node:20 → a\\x1b[31mb");
  const markdown = await diff(work, ["--services", "api", "--markdown"]);
  expect(markdown.stdout).not.toContain("\u001b");
});
