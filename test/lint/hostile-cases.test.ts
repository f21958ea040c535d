import { expect, test } from "vitest";
import { hostileCases, hostilePaths } from "../../bench/lint-hostile-cases.mjs";
import { lint } from "../../src/lint/index.ts";
import { limitsFor } from "../../src/model/index.ts";

// The files that `npm run bench` times, each read once: none stops lint, and each is told what it is.

/** The codes of all that is found, each once, in the order of the alphabet; nothing in the others. */
const expected: Readonly<Record<string, readonly string[]>> = {
  "lists deeper than GitLab goes": ["yaml-too-big"],
  "dashes without end": ["yaml-too-big"],
  "hashes by indent, each in the one before": ["yaml-too-big"],
  "anchors on anchors": ["yaml-too-big"],
  "merge keys of all before": ["yaml-too-big"],
  "comments, more than anything else": ["silence-unused"],
  "keys in brackets without a value": ["job-without-work", "no-visible-job"],
  "one key again and again": ["load-key-twice"],
  "an if that is long": ["rule-expression-syntax"],
  "an if in brackets": ["rule-expression-syntax"],
  "an if that is not closed": ["rule-expression-syntax"],
  "patterns that are no patterns": ["rule-expression-syntax"],
  "globs of stars and braces": ["rule-paths-too-many"],
  "one long glob": ["duplicate-pipelines", "glob-never-matches"],
  "globs that lead nowhere": ["rule-paths-too-many"],
  "globs for one level": ["rule-paths-too-many"],
  "globs with an exclamation mark": ["duplicate-pipelines", "glob-never-matches"],
  "extends in a chain": ["extends-too-deep"],
  "extends in a circle": ["extends-too-deep"],
  "needs of one job": ["needs-too-many"],
  "needs that name a job twice": ["needs-duplicated"],
  "needs on all cells of a matrix": ["needs-too-many"],
  "needs between the rules": ["duplicate-pipelines"],
  "a matrix without end": ["matrix-too-large"],
  "many rows of a matrix": ["matrix-too-large"],
  "references to references": ["yaml-too-big"],
  "references that double": ["yaml-too-big"],
  "references that lead nowhere": ["reference-missing"],
  "a stage for each job": ["needs-circle"],
  "trigger jobs and what they hand down": [
    "child-needs-generator",
    "trigger-secret",
    "trigger-variables-leak",
  ],
  "trigger jobs behind a chain of needs": ["child-needs-generator"],
  "trigger jobs with what a runner needs": ["trigger-missing", "unknown-trigger-keyword"],
  "what a runner needs, in brackets": ["trigger-missing", "unknown-trigger-keyword"],
  "slips in what an alias repeats": ["not-a-boolean"],
  "a job that is wrong in each line": ["unknown-keyword"],
  "a job without work, and another": ["job-without-work"],
  "names of any length": ["load-yaml"],
  "a command of fetches": ["shallow-generator"],
  "a command of requests": ["trigger-endpoint"],
  "a secret in each line": ["plain-token"],
  "durations of many words": ["duration-too-long"],
  "an artifact's path": ["child-needs-generator"],
};

const file = ".gitlab-ci.yml";
const paths = [file, ...hostilePaths];

test.each(hostileCases)("$name", async ({ name, text }) => {
  const { outcome } = await lint([file], {
    world: {
      read: async (path) => (path === file ? text : undefined),
      paths: async () => paths,
      mapped: async () => undefined,
    },
    paths,
    limits: limitsFor({}),
    version: "18.11",
  });
  const codes = [...new Set(outcome.findings.map(({ code }) => code))].sort();
  expect(codes).toEqual(expected[name] ?? []);
});

test("there are 67 of them, and each expectation is of one", () => {
  const names = new Set(hostileCases.map(({ name }) => name));
  expect(names.size).toBe(67);
  expect(Object.keys(expected).filter((name) => !names.has(name))).toEqual([]);
});
