import { describe, expect, test } from "vitest";
import { cancelSteps, instances, retrySteps, take } from "../../src/downstream/index.ts";
import { scene } from "./follow/scene.ts";
import { jobNode, node } from "./nodes.ts";

const trigger = (given: Parameters<typeof jobNode>[0]) => jobNode({ kind: "trigger", ...given });
const whats = (steps: readonly { readonly what: string }[]) => steps.map(({ what }) => what);

describe("cancel", () => {
  const lib = node({ project: "group/lib", id: 9, status: "running" });
  const child = node({ id: 8, status: "running", jobs: [trigger({ downstream: lib })] });

  test("children go with their parent; other projects are asked for themselves", () => {
    const root = node({ status: "running", jobs: [trigger({ downstream: child })] });
    expect(cancelSteps(root)).toEqual([
      { what: "cancel group/app#7", path: "projects/group%2Fapp/pipelines/7/cancel" },
      { what: "cancel group/lib#9", path: "projects/group%2Flib/pipelines/9/cancel" },
    ]);
  });

  test("below a parent that is over, children are asked for themselves", () => {
    const root = node({ jobs: [trigger({ downstream: child })] });
    expect(whats(cancelSteps(root))).toEqual(["cancel group/app#8", "cancel group/lib#9"]);
  });

  test("what is over, or is being cancelled, is left alone", () => {
    expect(cancelSteps(node())).toEqual([]);
    const root = node({ status: "canceling", jobs: [trigger({ downstream: child })] });
    expect(whats(cancelSteps(root))).toEqual(["cancel group/lib#9"]);
  });
});

describe("retry", () => {
  const failed = jobNode({ status: "failed" });
  const lib = node({ project: "group/lib", id: 9, status: "failed", jobs: [failed] });

  test("a pipeline without trigger jobs is retried as a whole", () => {
    const root = node({ status: "failed", jobs: [failed, jobNode({ status: "canceled" })] });
    expect(retrySteps(root, false)).toEqual([
      { what: "retry group/app#7", path: "projects/group%2Fapp/pipelines/7/retry" },
    ]);
  });

  test("what a failed trigger job started is retried in its place", () => {
    const root = node({
      status: "failed",
      jobs: [failed, trigger({ id: 71, status: "failed", downstream: lib })],
    });
    expect(whats(retrySteps(root, false))).toEqual(["retry group/lib#9", "retry group/app#7 unit"]);
  });

  test.each([
    ["nothing was started", "not created", false],
    ["--recreate", lib, true],
  ] as const)("a trigger job starts anew: %s", (_, downstream, recreate) => {
    const job = trigger({ id: 71, name: "deploy", status: "failed", downstream });
    expect(retrySteps(node({ status: "failed", jobs: [job] }), recreate)).toEqual([
      { what: "retry group/app#7 deploy", path: "projects/group%2Fapp/jobs/71/retry" },
    ]);
  });

  test("where nothing failed there is nothing to do", () => {
    expect(retrySteps(node({ jobs: [jobNode(), trigger({ downstream: node() })] }), true)).toEqual(
      [],
    );
  });
});

describe("steps are taken", () => {
  const again = { what: "retry", path: "" };

  test("a used-up limit is waited for", async () => {
    const { lab, app, ada, io } = await scene();
    const root = lab.pipeline(app, ada, { jobs: [{ name: "a", polls: ["failed"] }] });
    const path = `projects/${app.id}/pipelines/${root.id}/cancel`;
    const world = { io, clock: lab.clock };
    const instance = instances(world, { tell: io.err })(undefined);
    const begun = lab.clock.now();
    const done = await take(Array(7).fill({ ...again, path }), instance, world);
    expect(done.map(({ problem }) => problem)).toEqual(Array(7).fill(undefined));
    expect(lab.clock.now() - begun).toBeGreaterThan(55_000);
    expect(io.stderr()).toMatch(/answers 429 .*; asking again in \d+ s \.\.\.\n$/);
  });

  test("a lost answer is asked for again, and what was done is done", async () => {
    const { lab, app, ada, io } = await scene();
    const root = lab.pipeline(app, ada, { jobs: [{ name: "a", polls: ["failed"] }] });
    lab.fail({ method: "POST", nth: 1, as: "lost" });
    const world = { io, clock: lab.clock };
    const instance = instances(world, { tell: io.err })(undefined);
    const path = `projects/${app.id}/jobs/${root.jobs[0]?.id}/retry`;
    const done = await take([{ ...again, path }], instance, world);
    expect(done).toEqual([{ ...again, path, problem: undefined }]);
    expect(root.jobs).toHaveLength(2);
  });

  test("one that is refused is told, and the others are taken", async () => {
    const { lab, app, ada, io } = await scene();
    const root = lab.pipeline(app, ada, { polls: ["running"] });
    const world = { io, clock: lab.clock };
    const instance = instances(world, { tell: io.err })(undefined);
    const path = `projects/${app.id}/pipelines`;
    const done = await take(
      [
        { what: "a", path: `${path}/1/cancel` },
        { what: "b", path: `${path}/${root.id}/cancel` },
      ],
      instance,
      world,
    );
    expect(done[0]?.problem).toContain("404");
    expect(done[1]?.problem).toBeUndefined();
    expect(lab.statusOf(root)).toBe("canceled");
  });
});
