import { expect, test } from "vitest";
import { findings } from "./helper.ts";

const globs = "b: {script: x, rules: [{if: $CI_COMMIT_TAG, changes: [./docs/a]}]}";
const silenced = `# fanout-lint: off glob-never-matches: it is so on purpose\n${globs}`;

const told = async (files: Record<string, string>, outside: Record<string, string> = {}) =>
  (await findings(files, { outside })).map(({ file, code, silenced: why }) =>
    [file, code, ...(why === undefined ? [] : [why])].join(" "),
  );

const key = "https://example.com/a.yml";
const included = { ".gitlab-ci.yml": `include: ${key}` };

test("a comment silences in a file of the repository", async () => {
  const files = { ".gitlab-ci.yml": "include: a.yml", "a.yml": silenced };
  expect(await told(files)).toEqual(["a.yml glob-never-matches it is so on purpose"]);
});

test("a comment in a file that lies outside silences nothing", async () => {
  expect(await told(included, { [key]: silenced })).toEqual([`${key} glob-never-matches`]);
});

test("nor is anything told of such a comment", async () => {
  const text = `# fanout-lint: off glob-never-matches\n# fanout-lint: off no-rule: x\n# fanout-lint\n${globs}`;
  expect(await told(included, { [key]: text })).toEqual([`${key} glob-never-matches`]);
});
