import { expect, test } from "vitest";
import { readContext } from "../src/context/index.ts";
import { UserError } from "../src/diagnostics/index.ts";
import { type EmitOptions, type Emitted, emit } from "../src/emit/index.ts";
import { defineGenerator, generate, type LoadedGenerator } from "../src/generate/index.ts";
import {
  compileJob,
  definePipeline,
  type Hash,
  isConditional,
  limitsFor,
  type Pipeline,
  parallelCount,
  readConfiguration,
} from "../src/model/index.ts";
import { readWorkspace } from "../src/workspace/index.ts";
import { parseYaml } from "../src/yaml/read.ts";
import fc from "./helpers/property.ts";
import { treeOf } from "./workspace/tree.ts";

/*
 * The promise of emit: whatever the workspace, the generators and the limits, either GitLab takes
 * the files, each under every limit, and each job of theirs is the job that was made; or nothing
 * is left behind and the exit code says so.
 */

const generator = defineGenerator({
  name: "random",
  jobs: (service, ctx) =>
    Object.fromEntries(
      service.tags.map((key, index) => [
        key,
        key === "static"
          ? {
              stage: "build",
              needs: ctx.needFromDependencies("a"),
              trigger: { include: [{ local: "ci/static.yml" }], strategy: "mirror" as const },
            }
          : {
              stage: key.startsWith("d") ? "deploy" : "build",
              script: ["echo start", `echo ${key}`, "x".repeat(service.name.length * 30)],
              needs: [
                ...service.tags.slice(0, index).map((earlier) => ctx.need(earlier)),
                ...ctx.needFromDependencies(key, { artifacts: index % 2 === 0 }),
              ],
              ...(key.startsWith("d") && { environment: { name: "live/$SERVICE_NAME" } }),
              ...(key.endsWith("?") && { rules: [{ if: "$CI_COMMIT_TAG" }] }),
            },
      ]),
    ),
});

const loaded: LoadedGenerator = {
  origin: "random.ts",
  files: [],
  options: {},
  wants: () => true,
  make: async (service, ctx) => ({
    value: "jobs" in generator && (await generator.jobs(service, ctx)),
  }),
};

const keys = ["a", "b?", "c", "d", "d?", "static"];

const world = fc.integer({ min: 1, max: 14 }).chain((count) =>
  fc.record({
    tags: fc.array(fc.subarray(keys, { minLength: 1 }), { minLength: count, maxLength: count }),
    edges: fc.array(fc.tuple(fc.nat(count - 1), fc.nat(count - 1)), { maxLength: 16 }),
    regions: fc.array(
      fc.oneof(
        { weight: 3, arbitrary: fc.constant<string[]>([]) },
        fc.subarray(["ap", "eu", "us"], { minLength: 1 }),
      ),
      { minLength: count, maxLength: count },
    ),
    apart: fc.oneof(
      { weight: 3, arbitrary: fc.constant<number[]>([]) },
      fc.subarray(Array.from({ length: count }, (_, index) => index)),
    ),
    limits: fc.record(
      {
        jobs: fc.integer({ min: 4, max: 40 }),
        deployments: fc.integer({ min: 2, max: 12 }),
        yamlBytes: fc.integer({ min: 3_500, max: 12_000 }),
        parsedBytes: fc.integer({ min: 3_500, max: 30_000 }),
        artifactArchiveBytes: fc.integer({ min: 6_000, max: 40_000 }),
      },
      { requiredKeys: [] },
    ),
    parts: fc.constantFrom<NonNullable<EmitOptions["parts"]>>("include", "trigger", "never"),
    compact: fc.constantFrom<NonNullable<EmitOptions["compact"]>>("auto", "never"),
  }),
);

type World = typeof world extends fc.Arbitrary<infer T> ? T : never;

async function pipelineOf({ tags, edges, regions }: World): Promise<Pipeline> {
  const name = (index: number) => `s${index}`;
  const define = Object.fromEntries(
    tags.map((own, index) => {
      const dependsOn = edges.filter(([from]) => from === index).map(([, to]) => name(to));
      const region = regions[index] ?? [];
      const matrix = region.length > 0 && { matrix: { REGION: region } };
      return [name(index), { root: `s/${index}`, tags: own, dependsOn, ...matrix }];
    }),
  );
  const tree = treeOf(Object.fromEntries(tags.map((_, index) => [`s/${index}/x`, ""])));
  const { workspace } = await readWorkspace(tree, { discover: [], define, parseYaml });
  const { draft } = await generate({
    config: { generators: ["random"], pipeline: { stages: ["build", "deploy"] } },
    params: {},
    origin: "fanout.config.ts",
    generators: new Map([["random", loaded]]),
    context: readContext({}),
    version: "18.11",
    workspace,
    affected: {
      verdicts: workspace.services.map((each) => ({
        service: each.name,
        affected: true,
        reasons: [],
      })),
      unowned: [],
    },
    comparison: {
      base: { sha: "b", ref: null, how: "option", why: "x", fallback: false },
      tree,
      baseTree: treeOf({}),
    },
    removed: [],
  });
  return definePipeline({ ...draft, variables: { GREETING: "hello" } });
}

/** A pipeline as GitLab would read it from its files. */
function readBack({ files }: Emitted, paths: readonly string[]): Pipeline {
  const texts = new Map(files.map(({ path, text }) => [path, text]));
  const documents = paths.map((path) => parseYaml(texts.get(path) ?? "", path) as object);
  const { include, ...whole } = Object.assign({}, ...documents) as Record<string, unknown>;
  const included = [include ?? []].flat() as { artifact: string }[];
  if (included.length > 0) {
    expect(included.map(({ artifact }) => artifact)).toEqual(paths.slice(1));
  }
  return definePipeline(readConfiguration(whole, paths[0] ?? ""));
}

/** A compiled job without what dividing may change: what it waits for. */
function lasting(pipeline: Pipeline, job: string, isDivided: boolean): unknown {
  const { needs, dependencies, stage, ...rest } = compileJob(pipeline, job) ?? {};
  return isDivided ? rest : { needs, dependencies, stage, ...rest };
}

/** Each trigger job names files that its job makes, and waits for it. */
function expectStarted({ pipelines, files }: Emitted): void {
  const [child, ...grandchildren] = pipelines;
  const configs = new Map(child?.pipeline.jobs.map(({ name, config }) => [name, config as Hash]));
  for (const { name, files: own } of grandchildren) {
    const { needs, trigger } = configs.get(name) as {
      needs: string[];
      trigger: { include: { artifact: string; job: string }[] };
    };
    for (const [index, { artifact, job }] of trigger.include.entries()) {
      expect(artifact).toBe(own[index]);
      expect(needs).toContain(job);
    }
    const writer = trigger.include[0]?.job ?? "";
    const archive = configs.get(writer)?.artifacts as { paths: string[] } | undefined;
    expect(archive?.paths).toEqual(expect.arrayContaining([...own]));
    const shards = files.filter(({ path }) => own.includes(path)).map(({ shard }) => shard);
    expect(new Set(shards.map((shard) => `fanout-generate-${shard}`))).toEqual(new Set([writer]));
  }
}

const ours = (name: string) => name.startsWith("fanout");

test("every emitted file is one that GitLab takes, and holds the jobs that were made", async () => {
  const seen = { whole: 0, parts: 0, grandchildren: 0, refused: 0 };
  await fc.assert(
    fc.asyncProperty(world, async (made) => {
      const pipeline = await pipelineOf(made);
      const limits = limitsFor({ overrides: made.limits });
      const notes = { path: "g.yml", header: ["x"], services: new Map() };
      const options: EmitOptions = {
        parts: made.parts,
        compact: made.compact,
        apart: new Set(made.apart.map((index) => `s${index}`)),
        router: { command: "fanout generate", job: { image: "node:22" }, strategy: "mirror" },
      };
      let emitted: Emitted;
      try {
        emitted = emit(pipeline, notes, limits, options);
      } catch (error) {
        expect(error).toBeInstanceOf(UserError);
        expect((error as UserError).diagnostics[0]?.code).toBe("LIMIT_OVER");
        expect((error as UserError).exit).toBe(4);
        seen.refused++;
        return;
      }
      const isDivided = emitted.pipelines.length > 1;
      seen[isDivided ? "grandchildren" : emitted.files.length > 1 ? "parts" : "whole"]++;
      for (const { bytes, parsedBytes, text } of emitted.files) {
        expect(bytes).toBe(Buffer.byteLength(text));
        expect(bytes).toBeLessThanOrEqual(limits.yamlBytes.value);
        expect(parsedBytes).toBeLessThanOrEqual(limits.parsedBytes.value);
      }
      for (const { value, limit } of emitted.limits) {
        expect(value).toBeLessThanOrEqual(limit ?? Number.POSITIVE_INFINITY);
      }
      const places: string[] = [];
      for (const { files } of emitted.pipelines) {
        const read = readBack(emitted, files);
        const jobs = read.jobs.filter(({ kind }) => kind !== "hidden").map(({ name }) => name);
        const copies = jobs.map((job) => parallelCount(compileJob(read, job)?.parallel));
        expect(copies.reduce((sum, each) => sum + each, 0)).toBeLessThanOrEqual(limits.jobs.value);
        // GitLab refuses a pipeline in which rules leave nothing.
        expect(jobs.some((job) => !isConditional(compileJob(read, job)))).toBe(true);
        for (const job of jobs) {
          if (ours(job) || (isDivided && job.endsWith(":pipeline"))) continue;
          places.push(job);
          expect(lasting(read, job, isDivided)).toEqual(lasting(pipeline, job, isDivided));
        }
      }
      expectStarted(emitted);
      const planned = pipeline.jobs.map(({ name }) => name).filter((name) => !ours(name));
      expect(places.sort()).toEqual(planned.sort());
      const again = emit(pipeline, notes, limits, options);
      expect(again.files).toEqual(emitted.files);
      expect(again.plan).toBe(emitted.plan);
    }),
    { seed: Number(process.env.SEED ?? 1), numRuns: 250 },
  );
  expect(Object.values(seen).filter((count) => count < 10)).toEqual([]);
});
