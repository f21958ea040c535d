import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { commandEnv, fanout, temporary } from "../helpers/fanout.ts";

const services = {
  "fanout.config.json": JSON.stringify({
    services: { define: { api: { root: "api" }, web: { root: "web" } } },
    generators: ["./jobs.yml"],
  }),
  "jobs.yml": "check:\n  script: [make]\n",
  "api/a": "",
  "web/a": "",
};

/** A repository without commits, where everything counts as changed. */
function project(files: Readonly<Record<string, string>>): string {
  const root = temporary();
  for (const [path, text] of Object.entries({ ...services, ...files })) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  const git = (...args: string[]) => execFileSync("git", args, { cwd: root, env: commandEnv });
  git("init", "-q", "-b", "main");
  git("add", "-A");
  git("-c", "user.name=Ada", "-c", "user.email=ada@example.com", "commit", "-q", "-m", "Start");
  return root;
}

const parent = (script: string, path: string, more = "") => `gen:
  script: [${JSON.stringify(script)}]
  artifacts: { paths: [${path}] }
${more}child:
  stage: deploy
  needs: [gen]
  trigger: { include: [{ artifact: ${path}, job: gen }] }
`;

function simulated(text: string, args: readonly string[] = [], files = {}) {
  const root = project({ ".gitlab-ci.yml": text, ...files });
  const { status, stdout } = fanout(root, ["simulate", ...args]);
  const [, child = ""] = stdout.split("    child starts ");
  return [status, child.replace(/^ +/gm, "")];
}

const api = ["--changed", "api/a"];
const ofApi = (file: string) => [0, `${file}: created\n+ api:check\n`];

describe("a child that fanout generate writes", () => {
  test.each([
    ["npx", "npx fanout generate", "generated-config.yml"],
    ["another file", "fanout generate -o ci/out.yml", "ci/out.yml"],
    ["a script of package.json", "npm run pipeline", "out.yml"],
  ])("%s", (_, script, path) => {
    const files = { "package.json": '{"scripts":{"pipeline":"fanout generate -o out.yml"}}' };
    expect(simulated(parent(script, path), api, files)).toEqual(ofApi(path));
  });

  test("in before_script, with variables of the job and of the pipeline", () => {
    const more =
      "  before_script: [$FANOUT generate --services $ONLY]\n  variables: { ONLY: web }\n";
    const text = parent("true", "generated-config.yml", more);
    expect(simulated(text)).toEqual([0, "generated-config.yml: created\n+ web:check\n"]);
    expect(simulated(text, ["--var", "ONLY=api"])).toEqual(ofApi("generated-config.yml"));
  });

  test("the grandchildren that its shards write", () => {
    const config = { ...JSON.parse(services["fanout.config.json"]), shape: "services" };
    const files = { "fanout.config.json": JSON.stringify(config) };
    expect(simulated(parent("fanout generate", "generated-config.yml"), api, files)).toEqual([
      0,
      `generated-config.yml: created
+ api:pipeline
+ fanout-generate-1
api:pipeline starts generated-config.service-api.yml: created
+ api:check
`,
    ]);
  });

  test("one that fails is no child", () => {
    const [status, child] = simulated(parent("fanout generate --services no", "x.yml"));
    expect(child).toMatch(/^x\.yml: not created\nfanout generate fails: .*"no"/);
    expect(status).toBe(1);
    expect(simulated(parent("fanout generate --services $NO", "x.yml"))[1]).toContain(
      "options that cannot be told: the value of --services, $NO, is not known here",
    );
  });
});

describe("other children", () => {
  test("what another program writes is told, and can be mapped", () => {
    const text = parent("python ci/generate.py", "x.yml");
    expect(simulated(text)).toEqual([
      0,
      "x.yml: not known here: the job gen writes x.yml by something other than `fanout generate`, which is not run here; --map artifact:gen:x.yml=FILE can name a copy\n",
    ]);
    const args = ["--map", "artifact:gen:x.yml=copy.yml"];
    expect(simulated(text, args, { "copy.yml": "a: { script: [x] }\n" })).toEqual([
      0,
      "x.yml: created\n+ a\n",
    ]);
    expect(simulated(parent("fanout generate", "y.yml"))[1]).toContain(
      "writes generated-config.yml and not y.yml",
    );
  });

  const child = (include: string) => `child: { trigger: { include: ${include} } }\n`;
  const inputs = 'spec: { inputs: { name: {} } }\n---\n"$[[ inputs.name ]]": { script: [x] }\n';

  test("several files, with inputs and variables, are one child", () => {
    const text = `variables: { D: ci }\n${child("[{ local: $D/a.yml, inputs: { name: x } }, b.yml]")}`;
    const files = { "ci/a.yml": inputs, "b.yml": "b: { script: [x] }\n" };
    expect(simulated(text, [], files)).toEqual([0, "$D/a.yml, b.yml: created\n+ x\n+ b\n"]);
  });

  test("a file that is missing, and another project", () => {
    expect(simulated(child("no.yml"))).toEqual([
      1,
      "no.yml: not created\nLocal file `no.yml` does not exist!\n",
    ]);
    expect(simulated("child: { trigger: group/app }\n")).toEqual([
      0,
      "group/app: not known here: it is a pipeline of another project\n",
    ]);
  });

  test("an empty child makes the exit code 1", () => {
    const files = { "a.yml": "a: { script: [x], rules: [{ if: $NO }] }\n" };
    const [status, told] = simulated(child("a.yml"), [], files);
    expect(told).toContain("The resulting pipeline would have been empty.");
    expect(status).toBe(1);
  });

  test("what forward hands over decides in it", () => {
    const rules = (name: string) => `{ script: [x], rules: [{ if: $${name} }] }`;
    const files = { "a.yml": `a: ${rules("A")}\nb: ${rules("B")}\nc: { script: [x] }\n` };
    const text = (forward: string) =>
      `child: { variables: { A: "1" }, trigger: { include: a.yml, forward: ${forward} } }\n`;
    const jobs = (forward: string) =>
      String(simulated(text(forward), ["--var", "B=1"], files)[1]).match(/(?<=\+ )\w/g);
    expect(jobs("{}")).toEqual(["a", "c"]);
    expect(jobs("{ yaml_variables: false, pipeline_variables: true }")).toEqual(["b", "c"]);
  });
});

test("what is included from elsewhere and not read is told", () => {
  const text = "include: [{ template: A.gitlab-ci.yml }]\na: { script: [x] }\n";
  const root = project({ ".gitlab-ci.yml": text, "need.yml": `${text}  needs: [b]\n` });
  expect(fanout(root, ["simulate"]).stdout).toBe(`.gitlab-ci.yml: created
  ? template:A.gitlab-ci.yml is not read here, nor its jobs; --map can name a copy
  + a
`);
});
