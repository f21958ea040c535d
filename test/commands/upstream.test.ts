import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { cli } from "../../src/cli.ts";
import { parseYaml } from "../../src/yaml/read.ts";
import { server } from "../gitlab/server.ts";
import { testIo } from "../helpers/io.ts";
import { repo } from "../helpers/repo.ts";

const config = {
  services: {
    define: {
      api: { root: "api" },
      web: { root: "web", dependsOn: ["api"] },
      jobs: { root: "jobs" },
      other: { root: "other" },
    },
  },
  upstream: { "group/lib": { paths: { "src/**": ["api"], "jobs/**": ["jobs"] } } },
  generators: ["./jobs.yml"],
};
const push = (path: string) =>
  JSON.stringify({
    object_kind: "push",
    before: "b".repeat(40),
    after: "a".repeat(40),
    project: { id: 3, path_with_namespace: "group/lib" },
    commits: [{ id: "a".repeat(40), added: [], modified: [path], removed: [] }],
    total_commits_count: 1,
  });

/** A pipeline that a webhook started with this payload. */
async function run(
  args: readonly string[],
  payload: string,
  env: Record<string, string> = {},
  { more = {}, changed = {} }: { more?: object; changed?: Record<string, string> } = {},
) {
  const work = repo({
    "fanout.config.json": JSON.stringify({ ...config, ...more }),
    "jobs.yml": "build: { script: [x] }\n",
    "api/a": "",
    "web/a": "",
    "jobs/a": "",
    "other/a": "",
  });
  work.remote();
  const sha = work.sha();
  work.write(changed);
  const file = join(work.root, ".git/payload");
  writeFileSync(file, payload);
  const io = testIo(work.root, {
    GITLAB_CI: "true",
    CI_PIPELINE_SOURCE: "trigger",
    CI_COMMIT_REF_NAME: "main",
    CI_DEFAULT_BRANCH: "main",
    CI_COMMIT_SHA: sha,
    CI_COMMIT_BEFORE_SHA: "0".repeat(40),
    TRIGGER_PAYLOAD: file,
    ...env,
  });
  const exit = await cli(args, io);
  return {
    exit,
    sha,
    out: io.stdout(),
    err: io.stderr(),
    read: (path: string) => io.files.text(join(work.root, path)),
  };
}

const inside = (report: { services: { name: string; affected: boolean }[] }) =>
  report.services.filter(({ affected }) => affected).map(({ name }) => name);

test("a push to another project builds what it concerns here, and nothing else", async () => {
  const { exit, sha, out } = await run(["affected", "--json"], push("src/a.ts"));
  expect(exit).toBe(0);
  const report = JSON.parse(out);
  expect(report.base).toEqual({
    sha,
    ref: null,
    how: "upstream",
    why: "push to group/lib (aaaaaaaa): what `upstream` maps to it counts, and nothing else",
    fallback: false,
  });
  expect(report.changes).toEqual([]);
  expect(inside(report)).toEqual(["api", "web"]);
  expect(report.services[0].reasons).toEqual([
    [
      {
        by: "upstream",
        project: "group/lib",
        commit: "a".repeat(40),
        pattern: "src/**",
        path: "src/a.ts",
      },
    ],
  ]);
});

test("the table tells it in one line each", async () => {
  const { sha, out, err } = await run(["affected"], push("src/a.ts"));
  expect(err).toBe(
    `main at ${sha.slice(0, 8)}: push to group/lib (aaaaaaaa): what \`upstream\` maps to it counts, and nothing else\n2 of 4 services affected\n`,
  );
  expect(out).toBe(`+  api  src/a.ts changed in group/lib (aaaaaaaa), mapped by src/**
+  web  depends on api (fanout.config.json) → src/a.ts changed in group/lib (aaaaaaaa), mapped by src/**
`);
});

test("the pipeline is made of it, and says why", async () => {
  const { exit, read } = await run(["generate"], push("jobs/x"));
  expect(exit).toBe(0);
  const text = read("generated-config.yml") ?? "";
  expect(Object.keys(parseYaml(text, "g") as object)).toContain("jobs:build");
  expect(text).not.toContain("api:build");
  expect(text).toContain("# jobs: jobs/x changed in group/lib (aaaaaaaa), mapped by jobs/**");
});

test("explain tells the chain", async () => {
  const { out } = await run(["explain", "web"], push("src/a.ts"));
  expect(out).toContain(`  src/a.ts changed in group/lib (aaaaaaaa), mapped by src/**
  └─ web depends on api (fanout.config.json)`);
});

test("explain does not say that nothing changed where another project did", async () => {
  const { out } = await run(["explain", "jobs"], push("src/a.ts"));
  expect(out.split("\n")[0]).toBe("jobs is not affected: nothing that concerns it changed.");
});

describe("where it is not that project's change alone", () => {
  test("a payload that cannot be read: everything, as without one, and a warning", async () => {
    const { exit, out, err } = await run(["affected", "--json"], "{ broken");
    expect(exit).toBe(0);
    expect(inside(JSON.parse(out))).toEqual(["api", "jobs", "other", "web"]);
    expect(JSON.parse(out).base.how).toBe("none");
    expect(err).toContain(
      "warning: TRIGGER_PAYLOAD: is not JSON, so nobody knows which project started this pipeline",
    );
  });

  test("a project that is not mapped: as before", async () => {
    const { out } = await run(
      ["affected", "--json"],
      push("src/a.ts").replace("group/lib", "group/x"),
    );
    const report = JSON.parse(out);
    expect(inside(report)).toEqual(["api", "jobs", "other", "web"]);
    expect(report.diagnostics).toMatchObject([{ code: "UPSTREAM_UNNAMED", severity: "info" }]);
  });

  test("--base and --all say what they always say; what is mapped counts beside it", async () => {
    const base = await run(["affected", "--json", "--base", "HEAD"], push("src/a.ts"));
    expect(inside(JSON.parse(base.out))).toEqual(["api", "web"]);
    const all = await run(["affected", "--json", "--all"], push("src/a.ts"));
    expect(inside(JSON.parse(all.out))).toEqual(["api", "jobs", "other", "web"]);
  });
});

describe("--upstream", () => {
  const local = { GITLAB_CI: "", CI_PIPELINE_SOURCE: "", CI_COMMIT_REF_NAME: "" };
  test("shows on any machine what that project's change would do", async () => {
    const args = ["affected", "--json", "--upstream", "group/lib"];
    const { out } = await run(args, "", local, { changed: { "other/a": "not committed" } });
    const report = JSON.parse(out);
    expect(inside(report)).toEqual(["api", "jobs", "web"]);
    expect(report.services[0].reasons[0][0]).toEqual({
      by: "upstream",
      project: "group/lib",
      why: "--upstream names no paths",
    });
  });
  test("names one that is configured", async () => {
    const { exit, err } = await run(["affected", "--upstream", "group/lbi"], "", local);
    expect(exit).toBe(2);
    expect(err).toContain('Did you mean "group/lib"?');
  });
});

describe("with base.branch: last-success", () => {
  const base = { branch: "last-success" };
  const web = { CI_PIPELINE_SOURCE: "web", CI_PROJECT_ID: "7", CI_JOB_TOKEN: "secret" };
  const sources = async (more: object, env = web) => {
    const fake = await server([{ body: [] }]);
    const asked = { ...env, CI_API_V4_URL: `${fake.url}/api/v4` };
    const { out } = await run(["affected", "--json"], "", asked, { more });
    const [call] = fake.calls;
    return {
      how: JSON.parse(out).base.how,
      per_page: call?.query.per_page,
      source: call?.query.source,
    };
  };

  test("pipelines that others started are passed over where anything is mapped", async () => {
    expect(await sources({ base })).toEqual({ how: "none", per_page: "20", source: undefined });
    expect(await sources({ base, upstream: {} })).toMatchObject({ per_page: "1" });
  });
  test("schedules ask for schedules where they have a policy of their own", async () => {
    const nightly = { ...web, CI_PIPELINE_SOURCE: "schedule" };
    const more = { base: { schedule: "last-success" }, upstream: {} };
    expect(await sources(more, nightly)).toMatchObject({ source: "schedule" });
    expect(await sources({ base, upstream: {} }, nightly)).toMatchObject({ per_page: "1" });
    expect(await sources({ base: { ...base, schedule: "all" } }, nightly)).toEqual({ how: "none" });
  });
  test("a mapped project is not asked about: its pipeline has a base already", async () => {
    const { out, err } = await run(
      ["affected", "--json"],
      push("src/a.ts"),
      {},
      { more: { base } },
    );
    expect(JSON.parse(out).base.how).toBe("upstream");
    expect(err).toBe("");
  });
});
