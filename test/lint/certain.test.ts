import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { lint } from "../../src/lint/index.ts";
import { certainErrors } from "../../src/lint/words/index.ts";
import { type Hash, limitsFor, Reference } from "../../src/model/index.ts";
import fc from "../helpers/property.ts";
import { read, verdicts } from "./words/verdicts.ts";

const directory = resolve(import.meta.dirname, "../fixtures/configurations");
const realistic = readdirSync(directory)
  .filter((name) => name.endsWith(".yml"))
  .map((name) => readFileSync(join(directory, name), "utf8"))
  .filter((text) => !/^spec:/m.test(text));

const isPlain = (value: unknown): value is Hash =>
  typeof value === "object" &&
  value !== null &&
  !Array.isArray(value) &&
  !(value instanceof Reference);

const unknown = "include: [{project: group/ci, file: /a.yml}]\n";

/** What lint tells of a configuration; `others` are files of the repository and what is mapped. */
async function told(text: string, others: Readonly<Record<string, string>> = {}) {
  const texts = new Map(Object.entries({ ...others, ".gitlab-ci.yml": text }));
  const paths = [...texts.keys()].sort();
  const of = async (key: string) => texts.get(key);
  const world = { read: of, mapped: of, paths: async () => paths };
  const options = { world, paths, limits: limitsFor({}), version: "18.11" };
  const { outcome } = await lint([".gitlab-ci.yml"], options);
  return outcome.findings;
}

/** GitLab's words where a file of another project is not known. */
const words = async (text: string, others: Readonly<Record<string, string>> = {}) =>
  (await told(unknown + text, others))
    .filter(({ fromGitLab }) => fromGitLab)
    .map(({ message, line }) => `${line}: ${message}`);

describe("what stands whatever an unread file brings is told", () => {
  test.each<[string, string, string]>([
    [
      "a value of a job",
      "a: {script: x, retry: 3}",
      "2: retry config must be less than or equal to 2",
    ],
    [
      "a value in a list",
      "a:\n  script: x\n  rules: [{if: '$A =~ /(/'}]",
      "4: jobs:a:rules:rule if invalid expression syntax",
    ],
    [
      "a key that nobody knows",
      "a: {script: x, scripts: y}",
      "2: jobs:a config contains unknown keys: scripts",
    ],
    [
      "of a job that extends what is unknown",
      "a: {extends: .theirs, script: x, retry: 3}",
      "2: retry config must be less than or equal to 2",
    ],
    [
      "of what a job extends",
      ".b: {script: x}\n.c: {extends: .b, retry: 7}\na: {extends: .c}",
      "3: retry config must be less than or equal to 2",
    ],
    [
      "at the top",
      "stages: 1\na: {script: x}",
      "2: stages config should be an array of strings or a nested array of strings up to 10 levels deep",
    ],
    [
      "beside a job that is not known to be one",
      "b: {needs: [x]}\nc: {image: y}\na: {script: x, retry: 3}",
      "4: retry config must be less than or equal to 2",
    ],
    [
      "beside what a reference brings",
      "a: {script: [!reference [.theirs, script]], stage: s}\nb: {script: x, retry: 3}",
      "3: retry config must be less than or equal to 2",
    ],
  ])("%s", async (_, text, expected) => {
    expect(await words(text)).toEqual([expected]);
  });

  test("and the include too", async () => {
    const findings = await told(`${unknown}a: {script: x, retry: 3}`);
    expect(findings.map(({ code }) => code)).toEqual(["retry-count", "include-unread"]);
  });
});

describe("what the file may mend or replace is not told", () => {
  test.each<[string, string, Record<string, string>?]>([
    ["a job without work", "a: {image: x}"],
    ["no job at all", "variables: {A: b}"],
    ["a stage", "a: {script: x, stage: theirs}"],
    ["a need", "a: {script: x, needs: [theirs]}"],
    ["what extends leads to", "a: {script: x, extends: .theirs}"],
    ["references that lead there", "a: {script: !reference [.theirs, script]}"],
    ["keys that another hash completes", "a: {script: x, environment: {url: 'https://a.test'}}"],
    [
      "what a file says that is included before it",
      "include: [a.yml]",
      { "a.yml": "a: {retry: 3}" },
    ],
    [
      "a value of what is included, beside what is not",
      "a: {script: x}",
      { "b.yml": "a: {retry: 3}" },
    ],
    ["a delay of what may be delayed there", "a: {script: x, start_in: 1 day}"],
    ["what is published of what may be pages there", "a: {script: x, publish: x}"],
    ["keywords of a trigger job that may be another", "a: {needs: [b], before_script: [x]}"],
  ])("%s", async (_, text, others) => {
    const both = text.startsWith("include:")
      ? text.replace("[", "[{project: group/ci, file: /a.yml}, ")
      : unknown + text;
    const findings = await told(both, others);
    expect(findings.filter(({ fromGitLab }) => fromGitLab)).toEqual([]);
  });
});

test("whatever the file brings, GitLab refuses the configuration", async () => {
  const refused = verdicts.filter(({ valid, yaml }) => !valid && isHash(yaml));
  const taken = verdicts.filter(({ valid, yaml }) => valid && isHash(yaml));
  let certain = 0;
  for (const [index, { yaml }] of [...refused, ...taken].entries()) {
    const found = await words(yaml);
    if (found.length > 0) certain++;
    for (let step = 1; step <= 4 && found.length > 0; step++) {
      const other = taken[(index * 7 + step * 31) % taken.length]!.yaml;
      const all = await told(unknown + yaml, { "group/ci:a.yml": other });
      expect(
        all.some(({ severity, fromGitLab }) => fromGitLab && severity === "error"),
        `${yaml}\n---\n${other}`,
      ).toBe(true);
    }
  }
  expect(certain).toBeGreaterThan(50);
});

test("of a configuration that GitLab takes nothing is told, whatever part of it lies in the unread file", () => {
  const sound = [...verdicts.filter(({ valid }) => valid).map(({ yaml }) => yaml), ...realistic]
    .map(read)
    .filter((each) => typeof each === "object" && each !== null) as Hash[];
  const parted = fc.property(
    fc.constantFrom(...sound),
    fc.infiniteStream(fc.nat(3)),
    (whole, draw) => {
      const stays = () => draw.next().value !== 0;
      const part = Object.fromEntries(
        Object.entries(whole).flatMap(([name, value]) => {
          if (name === "include" || !stays()) return [];
          if (!isPlain(value) || stays()) return [[name, value]];
          return [[name, Object.fromEntries(Object.entries(value).filter(stays))]];
        }),
      );
      expect(certainErrors(part, () => true).map(({ message }) => message)).toEqual([]);
    },
  );
  fc.assert(parted, { numRuns: 2000 });
});

/** Whether an `include` can stand before a text. */
const isHash = (yaml: string): boolean => {
  const value: unknown = read(yaml);
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    !/^include:|^---|^\{|^spec:/m.test(yaml)
  );
};
