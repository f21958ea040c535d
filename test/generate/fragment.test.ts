import { expect, test } from "vitest";
import { cli } from "../../src/cli.ts";
import { parseYaml } from "../../src/yaml/read.ts";
import { testIo } from "../helpers/io.ts";
import { repo } from "../helpers/repo.ts";

const config = `services:
  define:
    api: { root: api, dependsOn: [lib], tags: [tested] }
    lib: { root: lib, tags: [tested] }
    docs: { root: docs }
generators:
  - use: ./ci/jobs.yml
    when: { tag: tested }
`;

/** Runs `fanout generate` for all services with this as ci/jobs.yml. */
async function generate(jobs: string) {
  const work = repo({
    "fanout.config.yml": config,
    "api/a": "",
    "lib/a": "",
    "docs/a": "",
    "ci/jobs.yml": jobs,
  });
  const io = testIo(work.root, {});
  const exit = await cli(["generate", "--all"], io);
  const text = io.files.text(`${work.root}/generated-config.yml`);
  const made = (text ? parseYaml(text, "g") : {}) as Record<string, { needs?: unknown }>;
  return { exit, err: io.stderr(), made, text };
}

test("jobs are read as they are, for each service that is wanted", async () => {
  const { exit, made } = await generate(`
.defaults: &defaults
  image: python:3
test:
  <<: *defaults
  stage: test
  needs: [!need build, !need-from-dependencies test]
  script: ["echo {{service.name}}"]
build:
  script: [make]
`);
  expect(exit).toBe(0);
  expect(Object.keys(made).filter((name) => /^\w+:/.test(name))).toEqual([
    "api:build",
    "api:test",
    "lib:build",
    "lib:test",
  ]);
  expect(made["api:test"]).toEqual({
    image: "python:3",
    stage: "test",
    needs: ["api:build", "lib:test"],
    script: ["echo {{service.name}}"],
    variables: { SERVICE_NAME: "api", SERVICE_DIR: "api" },
  });
});

test.each([
  ["broken YAML", "test:\n  script: [x\nb: 1\n", "ci/jobs.yml: line 3"],
  ["a list", "- test\n", "ci/jobs.yml › api: should give jobs by key"],
  ["an empty file", "", "ci/jobs.yml › api: should give jobs by key"],
  ["an unknown tag", "test: !ned x\n", "ci/jobs.yml: line 1"],
  [
    "an unknown key",
    "test:\n  image: x\n  scirpt: [x]\n",
    "ci/jobs.yml:3 › api:test › scirpt: unknown keyword",
  ],
])("%s is told with its place", async (_, jobs, says) => {
  const { exit, err, text } = await generate(jobs);
  expect(err).toContain(says);
  expect(exit).toBe(2);
  expect(text).toBeUndefined();
});

test("a change of the file concerns every service", async () => {
  const work = repo({
    "fanout.config.yml": config,
    "api/a": "",
    "lib/a": "",
    "docs/a": "",
    "ci/jobs.yml": "test: { script: [x] }\n",
  });
  work.remote();
  work.branch("change");
  work.commit({ "ci/jobs.yml": "test: { script: [y] }\n" });
  const io = testIo(work.root, {});
  expect(await cli(["affected", "--json"], io)).toBe(0);
  const { services } = JSON.parse(io.stdout()) as {
    services: { name: string; affected: boolean }[];
  };
  expect(services.filter(({ affected }) => affected).map(({ name }) => name)).toEqual([
    "api",
    "docs",
    "lib",
  ]);
});
