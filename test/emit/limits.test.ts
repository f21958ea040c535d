import { describe, expect, test } from "vitest";
import { UserError } from "../../src/diagnostics/index.ts";
import { holdToLimits } from "../../src/emit/limits.ts";
import { definePipeline, type LimitName, limitsFor, reference } from "../../src/model/index.ts";
import { measured, off } from "./measured.ts";

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
    rules: [{ changes: ["a", "b", "c"] }, { if: '$A == "b" && ! $C' }, { when: "always" }],
  },
  "api:deploy": {
    ...script,
    stage: "deploy",
    environment: "live",
    parallel: { matrix: [{ R: ["eu", "us"] }] },
  },
  web: { ...trigger, stage: "build" },
  hub: { trigger: { project: "g/hub", inputs: { a: 1, b: 2 } } },
  ".base": { script: ["x"], before_script: [["a"], "b"] },
  "hub:check": { extends: ".base", script: [reference(".base", "before_script")] },
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

const one = measured(pipeline);
const changedPaths = 7;
const under = (overrides: Readonly<Record<string, number>>) =>
  holdToLimits([one], [], limitsFor({ overrides: { ...off, ...overrides } }), changedPaths);

function refusal(overrides: Readonly<Record<string, number>>): UserError {
  try {
    under(overrides);
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error("was accepted");
}

const { limits: rows } = under({});
const file = one.files[0]!;

const counted: readonly (readonly [LimitName, number])[] = [
  ["yamlBytes", file.bytes],
  ["parsedBytes", file.parsedBytes],
  ["yamlDepth", 6],
  ["totalBytes", file.bytes],
  ["artifactArchiveBytes", file.bytes],
  ["jobs", 9],
  ["activeJobs", 9],
  ["deployments", 2],
  ["childDepth", 2],
  ["hierarchy", 4],
  ["triggerRate", 3],
  ["includes", 3],
  ["needs", 4],
  ["crossNeeds", 2],
  ["nameLength", 10],
  ["parallel", 3],
  ["triggerIncludes", 2],
  ["tags", 2],
  ["caches", 2],
  ["rulePaths", 3],
  ["ifTokens", 6],
  ["inputs", 2],
  ["nesting", 3],
  ["stageNameLength", 6],
];
const jobBytes = rows.find((row) => row.name === "jobBytes")!.value;

test("a limit that is off keeps its row", () => {
  expect(rows.map((row) => row.name).sort()).toEqual(
    [...counted.map(([name]) => name), "jobBytes", "ruleComparisons"].sort(),
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
  [
    "jobs",
    6,
    "the most: api (6), hub (2), web (1); GitLab would say: The number of jobs has exceeded",
  ],
  ["needs", 3, "the most: api:test (4); GitLab would say: one job can only need"],
  ["deployments", 1, "the most: api (2); GitLab would say: Pipeline has too many deployments!"],
  ["parsedBytes", 100, "the most: api ("],
])("%s over its limit names the largest and what would help", (name, limit, text) => {
  const { message } = refusal({ [name]: limit });
  expect(message).toContain(text);
  expect(message).toMatch(/\. (Select|Put|Deploy|Move|Make) /);
});

test("all limits that are passed are told at once", () => {
  const error = refusal({ jobs: 1, yamlBytes: 1, needs: 1 });
  expect(error.diagnostics).toHaveLength(3);
});

describe("80 % of a limit", () => {
  test("warns", () => {
    const { diagnostics, limits } = under({ jobs: 11 });
    expect(limits.find((row) => row.name === "jobs")?.share).toBe(0.8182);
    expect(diagnostics).toMatchObject([{ code: "LIMIT_NEAR", severity: "warning" }]);
    expect(diagnostics[0]!.message).toContain(`uses 81 % of GitLab's limit "jobs" (9 of 11 jobs)`);
  });
  test("less does not", () => expect(under({ jobs: 12 }).diagnostics).toEqual([]));
  test("nor what is set by hand for one job", () =>
    expect(under({ caches: 2, triggerIncludes: 2, parallel: 3, tags: 2 }).diagnostics).toEqual([]));
});

describe("a soft limit", () => {
  test("warns of what GitLab does past it, and refuses nothing", () => {
    const { diagnostics, limits } = under({ ruleComparisons: 20 });
    expect(limits.find((row) => row.name === "ruleComparisons")?.share).toBe(1.05);
    expect(diagnostics).toMatchObject([{ code: "LIMIT_SOFT", severity: "warning" }]);
    expect(diagnostics[0]!.message).toContain(
      `has 21 comparisons, and GitLab's limit "ruleComparisons" is 20; the most: api:test (21); GitLab does not refuse it, but the rule counts as matched, whatever has changed. Use fewer and wider patterns`,
    );
  });
  test("is near from 80 % on", () =>
    expect(under({ ruleComparisons: 26 }).diagnostics).toMatchObject([{ code: "LIMIT_NEAR" }]));
  test("says nothing before", () => expect(under({ ruleComparisons: 27 }).diagnostics).toEqual([]));
});

test("a share is rounded to four decimals", () => {
  expect(under({ jobs: 14 }).limits.find((row) => row.name === "jobs")?.share).toBe(0.6429);
});

test("needs and environments that come by extends count", () => {
  const extended = definePipeline({
    jobs: [
      { name: ".base", origin: "t", config: { needs: ["a"], environment: "live", script: "x" } },
      { name: "a", origin: "t", config: { script: "x", parallel: 5, stage: "build" } },
      { name: "b", origin: "t", config: { extends: ".base", stage: "test" } },
    ],
  });
  const { limits } = holdToLimits([measured(extended)], [], limitsFor({}));
  const value = (name: LimitName) => limits.find((row) => row.name === name)?.value;
  expect([value("needs"), value("deployments"), value("jobs")]).toEqual([5, 1, 6]);
});

test("a job that only mirrors another pipeline starts none", () => {
  const mirror = definePipeline({
    jobs: [{ name: "m", origin: "t", config: { needs: { pipeline: "g/p" } } }],
  });
  const { limits } = holdToLimits([measured(mirror)], [], limitsFor({}));
  expect(limits.find((row) => row.name === "hierarchy")?.value).toBe(2);
});

test("expressions and patterns count wherever rules stand, equal ones once", () => {
  const rules = [{ if: "!$A" }, { changes: { paths: ["a", "b"] } }];
  const value = (draft: object, name: LimitName) => {
    const job = { name: "j", origin: "t", config: { script: "x" } };
    const made = definePipeline({ jobs: [job], ...draft });
    const { limits } = holdToLimits([measured(made)], [], limitsFor({}), 10);
    return limits.find((row) => row.name === name)?.value;
  };
  const of = (config: object) => ({ jobs: [{ name: "j", origin: "t", config }] });
  const includes = [{ local: "a.yml", rules }];
  for (const draft of [
    of({ script: "x", rules }),
    of({ script: "x", rules: [{ changes: ["a", "a", "b"] }, { if: "!$A" }] }),
    { workflow: { rules: [...rules, { when: "always" }] } },
    { include: includes },
    of({ trigger: { include: includes } }),
  ]) {
    expect([value(draft, "ifTokens"), value(draft, "ruleComparisons")]).toEqual([2, 20]);
  }
  const old = of({ script: "x", only: { variables: ["$A == $B", "$C"] } });
  expect([value(old, "ifTokens"), value(old, "ruleComparisons")]).toEqual([3, 0]);
});

test("tags and caches count as GitLab counts them", () => {
  const config = { script: "x", tags: ["a", "b", "a"], cache: [{ key: "k" }, { key: "l" }] };
  const made = definePipeline({ jobs: [{ name: "j", origin: "t", config }] });
  const { limits } = holdToLimits([measured(made)], [], limitsFor({}));
  const value = (name: LimitName) => limits.find((row) => row.name === name)?.value;
  expect([value("tags"), value("caches")]).toEqual([2, 2]);
});

test("a stage that only an included file lists counts by the job that names it", () => {
  const config = { script: "x", stage: "s".repeat(300) };
  const made = definePipeline({ include: "a.yml", jobs: [{ name: "j", origin: "t", config }] });
  expect(() => holdToLimits([measured(made)], [], limitsFor({}))).toThrow(
    `GitLab's limit "stageNameLength" is 255 characters, and this has 300`,
  );
});
