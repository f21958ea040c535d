import { describe, expect, test } from "vitest";
import { basePlan, readContext } from "../../src/context/index.ts";

const before = "b".repeat(40);
const diffBase = "d".repeat(40);
const target = "e".repeat(40);
const zeros = "0".repeat(40);
const names: Record<string, string> = {
  [before]: "BEFORE",
  [diffBase]: "DIFF_BASE",
  [target]: "TARGET",
};

const ci = {
  GITLAB_CI: "true",
  CI_COMMIT_SHA: "a".repeat(40),
  CI_DEFAULT_BRANCH: "main",
  CI_COMMIT_REF_NAME: "topic",
  CI_COMMIT_BEFORE_SHA: zeros,
};
const push = { CI_PIPELINE_SOURCE: "push", CI_COMMIT_BEFORE_SHA: before };
const onMain = { CI_COMMIT_REF_NAME: "main" };
const tag = { CI_COMMIT_TAG: "v2", CI_COMMIT_REF_NAME: "v2" };
const child = { CI_PIPELINE_SOURCE: "parent_pipeline" };
const request = {
  CI_PIPELINE_SOURCE: "merge_request_event",
  CI_MERGE_REQUEST_TARGET_BRANCH_NAME: "next",
};
const detached = {
  ...request,
  CI_MERGE_REQUEST_EVENT_TYPE: "detached",
  CI_MERGE_REQUEST_DIFF_BASE_SHA: diffBase,
};
const merged = {
  ...detached,
  CI_MERGE_REQUEST_EVENT_TYPE: "merged_result",
  CI_MERGE_REQUEST_TARGET_BRANCH_SHA: target,
  CI_COMMIT_BEFORE_SHA: before,
};
const train = { ...merged, CI_MERGE_REQUEST_EVENT_TYPE: "merge_train" };

type Env = Record<string, string>;
const plan = (env: Env, base?: string) =>
  basePlan(readContext(env), base === undefined ? {} : { base });

/** The candidates as `how:what`. */
const ways = (env: Env, base?: string) =>
  plan(env, base).candidates.map((each) => {
    if ("sha" in each) return `${each.how}:${names[each.sha]}`;
    if (each.how === "merge-base") return `${each.how}:${each.branch}`;
    return each.how === "option" ? `${each.how}:${each.revision}` : each.how;
  });

describe("the candidates", () => {
  const cases: [string, Env, string[]][] = [
    ["push to a branch", push, ["before-sha:BEFORE", "merge-base:main"]],
    ["push to the default branch", { ...push, ...onMain }, ["before-sha:BEFORE"]],
    [
      "push where no default branch is known",
      { ...push, CI_DEFAULT_BRANCH: "" },
      ["before-sha:BEFORE"],
    ],
    ["first push of a branch", { CI_PIPELINE_SOURCE: "push" }, ["merge-base:main"]],
    ["first push of the default branch", { CI_PIPELINE_SOURCE: "push", ...onMain }, []],
    ["tag", { CI_PIPELINE_SOURCE: "push", ...tag }, ["previous-tag"]],
    ["merge request", detached, ["diff-base:DIFF_BASE", "merge-base:next"]],
    [
      "merge request without DIFF_BASE_SHA",
      { ...detached, CI_MERGE_REQUEST_DIFF_BASE_SHA: "" },
      ["merge-base:next"],
    ],
    ["merged result", merged, ["target-sha:TARGET", "merge-base:next"]],
    [
      "merged result without TARGET_BRANCH_SHA",
      { ...merged, CI_MERGE_REQUEST_TARGET_BRANCH_SHA: "" },
      ["merge-base:next"],
    ],
    ["merge train", train, ["target-sha:TARGET", "merge-base:next"]],
    ["schedule", { CI_PIPELINE_SOURCE: "schedule" }, []],
    ["web", { CI_PIPELINE_SOURCE: "web" }, []],
    ["api", { CI_PIPELINE_SOURCE: "api" }, []],
    ["trigger", { CI_PIPELINE_SOURCE: "trigger" }, []],
    ["pipeline", { CI_PIPELINE_SOURCE: "pipeline" }, []],
    ["chat", { CI_PIPELINE_SOURCE: "chat" }, []],
    ["web IDE, even with BEFORE", { ...push, CI_PIPELINE_SOURCE: "webide" }, []],
    ["child of a push", { ...push, ...child }, ["before-sha:BEFORE", "merge-base:main"]],
    [
      "child of a push to the default branch",
      { ...push, ...child, ...onMain },
      ["before-sha:BEFORE"],
    ],
    ["child of a tag", { ...child, ...tag }, ["previous-tag"]],
    ["child of a tag, BEFORE not zeros", { ...push, ...child, ...tag }, ["previous-tag"]],
    [
      "child of a merge request",
      { ...detached, ...child },
      ["diff-base:DIFF_BASE", "merge-base:next"],
    ],
    ["child of a merged result", { ...merged, ...child }, ["target-sha:TARGET", "merge-base:next"]],
    ["child of a merge train", { ...train, ...child }, ["target-sha:TARGET", "merge-base:next"]],
    ["child of what does not show", child, []],
  ];
  test.each(cases)("%s", (_, env, expected) => {
    expect(ways({ ...ci, ...env })).toEqual(expected);
  });
  test("a developer's machine: the default branch, whichever it is", () => {
    expect(ways({})).toEqual(["merge-base:undefined"]);
  });
  test("--base is the only one, in CI and out of it", () => {
    expect(ways({ ...ci, ...push }, "v1")).toEqual(["option:v1"]);
    expect(ways({}, "v1")).toEqual(["option:v1"]);
  });
});

describe('the candidates under "last-success"', () => {
  const under = (env: Env, base?: string) => {
    const options = { branch: "last-success", ...(base !== undefined && { base }) } as const;
    const { candidates, otherwise } = basePlan(readContext({ ...ci, ...env }), options);
    const ways = candidates.map((each) => {
      if (each.how === "last-success") return `${each.how}:${each.ref}`;
      return each.how === "merge-base" ? `${each.how}:${each.branch}` : each.how;
    });
    return { ways, why: candidates[0]?.why, otherwise };
  };
  const both = ["last-success:topic", "merge-base:main"];
  test.each<[string, Env, string[]]>([
    ["push", push, both],
    ["first push", { CI_PIPELINE_SOURCE: "push" }, both],
    ["push to the default branch", { ...push, ...onMain }, ["last-success:main"]],
    ["no default branch known", { ...push, CI_DEFAULT_BRANCH: "" }, ["last-success:topic"]],
    ["schedule", { CI_PIPELINE_SOURCE: "schedule" }, both],
    ["web", { CI_PIPELINE_SOURCE: "web" }, both],
    ["child of a push", { ...push, ...child }, both],
    ["child of what does not show", child, both],
    ["tag", { CI_PIPELINE_SOURCE: "push", ...tag }, ["previous-tag"]],
    ["web of a tag", { CI_PIPELINE_SOURCE: "web", ...tag }, []],
    ["child of a tag", { ...child, ...tag }, ["previous-tag"]],
    ["merge request", detached, ["diff-base", "merge-base:next"]],
    ["child of a merge train", { ...train, ...child }, ["target-sha", "merge-base:next"]],
    ["chat", { CI_PIPELINE_SOURCE: "chat" }, []],
  ])("%s", (_, env, expected) => {
    expect(under(env).ways).toEqual(expected);
  });

  test("never the tip before the push", () => {
    expect(under(push).ways).not.toContain("before-sha");
    expect(under(push).why).toBe(
      "push: compared with the newest commit of topic whose pipeline succeeded",
    );
    expect(under(push).otherwise).toBe("push: everything counts as changed");
  });

  test("--base stays the only one", () => {
    expect(under(push, "v1").ways).toEqual(["option"]);
  });
});

describe("the reasons", () => {
  const why = (env: Env) => plan({ ...ci, ...env }).candidates.map((each) => each.why);
  test.each<[string, Env, string[]]>([
    [
      "push",
      push,
      [
        "push: compared with the tip before it, bbbbbbbb",
        "push: compared with the merge base with main",
      ],
    ],
    ["tag", { CI_PIPELINE_SOURCE: "push", ...tag }, ["tag: compared with the tag before it"]],
    [
      "merge request",
      detached,
      [
        "merge request: compared with where it left the target branch next, dddddddd",
        "merge request: compared with the merge base with next",
      ],
    ],
    [
      "merged result",
      merged,
      [
        "merge request (merged result): compared with the target branch's tip next at eeeeeeee",
        "merge request (merged result): compared with the merge base with next",
      ],
    ],
    [
      "child of a push",
      { ...push, ...child, ...onMain },
      ["child pipeline of a push: compared with the tip before it, bbbbbbbb"],
    ],
  ])("%s", (_, env, expected) => {
    expect(why(env)).toEqual(expected);
  });

  const otherwise = (env: Env) => plan({ ...ci, ...env }).otherwise;
  test.each<[string, Env, string]>([
    [
      "schedule",
      { CI_PIPELINE_SOURCE: "schedule" },
      "scheduled pipeline: everything counts as changed, since GitLab names no commit to compare with (pass --base REF)",
    ],
    [
      "first push of the default branch",
      { CI_PIPELINE_SOURCE: "push", ...onMain },
      "first push: everything counts as changed, since main is the default branch and has no tip before (pass --base REF)",
    ],
    [
      "a source without a row",
      { CI_PIPELINE_SOURCE: "chat" },
      "pipeline (chat): everything counts as changed, since fanout knows no base for this source (pass --base REF)",
    ],
    [
      "child of what does not show",
      child,
      "child pipeline: everything counts as changed, since the variables do not show what kind its parent is (pass --source KIND or --base REF)",
    ],
    ["push whose candidates fail", push, "push: everything counts as changed"],
  ])("%s", (_, env, expected) => {
    expect(otherwise(env)).toBe(expected);
  });
});

describe("what the configuration says of schedules and of other projects", () => {
  const see = (env: Env, options: Parameters<typeof basePlan>[1], more = {}) => {
    const { candidates, otherwise } = basePlan(
      { ...readContext({ ...ci, ...env }), ...more },
      options,
    );
    return { ways: candidates.map((each) => ({ ...each, why: undefined })), otherwise };
  };
  const nightly = { CI_PIPELINE_SOURCE: "schedule" };
  const upstream = { upstream: { what: "push to group/lib" } };

  test("a schedule asks for the last success of schedules, else all counts", () => {
    const { ways, otherwise } = see(nightly, { schedule: "last-success" });
    expect(ways).toEqual([{ how: "last-success", ref: "topic", source: "schedule" }]);
    expect(otherwise).toBe("scheduled pipeline: everything counts as changed");
  });
  test("of a tag there is none", () => {
    expect(see({ ...nightly, ...tag }, { schedule: "last-success" }).ways).toEqual([]);
  });
  test("--base goes before both", () => {
    const options = { base: "v1", schedule: "all", mapped: true } as const;
    expect(see(nightly, options, upstream).ways).toEqual([{ how: "option", revision: "v1" }]);
  });
  test("a project that is mapped goes before the policy of the branch", () => {
    const options = { branch: "last-success", mapped: true } as const;
    expect(see({ CI_PIPELINE_SOURCE: "trigger" }, options, upstream).ways).toEqual([
      { how: "upstream" },
    ]);
  });
  test("one that is not mapped counts as any other", () => {
    const env = { CI_PIPELINE_SOURCE: "trigger" };
    expect(see(env, { mapped: false }, upstream)).toEqual(see(env, {}));
  });
});
