import { describe, expect, test } from "vitest";
import { define, jobOf, verdictOf, viewed } from "./viewed.ts";

const deploy = (trigger: string, more = "") => `
build: { stage: build, script: [make] }
deploy:
  stage: deploy
  trigger: ${trigger}
${more}`;
const changes = { "libs/ui/a": "1" };

describe("what a trigger job starts", () => {
  test("a file of the repository, with what it starts in turn, and no further", async () => {
    const { view } = await viewed({
      jobs: deploy("{ include: ci/deploy.yml }"),
      files: {
        "ci/deploy.yml": `
stages: [roll, check]
.base: { script: [x] }
roll:
  stage: roll
  extends: .base
  rules: [{ if: $CI_COMMIT_TAG, when: manual }]
check: { stage: check, script: [y], needs: [] }
more: { stage: check, trigger: { include: ci/deploy.yml } }
`,
      },
      changes,
    });
    expect(view.pipelines.map(({ title, source }) => [title, source])).toEqual([
      ["child pipeline", "generated-config.yml"],
      ["started by ui:deploy", "ci/deploy.yml"],
      ["started by more", "ci/deploy.yml"],
    ]);
    const place = view.pipelines[0]!.jobs.findIndex(({ name }) => name === "ui:deploy");
    expect(view.pipelines[1]!.startedBy).toEqual({ pipeline: 0, job: place });
    expect(jobOf(view, "ui:deploy").opens).toBe(1);
    expect(jobOf(view, "web:deploy").opens).toBe(1);
    const { written, compiled, verdicts, ...roll } = jobOf(view, "roll", 1);
    expect(roll).toEqual({
      name: "roll",
      stage: "roll",
      kind: "job",
      origin: "ci/deploy.yml",
      file: "ci/deploy.yml",
      copies: 1,
      needs: [],
      dropped: [],
    });
    expect(written.extends).toBe(".base");
    expect(compiled).toMatchObject({ script: ["x"] });
    expect(verdictOf(view, "roll", "tag", 1)).toBe("+ manual, by rules[0]");
    expect(verdictOf(view, "roll", "push", 1)).toBe("- no rule holds");
    expect(view.pipelines[2]).toMatchObject({
      unknown: "GitLab refuses it: reached maximum depth of child pipelines",
      jobs: [],
    });
  });

  test("several entries: what can be read is told, and what is missing", async () => {
    const { view } = await viewed({
      jobs: deploy(
        "{ include: [{ local: /ci/a.yml }, { template: Jobs/Build.gitlab-ci.yml }, { artifact: b.yml, job: ui:build }] }",
      ),
      config: { services: { define: { ui: define.ui } } },
      files: { "ci/a.yml": "a: { stage: test, script: [x] }" },
      changes,
    });
    const [, child] = view.pipelines;
    expect(child?.source).toBe("ci/a.yml, Jobs/Build.gitlab-ci.yml, b.yml");
    expect(child?.jobs.map(({ name }) => name)).toEqual(["a"]);
    expect(child?.unknown).toBe(
      "it includes template:Jobs/Build.gitlab-ci.yml, artifact:ui:build:b.yml, and that is not read here",
    );
    expect(child?.created[0]).toEqual({ created: true, why: "" });
  });

  test("another project", async () => {
    const { view } = await viewed({
      jobs: deploy("{ project: group/deploy, branch: main }"),
      changes,
    });
    expect(view.pipelines).toHaveLength(2);
    expect(view.pipelines[1]).toMatchObject({
      title: "group/deploy",
      source: "group/deploy",
      unknown: "it is a pipeline of another project",
      stages: [],
      jobs: [],
    });
    expect(jobOf(view, "web:deploy").opens).toBe(1);
  });

  test("a file that GitLab refuses", async () => {
    const { view } = await viewed({
      jobs: deploy("{ include: ci/deploy.yml }"),
      files: { "ci/deploy.yml": "a: { stage: nowhere, script: [x] }" },
      changes,
    });
    expect(view.pipelines[1]?.unknown).toMatch(/^GitLab refuses it: .*nowhere/);
    expect(view.pipelines[1]?.created[0]?.created).toBe(false);
  });
});

test("a trigger job that is not created starts nothing", async () => {
  const { view } = await viewed({
    jobs: deploy("{ include: ci/deploy.yml }", "  rules: [{ if: $CI_COMMIT_TAG }]"),
    config: { services: { define: { ui: define.ui } } },
    files: { "ci/deploy.yml": "a: { script: [x] }" },
    changes,
  });
  const at = (id: string) => view.situations.findIndex((each) => each.id === id);
  expect(view.pipelines[1]?.created[at("push")]).toEqual({
    created: false,
    why: "ui:deploy is not created",
  });
  expect(view.pipelines[1]?.created[at("tag")]).toEqual({ created: true, why: "" });
  expect(verdictOf(view, "a", "push", 1)).toBe("+");
});

test("what several jobs start is there where any of them is", async () => {
  const { view } = await viewed({
    jobs: deploy("{ include: ci/deploy.yml }", '  rules: [{ if: $SERVICE_NAME == "web" }]'),
    files: { "ci/deploy.yml": "a: { script: [x] }" },
    changes,
  });
  expect(view.pipelines).toHaveLength(2);
  expect(verdictOf(view, "ui:deploy")).toBe("- no rule holds");
  expect(view.pipelines[1]?.created[0]).toEqual({ created: true, why: "" });
});

test("variables that are handed down decide, and then each has its own", async () => {
  const { view } = await viewed({
    jobs: deploy("{ include: ci/deploy.yml }", "  variables: { TARGET: $SERVICE_NAME }"),
    files: {
      "ci/deploy.yml": `
web: { script: [x], rules: [{ if: $TARGET == "web" }] }
all: { script: [x] }
`,
    },
    changes,
  });
  expect(view.pipelines).toHaveLength(3);
  const opened = (name: string) => jobOf(view, name).opens!;
  expect(opened("ui:deploy")).not.toBe(opened("web:deploy"));
  expect(verdictOf(view, "web", "now", opened("ui:deploy"))).toBe("- no rule holds");
  expect(verdictOf(view, "web", "now", opened("web:deploy"))).toBe("+ by rules[0]");
});

test("grandchildren of the plan stand behind the trigger jobs that start them", async () => {
  const { view } = await viewed({ config: { shape: "services" }, changes });
  expect(view.pipelines.map(({ title }) => title)).toEqual([
    "child pipeline",
    "started by ui:pipeline",
    "started by web:pipeline",
  ]);
  expect(jobOf(view, "ui:pipeline").opens).toBe(1);
  expect(jobOf(view, "ui:build", 1).service).toBe(0);
  expect(view.pipelines[2]?.created.every(({ created }) => created)).toBe(true);
});

test("a child that is itself below a child starts no further one", async () => {
  const { view } = await viewed({
    jobs: deploy("{ project: group/deploy }"),
    options: { source: "parent" },
    changes,
  });
  expect(view.situations[0]?.title).toBe("now: parent");
  expect(view.pipelines[1]?.unknown).toBe("it is a pipeline of another project");
});

test("jobs of a file that the configuration includes are not among those shown", async () => {
  const { view } = await viewed({
    config: { pipeline: { stages: ["build", "test"], include: [{ local: "ci/more.yml" }] } },
    files: { "ci/more.yml": "more: { script: [x] }" },
    changes,
  });
  expect(view.pipelines[0]?.unknown).toBe("it includes ci/more.yml, and that is not read here");
});
