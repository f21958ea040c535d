import { expect, test } from "vitest";
import { silent, told } from "./helper.ts";

const code = "trigger-include-fails";
const config = (include: string) => `t: {trigger: {include: ${include}}}`;
const around = { paths: ["a.yml", "ci/b.yml", "c.json", "b: c.yml"] };
const kinds = "`local`, `project`, `remote`, `template`, `artifact`, `component`";

test.each([
  ["missing.yml", "", "Local file `missing.yml` does not exist!"],
  ["[{local: ci/missing.yml}]", ".0", "Local file `ci/missing.yml` does not exist!"],
  ["[a.yml, {local: /missing.yml}]", ".1", "Local file `missing.yml` does not exist!"],
  ["c.json", "", "Included file `c.json` does not have YAML extension!"],
  ["[{project: a/b, file: x.json}]", ".0", "Included file `x.json` does not have YAML extension!"],
  [
    "[{local: a.yml, template: b.gitlab-ci.yml}]",
    ".0",
    `Each include must use only one of: ${kinds}`,
  ],
  [
    "[{artifact: a.yml, job: t, local: a.yml}]",
    ".0",
    `Each include must use only one of: ${kinds}`,
  ],
  ["[{template: x.yml}]", ".0", "Template file `x.yml` is not a valid location!"],
  [
    "[{inputs: {}}]",
    ".0",
    `\`{"inputs":{}}\` does not have a valid subkey for include. Valid subkeys are: ${kinds}`,
  ],
])("%s", async (include, at, words) => {
  expect(await told(code, config(include), around)).toEqual([
    `t.trigger.include${at}: the child is not created: ${words}`,
  ]);
});

silent(code, [
  ["a file of the repository", config("a.yml"), around],
  ["one with a slash in front", config("/ci/b.yml"), around],
  ["inputs", config("[{local: a.yml, inputs: {x: y}}]"), around],
  ["a variable", config("$DIR/x.yml"), around],
  ["a rule that may keep it out", config("[{local: x.yml, rules: [{if: $A}]}]"), around],
  ["a wildcard", config('["*.yml"]'), around],
  ["a generated file", config("[{artifact: x.yml, job: gen}]"), around],
  [
    "files from elsewhere",
    config("[{project: a/b, file: x.yml}, {remote: 'https://a.b/c.yml'}]"),
    around,
  ],
  ["a component", config("[{component: a.b/c/d@1}]"), around],
  ["no repository", config("missing.yml")],
  ["another project", "t: {trigger: a/b}", around],
]);
