import { describe, expect, test } from "vitest";
import { jobOf, viewed } from "./viewed.ts";

test("a job: where it comes from, what it is, what it needs, what it does without", async () => {
  const { view } = await viewed({
    jobs: `
build:
  stage: build
  script: [make]
  needs: [!need-from-dependencies build]
test:
  stage: test
  script: [make test]
  parallel: 3
  needs: [!need build, !need lint]
`,
    changes: { "apps/web/a": "1" },
  });
  expect(view.pipelines[0]?.title).toBe("child pipeline");
  expect(view.pipelines[0]?.source).toBe("generated-config.yml");
  expect(view.pipelines[0]?.stages).toEqual(["build", "test"]);
  expect(view.pipelines[0]?.jobs.map(({ name }) => name)).toEqual(["web:build", "web:test"]);
  const { written, verdicts, ...test } = jobOf(view, "web:test");
  expect(test).toEqual({
    name: "web:test",
    stage: "test",
    service: 1,
    kind: "job",
    origin: "ci/jobs.yml",
    file: "generated-config.yml",
    copies: 3,
    needs: [{ name: "web:build", job: 0, optional: false }],
    dropped: [{ need: "web:lint", why: "no-such-job" }],
  });
  expect(written).toMatchObject({ script: ["make test"], parallel: 3 });
  expect(verdicts.length).toBe(view.situations.length);
  expect(jobOf(view, "web:build").dropped).toEqual([{ need: "ui:build", why: "not-affected" }]);
});

describe("as written and as GitLab compiles it", () => {
  const jobs = `
.base:
  image: alpine
  script: [one, two]
  needs: [{ job: early, optional: true }]
early: { stage: build, script: [x] }
late:
  stage: test
  extends: .ui:base
  before_script: [!reference [.ui:base, script]]
`;
  const config = { services: { define: { ui: { root: "libs/ui" } } } };
  test("what it extends and refers to is put in, needs included; a reference survives JSON", async () => {
    const { view } = await viewed({ jobs, config });
    const late = view.pipelines[0]!.jobs.find(({ name }) => name === "ui:late")!;
    expect(late.written).toMatchObject({
      extends: ".ui:base",
      before_script: [{ "!reference": [".ui:base", "script"] }],
    });
    expect(late.compiled).toMatchObject({
      image: "alpine",
      script: ["one", "two"],
      before_script: [["one", "two"]],
    });
    expect(late.compiled).not.toHaveProperty("extends");
    expect(late.needs).toEqual([{ name: "early", optional: true }]);
    expect(JSON.parse(JSON.stringify(view))).toEqual(view);
  });

  test("nothing is told twice, and nothing in a list", async () => {
    const { view } = await viewed();
    expect(jobOf(view, "web:test").compiled).toBeUndefined();
    const list = await viewed({ jobs, config, view: { detail: "list" } });
    expect(list.view.pipelines[0]!.jobs.every(({ compiled }) => compiled === undefined)).toBe(true);
  });
});

test("needs on other pipelines are told in words", async () => {
  const { view } = await viewed({
    jobs: `
fetch:
  stage: build
  script: [x]
  needs:
    - { pipeline: $PARENT_PIPELINE_ID, job: pack }
    - { project: group/app, job: pack, ref: main, artifacts: true }
`,
    env: { CI_PROJECT_PATH: "group/other" },
    changes: { "libs/ui/x": "1" },
  });
  expect(jobOf(view, "ui:fetch").needs).toEqual([
    { name: "pack in pipeline $PARENT_PIPELINE_ID", optional: false },
    { name: "pack of group/app", optional: false },
  ]);
});

test("names keep their bytes, paths are shown", async () => {
  const name = "<img src=x onerror=alert(1)>";
  const { view } = await viewed({
    config: {
      services: { discover: ["npm"], define: { [name]: { root: "a\n\u001b[31m" } } },
    },
    files: {
      "a\n\u001b[31m/x": "",
      "package.json": '{ "private": true, "workspaces": ["p/*"] }',
      "p/__proto__/package.json": '{ "name": "x" }',
    },
    changes: { "a\n\u001b[31m/y": "1", "p/__proto__/y": "1" },
  });
  expect(view.services.map((service) => [service.name, service.root])).toEqual([
    [name, "a\\n\\x1b[31m"],
    ["__proto__", "p/__proto__"],
  ]);
  expect(view.changes.map(({ path }) => path)).toEqual(["a\\n\\x1b[31m/y", "p/__proto__/y"]);
  expect(jobOf(view, `${name}:build`).service).toBe(0);
  expect(jobOf(view, "__proto__:test").needs).toEqual([
    { name: "__proto__:build", job: 1, optional: false },
  ]);
  expect(JSON.stringify(view)).not.toContain("\u001b");
  expect(JSON.parse(JSON.stringify(view))).toEqual(view);
});
