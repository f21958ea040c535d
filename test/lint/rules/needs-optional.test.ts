import { expect, test } from "vitest";
import { silent, told } from "./helper.ts";

const code = "needs-optional";
const config = (rules: string, keywords = "needs: [build]", more = "") => `
build: {script: x, stage: build, rules: [${rules}]}
test: {script: x, ${keywords}}
${more}
`;

test.each([
  ["{changes: [a]}", "may leave out of branch pipelines"],
  ["{if: $DEPLOY}", "may leave out of branch pipelines"],
  ["{if: $CI_COMMIT_TAG}", "leave out of branch pipelines"],
  ["{if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH}", "leave out of branch pipelines"],
  [`{if: $X == "a"}, {if: $Y == "a"}`, "may leave out of branch pipelines"],
])("%s", async (rules, how) => {
  expect(await told(code, config(rules))).toEqual([
    `test.needs.0: needs "build", which its rules ${how}; GitLab then refuses the pipeline`,
  ]);
});

test("`only` that lets in less", async () => {
  const text = "build: {script: x, only: [tags]}\ntest: {script: x, needs: [{job: build}]}";
  expect(await told(code, text)).toHaveLength(1);
});

silent(code, [
  ["optional", config("{changes: [a]}", "needs: [{job: build, optional: true}]")],
  ["the same rules", config("{changes: [a]}", "needs: [build], rules: [{changes: [a]}]")],
  ["stricter rules", config("{if: $X}", "needs: [build], rules: [{if: $X && $Y}]")],
  ["a rule for all else", config("{changes: [a]}, {when: manual}")],
  ["it is always in", config("{when: always}")],
  ["one of two holds", config(`{if: $X == "a", when: manual}, {if: $X != "a"}`)],
  ["one of two patterns holds", config("{if: $X =~ /^ab/}, {if: $X !~ /^ab/}")],
  ["set or not", config("{if: $X}, {if: $X == null}")],
  ["a file that is there or not", config("{exists: [Dockerfile]}")],
  ["a job of another pipeline", config("{changes: [a]}", 'needs: [{pipeline: "1", job: build}]')],
  [
    "the workflow keeps the rest out",
    `workflow: {rules: [{if: $CI_COMMIT_TAG}]}\n${config("{if: $CI_COMMIT_TAG}")}`,
  ],
  ["rules of another file", config("{changes: [a]}"), { open: true }],
  ["no needs", config("{changes: [a]}", "stage: test")],
  [
    "a child that is only started where the job is in",
    config("{if: $CI_COMMIT_TAG}"),
    { parent: "child: {trigger: {include: [{local: c.yml}]}, rules: [{if: $CI_COMMIT_TAG}]}" },
  ],
]);
