import { expect, test } from "vitest";
import { silent, told } from "./helper.ts";

const job = (script: string, more = "") => `
gen:
  ${more}
  script:
    - ${script}
`;

test.each([
  "git diff --name-only origin/main...HEAD",
  "git diff $CI_COMMIT_BEFORE_SHA $CI_COMMIT_SHA",
  "git diff --stat HEAD~3",
  "BASE=$(git merge-base origin/main HEAD)",
])("a comparison: %s", async (script) => {
  expect(await told("shallow-comparison", job(script))).toEqual([
    "gen.script.0: compares with a commit that a shallow clone may not have",
  ]);
});

test("fanout generate", async () => {
  expect(await told("shallow-generator", job("npx fanout generate --out c.yml"))).toEqual([
    "gen.script.0: has a shallow clone, which fanout has to deepen step by step",
  ]);
});

test("a depth of its own that is as small", async () => {
  const text = job("git merge-base a b", "variables: {GIT_DEPTH: 5}");
  expect(await told("shallow-comparison", text)).toHaveLength(1);
});

silent("shallow-comparison", [
  ["the job's depth", job("git merge-base a b", "variables: {GIT_DEPTH: 0}")],
  ["the depth of all", `variables: {GIT_DEPTH: "0"}\n${job("git merge-base a b")}`],
  ["a depth that somebody chose", job("git merge-base a b", "variables: {GIT_DEPTH: 500}")],
  ["a depth that is computed", job("git merge-base a b", "variables: {GIT_DEPTH: $DEPTH}")],
  ["a depth by a rule", job("git merge-base a b", "rules: [{variables: {GIT_DEPTH: 0}}]")],
  ["what is uncommitted", job("git diff --exit-code")],
  ["what is uncommitted of a file", job("git diff --exit-code -- package-lock.json")],
  ["a fetch before", job("git fetch --unshallow && git merge-base origin/main HEAD")],
  ["it is only told of", job('echo "git merge-base a b"')],
  ["no clone at all", job("git merge-base a b", "variables: {GIT_STRATEGY: none}")],
  ["variables of a file that is not here", job("git merge-base a b"), { open: true }],
]);

silent("shallow-generator", [
  ["the job's depth", job("fanout generate", "variables: {GIT_DEPTH: 0}")],
  ["another command", job("fanout preview")],
  ["another program", job("my-fanout generate")],
]);
