import { expect, test } from "vitest";
import { compact } from "../../../src/emit/compact/index.ts";
import { differing } from "../../../src/emit/compact/prove.ts";
import { emit } from "../../../src/emit/index.ts";
import {
  definePipeline,
  limitsFor,
  type Pipeline,
  readConfiguration,
  reference,
} from "../../../src/model/index.ts";
import { parseYaml } from "../../../src/yaml/read.ts";
import { type Document, pipeline } from "../../model/helper.ts";

const configs = (made: Pipeline) =>
  Object.fromEntries(made.jobs.map(({ name, config }) => [name, config]));
const library = "a-library-that-many-need:build";
const artifacts = { job: library, artifacts: false };

/** So many jobs that have this item in a list of needs that is each job's own. */
const needing = (count: number, item: unknown): Document =>
  Object.fromEntries([
    [library, { stage: "build", script: "x" }],
    ["first", { script: "x" }],
    ...Array.from({ length: count }, (_, index) => {
      const before = index === 0 ? "first" : `job-${index - 1}`;
      return [`job-${index}`, { script: [`x ${index}`], needs: [item, before] }];
    }),
  ]);

test.each([
  ["a name", library],
  ["a mapping", artifacts],
])("an item of many lists is written once: %s", (_, item) => {
  const plain = pipeline(needing(20, item));
  const small = compact(plain);
  expect(configs(small)).toMatchObject({
    ".fanout:1": { i1: item },
    "job-3": { script: ["x 3"], needs: [reference(".fanout:1", "i1"), "job-2"] },
  });
  expect(differing(plain, small)).toEqual([]);
});

test("what is read from the file is the same, a text that looks like a number too", () => {
  const item = "$A && echo 1 2 3 and more";
  const plain = pipeline({
    ...Object.fromEntries(
      Array.from({ length: 20 }, (_, index) => [
        `${index}`,
        { script: [item, `${index}`], environment: { name: `e${index}` } },
      ]),
    ),
  });
  const small = compact(plain);
  expect(configs(small)["3"]).toMatchObject({ script: [reference(".fanout:1", "i1"), "3"] });
  const notes = { path: "a.yml", header: [], services: new Map() };
  const [file] = emit(small, notes, limitsFor({})).files;
  const back = definePipeline(readConfiguration(parseYaml(file!.text, "a.yml"), "a.yml"));
  expect(differing(plain, back)).toEqual([]);
});

test.each([
  ["that few have", needing(4, library)],
  ["that is short", { ...needing(50, "lib:build"), "lib:build": { stage: "build", script: "x" } }],
])("an item stays %s", (_, document) => {
  const plain = pipeline(document);
  expect(compact(plain)).toBe(plain);
});

test("items stay that would save less than a hidden job costs, whatever else is saved", () => {
  const script = ["npm run build --if-present --workspaces", "npm run test"];
  const small = configs(
    compact(pipeline({ ...needing(8, library), y: { script }, z: { script } })),
  );
  expect(small).toMatchObject({ z: { script: reference("y", "script") } });
  expect(small).not.toHaveProperty([".fanout:1"]);
});

test("a reference in a list stays as it is", () => {
  const item = reference(library, "script");
  const jobs = Array.from({ length: 30 }, (_, index) => [
    `job-${index}`,
    { script: [item, `x ${index}`] },
  ]);
  const plain = pipeline({ [library]: { script: ["make"] }, ...Object.fromEntries(jobs) });
  expect(compact(plain)).toBe(plain);
});
