import { expect, test } from "vitest";
import fc from "../../helpers/property.ts";
import { fixed, silent, told } from "./helper.ts";

const code = "child-needs-generator";

const config = (gen: string, child: string, more = "") => `
gen:
  script: ["sh make.sh"]
  artifacts: {paths: [c.yml]}
  ${gen}
child:
  trigger: {include: [{artifact: c.yml, job: gen}]}
  ${child}
${more}
`;

test("both in one stage", async () => {
  const text = config("stage: build", "stage: build");
  expect(await told(code, text)).toEqual([
    'child.trigger: is in the same stage as "gen", whose artifact it includes, and does not wait for it',
  ]);
  expect(await fixed(code, text)).toEqual([{ path: ["child", "needs"], set: ["gen"] }]);
});

test("both in no stage", async () => {
  expect(await told(code, config("", ""))).toHaveLength(1);
});

test("needs that lead elsewhere", async () => {
  const text = config("stage: build", "needs: [lint]", "lint: {script: x, stage: build}");
  expect(await told(code, text)).toEqual([
    'child.needs: does not need "gen", whose artifact it includes, so it may start before that is there',
  ]);
  expect(await fixed(code, text)).toEqual([{ path: ["child", "needs"], set: ["lint", "gen"] }]);
});

test("no needs at all, and said so", async () => {
  expect(await told(code, config("stage: build", "needs: []"))).toHaveLength(1);
});

test("the file is mended only where the other job is always there", async () => {
  const text = config("rules: [{if: $X}]", "rules: [{if: $X}]");
  expect(await told(code, text)).toHaveLength(1);
  expect(await fixed(code, text)).toEqual([]);
});

test("the file is mended only where the other job waits for as much", async () => {
  expect(await fixed(code, config("needs: []", ""))).toEqual([]);
});

test("trigger jobs that wait for each other's jobs are judged each by itself", async () => {
  const graph = fc.array(fc.subarray([0, 1, 2, 3, 4, 5]), { minLength: 6, maxLength: 6 });
  const check = fc.asyncProperty(graph, async (edges) => {
    // Each job needs some of those before it; "gen" is the first, and each has a trigger job.
    const needs = edges.map((list, job) => list.filter((each) => each < job));
    const name = (job: number) => (job === 0 ? "gen" : `j${job}`);
    const jobs = needs.flatMap((list, job) => [
      `${name(job)}: {script: x, artifacts: {paths: [c.yml]}, needs: [${list.map(name)}]}`,
      `t${job}: {trigger: {include: [{artifact: c.yml, job: gen}]}, needs: [${name(job)}]}`,
    ]);
    const waits = (job: number): boolean => job === 0 || (needs[job] ?? []).some(waits);
    const late = needs.flatMap((_, job) => (waits(job) ? [] : [`t${job}`]));
    const found = await told(code, jobs.reverse().join("\n"));
    expect(found.map((each) => each.split(".")[0]).sort()).toEqual(late);
  });
  await fc.assert(check, { numRuns: 100 });
});

silent(code, [
  ["a need", config("stage: build", "needs: [gen]")],
  ["a need as a hash", config("", "needs: [{job: gen, artifacts: false}]")],
  ["a later stage without needs", config("stage: build", "stage: test")],
  ["a need on a job that needs it", config("", "needs: [lint]", "lint: {script: x, needs: [gen]}")],
  [
    "a need on a job of a later stage",
    config("stage: build", "needs: [lint]", "lint: {script: x, stage: test}"),
  ],
  ["it is started by hand", config("", "when: manual")],
  ["needs may come from a file that is not here", config("", ""), { open: true }],
  [
    "stages that are not known",
    `include: x.yml\n${config("stage: one", "stage: two")}`,
    { open: true },
  ],
  ["stages of its own", `stages: [first, second]\n${config("stage: first", "stage: second")}`],
  ["needs by extends", config("", "extends: .base", ".base: {needs: [gen]}")],
]);
