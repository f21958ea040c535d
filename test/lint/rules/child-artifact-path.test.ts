import { expect, test } from "vitest";
import { fixed, silent, told } from "./helper.ts";

const code = "child-artifact-path";

const config = (artifact: string) => `
gen: {script: x, stage: build, artifacts: {paths: [out]}}
child: {trigger: {include: [{artifact: '${artifact}', job: gen}]}}
`;
const path = ["child", "trigger", "include", 0, "artifact"];

test.each([
  ["./out/a.yml", "does not begin with a name, as entries of the archive do", "out/a.yml"],
  ["/out/a.yml", "does not begin with a name, as entries of the archive do", "out/a.yml"],
  ["out\\a.yml", "has backslashes, where entries of the archive have `/`", "out/a.yml"],
  ["out/*.yml", "has a wildcard, which GitLab takes for a character of the name", undefined],
  ["out/../a.yml", "has steps such as `..`, which no entry of the archive has", undefined],
  ["out//a.yml", "has steps such as `..`, which no entry of the archive has", undefined],
  ["out/a.json", "does not end in `.yml` or `.yaml`, so GitLab refuses the file", undefined],
  ["./out/a", "does not begin with a name, as entries of the archive do", undefined],
])("%s", async (artifact, message, set) => {
  const text = config(artifact);
  expect(await told(code, text)).toEqual([
    `child.trigger.include.0.artifact: the artifact's path "${artifact}" ${message}`,
  ]);
  expect(await fixed(code, text)).toEqual(set === undefined ? [] : [{ path, set }]);
});

test("a job that others extend is told there, and not mended for all", async () => {
  const text = `
gen: {script: x, stage: build, artifacts: {paths: [out]}}
.child: {trigger: {include: [{artifact: ./out/a.yml, job: gen}]}}
child: {extends: .child}
`;
  expect(await told(code, text)).toEqual([
    '.child.trigger.include.0.artifact: the artifact\'s path "./out/a.yml" does not begin with a name, as entries of the archive do',
  ]);
  expect(await fixed(code, text)).toEqual([]);
});

silent(code, [
  ["a path", config("out/a.yml")],
  ["the other ending", config("out/a.yaml")],
  ["a directory that begins with a dot", config(".gitlab/a.yml")],
  ["dots in names", config("out/a..b/c.v1.yml")],
  ["a variable for the ending", config("out/$FILE")],
]);
