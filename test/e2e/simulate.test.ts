import { appendFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { forecastSchema } from "../../src/report/forecast.ts";
import { exampleRepo, fanout } from "../helpers/fanout.ts";

const rules = `workflow:
  rules:
    - if: $CI_PIPELINE_SOURCE == "merge_request_event"
    - if: $CI_COMMIT_BRANCH == "main"
build:
  script: [make]
  rules:
    - changes: [src/**/*]
    - if: $DEPLOY
      when: manual
test:
  script: [make test]
  needs: [build]
nightly:
  script: [make all]
  only: [schedules]
`;

function simulated(args: readonly string[], prepare?: (root: string) => void) {
  const { root } = exampleRepo();
  writeFileSync(join(root, "rules.yml"), rules);
  prepare?.(root);
  const { status, stdout, stderr } = fanout(root, ["simulate", ...args]);
  return [status, stdout, stderr];
}

describe("fanout simulate", () => {
  test("follows the pipeline of example-repo down to the grandchild", () => {
    const change = (root: string) => appendFileSync(join(root, "libs/greeting/index.js"), "// x\n");
    expect(simulated(["--as", "merge-request"], change)).toEqual([
      0,
      `.gitlab-ci.yml: created
  + generate-config
  + child-pipeline
    child-pipeline starts generated-config.yml: created
      + api:build
      + web:build
      + api:test
      + greeting:test
      + legacy:pipeline
      + web:test
        legacy:pipeline starts services/legacy/.gitlab-ci.yml: created
          + check
`,
      "merge-request: branch change into main, with 2 changed paths\n",
    ]);
  });

  test("a tag's pipeline is that of the newest tag, unless a ref is named", () => {
    const jobs = (root: string) =>
      writeFileSync(
        join(root, "tags.yml"),
        "branches: {script: [x], only: [main]}\nrelease: {script: [x], only: [/^v/]}\n",
      );
    const tagged = (...args: string[]) => simulated(["tags.yml", "--as", "tag", ...args], jobs);
    expect(tagged()).toEqual([
      0,
      "tags.yml: created\n  + release  by only and except\n  1 more left out (--verbose)\n",
      "tag: tag v1.0.0, compared with nothing, so `changes` hold\n",
    ]);
    expect(tagged("--ref", "main")[1]).toContain("+ branches");
  });

  test("says in GitLab's words why there is no pipeline", () => {
    expect(simulated(["rules.yml", "--ref", "main", "--changed", "docs/a.md"])).toEqual([
      1,
      `rules.yml: not created
  'test' job needs 'build' job, but 'build' does not exist in the pipeline. This might be because of the only, except, or rules keywords. To need a job that sometimes does not exist in the pipeline, use needs:optional.
  + test
  2 more left out (--verbose)
`,
      "push: branch main, with a change of docs/a.md\n",
    ]);
    expect(simulated(["rules.yml", "--ref", "dev"])[1]).toContain(
      "The pipeline did not run. Review the workflow:rules configuration for the pipeline.",
    );
  });

  test("says what decided of each job", () => {
    const args = ["rules.yml", "--ref", "main", "--changed", "x", "--var", "DEPLOY=yes", "-v"];
    expect(simulated(args)[1]).toBe(`rules.yml: created
  + build    manual, by rules[1]
  + test
  - nightly  only:refs does not hold
`);
  });

  test("shows every job in every situation", () => {
    const args = ["rules.yml", "--all", "--ref", "main", "--changed", "src/a"];
    expect(simulated(args).slice(0, 2)).toEqual([
      0,
      `            A  B  C  D  E  F  G  H  I  J  K  L  M
(pipeline)  +  +  !  +  +  +  +  +  +  +  +  +  !
build       +  +  .  +  +  +  +  +  +  +  +  +  .
test        +  +  .  +  +  +  +  +  +  +  +  +  .
nightly     .  .  .  .  .  .  +  .  .  .  .  .  .

A push, B first-push, C tag, D merge-request, E merged-result, F merge-train, G schedule, H web,
I api, J trigger, K pipeline, L parent, M parent-merge-request
+ created, m by hand, d delayed, f on failure, . not there, ! no pipeline, ? not known here

CM (pipeline): The pipeline did not run. Review the workflow:rules configuration for the pipeline.
`,
    ]);
  });

  test("prints data of the documented shape", () => {
    const change = (root: string) =>
      appendFileSync(join(root, "services/legacy/settings.env"), "A=b\n");
    const document = JSON.parse(String(simulated(["--json"], change)[1])) as unknown;
    const { as, created, children } = forecastSchema.parse(document);
    expect([as, created]).toEqual(["push", true]);
    expect(children[0]?.children[0]?.jobs.map(({ name }) => name)).toEqual(["check"]);
    const refused = JSON.parse(
      String(simulated(["rules.yml", "--ref", "x", "--json"])[1]),
    ) as unknown;
    expect(forecastSchema.parse(refused).errors).toHaveLength(1);
  });

  test("its help says what its options mean", () => {
    const help = fanout(exampleRepo().root, ["simulate", "--help"]).stdout.replace(/\s+/g, " ");
    expect(help).toContain("--all show every situation, as a table");
    expect(help).not.toMatch(/--source|--output/);
  });

  test.each([
    [["--as", "pusch"], '--as: "pusch" is no situation. Did you mean "push"?'],
    [["--var", "X"], '--var: "X" should be NAME=VALUE'],
    [["none.yml"], "none.yml: there is no such file"],
  ])("says what is wrong with %j", (args, message) => {
    const [status, , stderr] = simulated(args);
    expect(stderr).toContain(message);
    expect(status).toBe(2);
  });
});
