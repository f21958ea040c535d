import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { commandEnv, exampleRepo, fanout, temporary } from "../helpers/fanout.ts";

/** A directory of these files, in a git repository of its own. */
function directory(files: Readonly<Record<string, string>>): string {
  const root = temporary();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  execFileSync("git", ["init", "-q", "-b", "main"], { cwd: root, env: commandEnv });
  execFileSync("git", ["add", "-A"], { cwd: root, env: commandEnv });
  return root;
}

const sound = "build:\n  script: [make]\n";
const refused = "build:\n  scrip: [make]\n";
const doubtful = `${sound}  rules:\n    - changes: ["./a"]\n    - when: on_success\n`;

describe("fanout lint", () => {
  test("has nothing to say of example-repo", () => {
    const { status, stdout, stderr } = fanout(exampleRepo().root, ["lint", "--strict"]);
    expect([status, stdout, stderr]).toEqual([0, "Nothing found in 2 files\n", ""]);
  });

  test("ends with 1 where GitLab refuses, in its words, with the place", () => {
    const { status, stdout } = fanout(directory({ ".gitlab-ci.yml": refused }), ["lint"]);
    expect(status).toBe(1);
    expect(stdout).toContain(".gitlab-ci.yml:1:1  error  job-without-work  GitLab's own words");
    expect(stdout).toContain("1 | build:");
  });

  test("ends with 1 on warnings only where it is to be strict, or a rule is made an error", () => {
    const root = directory({ ".gitlab-ci.yml": doubtful, a: "" });
    const { findings } = JSON.parse(fanout(root, ["lint", "--json"]).stdout) as {
      findings: { code: string; severity: string }[];
    };
    expect(findings.map(({ severity }) => severity)).toContain("warning");
    expect(fanout(root, ["lint"]).status).toBe(0);
    expect(fanout(root, ["lint", "--strict"]).status).toBe(1);
    const rules = Object.fromEntries(findings.map(({ code }) => [code, "off"]));
    writeFileSync(join(root, "fanout.config.json"), JSON.stringify({ lint: { rules } }));
    expect(fanout(root, ["lint", "--strict"]).status).toBe(0);
    writeFileSync(join(root, "fanout.config.json"), '{"lint":{"rules":{"globs":"off"}}}');
    const unknown = fanout(root, ["lint"]);
    expect([unknown.status, unknown.stderr]).toEqual([
      2,
      expect.stringContaining('no rule of lint is called "globs"'),
    ]);
  });

  test("mends what it can, and nothing else", () => {
    const root = directory({ ".gitlab-ci.yml": `# mine\n${doubtful}`, a: "" });
    const { status, stderr } = fanout(root, ["lint", "--fix"]);
    expect(stderr).toBe(".gitlab-ci.yml: mended in 1 place\n");
    expect(status).toBe(0);
    expect(readFileSync(join(root, ".gitlab-ci.yml"), "utf8")).toBe(
      `# mine\n${doubtful.replace('"./a"', '"a"')}`,
    );
  });

  test("mends what GitLab shows only when something else is mended", () => {
    const jobs = (needs: string, extra: string) =>
      `build:\n  script: [make]\ntest:\n  script: [make test]\n  needs: ${needs}\ndeploy:\n${extra}  trigger: group/app\n`;
    const root = directory({ ".gitlab-ci.yml": jobs("[build, build]", "  tags: [big]\n") });
    expect(fanout(root, ["lint", "--fix"]).status).toBe(0);
    expect(readFileSync(join(root, ".gitlab-ci.yml"), "utf8")).toBe(jobs("[build]", ""));
  });

  test("promises to mend only what it will: nothing that takes a comment with it", () => {
    const text = `deploy:\n  tags: [big] # where it runs\n  trigger: group/app\n`;
    const root = directory({ ".gitlab-ci.yml": text });
    expect(fanout(root, ["lint"]).stdout).toMatch(/\n2 errors in 1 file\n$/);
    expect(fanout(root, ["lint", "--fix"]).status).toBe(1);
    expect(readFileSync(join(root, ".gitlab-ci.yml"), "utf8")).toBe(text);
  });

  test("works from a directory below, on files named from there, and outside a repository", () => {
    const root = directory({ "ci/a.yml": refused, ".gitlab-ci.yml": sound });
    expect(fanout(join(root, "ci"), ["lint", "a.yml"]).stdout).toContain("ci/a.yml:1:1  error");
    expect(fanout(join(root, "ci"), ["lint", "../.gitlab-ci.yml"]).status).toBe(0);
    const bare = temporary();
    writeFileSync(join(bare, ".gitlab-ci.yml"), sound);
    expect(fanout(bare, ["lint"]).status).toBe(0);
  });

  test("takes files for what is included from elsewhere", () => {
    const text = `include: [{ project: group/ci, ref: main, file: /b.yml }]\n${sound}`;
    const root = directory({
      ".gitlab-ci.yml": text,
      "copies/b.yml": refused.replace("build", "b"),
    });
    expect(fanout(root, ["lint"]).status).toBe(0);
    const mapped = ["lint", "--map", "group/ci@main:b.yml=copies/b.yml"];
    const { status, stdout } = fanout(root, mapped);
    expect(stdout).toContain("group/ci@main:b.yml:1:1  error  job-without-work");
    expect(status).toBe(1);
  });

  test("takes those of the configuration, and what an option says before them", () => {
    const include = "include: [{ project: group/ci, file: /b.yml }]\n";
    const includes = { "group/ci:b.yml": "copies/b.yml" };
    const root = directory({
      ".gitlab-ci.yml": `${include}${sound}  needs: [theirs]\n`,
      "copies/b.yml": sound.replace("build", "theirs"),
      "fanout.config.json": JSON.stringify({ gitlab: { includes } }),
      "src/a": "",
    });
    const lint = (...args: string[]) =>
      fanout(join(root, "src"), ["lint", "../.gitlab-ci.yml", ...args]);
    expect(lint()).toMatchObject({ status: 0, stdout: "Nothing found in 2 files\n" });
    const alone = lint("--map", "group/ci:b.yml=");
    expect(alone.stdout).toContain("build job: undefined need: theirs");
    expect(alone.status).toBe(1);
    const simulated = fanout(root, ["simulate", "--as", "push"]);
    expect(simulated.stdout).toContain("theirs");
  });

  test.each([
    [["lint", "none.yml"], "none.yml: there is no such file"],
    [["lint", "ci"], "ci: is a directory"],
    [["lint", "--map", "x"], '--map: "x" should be KEY=PATH'],
    [["lint", "--map", "k=x"], '--map: there is no file "x" to stand in for k'],
    [["lint", "--format", "xml"], "Allowed choices are table, json, sarif, junit, codequality"],
  ])("says what is wrong with %j", (args, message) => {
    const { status, stderr } = fanout(
      directory({ "ci/a.yml": sound, ".gitlab-ci.yml": sound }),
      args,
    );
    expect(stderr).toContain(message);
    expect(status).toBe(2);
  });

  test.each([
    ["a binary", Buffer.from([0, 1, 255, 254, 7])],
    ["no YAML", Buffer.from("a: [b\n")],
    ["nothing", Buffer.from("")],
    ["a list", Buffer.from("- a\n")],
    ["brackets without end", Buffer.from("[".repeat(100_000))],
    ["a bomb of aliases", Buffer.from(bomb())],
    ["a reference to itself", Buffer.from("a:\n  script: !reference [a, script]\n")],
    ["a file that includes itself", Buffer.from("include: .gitlab-ci.yml\n")],
  ])("has one finding or few for %s", (_, bytes) => {
    const root = directory({ ".gitlab-ci.yml": "" });
    writeFileSync(join(root, ".gitlab-ci.yml"), bytes);
    const { status, stdout, stderr } = fanout(root, ["lint"]);
    expect(stderr).toBe("");
    expect(stdout).toMatch(/^[1-3] errors?(, 1 warning)? in 1 file$/m);
    expect(status).toBe(1);
  });
});

function bomb(): string {
  const lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"];
  for (let level = 1; level < 12; level++) {
    lines.push(
      `a${level}: &a${level} [${Array(10)
        .fill(`*a${level - 1}`)
        .join(", ")}]`,
    );
  }
  return `${lines.join("\n")}\n`;
}
