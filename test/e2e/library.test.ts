import { spawnSync } from "node:child_process";
import { appendFileSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { affectedReportSchema, reportSchema } from "../../src/report/schema.ts";
import { commandEnv, exampleRepo, fanout, project, temporary } from "../helpers/fanout.ts";

const library = () =>
  import(pathToFileURL(join(project, "dist/index.js")).href) as Promise<
    typeof import("../../src/index.ts")
  >;

test("the library exports what configurations, generators and tests need, and nothing else", async () => {
  expect(Object.keys(await library()).sort()).toEqual([
    "UserError",
    "defineConfig",
    "defineGenerator",
    "evaluateExpression",
    "lint",
    "literal",
    "matchGlob",
    "planPipeline",
    "reference",
    "shellQuote",
    "simulate",
  ]);
});

test("conditions and globs are judged by the library as built", async () => {
  const { evaluateExpression, matchGlob } = await library();
  expect(evaluateExpression("$A =~ /^v\\d/", { A: "v1" })).toMatchObject({ truthful: true });
  expect(matchGlob("docs/**", "docs/a/b")).toBe(false);
});

test("planPipeline plans what generate writes", async () => {
  const { root } = exampleRepo();
  writeFileSync(join(root, "services/api/answer.js"), "export const answer = () => ({});\n");
  const { planPipeline } = await library();
  const planned = await planPipeline(
    { cwd: root },
    process.env.PATH ? { PATH: process.env.PATH } : {},
  );
  fanout(root, ["generate"]);
  expect(planned.files.get("generated-config.yml")).toBe(
    readFileSync(join(root, "generated-config.yml"), "utf8"),
  );
  expect(planned.pipeline.jobs.map(({ name }) => name)).toEqual(["api:build", "api:test"]);
  expect(Object.isFrozen(planned.pipeline)).toBe(true);
});

test("planPipeline plans in no other directory than the one asked for", async () => {
  const { planPipeline } = await library();
  await expect(planPipeline({ cwd: "no/such/place" }, {})).rejects.toThrow(
    "there is no directory no/such/place",
  );
});

test("planPipeline throws its findings", async () => {
  const { planPipeline, UserError } = await library();
  const error = await planPipeline({ cwd: temporary() }, {}).catch((fault: unknown) => fault);
  expect(error).toBeInstanceOf(UserError);
});

test.each([
  ["generate", reportSchema],
  ["preview", reportSchema],
  ["affected", affectedReportSchema],
])("%s --json obeys its schema", (command, schema) => {
  const { root } = exampleRepo();
  writeFileSync(join(root, "libs/greeting/new.js"), "");
  const document = JSON.parse(fanout(root, [command, "--json"]).stdout) as object;
  expect(schema.safeParse(document).error).toBeUndefined();
  // The schema would let nothing else pass.
  expect(schema.safeParse({ ...document, surprise: 1 }).success).toBe(false);
});

test("a user's TypeScript is checked against the shipped types", () => {
  const directory = temporary();
  mkdirSync(join(directory, "node_modules"));
  symlinkSync(project, join(directory, "node_modules/gitlab-fanout"));
  const check = (source: string) => {
    writeFileSync(join(directory, "fanout.config.ts"), source);
    const tsc = join(project, "node_modules/typescript/bin/tsc");
    const options = [
      "--noEmit",
      "--strict",
      "--module",
      "nodenext",
      "--skipLibCheck",
      "--types",
      "",
    ];
    return spawnSync(process.execPath, [tsc, ...options, "fanout.config.ts"], {
      cwd: directory,
      encoding: "utf8",
    }).stdout;
  };
  const job = (keys: string) => `import { defineConfig, defineGenerator } from "gitlab-fanout";
export const own = defineGenerator({
  name: "own",
  when: (service) => service.has("x"),
  jobs: (service, ctx) => ({ test: { script: [service.name], needs: [ctx.need("build"), "other"], ${keys} } }),
});
export default defineConfig({ services: { discover: ["npm"] }, generators: ["node"] });
`;
  expect(check(job('rules: [{ if: "$X", when: "manual" }]'))).toBe("");
  expect(check(job('rules: [{ if: "$X", when: "sometimes" }]'))).toContain("sometimes");
  expect(check(job("parallel: true"))).toContain("TS2322");
});

test("pipelines are tested by gitlab-fanout/testing, as example-repo shows", () => {
  const { root } = exampleRepo();
  mkdirSync(join(root, "node_modules"));
  symlinkSync(project, join(root, "node_modules/gitlab-fanout"));
  symlinkSync(join(project, "node_modules/vitest"), join(root, "node_modules/vitest"));
  const vitest = join(project, "node_modules/vitest/vitest.mjs");
  // On a busy machine vitest's own 5 s are too few.
  const words = [vitest, "run", "--root", root, "--testTimeout=30000", "ci/"];
  const run = () =>
    spawnSync(process.execPath, words, {
      cwd: root,
      encoding: "utf8",
      env: { ...commandEnv, NO_COLOR: "1" },
      timeout: 60_000,
    });
  appendFileSync(join(root, "libs/greeting/index.js"), "// friendlier\n");
  const passed = run();
  expect(passed.stdout, passed.stderr).toContain("2 passed");
  expect(passed.status).toBe(0);
  appendFileSync(join(root, "services/proxy/nginx.conf"), "# more\n");
  const failed = run();
  expect(`${failed.stdout}${failed.stderr}`).toContain(
    "not expected: child-pipeline > proxy:context",
  );
  expect(failed.status).toBe(1);
});

test("lint and simulate are the library's too", async () => {
  const { root } = exampleRepo();
  const { lint, simulate } = await library();
  const env = process.env.PATH ? { PATH: process.env.PATH } : {};
  expect(await lint([], { cwd: root, env })).toEqual({
    files: [".gitlab-ci.yml", "generated-config.yml"],
    findings: [],
  });
  const nightly = await simulate({ cwd: root, env, as: "schedule" });
  expect(nightly.simulated?.created).toBe(true);
  expect(nightly.children[0]?.simulated?.jobs.map(({ name }) => name)).toContain("proxy:context");
  await expect(lint(["none.yml"], { cwd: root, env })).rejects.toThrow("there is no such file");
});
