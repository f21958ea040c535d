import { describe, expect, test } from "vitest";
import { gitlabErrors } from "../../../src/lint/words/index.ts";
import { trigger, words } from "./texts.ts";
import { read } from "./verdicts.ts";

describe("another GitLab", () => {
  const mirror = trigger("trigger: {project: a/b, strategy: mirror}");
  test("before mirror", () => {
    expect(words(mirror)).toEqual([]);
    expect(words(mirror, { version: "18.1" })).toEqual([
      "jobs:t:trigger strategy should be depend",
    ]);
  });

  test("the free edition", () => {
    const secret =
      "b: {script: x, secrets: {A: {vault: a/b}}, needs: [{project: a/b, job: c, ref: d}]}";
    expect(words(secret)).toEqual([]);
    expect(words(secret, { edition: "free" })).toEqual([
      "jobs:b config contains unknown keys: secrets",
    ]);
  });
});

describe("where it is written", () => {
  const paths = (yaml: string) => gitlabErrors(read(yaml)).map(({ path }) => path);
  test.each([
    ["a keyword", "b: {script: x, stage: 1}", ["b", "stage"]],
    ["an unknown keyword", "b: {script: x, nope: 1}", ["b", "nope"]],
    ["a rule", "b: {script: x, rules: [{when: always}, {whe: x}]}", ["b", "rules", 1, "whe"]],
    ["a job that is extended", ".a: {stage: 1}\nb: {extends: .a, script: x}", [".a", "stage"]],
    ["a variable", "variables: {A: {value: [1]}}\nb: {script: x}", ["variables", "A", "value"]],
    ["no job", "b: {script: x}\nc: 1", ["c"]],
    ["a stage", "b: {script: x, stage: s}", ["b", "stage"]],
    [
      "a job of a matrix that needs itself",
      "b: {script: x, parallel: {matrix: [{A: [y, z]}]}, needs: ['b: [y]']}",
      ["b", "needs"],
    ],
    ["what is not there", "b: {script: x, stage: s, rules: []}", ["b", "rules"]],
  ])("%s", (_, yaml, path) => {
    expect(paths(yaml)).toEqual([path]);
  });
});
