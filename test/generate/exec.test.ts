import { spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { cli } from "../../src/cli.ts";
import { parseYaml } from "../../src/yaml/read.ts";
import { isolated, testIo } from "../helpers/io.ts";
import { type FileTree, repo } from "../helpers/repo.ts";

interface Entry {
  readonly exec: readonly string[];
  readonly timeout?: number;
  readonly when?: object;
  readonly with?: object;
}

const files = (entry: Entry, more: FileTree = {}): FileTree => ({
  "fanout.config.json": JSON.stringify({
    services: {
      define: {
        api: { root: "services/api", dependsOn: ["lib"], tags: ["x"], variables: { A: "1" } },
        lib: { root: "libs/lib", kind: "library" },
      },
    },
    generators: [entry],
  }),
  "services/api/a": "",
  "libs/lib/a": "",
  ...more,
});

/** Runs `fanout generate` for all services with this entry and these files. */
async function generate(entry: Entry, more?: FileTree) {
  const work = repo(files(entry, more));
  const io = testIo(work.root, {});
  const exit = await cli(["generate", "--all"], io);
  const text = io.files.text(`${work.root}/generated-config.yml`);
  const made = (text ? parseYaml(text, "g") : {}) as Record<string, Record<string, unknown>>;
  return { exit, err: io.stderr(), made, root: work.root, io };
}

const node = (program: string) => ["node", "-e", program];
const ofService = (jobs: Record<string, unknown>, name: string) =>
  Object.keys(jobs).filter((job) => job.startsWith(`${name}:`));

describe("what a command prints", () => {
  test("is jobs by key in JSON, with needs that may be symbolic", async () => {
    const jobs = {
      build: { script: ["make"] },
      test: {
        stage: "test",
        needs: [
          { "!need": "build", artifacts: false },
          { "!need-from-dependencies": "build" },
          { "!need": "nowhere" },
        ],
        script: ["make test"],
      },
    };
    const { exit, made, err } = await generate(
      { exec: ["node", "jobs.mjs"] },
      {
        "jobs.mjs": `console.log(${JSON.stringify(JSON.stringify(jobs))})`,
      },
    );
    expect([exit, err]).toEqual([0, expect.any(String)]);
    expect(ofService(made, "api")).toEqual(["api:build", "api:test"]);
    expect(made["api:test"]).toEqual({
      stage: "test",
      needs: [{ job: "api:build", artifacts: false }, "lib:build"],
      script: ["make test"],
      variables: { SERVICE_NAME: "api", SERVICE_DIR: "services/api", A: "1" },
    });
  });

  test("may be YAML with the tags of templates", async () => {
    const { made } = await generate(
      { exec: ["cat", "./ci/jobs.yml"] },
      {
        "ci/jobs.yml":
          "build: { script: [x] }\ntest:\n  needs: [!need build, !need-from-dependencies test]\n  script: [x]\n",
      },
    );
    expect(made["api:test"]?.needs).toEqual(["api:build", "lib:test"]);
  });

  test("goes through the model, and is named by the command", async () => {
    const { exit, err } = await generate({ exec: ["echo", "test: {script: [x], imgae: y}"] });
    expect(exit).toBe(2);
    expect(err).toContain(
      'echo test: {script: [x], imgae: y} › api:test › imgae: unknown keyword. Did you mean "image"?',
    );
  });

  test("may be {} for nothing", async () => {
    const { exit, err } = await generate({ exec: ["echo", "{}"] });
    expect(exit).toBe(0);
    expect(err).toContain("no generator makes a job");
  });

  test("may be large, and so may what it is handed", async () => {
    const text = "x".repeat(1_000_000);
    const program = `
      const { options } = JSON.parse(require("fs").readFileSync(0, "utf8"));
      const variables = { GIVEN: String(options.text.length) };
      const lines = Array.from({ length: 10000 }, () => "# " + "x".repeat(100));
      console.log(lines.join("\\n"));
      console.log(JSON.stringify({ test: { script: ["x"], variables } }));`;
    const { exit, made } = await generate({ exec: node(program), with: { text } });
    expect(exit).toBe(0);
    expect(made["api:test"]?.variables).toMatchObject({ GIVEN: "1000000" });
  });
});

describe("a command", () => {
  const tell = `
    const text = require("fs").readFileSync("/dev/stdin", "utf8");
    require("fs").appendFileSync("given.txt", text);
    console.log("{}");`;

  test("is told of the service, the options and the pipeline", async () => {
    const { exit, root, io } = await generate({ exec: node(tell), with: { push: false } });
    expect(exit).toBe(0);
    const [api, lib, ...none] = (io.files.text(`${root}/given.txt`) ?? "").trim().split("\n");
    expect(none).toEqual([]);
    expect(JSON.parse(api ?? "")).toMatchObject({
      version: 1,
      removed: false,
      service: {
        name: "api",
        root: "services/api",
        kind: "service",
        tags: ["x"],
        variables: { A: "1" },
        dependencies: ["lib"],
        files: ["a"],
      },
      options: { push: false },
      pipeline: { event: "local", ref: "main" },
      gitlab: { version: null, strategy: "depend" },
      base: { sha: null },
    });
    expect(JSON.parse(lib ?? "").service.name).toBe("lib");
  });

  test("runs only for the services that are wanted", async () => {
    const { root, io } = await generate({ exec: node(tell), when: { tag: "x" } });
    expect(io.files.text(`${root}/given.txt`)).toContain('"name":"api"');
    expect(io.files.text(`${root}/given.txt`)).not.toContain('"name":"lib"');
  });

  test("runs in the directory of the configuration", async () => {
    const { "fanout.config.json": config = null, ...others } = files({
      exec: ["node", "./jobs.mjs"],
    });
    const work = repo({
      ...others,
      "ci/fanout.config.json": config,
      "ci/jobs.mjs": `console.log('{"test":{"script":["x"]}}')`,
    });
    const io = testIo(work.root, {});
    const exit = await cli(["generate", "--all", "--config", "ci/fanout.config.json"], io);
    expect([exit, io.stderr()]).toEqual([0, expect.any(String)]);
  });

  test("need not read what it is handed", async () => {
    const text = "x".repeat(1_000_000);
    const { exit, made } = await generate({
      exec: ["echo", "test: {script: [x]}"],
      with: { text },
    });
    expect(exit).toBe(0);
    expect(ofService(made, "lib")).toEqual(["lib:test"]);
  });

  test.each([
    ["a word", ["node", "ci/jobs.mjs"]],
    ["below a word", ["true", "ci"]],
    ["the end of a word", ["node", "--import=./ci/jobs.mjs", "-e", ""]],
  ])("concerns every service when a file changes that is %s of it", async (_, exec) => {
    const work = repo(files({ exec }, { "ci/jobs.mjs": "console.log('{}')" }));
    work.remote();
    work.branch("change");
    work.commit({ "ci/jobs.mjs": "console.log('{ }')" });
    const io = testIo(work.root, {});
    expect(await cli(["affected", "--json"], io)).toBe(0);
    const { services } = JSON.parse(io.stdout()) as {
      services: { name: string; affected: boolean }[];
    };
    expect(services.filter(({ affected }) => affected).map(({ name }) => name)).toEqual([
      "api",
      "lib",
    ]);
  });
});

describe("a service that is gone", () => {
  const program = `
    const { removed, service } = JSON.parse(require("fs").readFileSync(0, "utf8"));
    const jobs = removed ? { teardown: { script: ["down"], variables: { HAD: service.files.join() } } } : {};
    console.log(JSON.stringify(jobs));`;
  test.each([
    ["asked about where the entry says so", { onRemoved: true }, ["api:teardown"]],
    ["left alone by a condition", { onRemoved: true, when: { tag: "y" } }, []],
    ["left alone otherwise", {}, []],
  ])("is %s", async (_, more, jobs) => {
    const config = (define: object) =>
      JSON.stringify({ services: { define }, generators: [{ exec: node(program), ...more }] });
    const api = { root: "services/api", tags: ["x"] };
    const lib = { root: "libs/lib" };
    const work = repo(
      files({ exec: [] }, { "fanout.config.json": config({ api, lib }), "services/api/b/c": "" }),
    );
    work.remote();
    work.branch("change");
    work.git("rm", "-rq", "services");
    work.write({ "fanout.config.json": config({ lib }) });
    const io = testIo(work.root, {});
    expect([await cli(["generate"], io), io.stderr()]).toEqual([0, expect.any(String)]);
    const text = io.files.text(`${work.root}/generated-config.yml`) ?? "";
    const made = parseYaml(text, "g") as Record<string, object>;
    expect(ofService(made, "api")).toEqual(jobs);
    if (jobs.length > 0) expect(made["api:teardown"]).toMatchObject({ variables: { HAD: "a" } });
  });
});

describe("a failure names the command, the service and the last line of the error", () => {
  const next =
    "It runs in the configuration's directory, with the service as JSON on its standard input";
  const jobs = "jobs by key, such as { build: { script: [...] } }. Give {} when there is nothing";
  test.each<[string, Entry, string]>([
    [
      "it cannot be started",
      { exec: ["no-such-program", "x"] },
      `no-such-program x › api: the command failed: spawn no-such-program ENOENT. ${next}`,
    ],
    [
      "an exit code",
      { exec: ["sh", "-c", "echo first >&2; echo last >&2; exit 3"] },
      `exit 3 › api: the command failed: it ended with exit code 3: last. ${next}`,
    ],
    [
      "an exit code without a word",
      { exec: ["false"] },
      `false › api: the command failed: it ended with exit code 1. ${next}`,
    ],
    [
      "a signal",
      { exec: ["sh", "-c", "echo oh >&2; kill -9 $$"] },
      `› api: the command failed: a signal ended it: oh. ${next}`,
    ],
    [
      "its time was up",
      { exec: ["sh", "-c", "echo waiting >&2; sleep 30"], timeout: 0.4 },
      `sleep 30 › api: the command failed: it was stopped after 0.4 seconds: waiting. ${next}`,
    ],
    [
      "no YAML",
      { exec: ["echo", "a: [b"] },
      "echo a: [b › api: the command prints YAML that cannot be read: line 2, column 1",
    ],
    [
      "a tag that nobody knows",
      { exec: ["echo", "a: !ned b"] },
      "echo a: !ned b › api: the command prints YAML that cannot be read: line 1, column 9",
    ],
    ["a list", { exec: ["echo", "- a"] }, `echo - a › api: should give ${jobs}`],
    ["nothing", { exec: ["true"] }, `true › api: should give ${jobs}`],
    [
      "a word of many lines",
      { exec: ["sh", "-c", `exit 1\n# ${"y".repeat(100)}`] },
      `error: sh -c exit 1 # ${"y".repeat(62)}... › api: the command failed`,
    ],
    [
      "a need of another shape",
      { exec: ["echo", '{"a": {"script": ["x"], "needs": [{"!need": 3}]}}'] },
      "› api:a › needs",
    ],
  ])("%s", async (_, entry, says) => {
    const { exit, err, made } = await generate(entry);
    expect(err).toContain(says);
    expect(exit).toBe(2);
    expect(made).toEqual({});
  });
});

/** Whether a program works here, without the configuration of whoever runs the tests. */
const works = (program: string, ...args: string[]) =>
  spawnSync(program, args, { env: isolated }).status === 0;

describe("in other languages", () => {
  const python = `import json, sys
given = json.load(sys.stdin)
name = given["service"]["name"]
print(json.dumps({"test": {"script": ["echo é"], "variables": {"OF": name}}}))
`;
  test.skipIf(!works("python3", "--version"))("Python (skipped without python3)", async () => {
    const entry = { exec: ["python3", "ci/jobs.py"] };
    const { exit, err, made } = await generate(entry, { "ci/jobs.py": python });
    expect([exit, err]).toEqual([0, expect.any(String)]);
    expect(made["api:test"]).toMatchObject({ script: ["echo é"], variables: { OF: "api" } });
  });

  const jsonnet = `function(input) {
  test: {
    script: ["make"],
    needs: [{ "!need-from-dependencies": "test" }],
    variables: { OF: input.service.name },
  },
}
`;
  test.skipIf(!works("jsonnet", "--version"))("jsonnet (skipped without jsonnet)", async () => {
    const exec = ["jsonnet", "--tla-code-file", "input=/dev/stdin", "ci/jobs.jsonnet"];
    const { exit, err, made } = await generate({ exec }, { "ci/jobs.jsonnet": jsonnet });
    expect([exit, err]).toEqual([0, expect.any(String)]);
    expect(made["api:test"]).toMatchObject({ needs: ["lib:test"], variables: { OF: "api" } });
  });
});
