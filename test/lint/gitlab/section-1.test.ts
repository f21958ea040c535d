import { describe, expect, test } from "vitest";
import { matchesChanges } from "../../../src/rules/index.ts";
import { covered, findings, refused, rulesTold, type Taken, taken } from "./helper.ts";
import {
  caches,
  chain,
  changes,
  changesPaths,
  crossing,
  deep,
  each,
  exists,
  includes,
  inputs,
  longNeed,
  MiB,
  matrix,
  name,
  needs,
  ofBytes,
  parallelNeeds,
  product,
  rules,
  script,
  stages,
  tags,
  together,
  tokens,
  triggered,
} from "./section-1-made.ts";
import { across, overLimit } from "./section-1-over.ts";
import { texts, unseen } from "./section-1-texts.ts";

/** Used up to the limit. */
const atLimit: readonly Taken[] = [
  ["2 MiB of text", ofBytes(2 * MiB)],
  ["1 MiB of text before 17.3", ofBytes(MiB), { version: "17.2" }],
  ["100 levels", deep(100)],
  ["all included files together", together, { limits: { totalBytes: 15 } }],
  ["150 includes", includes(150)],
  ["more includes where an instance allows them", includes(3), { limits: { includes: 3 } }],
  ["3 entries of trigger:include", triggered(3)],
  ["50 needs", needs(50)],
  ["a need of 50 parallel jobs", parallelNeeds(50)],
  ["5 needs of other pipelines", crossing(5)],
  ["a name of 255 characters", `${name(255)}: {script: x}`],
  ["a need of 255 characters after expansion", longNeed(255)],
  ["a stage of 300 characters", `stages: [${name(300)}]\nb: {script: x, stage: ${name(300)}}`],
  ["parallel: 200", "b: {script: x, parallel: 200}"],
  ["a matrix of 200", matrix(200)],
  ["a matrix of 10 by 20", product(10, 20)],
  ["extends over 10 levels", chain(10)],
  ["script in 10 levels", script(10)],
  ["rules in 10 levels", rules(10)],
  ["stages in 10 levels", stages(10)],
  ["49 tags", tags(49)],
  ["4 caches", caches(4)],
  ["50 paths of changes", changes(50)],
  ["50 paths of changes:paths", changesPaths(50)],
  ["50 paths of exists", exists(50)],
  ["99 tokens", tokens(99)],
  ["20 inputs", inputs(20)],
  [
    "more than 20 inputs of an included file",
    `t: {trigger: {include: [{local: f.yml, inputs: {${each(21, (n) => `i${n}: x`)}}}]}}`,
  ],
  [
    "a header and one document",
    "spec: {inputs: {a: {default: x}}}\n---\nb: {script: $[[ inputs.a ]]}",
  ],
];

taken("just as much as a limit allows", atLimit);
refused("what is one over a limit", overLimit);
refused("one over a limit of inputs", across);

covered("section 1", texts, [...overLimit, ...across], unseen);

describe("limits that GitLab does not refuse the configuration for", () => {
  test.each([
    ["a file and its header", "spec: {}\n---\nb: {script: x}", []],
    ["a document behind it", "b: {script: x}\n---\nc: {script: x}", ["load-documents"]],
    [
      "a document between",
      "spec: {}\n---\nb: {script: x}\n---\nc: {script: x}",
      ["load-documents"],
    ],
  ])("%s", async (_, text, codes) => {
    expect((await findings(text)).map(({ code }) => code)).toEqual(codes);
  });

  const tree = (levels: number) =>
    Object.fromEntries(
      Array.from({ length: levels + 1 }, (_, level) => [
        level === 0 ? ".gitlab-ci.yml" : `${level}.yml`,
        level === levels
          ? "workflow: {rules: [{when: always}]}\nb: {script: x}"
          : `workflow: {rules: [{when: always}]}\nt: {trigger: {include: ${level + 1}.yml}}`,
      ]),
    );

  test("two levels of children", async () => expect(await rulesTold(tree(2))).toEqual([]));
  test("three levels of children", async () => {
    expect(await rulesTold(tree(3))).toEqual([
      "child-depth: starts a child pipeline at level 3; GitLab allows 2 levels",
    ]);
  });

  const paths = (count: number) => Array.from({ length: count }, (_, index) => `a/${index}`);
  test("50,000 comparisons are made, and more count as a match", () => {
    const globs = Array.from({ length: 50 }, (_, index) => `b/${index}`);
    expect(matchesChanges(globs, paths(1000))).toBe(false);
    expect(matchesChanges(globs, paths(1001))).toBe(true);
  });
});
