import { describe, expect, test } from "vitest";
import { UserError } from "../../src/diagnostics/index.ts";
import { emit } from "../../src/emit/index.ts";
import { definePipeline, type LimitName, limitNames, limitsFor } from "../../src/model/index.ts";

const notes = { path: "generated-config.yml", header: [], services: new Map<string, string>() };
const off = Object.fromEntries(limitNames.map((name) => [name, 0]));

const script = { script: ["make"] };
const trigger = { trigger: { include: ["a.yml", "b.yml"] } };
/** One of everything that a limit counts. */
const jobs = {
  "api:build": {
    ...script,
    parallel: 3,
    tags: ["a", "b"],
    cache: [{ paths: ["x"] }, { paths: ["y"] }],
  },
  "api:test": {
    ...script,
    stage: "test",
    needs: [
      "api:build",
      "web",
      { project: "g/p", job: "j", ref: "main" },
      { pipeline: "$UP", job: "k" },
    ],
    rules: [{ changes: ["a", "b", "c"] }, { when: "always" }],
  },
  "api:deploy": {
    ...script,
    stage: "deploy",
    environment: "live",
    parallel: { matrix: [{ R: ["eu", "us"] }] },
  },
  web: { ...trigger, stage: "build" },
} as const;

const pipeline = definePipeline(
  {
    workflow: { rules: [{ when: "always" }] },
    include: ["x.yml", { project: "g/p", file: ["y.yml", "z.yml"] }],
    jobs: Object.entries(jobs).map(([name, config]) => ({
      name,
      config,
      origin: "test",
      service: name.split(":")[0]!,
    })),
  },
  limitsFor({ overrides: off }),
);

const under = (overrides: Readonly<Record<string, number>>) =>
  emit(pipeline, notes, limitsFor({ overrides: { ...off, ...overrides } }));

function refusal(overrides: Readonly<Record<string, number>>): UserError {
  try {
    under(overrides);
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error("was accepted");
}

const { files, limits: rows } = under({});
const file = files[0]!;

const counted: readonly (readonly [LimitName, number])[] = [
  ["yamlBytes", file.bytes],
  ["parsedBytes", file.parsedBytes],
  ["yamlDepth", 6],
  ["totalBytes", file.bytes],
  ["artifactArchiveBytes", file.bytes],
  ["jobs", 7],
  ["activeJobs", 7],
  ["deployments", 2],
  ["hierarchy", 3],
  ["includes", 3],
  ["needs", 4],
  ["crossNeeds", 2],
  ["nameLength", 10],
  ["parallel", 3],
  ["triggerIncludes", 2],
  ["tags", 2],
  ["caches", 2],
  ["rulePaths", 3],
];
const jobBytes = rows.find((row) => row.name === "jobBytes")!.value;

test("a limit that is off keeps its row", () => {
  expect(rows.map((row) => row.name).sort()).toEqual(
    [...counted.map(([name]) => name), "jobBytes"].sort(),
  );
  expect(rows.every((row) => row.limit === null && row.share === null)).toBe(true);
});

test("a job counts as the JSON that GitLab keeps of it, somewhat above", () => {
  expect(jobBytes).toBeGreaterThanOrEqual(JSON.stringify(jobs["api:test"]).length);
  expect(jobBytes).toBeLessThan(2 * JSON.stringify(jobs["api:test"]).length);
});

describe.each([...counted, ["jobBytes", jobBytes] as const])("%s", (name, value) => {
  test("all of it fits", () => {
    const row = under({ [name]: value }).limits.find((each) => each.name === name);
    expect(row).toEqual({ name, value, limit: value, share: 1 });
  });

  test("one more is refused", () => {
    const error = refusal({ [name]: value - 1 });
    expect(error.exit).toBe(4);
    expect(error.diagnostics.map((each) => each.code)).toEqual(["LIMIT_OVER"]);
    expect(error.message).toContain(
      `generated-config.yml: GitLab's limit "${name}" is ${value - 1} `,
    );
    expect(error.message).toContain(`and this has ${value}`);
  });
});

test.each([
  ["jobs", 6, "the most: api (6), web (1); GitLab would say: The number of jobs has exceeded"],
  ["needs", 3, "the most: api:test (4); GitLab would say: one job can only need"],
  ["deployments", 1, "the most: api (2); GitLab would say: Pipeline has too many deployments!"],
  ["parsedBytes", 100, "the most: api ("],
])("%s over its limit names the largest and what would help", (name, limit, text) => {
  const { message } = refusal({ [name]: limit });
  expect(message).toContain(text);
  expect(message).toMatch(/\. (Select|Put|Deploy|Move) /);
});

test("all limits that are passed are told at once", () => {
  const error = refusal({ jobs: 1, yamlBytes: 1, needs: 1 });
  expect(error.diagnostics).toHaveLength(3);
});

describe("80 % of a limit", () => {
  test("warns", () => {
    const { diagnostics, limits } = under({ jobs: 8 });
    expect(limits.find((row) => row.name === "jobs")?.share).toBe(0.875);
    expect(diagnostics).toMatchObject([{ code: "LIMIT_NEAR", severity: "warning" }]);
    expect(diagnostics[0]!.message).toContain(`uses 87 % of GitLab's limit "jobs" (7 of 8 jobs)`);
  });
  test("less does not", () => expect(under({ jobs: 9 }).diagnostics).toEqual([]));
  test("nor what is set by hand for one job", () =>
    expect(under({ caches: 2, triggerIncludes: 2, parallel: 3, tags: 2 }).diagnostics).toEqual([]));
});

test("a share is rounded to four decimals", () => {
  expect(under({ jobs: 11 }).limits.find((row) => row.name === "jobs")?.share).toBe(0.6364);
});

test("needs and environments that come by extends count", () => {
  const extended = definePipeline({
    jobs: [
      { name: ".base", origin: "t", config: { needs: ["a"], environment: "live", script: "x" } },
      { name: "a", origin: "t", config: { script: "x", parallel: 5, stage: "build" } },
      { name: "b", origin: "t", config: { extends: ".base", stage: "test" } },
    ],
  });
  const { limits } = emit(extended, notes, limitsFor({}));
  const value = (name: LimitName) => limits.find((row) => row.name === name)?.value;
  expect([value("needs"), value("deployments"), value("jobs")]).toEqual([5, 1, 6]);
});
