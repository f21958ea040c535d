import { describe, expect, test } from "vitest";
import { sentence, UserError } from "../../src/diagnostics/index.ts";
import { checkDepth, childDepth, levelBelow } from "../../src/generate/depth.ts";
import { definePipeline, limitsFor, type Pipeline } from "../../src/model/index.ts";
import { treeOf } from "../workspace/tree.ts";

const limits = limitsFor({});

function pipeline(jobs: Record<string, object>): Pipeline {
  const drafts = Object.entries(jobs).map(([name, config]) => ({
    name,
    origin: "generators/x.ts",
    config,
  }));
  return definePipeline({ stages: ["test"], jobs: drafts });
}

const child = { trigger: { include: [{ local: "web/.gitlab-ci.yml" }] } };
const help =
  "reached maximum depth of child pipelines. Run `fanout generate` in the root pipeline, take the jobs of that file into this pipeline, or start a pipeline of another project, which counts anew";

test.each([
  ["parent_pipeline", 2],
  ["push", 1],
  ["pipeline", 1],
  ["local", 1],
])("what a pipeline of the source %s writes is at level %i", (source, level) => {
  expect(levelBelow(source)).toBe(level);
});

describe("our own jobs", () => {
  const jobs = {
    ".hidden": child,
    "web:build": { script: ["x"] },
    "web:far": { trigger: "group/app" },
    "web:own": child,
    "web:taken": { extends: ".hidden" },
    "web:made": {
      trigger: { include: [{ artifact: "a.yml", job: "web:build" }] },
      needs: ["web:build"],
    },
  };

  test("may start grandchildren", () => {
    expect(childDepth(pipeline(jobs), 1, limits)).toEqual([]);
  });

  test("and nothing deeper, wherever their trigger was written", () => {
    const findings = childDepth(pipeline(jobs), 2, limits);
    expect(findings.map(({ where }) => where[1])).toEqual(["web:made", "web:own", "web:taken"]);
    expect(sentence(findings[1]!)).toBe(
      `generators/x.ts › web:own › trigger: starts a child pipeline at level 3 below the root, and GitLab allows 2: ${help}`,
    );
  });

  test("but where an instance allows more", () => {
    expect(childDepth(pipeline(jobs), 2, limitsFor({ overrides: { childDepth: 3 } }))).toEqual([]);
    expect(childDepth(pipeline(jobs), 9, limitsFor({ overrides: { childDepth: 0 } }))).toEqual([]);
  });

  test("end the run with exit code 4", async () => {
    const refused = checkDepth(pipeline({ "web:own": child }), 2, limits, treeOf({}));
    await expect(refused).rejects.toThrow(UserError);
    expect(await refused.catch((error: UserError) => error.exit)).toBe(4);
  });
});

describe("files of the repository that run as children", () => {
  const deep = "deploy:\n  rules: [{ if: $X }]\n  trigger:\n    include: more.yml\n";

  /** What is told of a job that runs these files, each with this text. */
  async function told(text: string, include: unknown = child.trigger.include, level = 1) {
    const own = pipeline({ "web:own": { trigger: { include } } });
    const files = { "web/.gitlab-ci.yml": text, "ci/a.yml": text };
    return (await checkDepth(own, level, limits, treeOf(files))).map(sentence);
  }

  test("are told where they start children of their own", async () => {
    expect(await told(deep)).toEqual([
      "generators/x.ts › web:own › trigger › include: web/.gitlab-ci.yml starts child pipelines of its own (deploy), which would be at level 3 below the root, and GitLab allows 2: reached maximum depth of child pipelines. Take those jobs into that file, or start a pipeline of another project, which counts anew",
    ]);
  });

  test.each<[string, unknown, number]>([
    ["a text", "ci/a.yml", 1],
    ["a path from the top", [{ local: "/ci/a.yml" }], 1],
    ["two files", ["ci/a.yml", { local: "web/.gitlab-ci.yml" }], 2],
    ["a file that is not there", "ci/b.yml", 0],
    ["an address", "https://x.example/ci/a.yml", 0],
    ["another project", [{ project: "a/b", file: "ci/a.yml" }], 0],
  ])("named as %s", async (_, include, count) => {
    expect(await told(deep, include)).toHaveLength(count);
  });

  test.each<[string, string, number]>([
    ["behind a header", `spec:\n  inputs:\n    a:\n---\n${deep}`, 1],
    ["a hidden job", deep.replace("deploy", ".deploy"), 0],
    ["another project", "a:\n  trigger: { project: a/b }\n# include\n", 0],
    ["an include of the file itself", "include: a.yml\na:\n  trigger: a/b\n", 0],
    ["a broken file", `${deep}  a: [\n`, 0],
    ["an unknown tag", `${deep}b: !x y\n`, 0],
    ["no configuration", "- trigger\n- include\n", 0],
    ["a job by an odd name", `${deep.replace("deploy", "__proto__")}`, 1],
  ])("that hold %s", async (_, text, count) => {
    expect(await told(text)).toHaveLength(count);
  });

  test("are not read where all is well or the job is refused anyway", async () => {
    const own = pipeline({ "web:own": child });
    const tree = treeOf({ "web/.gitlab-ci.yml": deep });
    expect(await checkDepth(own, 0, limits, tree)).toEqual([]);
  });
});
