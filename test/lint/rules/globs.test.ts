import { expect, test } from "vitest";
import { fixed, silent, told } from "./helper.ts";

const changes = (...globs: readonly string[]) =>
  `job: {script: x, rules: [{changes: [${globs.map((glob) => JSON.stringify(glob)).join(", ")}]}]}`;
const exists = (...globs: readonly string[]) => changes(...globs).replace("changes:", "exists:");
const paths = ["README.md", "docs/a.md", "docs/deep/b.md", "flat/x.md", "src/app/main.ts"];
const repository = { paths };
const at = (index = 0) => ["job", "rules", 0, "changes", index];

const one = "glob-one-level";
test("all below, as it seems", async () => {
  expect(await told(one, changes("docs/**"), repository)).toEqual([
    'job.rules.0.changes.0: "docs/**" matches files of one directory and none further down',
  ]);
  expect(await fixed(one, changes("docs/**"))).toEqual([{ path: at(), set: "docs/**/*" }]);
});

test.each(["**", "$DIR/**", "src/*/**"])("%s where the files are not known", async (glob) => {
  expect(await told(one, changes(glob))).toHaveLength(1);
});

test("wherever patterns stand", async () => {
  const text = `
workflow: {rules: [{changes: [a/**]}]}
.hidden: {rules: [{changes: {paths: [b/**], compare_to: main}}]}
old: {script: x, only: {changes: [c/**]}, except: {changes: [d/**]}}
new: {script: x, extends: .hidden}
other: {script: x, rules: [{exists: e/**}, [{exists: {paths: [f/**], project: g/h}}]]}
`;
  const places = (await told(one, text)).map((each) => each.split(":")[0]);
  expect(places).toEqual([
    "workflow.rules.0.changes.0",
    ".hidden.rules.0.changes.paths.0",
    "old.only.changes.0",
    "old.except.changes.0",
    "other.rules.0.exists",
    "other.rules.1.0.exists.paths.0",
  ]);
});

silent(one, [
  ["all below", changes("docs/**/*"), repository],
  ["directories between", changes("docs/**/b.md"), repository],
  ["no directories below", changes("flat/**"), repository],
  ["both are there", changes("docs/**", "docs/**/*"), repository],
  ["two stars as one", changes("docs/a**"), repository],
]);

const never = "glob-never-matches";
test.each([
  ["./src/app/main.ts", "never matches: paths begin with a name", "src/app/main.ts"],
  ["/src/**/*", "never matches: paths begin with a name", "src/**/*"],
  ["docs/", "never matches: no file ends in a slash", "docs/**/*"],
  ["src/app", "is a directory, and matches no file in it", "src/app/**/*"],
  ["!docs/a.md", "never matches: there is no negation, and no file is called that", undefined],
])("%s", async (glob, problem, set) => {
  expect(await told(never, changes(glob), repository)).toEqual([
    `job.rules.0.changes.0: "${glob}" ${problem}`,
  ]);
  const fixes = set === undefined ? [] : [{ path: at(), set }];
  expect(await fixed(never, changes(glob), repository)).toEqual(fixes);
});

silent(never, [
  ["a file", changes("README.md"), repository],
  ["a name that begins with a dot", changes(".gitlab-ci.yml"), repository],
  ["a directory for all that is known", changes("src/app")],
  ["a directory in exists", exists("docs/"), repository],
  ["a file that is called so", changes("!a"), { paths: ["!a"] }],
  ["an exclamation mark in brackets", changes("[!a]*"), repository],
  ["a variable", changes("$DIR"), repository],
]);

const nowhere = "glob-no-file";
test("a directory that is misspelt", async () => {
  expect(await told(nowhere, changes("src/apps/**/*", "src/app/*"), repository)).toEqual([
    'job.rules.0.changes.0: "src/apps/**/*" matches nothing: the repository has no files in "src/apps"',
  ]);
});

silent(nowhere, [
  ["a directory with files", changes("src/**/*.py"), repository],
  ["a file that may come", changes("docs/new.md", "Dockerfile"), repository],
  ["any directory", changes("**/*.tf", "{a,b}/**/*"), repository],
  ["a variable", changes("$DIR/x/**/*", "libs/$NAME/**/*"), repository],
  ["exists asks whether it is there", exists("charts/**/*"), repository],
  ["another project", exists("x/y").replace('["x/y"]', "{paths: [x/y], project: g/p}"), repository],
  ["no repository", changes("nowhere/**/*")],
  ["a repository without files", changes("nowhere/**/*"), { paths: [] }],
]);

const many = (count: number) => Array.from({ length: count }, (_, index) => `d${index}/*`);
test("more than 50 patterns", async () => {
  expect(await told("glob-count", changes(...many(51)))).toEqual([
    "job.rules.0.changes: `changes` has 51 patterns; GitLab allows 50",
  ]);
});
silent("glob-count", [
  ["50 patterns", changes(...many(50))],
  [
    "50 in each of two rules",
    `${changes(...many(50))}\n${changes(...many(50)).replace("job", "b")}`,
  ],
  ["many files in one", changes(`{${many(60).join(",")}}`)],
]);

const large = Array.from({ length: 20_001 }, (_, index) => `a/${index}.txt`);
test("too many comparisons", async () => {
  const text = exists("a/*.x", "b/*.x", "c/*.x");
  // 20,001 files stay under 50,000 with two patterns and not with three.
  expect(await told("glob-comparisons", text, { paths: large })).toEqual([
    "job.rules.0.exists: 3 patterns for 20001 files are more than 50,000 comparisons, so this always holds",
  ]);
});
silent("glob-comparisons", [
  ["two patterns", exists("a/*.x", "b/*.x"), { paths: large }],
  [
    "endings and names are looked up",
    exists("a/*", "**/*.x", "**/*.y", "b", "c"),
    { paths: large },
  ],
  ["patterns for the top alone", exists("*.x", "*.y", "*.z"), { paths: large }],
  ["changes, whose number nobody knows", changes("a/*.x", "b/*.x", "c/*.x"), { paths: large }],
  ["a small repository", exists("a/*.x", "b/*.x", "c/*.x"), repository],
]);
