import { expect, test } from "vitest";
import { canBeOut, jobIsIn, pipelineRuns } from "../../../../src/lint/rules/facts/presence.ts";
import {
  inChild,
  type Situation,
  situations,
} from "../../../../src/lint/rules/facts/situations.ts";
import type { Hash } from "../../../../src/model/index.ts";
import { readConfiguration } from "../../../../src/model/index.ts";
import {
  lintedPipeline,
  type SituationName,
  simulate,
  situations as simulated,
} from "../../../../src/simulate/index.ts";
import { printYaml } from "../../../../src/yaml/index.ts";
import fc from "../../../helpers/property.ts";
import { linted } from "../helper.ts";

const own = (name: string): Situation => situations.find((each) => each.name === name)!;

/** Each situation of lint, and what it is to `simulate`: kind, ref, open merge request. */
const pairs: readonly (readonly [Situation, SituationName, string, boolean])[] = [
  [own("merge request pipelines"), "merge-request", "feature", true],
  [own("branch pipelines"), "push", "feature", true],
  [own("pipelines of the default branch"), "push", "main", false],
  [own("tag pipelines"), "tag", "v1", false],
  [own("scheduled pipelines"), "schedule", "main", false],
  [inChild(own("branch pipelines")), "parent", "feature", true],
  [inChild(own("merge request pipelines")), "parent-merge-request", "feature", true],
];

test("every situation is held to simulate", () => {
  const held = new Set(pairs.map(([situation]) => situation));
  expect(situations.filter((each) => !held.has(each))).toEqual([]);
});

const condition = fc.constantFrom(
  ...["push", "merge_request_event", "parent_pipeline", "schedule"].flatMap((source) => [
    `$CI_PIPELINE_SOURCE == "${source}"`,
    `$CI_PIPELINE_SOURCE != "${source}"`,
  ]),
  ...["$CI_COMMIT_BRANCH", "$CI_COMMIT_TAG", "$CI_MERGE_REQUEST_IID", "$CI_OPEN_MERGE_REQUESTS"],
  ...["$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH", "$CI_COMMIT_REF_NAME == $CI_DEFAULT_BRANCH"],
  ...["$CI_COMMIT_BRANCH == null", "!$CI_COMMIT_TAG", '$CI_COMMIT_BRANCH == "feature"'],
  ...["$CI_MERGE_REQUEST_TARGET_BRANCH_NAME == $CI_DEFAULT_BRANCH", "$CI_COMMIT_BRANCH =~ /^main/"],
  ...["$MINE", '$MINE == "a"', '$MINE != "a"', "$CI_MERGE_REQUEST_LABELS"],
);
const both = fc
  .tuple(condition, fc.constantFrom("&&", "||"), condition)
  .map((parts) => parts.join(" "));
const when = (...words: readonly string[]) => fc.constantFrom(...words);
const rule = (whens: fc.Arbitrary<string>) =>
  fc
    .record(
      { if: fc.oneof(condition, both), changes: fc.constant(["a"]), when: whens },
      { requiredKeys: [] },
    )
    .filter((each) => Object.keys(each).length > 0);
const jobRules = fc.array(rule(when("never", "manual", "always", "on_success")), {
  minLength: 1,
  maxLength: 4,
});
const workflowRules = fc.array(rule(when("never", "always")), { minLength: 1, maxLength: 3 });
const only = fc.array(fc.constantFrom("branches", "tags", "merge_requests", "main", "/^v/"), {
  minLength: 1,
  maxLength: 2,
});
const job = fc.oneof(
  fc.constant({}),
  jobRules.map((rules) => ({ rules })),
  only.map((refs) => ({ only: refs })),
);
const workflow = fc.option(
  workflowRules.map((rules) => ({ workflow: { rules } })),
  { nil: {} },
);

test("what is sure to be in is in, and what is sure to be out is out", () => {
  let sure = 0;
  fc.assert(
    fc.property(
      workflow,
      job,
      fc.constantFrom(...pairs),
      fc.boolean(),
      (top, config, pair, files) => {
        const [situation, kind, ref, openMergeRequest] = pair;
        const document: Hash = { ...top, job: { script: ["x"], ...config } };
        const text = printYaml(document);
        const here = linted(text);
        const facts = {
          ref,
          defaultBranch: "main",
          openMergeRequest,
          changed: files ? ["a"] : [],
          variables: (files ? {} : { MINE: "a" }) as Record<string, string>,
        };
        const real = simulate(
          lintedPipeline(readConfiguration(document, "x.yml")),
          simulated().get(kind)!(facts),
        );
        const runs = pipelineRuns(here, situation);
        if (runs !== "maybe")
          expect(`${text}${real.workflow.created}`).toBe(`${text}${runs === "yes"}`);
        const created = real.jobs.some((each) => each.created);
        if (!real.workflow.created) return;
        const verdict = jobIsIn(here, here.jobs.get("job")!, situation);
        if (verdict !== "maybe") sure += 1;
        if (verdict !== "maybe") expect(`${text}${created}`).toBe(`${text}${verdict === "yes"}`);
        // What can never be out is in.
        const never = verdict !== "no" && !canBeOut(here, here.jobs.get("job")!, situation);
        if (never && !("only" in config)) expect(`${text}${created}`).toBe(`${text}true`);
      },
    ),
    { seed: 20_261_121, numRuns: 1500 },
  );
  expect(sure).toBeGreaterThan(300);
});

test.each([
  ["[{when: never}, {when: always}]", "no"],
  ["[{when: manual}, {when: never}]", "yes"],
  ["[{if: $CI_COMMIT_BRANCH}, {when: never}]", "yes"],
  ["[{if: $CI_COMMIT_TAG}]", "no"],
  ["[{if: $MINE}, {when: never}]", "maybe"],
  ["[{if: $MINE}, {when: always}]", "yes"],
  ["[{changes: [a]}]", "maybe"],
  ["[{if: $CI_COMMIT_TAG, changes: [a]}]", "no"],
  ["[[{if: $CI_COMMIT_TAG}, [{when: always}]]]", "yes"],
])("%s", (rules, verdict) => {
  const here = linted(`job: {script: x, rules: ${rules}}`);
  expect(jobIsIn(here, here.jobs.get("job")!, own("branch pipelines"))).toBe(verdict);
});
