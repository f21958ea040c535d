import { describe, expect, test } from "vitest";
import { cli } from "../../src/cli.ts";
import { parseYaml } from "../../src/yaml/read.ts";
import { testIo } from "../helpers/io.ts";
import { repo } from "../helpers/repo.ts";

type Job = Record<string, unknown> & { needs?: unknown; trigger?: Record<string, unknown> };

const jobs = `build: { stage: build, script: [x] }
test: { stage: test, script: [x], needs: [!need build] }
lint: { stage: test, script: [x], rules: [{ if: $LINT }] }
.hidden: { script: [x] }
release: { stage: deploy, script: [x], needs: [!need test], when: manual }
`;
const services = {
  define: {
    lib: { root: "libs/lib" },
    web: { root: "web", dependsOn: ["lib"] },
    api: { root: "api" },
  },
};

/** Generates where these paths changed; what was made. */
async function generate(
  downstream: object,
  changed: readonly string[],
  { more = {}, files = {}, flags = [], remove = [], later }: Given = {},
) {
  const config = { services, generators: ["./jobs.yml"], downstream, ...more };
  const work = repo({
    "fanout.config.json": JSON.stringify(config),
    "jobs.yml": jobs,
    "libs/lib/a": "",
    "web/a": "",
    "api/a": "",
    ...files,
  });
  work.remote();
  work.branch("change");
  work.write(Object.fromEntries(changed.map((path) => [path, "changed"])));
  if (later) work.write({ "fanout.config.json": JSON.stringify(later) });
  for (const path of remove) work.git("rm", "-rq", path);
  const io = testIo(work.root, { CI_SERVER_VERSION: "18.11.0" });
  const args = ["generate", "--report", "report.json", "--verbose", ...flags];
  const exit = await cli(args, io);
  const read = (path: string) => io.files.text(`${work.root}/${path}`);
  const made = parseYaml(read("generated-config.yml") ?? "{}", "g") as Record<string, Job>;
  const report = JSON.parse(read("report.json") ?? "{}");
  return { exit, err: io.stderr(), jobs: made, report };
}

interface Given {
  /** Of the configuration. */
  more?: object;
  files?: Record<string, string>;
  flags?: string[];
  remove?: string[];
  /** The configuration after the change. */
  later?: object;
}

test("an affected library starts its consumers once, when its last jobs are done", async () => {
  const { exit, jobs, report } = await generate(
    { app: { project: "group/app", services: ["lib", "api"] } },
    ["libs/lib/a"],
  );
  expect(exit).toBe(0);
  expect(jobs["downstream:app"]).toEqual({
    stage: "deploy",
    inherit: { variables: false },
    needs: [
      { job: "lib:test", artifacts: false },
      { job: "lib:lint", artifacts: false, optional: true },
    ],
    trigger: {
      project: "group/app",
      strategy: "mirror",
      forward: { yaml_variables: false, pipeline_variables: false },
    },
  });
  expect(report.downstream).toEqual([
    {
      name: "app",
      project: "group/app",
      ref: null,
      how: "job",
      affected: true,
      services: ["lib"],
      why: "lib: libs/lib/a changed",
    },
  ]);
});

test("what it does not concern is not started, and the report says so", async () => {
  const { jobs, report } = await generate(
    { app: { project: "group/app", services: ["lib"] }, any: { project: "group/any" } },
    ["api/a"],
  );
  expect(Object.keys(jobs)).not.toContain("downstream:app");
  expect(jobs["downstream:any"]?.needs).toEqual([
    { job: "api:test", artifacts: false },
    { job: "api:lint", artifacts: false, optional: true },
  ]);
  expect(report.downstream.map(({ why }: { why: string }) => why)).toEqual([
    "lib is not affected",
    "api: api/a changed",
  ]);
});

test("without a change there is none, also for entries that any service concerns", async () => {
  const { jobs, report } = await generate({ any: { project: "group/any" } }, []);
  expect(Object.keys(jobs)).not.toContain("downstream:any");
  expect(report.downstream[0]).toMatchObject({ affected: false, why: "no service is affected" });
});

test("all that is configured stands in the job; variables arrive as they are written", async () => {
  const { jobs, err } = await generate(
    {
      app: {
        project: "group/app",
        ref: "release/1",
        variables: { TEXT: "5$ \"x\"\n'y'", PLAIN: "a" },
        inputs: { tier: "live" },
        strategy: "none",
        stage: "test",
        forward: { pipeline_variables: true },
      },
    },
    ["api/a"],
  );
  expect(jobs["downstream:app"]).toEqual({
    stage: "test",
    inherit: { variables: false },
    variables: { TEXT: { value: "5$ \"x\"\n'y'", expand: false }, PLAIN: "a" },
    needs: [
      { job: "api:test", artifacts: false },
      { job: "api:lint", artifacts: false, optional: true },
    ],
    trigger: {
      project: "group/app",
      branch: "release/1",
      inputs: { tier: "live" },
      forward: { pipeline_variables: true, yaml_variables: true },
    },
  });
  expect(err).toContain("downstream:app forwards");
});

test("an entry for the API makes no job", async () => {
  const { jobs, report } = await generate({ app: { project: "group/app", how: "api" } }, ["api/a"]);
  expect(Object.keys(jobs)).not.toContain("downstream:app");
  expect(report.downstream[0]).toMatchObject({ how: "api", affected: true, services: ["api"] });
});

test("jobs of stages behind its own are not waited for", async () => {
  const { jobs } = await generate({ app: { project: "group/app", stage: "build" } }, ["api/a"]);
  expect(jobs["downstream:app"]?.needs).toEqual([{ job: "api:build", artifacts: false }]);
});

test("where more jobs would be needed than GitLab allows, it waits for the stages before", async () => {
  const define = Object.fromEntries(
    Array.from({ length: 26 }, (_, index) => [`s${index}`, { root: `s${index}` }]),
  );
  const files = Object.fromEntries(Object.keys(define).map((name) => [`${name}/a`, ""]));
  const given = { more: { services: { define } }, files };
  const made = await generate({ app: { project: "group/app" } }, Object.keys(files), given);
  expect(made.exit).toBe(0);
  expect(made.jobs["downstream:app"]).not.toHaveProperty("needs");
  expect(made.jobs["downstream:app"]?.stage).toBe("deploy");
  expect(made.err).toContain(
    "downstream:app › needs: would need 52 jobs and GitLab allows 50, so it waits for all stages before deploy",
  );
  const few = await generate({ app: { project: "group/app" } }, Object.keys(files).slice(1), given);
  expect(few.jobs["downstream:app"]?.needs).toHaveLength(50);
});

test("a service that is gone concerns what a pattern or nothing names", async () => {
  const downstream = {
    all: { project: "group/all" },
    some: { project: "group/some", services: ["a*", "!lib"] },
    other: { project: "group/other", services: ["l*"] },
  };
  const { lib } = services.define;
  const { exit, jobs, report, err } = await generate(downstream, [], {
    remove: ["api", "web"],
    later: { services: { define: { lib } }, generators: ["./jobs.yml"], downstream },
    flags: ["--services", "lib"],
  });
  expect({ exit, err }).toMatchObject({ exit: 0 });
  expect(report.downstream).toMatchObject([
    { name: "all", services: ["lib", "api", "web"] },
    { name: "some", services: ["api"], why: "api: gone; the base had it in api" },
    { name: "other", services: ["lib"], why: "lib: asked for by --services" },
  ]);
  expect(jobs["downstream:some"]?.needs).toEqual([]);
});

describe("names of services", () => {
  test("a service that does not exist is an error with the one that was meant", async () => {
    const { exit, err } = await generate(
      {
        app: { project: "group/app", services: ["lbi"] },
        two: { project: "group/b", services: ["apo"] },
      },
      ["api/a"],
    );
    expect(exit).toBe(2);
    expect(err).toContain(
      'fanout.config.json › downstream › app › services[0]: no service is called "lbi". Did you mean "lib"?',
    );
    expect(err).toContain('two › services[0]: no service is called "apo". Did you mean "api"?');
  });

  test("a pattern that means none is told", async () => {
    const { exit, err, report } = await generate(
      { app: { project: "group/app", services: ["apps/*"] } },
      ["api/a"],
    );
    expect(exit).toBe(0);
    expect(err).toContain(
      'fanout.config.json › downstream › app › services: no service is called like "apps/*"',
    );
    expect(report.downstream[0].why).toBe("its services mean none that there is (apps/*)");
  });
});

test("the project itself is refused: GitLab fails such a job", async () => {
  const config = { services: { define: { api: { root: "api" } } }, generators: ["make"] };
  const downstream = { app: { project: "group/app" } };
  const work = repo({
    "fanout.config.json": JSON.stringify({ ...config, downstream }),
    "api/a": "",
  });
  work.remote();
  work.branch("change");
  work.write({ "api/a": "1" });
  const io = testIo(work.root, { CI_PROJECT_PATH: "group/app" });
  expect(await cli(["generate"], io)).toBe(2);
  expect(io.stderr()).toContain("fanout.config.json › downstream:app › trigger");
});
