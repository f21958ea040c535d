import { expect, test } from "vitest";
import { cli } from "../../src/cli.ts";
import { parseYaml } from "../../src/yaml/read.ts";
import { testIo } from "../helpers/io.ts";
import { repo } from "../helpers/repo.ts";

const generator = `export default {
  name: "deploy",
  when: (service) => service.has("deploy.txt"),
  jobs: () => ({ deploy: { script: ["./deploy up"] } }),
  onRemoved: async (service, ctx) => ({
    teardown: {
      stage: "deploy",
      script: ["./deploy down"],
      environment: { name: (await service.read("deploy.txt")).trim(), action: "stop" },
      variables: { BASE: ctx.base.sha },
    },
  }),
};
`;
const config = (define: string) => `export default {
  services: { discover: ["npm"], define: { ${define} } },
  generators: ["node", "./deploy.mjs"],
};
`;
const nightly = 'nightly: { root: "jobs/nightly", variables: { CRON: "1" } }';
const files = {
  "fanout.config.mjs": config(nightly),
  "deploy.mjs": generator,
  "web/package.json":
    '{ "name": "web", "scripts": { "test": "x" }, "dependencies": { "api": "*" } }',
  "api/package.json": '{ "name": "api", "scripts": { "test": "x" } }',
  "package.json": '{ "private": true, "workspaces": ["web", "api"] }',
  "api/deploy.txt": "production/api\n",
  "jobs/nightly/deploy.txt": "production/nightly\n",
};

async function generate(change: (work: ReturnType<typeof repo>) => void) {
  const work = repo(files);
  work.remote();
  const base = work.sha();
  work.branch("change");
  change(work);
  const io = testIo(work.root, {});
  const exit = await cli(["generate", "--report", "report.json"], io);
  const read = (path: string) => io.files.text(`${work.root}/${path}`) ?? "{}";
  return {
    base,
    exit,
    err: io.stderr(),
    text: read("generated-config.yml"),
    jobs: parseYaml(read("generated-config.yml"), "g") as Record<string, unknown>,
    report: JSON.parse(read("report.json")),
  };
}

test("a service that is gone gets the jobs of onRemoved and no others; its dependents run", async () => {
  const { base, exit, jobs, report, text } = await generate((work) => {
    work.git("rm", "-rq", "api");
  });
  expect(exit).toBe(0);
  expect(Object.keys(jobs).filter((key) => key.includes(":"))).toEqual([
    "api:teardown",
    "web:test",
  ]);
  expect(jobs["api:teardown"]).toEqual({
    stage: "deploy",
    script: ["./deploy down"],
    environment: { name: "production/api", action: "stop" },
    variables: { SERVICE_NAME: "api", SERVICE_DIR: "api", BASE: base },
  });
  expect(text).toContain("# api: gone; the base had it in api");
  expect(report.removed).toEqual([{ name: "api", root: "api", kind: "library" }]);
  expect(
    report.services.map(({ name, reasons }: { name: string; reasons: unknown }) => [name, reasons]),
  ).toEqual([
    ["nightly", []],
    ["web", [[{ by: "removed", on: "api", manifest: "web/package.json", line: 1 }]]],
  ]);
});

test("a service that only the base's configuration defined is torn down too", async () => {
  const { jobs } = await generate((work) => {
    work.write({ "fanout.config.mjs": config("") });
    work.git("rm", "-rq", "jobs");
  });
  expect(jobs["nightly:teardown"]).toMatchObject({
    variables: { SERVICE_NAME: "nightly", SERVICE_DIR: "jobs/nightly", CRON: "1" },
  });
});

test("the base's configuration may have had another ending", async () => {
  const { jobs } = await generate((work) => {
    work.write({ "fanout.config.mjs": null, "fanout.config.js": config("") });
    work.git("rm", "-rq", "jobs");
  });
  expect(Object.keys(jobs)).toContain("nightly:teardown");
});

test("what generators are not for is left alone", async () => {
  const { jobs, report } = await generate((work) => {
    work.git("rm", "-rq", "web");
  });
  expect(Object.keys(jobs)).toContain("fanout:nothing-affected");
  expect(report.removed.map(({ name }: { name: string }) => name)).toEqual(["web"]);
});

test("a generator that is gone with its service is told", async () => {
  const own = 'nightly: { root: "jobs/nightly", generators: ["./jobs/nightly/jobs.mjs"] }';
  const work = repo({
    ...files,
    "fanout.config.mjs": config(own),
    "jobs/nightly/jobs.mjs": generator,
  });
  work.remote();
  work.branch("change");
  work.git("rm", "-rq", "jobs");
  work.write({ "fanout.config.mjs": config("") });
  const io = testIo(work.root, {});
  expect(await cli(["generate"], io)).toBe(0);
  expect(io.stderr()).toContain(
    'warning: nightly is gone, and so is its generator "./jobs/nightly/jobs.mjs"',
  );
});

test("a configuration of the base that does not load is told, and everything runs", async () => {
  const work = repo({ ...files, "fanout.config.mjs": "export default {" });
  work.remote();
  work.branch("change");
  work.write({ "fanout.config.mjs": config(nightly) });
  const io = testIo(work.root, {});
  expect(await cli(["generate"], io)).toBe(0);
  expect(io.stderr()).toContain(
    "warning: fanout.config.mjs: the configuration of the base cannot be loaded",
  );
  expect(io.stderr()).toContain("3 of 3 services affected");
});

test("services for which no generator makes a job are told together", async () => {
  const names = ["a", "b", "c", "d", "e", "f", "g"];
  const told = async (count: number) => {
    const define = names.slice(0, count).map((name) => `${name}: { root: "${name}" }`);
    const work = repo({
      "fanout.config.yml": `services: { define: { ${define.join(", ")} } }`,
      ...Object.fromEntries(names.map((name) => [`${name}/x`, ""])),
    });
    const io = testIo(work.root, {});
    expect(await cli(["generate", "--all"], io)).toBe(0);
    return (
      io
        .stderr()
        .split("\n")
        .find((line) => line.includes("no generator")) ?? ""
    );
  };
  const next = "Name a generator that does, in `generators` or in the service's definition";
  expect(await told(1)).toBe(
    `warning: a is affected, but no generator makes a job for it. ${next}`,
  );
  expect(await told(3)).toBe(
    `warning: a, b, c are affected, but no generator makes a job for them. ${next}`,
  );
  expect(await told(7)).toBe(
    `warning: a, b, c, d, e and 2 more services are affected, but no generator makes a job for them. ${next}`,
  );
});
