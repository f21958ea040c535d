import { describe, expect, test } from "vitest";
import { type Refused, refusals, refused, type Taken, taken } from "./helper.ts";

/** Each keyword that a trigger job may have, with what it may hold. */
const allowed: readonly (readonly [keyword: string, ...forms: readonly string[]])[] = [
  ["trigger", "trigger: a/b"],
  ["parallel", "trigger: a/b, parallel: {matrix: [{A: [x, y]}]}"],
  ["extends", "trigger: a/b, extends: .x"],
  ["stage", "trigger: a/b, stage: deploy"],
  ["only", "trigger: a/b, only: [main]", "trigger: a/b, only: {refs: [main], changes: [x]}"],
  ["except", "trigger: a/b, except: [main]"],
  ["rules", "trigger: a/b, rules: [{if: $A, when: manual, allow_failure: true}]"],
  ["variables", "trigger: a/b, variables: {A: x, B: {value: y, expand: false}}"],
  [
    "inherit",
    "trigger: a/b, inherit: {variables: false}",
    "trigger: a/b, inherit: {variables: [A], default: true}",
  ],
  ["allow_failure", "trigger: a/b, allow_failure: true"],
  [
    "when",
    "trigger: a/b, when: on_success",
    "trigger: a/b, when: on_failure",
    "trigger: a/b, when: always",
    "trigger: a/b, when: manual",
  ],
  ["needs", "trigger: a/b, needs: [b]", "trigger: a/b, needs: [{job: b, optional: true}]"],
  ["resource_group", "trigger: a/b, resource_group: x"],
  ["environment", "trigger: a/b, environment: live", "trigger: a/b, environment: {name: live}"],
  ["interruptible", "trigger: a/b, interruptible: true"],
];

/** Each keyword of jobs that trigger jobs have not, with what it holds in a job. */
const rejected: readonly (readonly [keyword: string, form: string])[] = [
  ["tags", "[x]"],
  ["image", "x"],
  ["services", "[x]"],
  ["retry", "1"],
  ["timeout", "1 hour"],
  ["artifacts", "{paths: [x]}"],
  ["cache", "{paths: [x]}"],
  ["dependencies", "[b]"],
  ["start_in", "1 day"],
  ["id_tokens", "{T: {aud: x}}"],
  ["manual_confirmation", "sure?"],
  ["before_script", "[x]"],
  ["after_script", "[x]"],
  ["hooks", "{pre_get_sources_script: [x]}"],
  ["coverage", "/x/"],
  ["release", "{tag_name: x, description: y}"],
  ["secrets", "{A: {vault: x}}"],
  ["pages", "true"],
  ["publish", "public"],
  ["identity", "google_cloud"],
  ["dast_configuration", "{site_profile: x}"],
  ["inputs", "{a: {default: x}}"],
  ["project", "a/b"],
  ["strategy", "depend"],
  ["forward", "{yaml_variables: true}"],
  ["branch", "main"],
  ["include", "a.yml"],
  ["typo", "x"],
];

const hidden = ".x: {variables: {A: x}}";
const beside = (keywords: string) => `${hidden}\nb: {script: x}\nt: {${keywords}}`;

taken(
  "each keyword of a trigger job",
  allowed.flatMap(([, ...forms]) => forms.map((form): Taken => [form, beside(form)])),
);

refused(
  "each other keyword beside trigger",
  rejected.map(
    ([keyword, form]): Refused => ({
      what: keyword,
      files: beside(`trigger: a/b, ${keyword}: ${form}`),
      says: [
        `jobs:t config contains unknown keys: ${keyword}`,
        "jobs:t config should contain either a trigger or a needs:pipeline",
      ],
    }),
  ),
);

test("all unknown keywords are named at once", async () => {
  expect(await refusals(beside("trigger: a/b, tags: [x], image: y, retry: 1"))).toEqual([
    "jobs:t config contains unknown keys: tags, image, retry",
    "jobs:t config should contain either a trigger or a needs:pipeline",
  ]);
});

refused("what runs beside trigger", [
  {
    what: "script",
    files: beside("script: x, trigger: a/b"),
    says: [
      "jobs:t config these keys cannot be used together: script, trigger",
      "jobs:t config contains unknown keys: trigger",
    ],
  },
  {
    what: "run",
    files: beside("run: [{name: x, script: y}], trigger: a/b"),
    says: [
      "jobs:t config these keys cannot be used together: run, trigger",
      "jobs:t config contains unknown keys: trigger",
    ],
  },
]);

/** Values that a keyword of a trigger job cannot have. */
const wrong: readonly (readonly [form: string, ...says: readonly string[]])[] = [
  ["when: delayed", "jobs:t when should be one of: on_success, on_failure, always, manual"],
  ["when: never", "jobs:t when should be one of: on_success, on_failure, always, manual"],
  ["allow_failure: {exit_codes: 1}", "jobs:t allow failure should be a boolean value"],
  ["allow_failure: maybe", "jobs:t allow failure should be a boolean value"],
  ["resource_group: [x]", "jobs:t resource group should be a string"],
  ["extends: 1", "t: unknown keys in `extends` (1)"],
];
const noTrigger = "jobs:t config should contain either a trigger or a needs:pipeline";

describe("values of its own keywords", () => {
  test.each(wrong)("%s", async (form, ...says) => {
    const told = await refusals(beside(`trigger: a/b, ${form}`));
    expect(told).toEqual(form.startsWith("extends") ? says : [...says, noTrigger]);
  });

  test.each([
    ["parallel: 3", 'jobs:t:parallel config cannot use "parallel: <number>".'],
    ["stage: [x]", "jobs:t:stage config should be a string"],
    ["interruptible: x", "jobs:t:interruptible config should be a boolean value"],
    ["inherit: x", "jobs:t:inherit config should be a hash"],
    ["variables: x", "jobs:t:variables config should be a hash"],
    ["needs: [{pipeline: x, job: y}]", "jobs:t:needs config uses invalid types: cross_dependency"],
    [
      "needs: [{project: x, job: y, ref: z}]",
      "jobs:t:needs config uses invalid types: cross_dependency",
    ],
  ])("%s", async (form, says) => {
    expect(await refusals(beside(`trigger: a/b, ${form}`))).toEqual([says]);
  });
});
