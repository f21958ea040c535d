import { expect, test } from "vitest";
import { verdictOf, viewed } from "./viewed.ts";

const ruled = (rules: string) => `
build:
  stage: build
  script: [make]
  rules: ${rules}
sure: { stage: build, script: [x] }
`;

test("one verdict a situation, each judgement once", async () => {
  const { view } = await viewed({
    jobs: ruled(
      "[{ if: $CI_COMMIT_TAG, when: never }, { if: $CI_MERGE_REQUEST_IID, when: manual }, { if: $CI_COMMIT_BRANCH }]",
    ),
  });
  const [pipeline] = view.pipelines;
  expect(pipeline!.judgements).toEqual([
    { created: true, when: "on_success", allowFailure: false, rule: 2, told: "by rules[2]" },
    { created: false, when: "never", allowFailure: false, rule: 0, told: "by rules[0]" },
    { created: true, when: "manual", allowFailure: false, rule: 1, told: "manual, by rules[1]" },
    { created: true, when: "on_success", allowFailure: false, told: "" },
  ]);
  expect(verdictOf(view, "web:build")).toBe("+ by rules[2]");
  expect(verdictOf(view, "web:build", "tag")).toBe("- by rules[0]");
  expect(verdictOf(view, "web:build", "merge-request")).toBe("+ manual, by rules[1]");
  expect(verdictOf(view, "web:sure", "tag")).toBe("+");
});

test("whether GitLab would create it, and why not", async () => {
  const { view } = await viewed({
    jobs: "deploy: { stage: deploy, trigger: { include: ci/child.yml } }",
    files: {
      "ci/child.yml": `
workflow: { rules: [{ if: $CI_COMMIT_TAG, when: never }, { when: always }] }
a: { script: [x], rules: [{ if: $CI_MERGE_REQUEST_IID, when: never }, { when: always }] }
b: { script: [x], needs: [a] }
`,
    },
  });
  const { created } = view.pipelines[1]!;
  const at = (id: string) => created[view.situations.findIndex((each) => each.id === id)];
  expect(at("push")).toEqual({ created: true, why: "" });
  expect(at("tag")).toEqual({
    created: false,
    why: "The pipeline did not run. Review the workflow:rules configuration for the pipeline.",
  });
  expect(at("merge-request")?.why).toMatch(/^'b' job needs 'a' job, but 'a' does not exist/);
  expect(verdictOf(view, "b", "tag", 1)).toBe("- its pipeline is not created");
});

test("jobs of a matrix that are decided differently are told together", async () => {
  const { view } = await viewed({
    jobs: `
build:
  stage: build
  script: [make]
  parallel: { matrix: [{ REGION: [ap, eu, us] }] }
  rules: [{ if: $REGION == "eu", when: manual, allow_failure: false }, { if: $REGION == "us" }]
sure: { stage: build, script: [x] }
`,
  });
  expect(verdictOf(view, "web:build")).toBe("+ 2 of 3: manual, by rules[0]");
});

test("rules:changes see what changed, where GitLab compares", async () => {
  const { view } = await viewed({ jobs: ruled('[{ changes: ["apps/**/*"] }]') });
  expect(verdictOf(view, "web:build", "push")).toBe("- no rule holds");
  expect(verdictOf(view, "web:build", "schedule")).toBe("+ by rules[0]");
});
