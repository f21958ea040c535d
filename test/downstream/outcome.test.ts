import { describe, expect, test } from "vitest";
import { type PipelineNode, type Status, statuses } from "../../src/downstream/index.ts";
import { outcomeOf } from "../../src/downstream/outcome.ts";
import { jobNode, node } from "./nodes.ts";

const usual = { ended: "over", strategy: "depend", onManual: "wait" } as const;

describe("the status of a root that is over", () => {
  test.each([
    ["success", "depend", 0],
    ["failed", "depend", 1],
    ["canceled", "depend", 1],
    ["skipped", "depend", 1],
    ["success", "mirror", 0],
    ["failed", "mirror", 1],
    ["canceled", "mirror", 1],
    ["skipped", "mirror", 0],
  ] as const)("%s with %s", (status, strategy, exit) => {
    expect(outcomeOf([node({ status })], { ...usual, strategy }).exit).toBe(exit);
  });
});

/** A root that succeeded, with something below it. */
const above = (downstream: PipelineNode, allowFailure = false) =>
  node({ id: 1, jobs: [jobNode({ kind: "trigger", name: "child", allowFailure, downstream })] });

describe("below the root", () => {
  test.each([
    ["failed", false, 1],
    ["failed", true, 0],
    ["canceled", false, 1],
    ["skipped", false, 0],
    ["success", false, 0],
  ] as const)("%s, and may fail: %s", (status, may, exit) => {
    expect(outcomeOf([above(node({ status }), may)], usual).exit).toBe(exit);
  });

  test("what cannot be read is no success, unless its end is known", () => {
    const problem = "GitLab refuses";
    expect(outcomeOf([above(node({ status: "running", problem }))], usual)).toEqual({
      exit: 5,
      why: ["group/app#7 cannot be read: GitLab refuses"],
    });
    expect(outcomeOf([above(node({ status: "success", problem }))], usual).exit).toBe(0);
  });
});

describe("what is not over", () => {
  test.each(statuses.filter((status) => status !== "success" && status !== "skipped"))(
    "%s when the time is up",
    (status: Status) => {
      const { exit, why } = outcomeOf([node({ status })], { ...usual, ended: "time" });
      expect(exit).toBe(1);
      expect(why).toHaveLength(1);
    },
  );

  test.each([
    ["succeed", 0, []],
    ["fail", 1, ["group/app#7 waits for somebody to start a manual job"]],
  ] as const)("held, with --on-manual %s", (onManual, exit, why) => {
    const ending = { ...usual, ended: "held", onManual } as const;
    expect(outcomeOf([node({ status: "manual" })], ending)).toEqual({ exit, why });
  });

  test.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("interrupted by %s", (by, exit) => {
    const ending = { ...usual, ended: "interrupted", by } as const;
    expect(outcomeOf([node({ status: "running" })], ending)).toEqual({
      ...{ exit, why: ["group/app#7 runs, and was not waited for"] },
    });
    expect(outcomeOf([node({ status: "canceled" })], ending)).toEqual({
      ...{ exit, why: ["group/app#7 was cancelled"] },
    });
    expect(outcomeOf([node({ status: "success" })], ending)).toEqual({ exit, why: [] });
    const problem = "what became of it could not be seen";
    expect(outcomeOf([node({ status: "running", problem })], ending)).toEqual({
      ...{ exit, why: [`group/app#7 was not over when it was last seen: ${problem}`] },
    });
  });
});
