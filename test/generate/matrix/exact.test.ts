import { expect, test } from "vitest";
import { UserError } from "../../../src/diagnostics/index.ts";
import { emit } from "../../../src/emit/index.ts";
import {
  definePipeline,
  type JobDraft,
  limitsFor,
  readConfiguration,
} from "../../../src/model/index.ts";
import { parseYaml } from "../../../src/yaml/read.ts";
import fc from "../../helpers/property.ts";
import { expanded, generated, loadedAs } from "./world.ts";

/** What each service has: axes of its own, those it depends on, and which of the keys. */
interface Part {
  readonly matrix: Axes;
  readonly dependsOn: readonly number[];
  readonly keys: readonly string[];
}
type Axes = Readonly<Record<string, readonly string[]>>;
type Cell = Readonly<Record<string, string>>;

const axisNames = ["REGION", "TARGET", "ARCH"];
const keys = ["build", "test?", "pack", "deploy"];

const values = fc.oneof(
  { weight: 4, arbitrary: fc.subarray(["eu", "us", "ap"], { minLength: 1 }) },
  fc.subarray(["eu", "us", "a b", "a-b", "a, b", "x".repeat(90)], { minLength: 1 }),
);
const axes = fc.dictionary(fc.constantFrom(...axisNames), values, {
  maxKeys: 3,
  noNullPrototype: true,
});
const layer = fc.option(fc.oneof({ weight: 3, arbitrary: axes }, fc.constant(false as const)), {
  nil: undefined,
  freq: 2,
});

const world = fc.record({
  services: fc.array(
    fc.record({
      matrix: axes,
      dependsOn: fc.array(fc.nat(3), { maxLength: 2 }),
      keys: fc.subarray(keys, { minLength: 1 }),
    }),
    { minLength: 1, maxLength: 4 },
  ),
  // One generator a key: what it adds, and what its entry adds.
  layers: fc.record(Object.fromEntries(keys.map((key) => [key, fc.tuple(layer, layer)]))),
  long: fc.nat(5).map((n) => n === 0),
  version: fc.constantFrom(undefined, "15.0", "17.2", "18.7", "18.8", "18.11"),
  parallel: fc.constantFrom(1, 2, 3, 7, 200),
  needs: fc.constantFrom(6, 20, 1000),
  // Written by hand, on a job of the service: in GitLab's words all of it.
  byHand: fc.boolean(),
});

/** The plain definition: a job once for each combination of its axes. */
function plainAxes(service: Axes, layers: readonly (Axes | false | undefined)[]): Axes {
  let all: Axes = service;
  for (const each of layers) all = each === false ? {} : { ...all, ...each };
  return all;
}

function plainCells(all: Axes): Cell[] {
  return Object.entries(all).reduce<Cell[]>(
    (cells, [axis, list]) =>
      cells.flatMap((cell) => list.map((value) => ({ ...cell, [axis]: value }))),
    [{}],
  );
}

/** Cells agree where no axis that both have differs. */
const agree = (a: Cell, b: Cell) =>
  Object.keys(a).every((axis) => !(axis in b) || a[axis] === b[axis]);

const identity = (service: string, key: string, cell: Cell) =>
  JSON.stringify([service, key, Object.entries(cell).sort()]);

test("a matrix makes exactly its cells, and between them exactly the needs", async () => {
  await fc.assert(
    fc.asyncProperty(
      world,
      async ({ services, layers, long, version, parallel, needs, byHand }) => {
        const names = services.map(
          (_, index) => `s${index}${long && index === 0 ? "n".repeat(150) : ""}`,
        );
        const below = (index: number) =>
          [...new Set((services[index] as Part).dependsOn)].filter((each) => each < index);
        const has = (index: number, key: string) => services[index]?.keys.includes(key) ?? false;
        const cellsOf = (index: number, key: string) =>
          plainCells(plainAxes((services[index] as Part).matrix, layers[key] ?? []));
        /** Services whose job of this key is needed: the nearest that have one. */
        const nearest = (index: number, key: string): number[] =>
          below(index).flatMap((each) => (has(each, key) ? [each] : nearest(each, key)));

        // The plain definition of all jobs and needs.
        const expected = new Map<string, { needs: Set<string>; dropped: Set<string> }>();
        services.forEach((service, index) => {
          for (const key of service.keys) {
            const targets: [number, string][] = [];
            if (key !== "build" && has(index, "build")) targets.push([index, "build"]);
            if (key === "deploy" && has(index, "test?")) targets.push([index, "test?"]);
            for (const each of new Set(nearest(index, key))) targets.push([each, key]);
            const all = key === "pack" && byHand && has(index, "build");
            for (const cell of cellsOf(index, key)) {
              const found = { needs: new Set<string>(), dropped: new Set<string>() };
              for (const [at, other] of targets) {
                const whole = all && other === "build" && at === index;
                const met = cellsOf(at, other).filter((each) => whole || agree(cell, each));
                for (const each of met) found.needs.add(identity(names[at]!, other, each));
                if (met.length === 0) found.dropped.add(`${names[at]}:${other}`);
              }
              expected.set(identity(names[index]!, key, cell), found);
            }
          }
        });

        const stages: Record<string, string> = { build: "build", deploy: "deploy" };
        const generators = Object.fromEntries(
          keys.map((key) => [
            key,
            loadedAs(
              key,
              async (service, ctx) => ({
                value:
                  (service.tags.includes(key) && {
                    [key]: {
                      stage: stages[key] ?? "test",
                      script: [key],
                      needs: [
                        ...(key === "build"
                          ? []
                          : byHand && key === "pack" && service.tags.includes("build")
                            ? [`${service.name}:build`]
                            : [ctx.need("build")]),
                        ...(key === "deploy" ? [ctx.need("test?")] : []),
                        ...ctx.needFromDependencies(key),
                      ],
                      ...(key === "test?" && { rules: [{ if: "$CI_COMMIT_TAG" }] }),
                    },
                  }) ||
                  {},
              }),
              layers[key],
            ),
          ]),
        );
        const define = Object.fromEntries(
          services.map(({ matrix, keys: tags }, index) => [
            names[index]!,
            { matrix, tags, dependsOn: below(index).map((each) => names[each]!) },
          ]),
        );
        const overrides = { parallel, needs };
        const { draft, dropped, parts, asked } = await generated(define, generators, {
          ...(version && { version }),
          limits: overrides,
        });
        const limits = limitsFor({ version, overrides });
        const tooMany = [...expected.values()].some((each) => each.needs.size > needs);
        if (tooMany) {
          expect(() => definePipeline(draft, limits)).toThrow(UserError);
          return;
        }
        // What is read back is what counts.
        const notes = { path: "g.yml", header: ["x"], services: new Map() };
        const { files } = emit(definePipeline(draft, limits), notes, limits);
        const read = readConfiguration(parseYaml(files[0]?.text ?? "", "g.yml"), "g.yml");
        definePipeline(read, limits);

        const owners = new Map(draft.jobs.map(({ name, service }) => [name, service]));
        const own = read.jobs.flatMap((each): JobDraft[] => {
          const service = owners.get(each.name);
          return service === undefined ? [] : [{ ...each, service }];
        });
        const made = expanded(own, axisNames);
        const keyOf = (config: unknown) => (config as { script: string[] }).script[0]!;
        const byName = new Map(
          made.map((each) => [
            each.name,
            identity(each.draft.service!, keyOf(each.draft.config), each.cell),
          ]),
        );
        expect(byName.size).toBe(made.length);
        expect([...byName.values()].sort()).toEqual([...expected.keys()].sort());
        for (const each of made) {
          const plain = expected.get(byName.get(each.name)!)!;
          const needed = each.needs.map(({ name }) => byName.get(name) ?? name);
          expect(needed.sort()).toEqual([...plain.needs].sort());
          const told = dropped.get(each.draft.name)!.filter(({ why }) => why === "no-such-cell");
          expect(told.map(({ need }) => need).sort()).toEqual([...plain.dropped].sort());
          for (const { name, optional } of each.needs) {
            expect(optional).toBe(byName.get(name)!.includes('"test?"'));
          }
          expect(each.name.length).toBeLessThanOrEqual(255);
        }
        for (const { name, config } of own) {
          const count = made.filter((each) => each.draft.name === name).length;
          expect(count).toBeLessThanOrEqual("parallel" in (config as object) ? parallel : 1);
        }
        const told = [...asked.values()].flatMap((all) => all.flatMap(({ jobs }) => jobs));
        expect(told.sort()).toEqual(own.map(({ name }) => name).sort());
        expect([...parts.values()].flat().every((name) => told.includes(name))).toBe(true);
      },
    ),
    { numRuns: 200, seed: Number(process.env.SEED ?? 1) },
  );
});
