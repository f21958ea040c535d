import { expect, test } from "vitest";
import { silent, told } from "./helper.ts";

const top = "variables: {REGION: eu, COLOUR: red}\n";
const trigger = (keywords: string, more = "") =>
  `${more}child: {trigger: {include: [{local: c.yml}]}${keywords && `, ${keywords}`}}\n`;
const withValue = (value: string, name = "X") => trigger(`variables: {${name}: ${value}}`);

test("top-level variables go down", async () => {
  expect(await told("trigger-variables-leak", trigger("", top))).toEqual([
    'child.trigger: hands the top-level variables "REGION", "COLOUR" down, where they beat all others',
  ]);
});

silent("trigger-variables-leak", [
  ["there are none", trigger("")],
  ["none are inherited", trigger("inherit: {variables: false}", top)],
  ["some were chosen", trigger("inherit: {variables: [REGION]}", top)],
  ["all were chosen", trigger("inherit: {variables: true}", top)],
  [
    "none are forwarded",
    `${top}child: {trigger: {include: [{local: c.yml}], forward: {yaml_variables: false}}}`,
  ],
  ["no trigger job", `${top}job: {script: x}`],
]);

test("the child's own value is not used", async () => {
  const child = "variables: {COLOUR: blue}\njob: {script: x}";
  expect(await told("child-variable-overridden", child, { parent: trigger("", top) })).toEqual([
    'variables.COLOUR: "child" hands another value down, which is used instead of this one',
  ]);
});

const blue = "variables: {COLOUR: blue}\njob: {script: x}";
silent("child-variable-overridden", [
  ["the same value", blue.replace("blue", "red"), { parent: trigger("", top) }],
  ["another name", blue.replace("COLOUR", "SHAPE"), { parent: trigger("", top) }],
  ["nothing is inherited", blue, { parent: trigger("inherit: {variables: false}", top) }],
  ["the other one is inherited", blue, { parent: trigger("inherit: {variables: [REGION]}", top) }],
  [
    "the trigger job sets it on purpose",
    blue,
    { parent: trigger("variables: {COLOUR: red}", top) },
  ],
  ["a parent", `${top}job: {script: x}`],
]);

test("two dollars", async () => {
  expect(await told("trigger-dollars", withValue("a$$b"))).toEqual([
    "child.variables.X: `$$` does not keep a `$` on its way into another pipeline, where it is expanded again",
  ]);
});

test("two dollars of a rule, and in the long form", async () => {
  const text = trigger(`rules: [{if: $A, variables: {X: a$$b}}], variables: {Z: {value: $$c}}`);
  expect(await told("trigger-dollars", text)).toHaveLength(2);
});

silent("trigger-dollars", [
  ["one dollar", withValue("$A-b")],
  ["handed down as it is", withValue("{value: a$$b, expand: false}")],
  ["a job that triggers nothing", "job: {script: x, variables: {X: a$$b}}"],
  [
    "nothing is handed down",
    "child: {trigger: {include: [{local: c.yml}], forward: {yaml_variables: false}}, variables: {X: $$a}}",
  ],
]);

test.each([
  ["$CI_JOB_TOKEN", "CI_JOB_TOKEN"],
  ["'a/${CI_JOB_ID}/b'", "CI_JOB_ID"],
])("a value of %s", async (value, name) => {
  expect(await told("trigger-job-only", withValue(value))).toEqual([
    `child.variables.X: \`$${name}\` is empty in a trigger job, which no runner takes`,
  ]);
});

silent("trigger-job-only", [
  ["the pipeline's id", withValue("$CI_PIPELINE_ID")],
  ["a name that only begins so", withValue("$CI_JOB_TOKENS")],
  ["the name without a dollar", withValue("CI_JOB_TOKEN")],
  ["a job that a runner takes", "job: {script: x, variables: {X: $CI_JOB_TOKEN}}"],
  ["expanded below", withValue("{value: $CI_JOB_ID, expand: false}")],
]);

test("a secret", async () => {
  expect(await told("trigger-secret", withValue("$DEPLOY_TOKEN", "TOKEN"))).toEqual([
    "child.variables.TOKEN: hands the secret `$DEPLOY_TOKEN` down, where it is no longer masked",
  ]);
});

silent("trigger-secret", [
  ["a secret's place", withValue("$TOKEN_URL", "TOKEN_URL")],
  ["a commit for a token", withValue("$CI_COMMIT_SHA", "CACHE_TOKEN")],
  ["a text", withValue("none", "TOKEN")],
  ["a job that triggers nothing", "job: {script: x, variables: {TOKEN: $DEPLOY_TOKEN}}"],
  ["a word of which it is a part", withValue("$TOKENS", "TOKENS")],
]);
