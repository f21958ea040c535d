import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parseYaml } from "../../src/yaml/read.ts";
import { fanout, runLocally } from "../helpers/fanout.ts";
import { repo } from "../helpers/repo.ts";

const manifest = JSON.stringify({
  name: "x",
  version: "1.0.0",
  scripts: {
    build: "node -e \"require('fs').mkdirSync('dist', { recursive: true })\"",
    test: "node -e \"console.log('here: ' + process.cwd())\"",
  },
});

/** Directories that a shell, YAML, a template or GitLab would take for something else. */
const directories = [
  '$(touch owned); "x"',
  "`touch owned`",
  "a'; touch owned; '",
  "-rf",
  "${HOME}",
  "sp ace & more | tee owned",
  "{{service}} #not: a comment",
  "*",
];

test.each(directories)("a service in %j is harmless from diff to running job", (name) => {
  const root = `services/${name}`;
  const work = repo({
    "fanout.config.json": JSON.stringify({
      services: { discover: ["npm"], define: { plain: { root: "plain" } } },
      generators: ["node", { use: "./ci/own.yml.hbs", when: { has: "package.json" } }],
    }),
    "ci/own.yml.hbs":
      'own:\n  stage: test\n  script:\n    - cd "$SERVICE_DIR"\n    - echo "own $PWD"\n',
    "plain/x": "",
    [`${root}/package.json`]: manifest,
  });
  work.remote();
  work.branch("change");
  work.git("remote", "add", "gcl-origin", "https://gitlab.example/example/repo.git");
  work.write({ [`${root}/index.js`]: "1" });

  const { status, stderr } = fanout(work.root, ["generate", "--report", "r.json"]);
  expect(stderr).not.toContain("error");
  expect(status).toBe(0);
  const text = readFileSync(join(work.root, "generated-config.yml"), "utf8");
  const jobs = parseYaml(text, "generated-config.yml") as Record<
    string,
    { variables: Record<string, unknown> }
  >;
  const given = jobs[`${name}:test`]?.variables.SERVICE_DIR;
  expect((given as { value?: string })?.value ?? given).toBe(root);

  const ran = runLocally(work.root);
  expect(ran.output).toContain(`own ${join(work.root, root)}`);
  expect(ran.output).toContain(`here: ${join(work.root, root)}`);
  expect(Object.values(ran.jobs)).toEqual(["PASS", "PASS", "PASS"]);
  const everything = readdirSync(work.root, { recursive: true, encoding: "utf8" });
  expect(everything.filter((path) => /(^|\/)owned$/.test(path))).toEqual([]);
});

test("a template that prints such a directory bare is refused", () => {
  const work = repo({
    "fanout.config.json": JSON.stringify({
      services: { define: { evil: { root: "$(touch owned)" } } },
      generators: ["./own.yml.hbs"],
    }),
    "own.yml.hbs": "own:\n  script:\n    - cd {{service.root}}\n",
    "$(touch owned)/x": "",
  });
  const { status, stderr } = fanout(work.root, ["generate", "--all"]);
  expect(stderr).toContain("own.yml.hbs:3 › evil: {{service.root}} is");
  expect(status).toBe(2);
  expect(existsSync(join(work.root, "generated-config.yml"))).toBe(false);
});

test("a generator that puts it into a script is refused", () => {
  const work = repo({
    "fanout.config.json": JSON.stringify({
      services: { define: { evil: { root: "$(touch owned)" } } },
      generators: ["./own.mjs"],
    }),
    "own.mjs":
      "export default { name: 'own', jobs: (s) => ({ own: { script: ['cd ' + s.root] } }) };",
    "$(touch owned)/x": "",
  });
  const { status, stderr } = fanout(work.root, ["generate", "--all"]);
  expect(stderr).toContain("own.mjs › evil:own › script[0]");
  expect(stderr).toContain("shellQuote()");
  expect(status).toBe(2);
});
