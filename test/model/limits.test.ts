import { describe, expect, test } from "vitest";
import { type LimitName, limitNames, limitsFor } from "../../src/model/index.ts";

type Situation = Parameters<typeof limitsFor>[0];
const MiB = 1_048_576;
const off = Number.POSITIVE_INFINITY;

describe("limitsFor", () => {
  test.each<[LimitName, Situation, number]>([
    ["yamlBytes", {}, 2 * MiB],
    ["yamlBytes", { version: "17.2" }, MiB],
    ["yamlBytes", { version: "17.3.1-ee" }, 2 * MiB],
    ["yamlBytes", { version: "9.5" }, MiB],
    ["parsedBytes", { version: "17.2" }, MiB],
    ["parsedBytes", { version: "18.11" }, 2 * MiB],
    ["jobBytes", { version: "18.11" }, MiB],
    ["jobBytes", { version: "19.2" }, MiB],
    ["jobBytes", { version: "19.3" }, 314_572_800],
    ["jobs", {}, off],
    ["jobs", { plan: "free" }, 500],
    ["jobs", { plan: "premium" }, 1500],
    ["jobs", { plan: "ultimate" }, 2000],
    ["jobs", { plan: "free", overrides: { jobs: 0 } }, off],
    ["jobs", { overrides: { jobs: 7 } }, 7],
    ["activeJobs", { plan: "premium" }, 20_000],
    ["needs", {}, 50],
    ["crossNeeds", {}, 5],
    ["nameLength", {}, 255],
    ["parallel", {}, 200],
    ["hierarchy", {}, 1000],
    ["deployments", {}, 500],
    ["includes", {}, 150],
    ["triggerIncludes", {}, 3],
    ["childDepth", {}, 2],
    ["yamlDepth", {}, 100],
    ["nesting", {}, 10],
    ["tags", {}, 49],
    ["caches", {}, 4],
    ["rulePaths", {}, 50],
    ["totalBytes", {}, 314_572_800],
    ["artifactArchiveBytes", {}, 5 * MiB],
    ["triggerRate", {}, off],
    ["triggerRate", { plan: "free" }, 350],
    ["ifTokens", {}, 99],
    ["inputs", {}, 20],
    ["ruleComparisons", {}, 50_000],
    ["stageNameLength", {}, 255],
  ])("%s under %j is %d", (name, situation, value) => {
    expect(limitsFor(situation)[name].value).toBe(value);
  });

  test("every limit says where it comes from and what GitLab says", () => {
    const limits = limitsFor({});
    for (const name of limitNames) {
      expect(limits[name]).toMatchObject({ name });
      expect(limits[name].source).not.toBe("");
      expect(limits[name].failure).not.toBe("");
    }
  });
});

test("only what GitLab creates all the same is soft", () => {
  const limits = limitsFor({});
  expect(limitNames.filter((name) => limits[name].kind === "soft")).toEqual(["ruleComparisons"]);
});

test("an override of no known name is refused with a suggestion", () => {
  expect(() => limitsFor({ overrides: { jbos: 3 } })).toThrow(
    'gitlab › limits › jbos: no limit has this name. Did you mean "jobs"?',
  );
});
