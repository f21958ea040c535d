import { expect, test } from "vitest";
import { silent, told } from "./helper.ts";

const code = "child-artifact-produced";

const config = (artifacts: string, artifact = "out/child.yml", job = "gen") => `
gen:
  script: ["sh make.sh"]
${artifacts}
child:
  stage: deploy
  trigger:
    include:
      - {artifact: ${artifact}, job: ${job}}
`;

test("the path is not among those that the job keeps", async () => {
  expect(await told(code, config("  artifacts: {paths: [out/parent.yml, dist/*.yml]}"))).toEqual([
    'child.trigger.include.0.artifact: takes "out/child.yml" from the artifacts of "gen", which keeps only "out/parent.yml", "dist/*.yml"',
  ]);
});

test("the job keeps nothing", async () => {
  expect(await told(code, config(""))).toEqual([
    'child.trigger.include.0.artifact: takes "out/child.yml" from the artifacts of "gen", which has no `artifacts:paths`',
  ]);
});

test("the job keeps artifacts only when it fails", async () => {
  const text = config("  artifacts: {when: on_failure, paths: [out]}");
  expect(await told(code, text)).toHaveLength(1);
});

test("a star stays in its directory", async () => {
  expect(await told(code, config("  artifacts: {paths: ['*.yml']}"))).toHaveLength(1);
});

silent(code, [
  ["the file itself", config("  artifacts: {paths: [out/child.yml]}")],
  ["the whole checkout", config("  artifacts: {paths: [.]}")],
  ["a directory above it", config("  artifacts: {paths: [out/]}")],
  ["a pattern", config("  artifacts: {paths: ['out/*.yml']}")],
  ["a pattern over directories", config("  artifacts: {paths: ['**/*.yml']}")],
  ["all below a directory", config("  artifacts: {paths: ['out/**']}", "out/a/b.yml")],
  ["a pattern of directories", config("  artifacts: {paths: ['*/']}")],
  [
    "the project's directory by its variable",
    config("  artifacts: {paths: ['$CI_PROJECT_DIR/out']}"),
  ],
  ["a variable that may be the path", config("  artifacts: {paths: ['$OUT/*.yml']}")],
  ["a brace that may hold it", config("  artifacts: {paths: ['{out,dist}/*.yml']}")],
  ["a step that leads nowhere", config("  artifacts: {paths: [./out/../out/child.yml]}")],
  ["whatever git does not track", config("  artifacts: {untracked: true}")],
  ["a path with a variable", config("  artifacts: {paths: [x.yml]}", "'$NAME.yml'")],
  ["a job of another file", config("", "x.yml", "other"), { open: true }],
  ["artifacts may come from a file that is not here", config(""), { open: true }],
  ["artifacts by default", `default: {artifacts: {paths: [out]}}\n${config("")}`],
  ["artifacts by extends", `.keep: {artifacts: {paths: [out]}}\n${config("  extends: .keep")}`],
]);
