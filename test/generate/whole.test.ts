import { expect, test } from "vitest";
import type { Affected } from "../../src/affected/index.ts";
import { readContext } from "../../src/context/index.ts";
import type { Base } from "../../src/detect/index.ts";
import { emit } from "../../src/emit/index.ts";
import { defineGenerator, generate, type LoadedGenerator } from "../../src/generate/index.ts";
import { definePipeline, limitsFor, readConfiguration } from "../../src/model/index.ts";
import type { Service } from "../../src/workspace/index.ts";
import { readWorkspace } from "../../src/workspace/index.ts";
import { parseYaml } from "../../src/yaml/read.ts";
import fc from "../helpers/property.ts";
import { treeOf } from "../workspace/tree.ts";

/** Makes a job for each key that the service's tags name, with every kind of symbolic need. */
const generator = defineGenerator({
  name: "random",
  jobs: (service, ctx) =>
    Object.fromEntries(
      service.tags.map((key, index) => [
        key,
        {
          stage: key.startsWith("d") ? "deploy" : "build",
          script: [`echo ${key}`],
          needs: [
            ...service.tags.slice(0, index).map((earlier) => ctx.need(earlier)),
            ...ctx.needFromDependencies(key),
            ctx.need("nowhere"),
          ],
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

const name = fc
  .string({ unit: "grapheme", minLength: 1, maxLength: 12 })
  .filter(
    (text) =>
      !/[\p{Cc}\p{Surrogate}/\u2028\u2029]/u.test(text) &&
      !/^\.{0,2}$/.test(text) &&
      text.trim() !== "",
  );

const base: Base = { sha: "b", ref: null, how: "option", why: "x", fallback: false };

const world = fc.uniqueArray(name, { minLength: 1, maxLength: 8 }).chain((names) =>
  fc.record({
    names: fc.constant(names),
    tags: fc.array(fc.subarray(["a", "b?", "c", "d", "d?"]), {
      minLength: names.length,
      maxLength: names.length,
    }),
    edges: fc.array(fc.tuple(fc.nat(names.length - 1), fc.nat(names.length - 1)), {
      maxLength: 16,
    }),
    affected: fc.subarray(names),
  }),
);

test("whatever the services, edges and names: GitLab's rules accept the file, and it says what was planned", async () => {
  await fc.assert(
    fc.asyncProperty(world, async ({ names, tags, edges, affected }) => {
      const define = Object.fromEntries(
        names.map((each, index) => [
          each,
          {
            root: `s/${each}`,
            tags: tags[index] ?? [],
            dependsOn: edges
              .filter(([from]) => from === index)
              .map(([, to]) => names[to] as string),
          },
        ]),
      );
      const tree = treeOf(Object.fromEntries(names.map((each) => [`s/${each}/x`, ""])));
      const { workspace } = await readWorkspace(tree, { discover: [], define, parseYaml });
      const verdicts: Affected["verdicts"] = workspace.services.map(
        ({ name: service }: Service) => ({
          service,
          affected: affected.includes(service),
          reasons: [],
        }),
      );
      const { draft } = await generate({
        config: { generators: ["random"], pipeline: { stages: ["build", "deploy"] } },
        params: {},
        origin: "fanout.config.ts",
        generators: new Map([["random", loaded]]),
        context: readContext({}),
        version: "18.11",
        workspace,
        affected: { verdicts, unowned: [] },
        comparison: { base, tree, baseTree: treeOf({}) },
        removed: [],
      });
      const pipeline = definePipeline(draft);
      const { files } = emit(
        pipeline,
        { path: "g.yml", header: ["x"], services: new Map() },
        limitsFor({}),
      );
      const read = definePipeline(
        readConfiguration(parseYaml(files[0]?.text ?? "", "g.yml"), "g.yml"),
      );
      const plain = ({ jobs }: typeof pipeline) =>
        jobs.map(({ name: job, stage, config }) => [job, stage, config]);
      expect(plain(read)).toEqual(plain(pipeline));
      const expected = affected.flatMap((each) =>
        (tags[names.indexOf(each)] ?? []).map((key) => `${each}:${key}`),
      );
      const made = pipeline.jobs
        .map((job) => job.name)
        .filter((each) => !each.startsWith("fanout:"));
      expect(made.sort()).toEqual(expected.sort());
    }),
    { numRuns: 300 },
  );
});
