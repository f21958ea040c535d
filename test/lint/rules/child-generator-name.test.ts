import { expect, test } from "vitest";
import { silent, told } from "./helper.ts";

const code = "child-generator-name";

const config = (job: string, gen = "") => `
gen: {script: x, stage: build, artifacts: {paths: [c.yml]}${gen}}
child: {trigger: {include: [{artifact: c.yml, job: '${job}'}]}}
`;

test("a parallel job by its own name", async () => {
  expect(await told(code, config("gen", ", parallel: 2"))).toEqual([
    'child.trigger.include.0.job: "gen" runs in parallel, so no job of this pipeline is called that',
  ]);
});

test("a matrix by the job's own name", async () => {
  expect(await told(code, config("gen", ", parallel: {matrix: [{A: [x, z]}]}"))).toHaveLength(1);
});

test("a variable", async () => {
  expect(await told(code, config("$GEN"))).toEqual([
    'child.trigger.include.0.job: GitLab puts no variables into the job\'s name "$GEN"',
  ]);
});

silent(code, [
  ["the name", config("gen")],
  ["the full name of one of many", config("gen 1/2", ", parallel: 2")],
  ["the full name of a cell", config("gen: [x]", ", parallel: {matrix: [{A: [x, z]}]}")],
  ["a job of another file", config("other"), { open: true }],
  ["a name that holds a dollar", config("$GEN").replace("gen:", "$GEN:")],
]);
