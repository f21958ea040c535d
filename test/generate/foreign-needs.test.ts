import { describe, expect, test } from "vitest";
import { cli } from "../../src/cli.ts";
import { parseYaml } from "../../src/yaml/read.ts";
import { testIo } from "../helpers/io.ts";
import { repo } from "../helpers/repo.ts";

const foreign = [
  { pipeline: "$PARENT_PIPELINE_ID", job: "compile" },
  { pipeline: "$PARENT_PIPELINE_ID", job: "docs", artifacts: false },
  { project: "group/lib", job: "build", ref: "main" },
  { project: "group/lib", job: "lint", ref: "main", artifacts: false },
];
const plain = JSON.stringify({ build: { script: ["x"] }, test: { script: ["x"], needs: foreign } });

/** What `fanout generate` writes and says with this generator. */
async function generate(use: string, text: string) {
  const entry = use.startsWith("cat ") ? { exec: use.split(" ") } : use;
  const work = repo({
    "fanout.config.json": JSON.stringify({
      services: { define: { api: { root: "api" } } },
      generators: [entry],
    }),
    "api/a": "",
    [use.replace(/^cat /, "")]: text,
  });
  const io = testIo(work.root);
  const exit = await cli(["generate", "--all"], io);
  const made = io.files.text(`${work.root}/generated-config.yml`);
  const jobs = made ? (parseYaml(made, "g") as Record<string, { needs?: unknown }>) : {};
  return { exit, err: io.stderr(), needs: jobs["api:test"]?.needs };
}

describe("needs on other pipelines stand in the file as GitLab spells them", () => {
  test("from a generator, beside needs of its own", async () => {
    const text = `export default {
      name: "x",
      jobs: (service, ctx) => ({
        build: { script: ["x"] },
        test: {
          script: ["x"],
          needs: [
            ctx.needFromParent("compile"),
            ctx.needFromParent("docs", { artifacts: false }),
            ctx.needFromProject({ project: "group/lib", job: "build", ref: "main" }),
            ctx.needFromProject({ project: "group/lib", job: "lint", ref: "main", artifacts: false }),
            ctx.need("build"),
          ],
        },
      }),
    };`;
    const { exit, err, needs } = await generate("./ci/x.mjs", text);
    expect([exit, err]).toEqual([0, expect.any(String)]);
    expect(needs).toEqual([...foreign, "api:build"]);
  });

  test.each([
    ["a template", "./ci/x.yml.hbs"],
    ["plain YAML", "./ci/x.yml"],
    ["a command", "cat ./ci/x.json"],
  ])("from %s", async (_, use) => {
    const { exit, err, needs } = await generate(use, plain);
    expect([exit, err]).toEqual([0, expect.any(String)]);
    expect(needs).toEqual(foreign);
  });

  test("six of them are too many", async () => {
    const needs = Array.from({ length: 6 }, (_, index) => ({ ...foreign[0], job: `j${index}` }));
    const text = JSON.stringify({ test: { script: ["x"], needs } });
    const { exit, err } = await generate("./ci/x.yml", text);
    expect(exit).toBe(4);
    expect(err).toContain("api:test › needs: needs 6 jobs of other pipelines");
  });
});
