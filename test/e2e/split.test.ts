import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { expectAsPlanned, expectBefore, planned, run, under } from "./scene.ts";

const three = ["generated-config.yml", "generated-config.2.yml", "generated-config.3.yml"];

describe("parts of a file that is too large", () => {
  const gitlab = { limits: { parsedBytes: 5000 } };

  test("are included by the first", () => {
    const ran = run({ gitlab: { limits: { parsedBytes: 4000 } } });
    expectAsPlanned(ran);
    expect(ran.report.files.map(({ path }) => path)).toEqual(three);
    expect(ran.report.jobs.map(({ file }) => file)).not.toContain("generated-config.yml");
  });

  test("are listed by the trigger job of the parent", () => {
    const ran = run({ gitlab, split: { parts: "trigger" } }, { includes: three });
    expectAsPlanned(ran);
    expect(ran.report.files.map(({ path }) => path)).toEqual(three);
    expect(new Set(ran.report.jobs.map(({ file }) => file)).size).toBeGreaterThan(1);
  });

  test("are listed even where one file would do", () => {
    const ran = run({ split: { parts: "trigger" } }, { includes: three });
    expectAsPlanned(ran);
    expect(new Set(ran.report.jobs.map(({ file }) => file))).toEqual(new Set(three.slice(0, 1)));
  });
});

describe("shards of a pipeline that is too large", () => {
  const jobs = { limits: { jobs: 5 } };

  test("run in the order of needs across them", () => {
    const ran = run({ gitlab: jobs });
    expectAsPlanned(ran);
    expect(planned(ran)).toEqual(
      expect.arrayContaining(
        under("fanout-generate-1", "fanout-generate-2", "fanout-shard-1", "fanout-shard-2"),
      ),
    );
    const places = new Map(ran.report.jobs.map(({ name, pipeline }) => [name, pipeline]));
    const full = (name: string) => `${places.get(name)} › ${name}`;
    expect([places.get("lib:build"), places.get("web:build")]).toEqual([
      "fanout-shard-1",
      "fanout-shard-2",
    ]);
    expectBefore(ran, full("lib:build"), full("web:build"));
    // Written by a job of the child, and by no other.
    const file = (...of: string[]) =>
      ran.text(join(".gitlab-ci-local", ...of, "generated-config.shard-2.yml"));
    expect(file("pipelines/child-pipeline/artifacts/fanout-generate-2")).toContain("web:build");
    expect(() => file("artifacts/generate-config")).toThrow();
  });

  test.each([
    ["include", three.slice(0, 1)],
    ["trigger", three],
  ])("have parts of their own, in the form %s", (parts, includes) => {
    const more = ["a", "b", "c", "d"].map((key) => `${key}: { script: [echo ${key}] }\n`).join("");
    const ran = run(
      {
        gitlab: { limits: { jobs: 13, parsedBytes: 6500 } },
        split: { parts },
        generators: ["./ci/jobs.yml", "./ci/more.yml"],
      },
      { includes, files: { "ci/more.yml": more } },
    );
    expectAsPlanned(ran);
    for (const name of ["fanout-shard-1", "fanout-shard-2"]) {
      const own = ran.report.jobs.filter(({ pipeline }) => pipeline === name);
      expect(new Set(own.map(({ file }) => file)).size, name).toBeGreaterThan(1);
    }
  });

  test("come to the same in a merge request, with its parameters", () => {
    const params = { environments: { type: "list", env: "ENVIRONMENTS" } };
    const template =
      "{{#each params.environments as |name|}}\ncheck-{{name}}:\n  script: [echo]\n{{/each}}\n";
    const ran = run(
      {
        gitlab: { limits: { jobs: 10 } },
        params,
        generators: ["./ci/jobs.yml", "./ci/check.yml.hbs"],
      },
      {
        files: { "ci/check.yml.hbs": template },
        variables: (main) => ({
          ENVIRONMENTS: "eu, us",
          CI_PIPELINE_SOURCE: "merge_request_event",
          CI_MERGE_REQUEST_EVENT_TYPE: "detached",
          CI_MERGE_REQUEST_IID: "7",
          CI_MERGE_REQUEST_TARGET_BRANCH_NAME: "main",
          CI_MERGE_REQUEST_DIFF_BASE_SHA: main,
        }),
      },
    );
    expectAsPlanned(ran);
    expect(ran.report.context.source).toBe("merge_request_event");
    const names = ran.report.jobs.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(["api:check-eu", "web:check-us"]));
  });

  test("are not written where they would differ from the plan", () => {
    const ran = run(
      {
        gitlab: { limits: { jobs: 8 } },
        generators: ["./ci/jobs.yml", { exec: ["sh", "ci/odd.sh"] }],
      },
      {
        files: { "ci/odd.sh": 'echo "odd: { script: [echo $ODD] }"\n' },
        variables: () => ({ ODD: "only the parent has this" }),
      },
    );
    const failed = ran.rows.filter(({ status }) => status === "failed").map(({ job }) => job);
    expect(failed, ran.output).toEqual(
      expect.arrayContaining(["fanout-generate-1", "fanout-generate-2", "child-pipeline"]),
    );
    expect(ran.output).toContain("was planned: this job sees something else");
    expect(ran.status).toBe(1);
  });
});
