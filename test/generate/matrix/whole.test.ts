import { describe, expect, test } from "vitest";
import { cli } from "../../../src/cli.ts";
import { parseYaml } from "../../../src/yaml/read.ts";
import { testIo } from "../../helpers/io.ts";
import { repo } from "../../helpers/repo.ts";

const matrix = { GO: ["1.20", 7], TARGET: ["no", "a'b: #c"] };
const row = { GO: ["1.20", "7"], TARGET: ["no", "a'b: #c"] };
const node = (text: string) => [process.execPath, "-e", text];

/** Generates in a repository with one service, `api`, with the matrix above. */
async function generate(
  generators: readonly unknown[],
  files: Record<string, string> = {},
  change: (work: ReturnType<typeof repo>) => void = (work) => work.write({ "s/api/x": "2" }),
  version = "18.11",
) {
  const config = (define: object) =>
    JSON.stringify({ services: { define }, generators, gitlab: { version } });
  const api = { root: "s/api", matrix };
  const work = repo({
    "fanout.config.json": config({ api }),
    "s/api/x": "1",
    "s/b/x": "1",
    ...files,
  });
  work.remote();
  work.branch("change");
  change(work);
  const io = testIo(work.root, {});
  const exit = await cli(["generate", "--report", "report.json"], io);
  const read = (path: string) => io.files.text(`${work.root}/${path}`);
  const jobs = parseYaml(read("generated-config.yml") ?? "{}", "g") as Record<string, object>;
  return { exit, err: io.stderr(), jobs, report: JSON.parse(read("report.json") ?? "{}") };
}

describe("the matrix of a service, written as YAML and read back", () => {
  test("from a generator in JavaScript, which adds to it", async () => {
    const source = `export default {
      name: "own",
      matrix: { REGION: ["eu"] },
      jobs: (service, ctx) => ({ build: { script: [Object.keys(ctx.matrix).join(" ")] } }),
    };`;
    const { exit, jobs } = await generate(["./own.mjs"], { "own.mjs": source });
    expect(exit).toBe(0);
    expect(jobs["api:build"]).toMatchObject({
      script: ["GO TARGET REGION"],
      parallel: { matrix: [{ ...row, REGION: ["eu"] }] },
    });
  });

  test("from a template and its entry", async () => {
    const { err, jobs } = await generate(
      [{ use: "./ci/own.yml.hbs", matrix: { REGION: ["eu"] } }],
      {
        "ci/own.yml.hbs":
          "build:\n  script:\n{{#each matrix.REGION as |r|}}    - echo {{r}}{{#if @root.matrix.NONE}}!{{/if}}\n{{/each}}",
      },
    );
    expect([err, jobs["api:build"]]).toEqual([
      expect.any(String),
      expect.objectContaining({
        script: ["echo eu"],
        parallel: { matrix: [{ ...row, REGION: ["eu"] }] },
      }),
    ]);
  });

  test("from plain YAML, with needs that only separate jobs can say", async () => {
    const jobs = "build: { script: [x] }\ntest: { script: [x], needs: [!need build] }\n";
    const made = await generate(
      [{ use: "./own.yml", matrix: { TARGET: ["no"] } }],
      { "own.yml": jobs },
      undefined,
      "17.1",
    );
    expect(made.jobs["api:test:1.20:no"]).toMatchObject({
      needs: [{ job: "api:build", parallel: { matrix: [{ GO: ["1.20"], TARGET: ["no"] }] } }],
      variables: { SERVICE_NAME: "api", GO: "1.20", TARGET: "no" },
    });
    expect(
      made.report.jobs.map(({ name, needs }: { name: string; needs: string[] }) => [name, needs]),
    ).toEqual([
      ["api:build", []],
      ["api:test:1.20:no", ["api:build"]],
      ["api:test:7:no", ["api:build"]],
    ]);
  });

  test("from a command, which is told of it", async () => {
    const program = `const { matrix } = JSON.parse(require("fs").readFileSync(0, "utf8"));
      console.log(JSON.stringify({ build: { script: [JSON.stringify(matrix)] } }));`;
    const { jobs } = await generate([{ exec: node(program), matrix: { TARGET: ["arm"] } }]);
    expect(jobs["api:build"]).toMatchObject({
      script: ['{"GO":["1.20","7"],"TARGET":["arm"]}'],
      parallel: { matrix: [{ GO: ["1.20", "7"], TARGET: ["arm"] }] },
    });
  });

  test("not from one whose entry says so", async () => {
    const { jobs } = await generate([{ use: "./own.yml", matrix: false }], {
      "own.yml": "lint: { script: [x] }",
    });
    expect(jobs["api:lint"]).not.toHaveProperty("parallel");
  });
});

test("a mistake in a job of a cell has its line in the template", async () => {
  const text =
    "build: { script: [x] }\ntest:\n  script: [x]\n  retries: 2\n  needs: [!need build]\n";
  const { exit, err } = await generate(["./own.yml"], { "own.yml": text }, undefined, "17.1");
  expect(exit).toBe(2);
  expect(err).toContain("own.yml:4 › api:test:1.20:no › retries: unknown keyword");
});

test("a service that is gone is torn down cell by cell", async () => {
  const source = `export default {
    name: "own",
    jobs: () => ({}),
    onRemoved: (service, ctx) => ({ down: { script: ["down " + Object.keys(ctx.matrix)] } }),
  };`;
  const { jobs } = await generate(["./own.mjs"], { "own.mjs": source }, (work) => {
    work.git("rm", "-rq", "s/api");
    const define = { b: { root: "s/b" } };
    work.write({
      "fanout.config.json": JSON.stringify({ services: { define }, generators: ["./own.mjs"] }),
    });
  });
  expect(jobs["api:down"]).toMatchObject({
    script: ["down GO,TARGET"],
    parallel: { matrix: [row] },
  });
});
