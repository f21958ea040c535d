import { expect, test } from "vitest";
import { silent, told } from "./helper.ts";

const code = "child-archive-size";

const config = (paths: string, more = "") => `
gen: {script: x, stage: build, artifacts: {paths: [${paths}]${more}}}
child: {trigger: {include: [{artifact: c.yml, job: gen}]}}
`;

test.each([".", "./", "'*'", "'**/*'", "$CI_PROJECT_DIR"])(
  "the whole checkout as %s",
  async (path) => {
    expect(await told(code, config(path))).toEqual([
      "gen.artifacts.paths.0: keeps the whole checkout beside the generated pipeline, whose archive may have 5 MB at most",
    ]);
  },
);

test.each(["node_modules/", ".m2/repository", "./.gradle"])("packages in %s", async (path) => {
  expect(await told(code, config(`c.yml, ${path}`))).toEqual([
    `gen.artifacts.paths.1: keeps "${path}" beside the generated pipeline, whose archive may have 5 MB at most`,
  ]);
});

silent(code, [
  ["the file alone", config("c.yml")],
  ["a directory of its own", config("out/")],
  ["a pattern for YAML", config("'**/*.yml'")],
  ["a name that only begins so", config("c.yml, node_modules.txt")],
  ["what is left out is not known", config(".", ", exclude: ['**/*.zip']")],
  [
    "a job that makes no pipeline",
    `${config("c.yml")}\nother: {script: x, artifacts: {paths: [node_modules]}}`,
  ],
]);
