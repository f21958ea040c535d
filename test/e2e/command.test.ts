import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { bin, commandEnv, exampleRepo, fanout, temporary } from "../helpers/fanout.ts";
import { repo } from "../helpers/repo.ts";

const config = JSON.stringify({ services: { discover: ["npm"] }, generators: ["node"] });
const manifest = (name: string) =>
  JSON.stringify({ name, version: "1.0.0", scripts: { test: "true" } });

/** A repository with one service, changed since its remote's main. */
function small(files: Record<string, string> = {}) {
  const work = repo({
    "fanout.config.json": config,
    "web/package.json": manifest("web"),
    "api/package.json": manifest("api"),
    ...files,
  });
  work.remote();
  work.branch("change");
  work.write({ "web/index.js": "1" });
  return work;
}

describe("one clear message and its exit code", () => {
  test("a wrong flag", () => {
    const { status, stderr } = fanout(temporary(), ["generate", "--al"]);
    expect(stderr).toContain("unknown option '--al'");
    expect(stderr).toContain("Did you mean --all?");
    expect(status).toBe(2);
  });

  test("a wrong command", () => {
    const { status, stderr } = fanout(temporary(), ["genrate"]);
    expect(stderr).toContain("Did you mean generate?");
    expect(status).toBe(2);
  });

  test("a directory that is not there", () => {
    const { status, stderr } = fanout(temporary(), ["generate", "-C", "nowhere"]);
    expect(stderr).toContain("nowhere");
    expect(status).toBe(2);
  });

  test("no configuration, with one to begin with", () => {
    const work = repo({ "a.txt": "" });
    const { status, stderr } = fanout(work.root, ["generate"]);
    expect(stderr).toContain("no fanout.config.ts");
    expect(stderr).toContain("export default defineConfig");
    expect(status).toBe(2);
  });

  test("a configuration that --config names and that is not there", () => {
    const { status, stderr } = fanout(small().root, ["generate", "--config", "other.ts"]);
    expect(stderr).toBe(
      "error: there is no configuration file other.ts. Check what --config names\n",
    );
    expect(status).toBe(2);
  });

  test.each([
    ["fanout.config.ts", "export default {\n", "line 2"],
    ["fanout.config.ts", "export const x = 1;\n", "has no default export"],
    [
      "fanout.config.ts",
      'export default { generators: ["nod"] };\n',
      'no generator is called "nod". Did you mean "node"?',
    ],
    ["fanout.config.json", "{", "is not valid JSON"],
    [
      "fanout.config.json",
      '{ "generator": [] }',
      'unknown key "generator". Did you mean "generators"?',
    ],
    ["fanout.config.yml", "a: [", "fanout.config.yml"],
    ["fanout.config.yml", "services: {discover: [npn]}", 'Did you mean "npm"?'],
  ])("a broken %s: %j", (name, text, says) => {
    const work = repo({ [name]: text, "web/package.json": manifest("web") });
    const { status, stderr, stdout } = fanout(work.root, ["generate", "--all"]);
    expect(stderr).toContain(says);
    expect(stderr).not.toContain("    at ");
    expect(stdout).toBe("");
    expect(status).toBe(2);
  });

  test("a generator that throws", () => {
    const source = `export default { name: "x", jobs: () => { throw new Error("no luck today"); } };`;
    const work = small({
      "ci/x.mjs": source,
      "fanout.config.json": JSON.stringify({
        services: { discover: ["npm"] },
        generators: ["./ci/x.mjs"],
      }),
    });
    const { status, stderr } = fanout(work.root, ["generate", "--all"]);
    expect(stderr).toBe("error: ci/x.mjs › api: the generator failed: no luck today\n");
    expect(status).toBe(2);
  });

  test("a generator that makes a job GitLab would refuse", () => {
    const source = `export default { name: "x", jobs: () => ({ build: { stage: "biuld", scirpt: ["x"] } }) };`;
    const work = small({
      "ci/x.mjs": source,
      "fanout.config.json": JSON.stringify({
        services: { discover: ["npm"] },
        generators: ["./ci/x.mjs"],
      }),
    });
    const { status, stderr } = fanout(work.root, ["generate", "--services", "web"]);
    expect(stderr).toContain("ci/x.mjs › web:build");
    expect(stderr).toContain('Did you mean "script"?');
    expect(stderr).toContain('Did you mean "build"?');
    expect(existsSync(join(work.root, "generated-config.yml"))).toBe(false);
    expect(status).toBe(2);
  });

  test("a template's mistake is told with its line", () => {
    const work = small({
      "ci/x.yml.hbs": "test:\n  script: [x]\n  neeeds: []\n",
      "fanout.config.json": JSON.stringify({
        services: { discover: ["npm"] },
        generators: ["./ci/x.yml.hbs"],
      }),
    });
    const { status, stderr } = fanout(work.root, ["generate", "--services", "web"]);
    expect(stderr).toMatch(/^error: ci\/x\.yml\.hbs:3 › web:test/);
    expect(stderr).toContain('Did you mean "needs"?');
    expect(status).toBe(2);
  });

  test("a service that is not there", () => {
    const { status, stderr } = fanout(small().root, ["affected", "--services", "wbe"]);
    expect(stderr).toContain('Did you mean "web"?');
    expect(status).toBe(2);
  });

  test("outside a repository", () => {
    const directory = temporary();
    writeFileSync(join(directory, "fanout.config.json"), config);
    const { status, stderr } = fanout(directory, ["generate"]);
    expect(stderr).toContain("is not inside a git repository");
    expect(status).toBe(3);
  });

  test("a repository without commits", () => {
    const directory = temporary();
    spawnSync("git", ["init", "-q", directory]);
    writeFileSync(join(directory, "fanout.config.json"), config);
    const { status, stderr } = fanout(directory, ["generate"]);
    expect(stderr).toMatch(/no commits?/);
    expect(status).toBe(3);
  });

  test("no git at all", () => {
    const empty = temporary();
    const { status, stderr } = fanout(small().root, ["generate"], { PATH: empty });
    expect(stderr).toContain("git could not be started");
    expect(status).toBe(3);
  });

  test("a base that cannot be had, when that is to fail", () => {
    const work = small({
      "fanout.config.json": JSON.stringify({ ...JSON.parse(config), base: { unknown: "fail" } }),
    });
    const env = { GITLAB_CI: "true", CI_PIPELINE_SOURCE: "schedule", CI_COMMIT_REF_NAME: "main" };
    const { status, stderr } = fanout(work.root, ["generate"], env);
    expect(stderr).toContain("--base");
    expect(status).toBe(3);
    expect(fanout(work.root, ["generate", "--base", "nothing-of-this-name"]).status).toBe(3);
  });

  test("a limit that cannot be met leaves the file of before", () => {
    const work = small({
      "fanout.config.json": JSON.stringify({
        ...JSON.parse(config),
        gitlab: { limits: { jobs: 1 } },
      }),
    });
    const file = join(work.root, "generated-config.yml");
    writeFileSync(file, "before");
    const { status, stderr } = fanout(work.root, ["generate", "--all"]);
    expect(stderr).toContain("jobs");
    expect(status).toBe(4);
    expect(readFileSync(file, "utf8")).toBe("before");
    expect(readdirSync(work.root).filter((name) => name.includes("tmp"))).toEqual([]);
    expect(fanout(work.root, ["generate"]).status).toBe(0);
    expect(readFileSync(file, "utf8")).toContain("web:test");
  });

  test("a file that cannot be written", () => {
    const work = small();
    mkdirSync(join(work.root, "taken"));
    const { status, stderr } = fanout(work.root, ["generate", "-o", "taken"]);
    expect(stderr).toContain("taken");
    expect(stderr).toContain("it is a directory");
    expect(status).toBe(2);
  });
});

describe("what is printed", () => {
  test("affected: who and why", () => {
    const { stdout, stderr, status } = fanout(small().root, ["affected"]);
    expect(stdout).toBe("+  web  web/index.js added\n");
    expect(stderr).toContain("1 of 2 services affected");
    expect(stderr).toContain("compared with the merge base with");
    expect(status).toBe(0);
  });

  test("affected --verbose also tells who is out", () => {
    expect(fanout(small().root, ["affected", "--verbose"]).stdout).toContain(
      "-  api  not affected",
    );
  });

  test("preview writes nothing", () => {
    const work = small();
    const { stdout } = fanout(work.root, ["preview"]);
    expect(stdout).toContain("test\n  web\n    web:test");
    expect(existsSync(join(work.root, "generated-config.yml"))).toBe(false);
  });

  test("preview shows the stages before and behind all others too", () => {
    const job = (stage: string) => `{ stage: "${stage}", script: ["x"] }`;
    const source = `export default { name: "x", jobs: () => ({ a: ${job(".pre")}, b: ${job("build")}, c: ${job(".post")} }) };`;
    const generators = ["./ci/x.mjs"];
    const work = small({
      "ci/x.mjs": source,
      "fanout.config.json": JSON.stringify({ services: { discover: ["npm"] }, generators }),
    });
    const { stdout } = fanout(work.root, ["preview", "--services", "web"]);
    expect(stdout).toContain(
      ".pre\n  web\n    web:a\n\nbuild\n  web\n    web:b\n\n.post\n  web\n    web:c\n",
    );
  });

  test.each(["generate", "affected", "preview"])("%s --json is one document", (command) => {
    const { stdout, status } = fanout(small().root, [command, "--json"]);
    expect(JSON.parse(stdout)).toMatchObject({ version: 1, base: { how: "merge-base" } });
    expect(status).toBe(0);
  });

  test("--quiet prints nothing but errors", () => {
    const { stdout, stderr } = fanout(small().root, ["generate", "--quiet"]);
    expect(stdout + stderr).toBe("");
  });

  test("a path of nobody is told", () => {
    const work = small();
    work.write({ "tools/x.sh": "" });
    expect(fanout(work.root, ["affected"]).stderr).toContain("belongs to no service: tools/x.sh");
  });

  test("the file of an earlier run counts as nobody's change", () => {
    const work = small();
    fanout(work.root, ["generate", "--report", "r.json"]);
    expect(fanout(work.root, ["generate", "--report", "r.json"]).stderr).not.toContain(
      "belongs to no service",
    );
  });
});

describe("output through a pipe", () => {
  /** A repository whose `affected` prints more than a pipe holds. */
  function large() {
    const files: Record<string, string> = { "fanout.config.json": config };
    for (let each = 0; each < 2_000; each++)
      files[`s/${each}-${"x".repeat(40)}/package.json`] = manifest(`n${each}`);
    return repo(files);
  }
  const last = (text: string) => text.trimEnd().split("\n").at(-1);

  test("is whole for 2,000 lines, for a slow reader too, and a closed one is no fault", async () => {
    const { root } = large();
    const args = [bin, "affected", "--all"];
    const whole = fanout(root, ["affected", "--all"]);
    expect(whole.stdout.trimEnd().split("\n")).toHaveLength(2_000);

    const slow = spawn(process.execPath, args, { cwd: root, env: commandEnv });
    let read = "";
    for await (const chunk of slow.stdout) {
      read += String(chunk);
      await new Promise((done) => setTimeout(done, 5));
    }
    expect(read).toBe(whole.stdout);

    const command = `"$0" "$@" | head -n 1; echo "\${PIPESTATUS[0]}"`;
    const head = spawnSync("bash", ["-c", command, process.execPath, ...args], {
      cwd: root,
      env: commandEnv,
      encoding: "utf8",
    });
    expect(head.stdout.split("\n")[0]).toBe(whole.stdout.split("\n")[0]);
    expect(last(head.stdout)).toBe("0");
    expect(head.stderr).not.toContain("EPIPE");

    const closed = spawnSync(
      "bash",
      ["-c", `"$0" "$@" >&-`, process.execPath, bin, "generate", "--services", "n1"],
      { cwd: root, env: commandEnv, encoding: "utf8" },
    );
    expect(closed.stderr).not.toContain("    at ");
    expect(existsSync(join(root, "generated-config.yml"))).toBe(closed.status === 0);
  }, 60_000);
});

test("a configuration in TypeScript loads without node_modules and its change concerns everything", () => {
  const { root } = exampleRepo();
  expect(existsSync(join(root, "node_modules"))).toBe(false);
  const source = readFileSync(join(root, "ci/generators/dockerfile.ts"), "utf8");
  writeFileSync(
    join(root, "ci/generators/dockerfile.ts"),
    source.replace("Directories", "All directories"),
  );
  const { stderr, stdout } = fanout(root, ["affected"]);
  expect(stderr).toContain("7 of 7 services affected");
  expect(stdout).toContain("ci/generators/dockerfile.ts");
});
