import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { commandEnv, fanout, temporary } from "../helpers/fanout.ts";

const parent = `gen:
  stage: build
  variables: { GIT_DEPTH: 0 }
  script: [npx fanout generate]
  artifacts: { paths: [generated-config.yml], expire_in: 30 days }
child:
  stage: deploy
  trigger: { include: [{ artifact: generated-config.yml, job: gen }] }
`;
const config = {
  services: { define: { api: { root: "api" }, web: { root: "web" } } },
  generators: ["./jobs.yml"],
};
const files = {
  ".gitlab-ci.yml": parent,
  "fanout.config.json": JSON.stringify(config),
  "jobs.yml": 'check:\n  script: [make]\n  rules: [{ changes: ["./x"] }, { when: on_success }]\n',
  "api/a": "",
  "web/a": "",
};

function project(changed: Readonly<Record<string, string>>): string {
  const root = temporary();
  for (const [path, text] of Object.entries({ ...files, ...changed })) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  const git = (...args: string[]) => execFileSync("git", args, { cwd: root, env: commandEnv });
  git("init", "-q", "-b", "main");
  git("add", "-A");
  git("-c", "user.name=Ada", "-c", "user.email=ada@example.com", "commit", "-q", "-m", "Start");
  return root;
}

interface Told {
  readonly code: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
  readonly fixable: boolean;
}

function linted(root: string, ...args: readonly string[]) {
  const { status, stdout } = fanout(root, ["lint", "--json", ...args]);
  const { findings } = JSON.parse(stdout) as { findings: readonly Told[] };
  return { status, findings };
}

describe("what fanout generate would write", () => {
  test("is linted under its name, with lines, and has no fixes", () => {
    const root = project({});
    const { findings } = linted(root);
    expect(findings.map(({ code, file, fixable }) => [code, file, fixable])).toEqual([
      ["glob-never-matches", "generated-config.yml", false],
      ["glob-never-matches", "generated-config.yml", false],
    ]);
    fanout(root, ["generate"]);
    const written = readFileSync(join(root, "generated-config.yml"), "utf8").split("\n");
    expect(findings.map(({ line, column }) => written[line - 1]?.slice(column - 1))).toEqual([
      "./x",
      "./x",
    ]);
    const before = written.join("\n");
    fanout(root, ["lint", "--fix"]);
    expect(readFileSync(join(root, "generated-config.yml"), "utf8")).toBe(before);
  });

  test("leaves no file behind", () => {
    const root = project({});
    linted(root);
    expect(existsSync(join(root, "generated-config.yml"))).toBe(false);
  });

  test("is one finding where it fails", () => {
    const root = project({ "fanout.config.json": '{"generators":["nodex"]}' });
    const { status, findings } = linted(root);
    expect(findings.map(({ code, file, line, message }) => [code, file, line, message])).toEqual([
      [
        "generator-fails",
        ".gitlab-ci.yml",
        8,
        expect.stringMatching(/^fanout generate fails: .*no generator is called "nodex"/),
      ],
    ]);
    expect(status).toBe(1);
  });

  test("is not looked at where another program writes it", () => {
    const text = parent.replace("npx fanout generate", "python generate.py");
    expect(linted(project({ ".gitlab-ci.yml": text })).findings).toEqual([]);
  });
});

describe("children of several files", () => {
  const child = (include: string) => `child: { trigger: { include: ${include} } }\n`;
  const b = "b:\n  script: [x]\n  rules: [{ changes: [./x] }, { when: on_success }]\n";

  test("are read with their inputs, and findings stand in their files", () => {
    const text = child("[{ local: a.yml, inputs: { name: x } }, b.yml]");
    const inputs = 'spec: { inputs: { name: {} } }\n---\n"$[[ inputs.name ]]": { script: [x] }\n';
    const root = project({ ".gitlab-ci.yml": text, "a.yml": inputs, "b.yml": b });
    const { findings } = linted(root);
    expect(findings.map(({ code, file, line }) => [code, file, line])).toContainEqual([
      "glob-never-matches",
      "b.yml",
      3,
    ]);
    expect(findings.map(({ code }) => code)).not.toContain("gitlab");
    expect(findings.filter(({ file }) => !["a.yml", "b.yml"].includes(file))).toEqual([]);
  });

  test("what is wrong with the entries stands at the trigger job", () => {
    const text = child("[{ local: a.yml, inputs: {} }]");
    const inputs = 'spec: { inputs: { name: {} } }\n---\n"$[[ inputs.name ]]": { script: [x] }\n';
    const { status, findings } = linted(project({ ".gitlab-ci.yml": text, "a.yml": inputs }));
    expect(
      findings.map(({ message, file, line, column }) => [message, file, line, column]),
    ).toEqual([
      ["`a.yml`: `name` input: required value has not been provided", ".gitlab-ci.yml", 1, 10],
    ]);
    expect(JSON.stringify(findings)).not.toContain("\\u0000");
    expect(status).toBe(1);
  });
});

test("a name that is a branch and a tag of this repository", () => {
  const url = "$CI_API_V4_URL/projects/$CI_PROJECT_ID/trigger/pipeline";
  const text = `a: { script: ['curl -f -X POST -F token=$CI_JOB_TOKEN -F ref=v1 "${url}"'] }\n`;
  const root = project({ ".gitlab-ci.yml": text });
  const codes = () => linted(root).findings.map(({ code }) => code);
  const git = (...args: string[]) => execFileSync("git", args, { cwd: root, env: commandEnv });
  git("tag", "v1");
  expect(codes()).toEqual([]);
  git("branch", "v1");
  expect(codes()).toEqual(["trigger-ref-ambiguous"]);
});
