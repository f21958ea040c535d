import { describe, expect, test } from "vitest";
import { readConfiguration } from "../../../src/model/index.ts";
import {
  lintedPipeline,
  type SituationName,
  simulate,
  situations,
} from "../../../src/simulate/index.ts";
import { yamlReader } from "../../../src/yaml/index.ts";
import { covered, type Refused, refused, rulesTold } from "./helper.ts";

const { parseYaml } = await yamlReader();

/** What GitLab would say when it creates the pipeline. */
function chainErrors(text: string, as: SituationName): readonly string[] {
  const pipeline = lintedPipeline(readConfiguration(parseYaml(text, "child.yml"), "child.yml"));
  const facts = { ref: "main", defaultBranch: "main", changed: [] };
  return simulate(pipeline, situations().get(as)!(facts)).errors;
}

const empty =
  "The resulting pipeline would have been empty. Review the rules configuration for the relevant jobs.";
const notRun =
  "The pipeline did not run. Review the workflow:rules configuration for the pipeline.";
const absent = (job: string, need: string) =>
  `'${job}' job needs '${need}' job, but '${need}' does not exist in the pipeline. This might be because of the only, except, or rules keywords. To need a job that sometimes does not exist in the pipeline, use needs:optional.`;

interface Created {
  readonly text?: string;
  readonly what: string;
  readonly yaml: string;
  readonly as?: SituationName;
  readonly says: readonly string[];
}

const always = "workflow: {rules: [{when: always}]}";

const created: readonly Created[] = [
  {
    text: empty,
    what: "rules keep all jobs out",
    yaml: "b: {script: x, rules: [{if: $NO}]}",
    says: [empty],
  },
  {
    text: empty,
    what: "only .pre and .post remain",
    yaml: "a: {stage: .pre, script: x}\nb: {stage: .post, script: x}\nc: {script: x, rules: [{if: $NO}]}",
    says: [empty],
  },
  {
    text: empty,
    what: "the child of a merge request drops jobs without rules",
    yaml: "b: {script: x}",
    as: "parent-merge-request",
    says: [empty],
  },
  {
    what: "the child of a merge request keeps them with a workflow",
    yaml: `${always}\nb: {script: x}`,
    as: "parent-merge-request",
    says: [],
  },
  {
    what: "the child of a merge request keeps a job with rules",
    yaml: "b: {script: x, rules: [{when: always}]}",
    as: "parent-merge-request",
    says: [],
  },
  {
    what: "a job whose rule holds in every child",
    yaml: "b: {script: x, rules: [{if: '$CI_PIPELINE_SOURCE == \"parent_pipeline\"'}]}",
    as: "parent-merge-request",
    says: [],
  },
  {
    what: "the child of a push has jobs without rules",
    yaml: "b: {script: x}",
    as: "parent",
    says: [],
  },
  {
    text: notRun,
    what: "workflow:rules let nothing in",
    yaml: "workflow: {rules: [{if: $NO}]}\nb: {script: x}",
    says: [notRun],
  },
  {
    text: notRun,
    what: "workflow:rules say never",
    yaml: "workflow: {rules: [{when: never}]}\nb: {script: x}",
    says: [notRun],
  },
  {
    text: "'A' job needs 'B' job, but 'B' does not exist in the pipeline. This might be because of the only, except, or rules keywords. To need a job that sometimes does not exist in the pipeline, use needs:optional.",
    what: "a need on a job that rules keep out",
    yaml: "b: {script: x, rules: [{if: $NO}]}\na: {script: x, needs: [b]}",
    says: [absent("a", "b")],
  },
  {
    what: "the same need, optional",
    yaml: "b: {script: x, rules: [{if: $NO}]}\na: {script: x, needs: [{job: b, optional: true}]}",
    says: [],
  },
  {
    text: "circular variable reference detected: […]",
    what: "variables in a circle",
    yaml: "a: {script: x, variables: {A: $B, B: $A}}",
    says: ['a: circular variable reference detected: ["A", "B"]'],
  },
];

describe("GitLab creates the pipeline, or says why not", () => {
  test.each(created)("$what", ({ yaml, as = "push", says }) => {
    expect(chainErrors(yaml, as)).toEqual(says);
  });
});

const linted: readonly Refused[] = [
  { text: "Missing CI config file", what: "no file", files: {}, says: ["Missing CI config file"] },
  {
    text: "The pipeline has circular dependencies: …",
    what: "jobs that need each other",
    files: "a: {script: x, needs: [b]}\nb: {script: x, needs: [a]}",
    says: ['The pipeline has circular dependencies: topological sort failed: ["a", "b"]'],
  },
  {
    text: "The pipeline has circular dependencies: …",
    what: "a job that needs itself",
    files: "a: {script: x, needs: [a]}",
    says: ["The pipeline has circular dependencies: self-dependency: a"],
  },
  {
    text: "A has the following needs duplicated: …",
    what: "a need twice",
    files: "b: {script: x}\nc: {script: x}\na: {script: x, needs: [b, c, b]}",
    says: ["a has the following needs duplicated: b."],
  },
  {
    text: "jobs:X:needs:need pipeline should be a string",
    what: "the number of a pipeline",
    files: "x: {script: x, needs: [{pipeline: 123, job: y}]}",
    says: ["jobs:x:needs:need pipeline should be a string"],
  },
];

refused("what it finds before it creates jobs", linted);

const state = "what is so when the trigger job runs";
const api = "what the API answers, or who asks";
covered(
  "section 6",
  [
    "downstream pipeline can not be created, <errors>",
    "downstream project could not be found",
    "no permissions to trigger downstream pipeline",
    "downstream pipeline trigger definition is invalid",
    "job would create infinitely looping pipelines",
    "reached maximum depth of child pipelines",
    "downstream pipeline tree is too large",
    "Too many downstream pipelines triggered in the last minute. Try again later.",
    "data integrity failure",
    "protected environment failure",
    "environment_creation_failure",
    "failed_outdated_deployment_job",
    "builds_disabled",
    "ci_quota_exceeded",
    "user_blocked",
    "bridge_pipeline_is_child_pipeline",
    empty,
    "Pipeline will not run for the selected trigger. The rules configuration prevented any jobs from being added to the pipeline.",
    notRun,
    "Ref is ambiguous",
    "Reference not found",
    "Commit not found",
    "Missing CI config file",
    "'A' job needs 'B' job, but 'B' does not exist in the pipeline. This might be because of the only, except, or rules keywords. To need a job that sometimes does not exist in the pipeline, use needs:optional.",
    "The pipeline has circular dependencies: …",
    "A has the following needs duplicated: …",
    "circular variable reference detected: […]",
    "jobs:X:needs:need pipeline should be a string",
    "External validation failed",
    "Undefined error (<correlation id>)",
    "Pipeline creation is not allowed when pushing from CI jobs. This prevents infinite pipeline loops.",
  ],
  [...created, ...linted],
  {
    "downstream pipeline can not be created, <errors>":
      "stands before what is told of the child itself, which the rows above test",
    "downstream project could not be found": "which projects the user can read",
    "no permissions to trigger downstream pipeline": "the user's role in the other project",
    "downstream pipeline trigger definition is invalid": "a file does not know its own project",
    "job would create infinitely looping pipelines": `the chain of projects and refs, ${state}`,
    "reached maximum depth of child pipelines": "child-depth tells it before, see below",
    "downstream pipeline tree is too large": state,
    "Too many downstream pipelines triggered in the last minute. Try again later.":
      "a rate, by project, user and commit",
    "data integrity failure": "an exception in GitLab",
    "protected environment failure": "the user's role",
    environment_creation_failure: `names of environments with variables, ${state}`,
    failed_outdated_deployment_job: `deployments of other pipelines, ${state}`,
    builds_disabled: "a setting of the project",
    ci_quota_exceeded: "minutes that are used up",
    user_blocked: "the user's state",
    bridge_pipeline_is_child_pipeline: "no longer given by GitLab",
    "Pipeline will not run for the selected trigger. The rules configuration prevented any jobs from being added to the pipeline.":
      "the older words for an empty pipeline",
    "Ref is ambiguous": api,
    "Reference not found": api,
    "Commit not found": api,
    "External validation failed": "a service that an instance asks",
    "Undefined error (<correlation id>)": "an exception in GitLab",
    "Pipeline creation is not allowed when pushing from CI jobs. This prevents infinite pipeline loops.":
      api,
  },
);

const parent = (child: string) => ({
  ".gitlab-ci.yml":
    "workflow: {rules: [{if: '$CI_PIPELINE_SOURCE == \"merge_request_event\"'}]}\nt: {trigger: {include: child.yml}}",
  "child.yml": child,
});

describe("what rules of lint tell before the trigger job runs", () => {
  test.each([
    [
      "a child without a job in merge requests",
      "b: {script: x}",
      "child-without-workflow: no job of this child is in merge request pipelines, as none has `rules`; GitLab refuses it",
    ],
    ["a child with a workflow", `${always}\nb: {script: x}`, undefined],
    [
      "a child whose rules never hold there",
      "b: {script: x, rules: [{if: $CI_COMMIT_TAG}]}",
      'child-empty: this child has no job in merge request pipelines, where "t" starts it; GitLab refuses an empty one',
    ],
    [
      "a need on a job that is out",
      `${always}\nb: {script: x, rules: [{if: $CI_COMMIT_TAG}]}\na: {script: x, needs: [b]}`,
      'needs-optional: needs "b", which its rules leave out of merge request pipelines; GitLab then refuses the pipeline',
    ],
  ])("%s", async (_, child, told) => {
    expect(await rulesTold(parent(child))).toEqual(told === undefined ? [] : [told]);
  });
});
