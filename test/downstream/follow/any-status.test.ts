import { expect, test } from "vitest";
import { pipelinesIn, type Status, statuses } from "../../../src/downstream/index.ts";
import type { Plan } from "../../helpers/gitlab/index.ts";
import fc from "../../helpers/property.ts";
import { scene } from "./scene.ts";

const over: ReadonlySet<Status> = new Set(["success", "failed", "canceled", "skipped"]);

/** Statuses in any order, an end at their end. */
const scripts = fc
  .tuple(
    fc.array(fc.constantFrom(...statuses.filter((each) => !over.has(each))), { maxLength: 5 }),
    fc.constantFrom<Status>("success", "failed", "canceled", "skipped"),
    fc.integer({ min: 1, max: 90 }),
  )
  .map(([before, end, step]) => [...before, end].map((each, at) => [at * step, each] as const));

const plans = (depth: number): fc.Arbitrary<Plan> =>
  fc
    .tuple(
      fc.array(scripts, { minLength: 1, maxLength: 2 }),
      fc.array(
        fc.tuple(
          depth > 0 ? plans(depth - 1) : fc.constant<Plan>({ jobs: [{ name: "leaf" }] }),
          fc.constantFrom("depend" as const, "mirror" as const, undefined),
          fc.integer({ min: 0, max: 60 }),
          fc.constantFrom("group/app", "group/lib"),
        ),
        { maxLength: depth > 0 ? 2 : 0 },
      ),
    )
    .map(([own, below]) => ({
      jobs: [
        ...own.map((at, index) => ({ name: `job ${index}`, at })),
        ...below.map(([plan, strategy, after, project], index) => ({
          name: `starts ${index}`,
          starts: { plan, after, project, ...(strategy && { strategy }) },
        })),
      ],
    }));

test("whatever the statuses do, it ends when all are over, with their last state", async () => {
  await fc.assert(
    fc.asyncProperty(plans(2), async (plan) => {
      const { lab, app, ada, run } = await scene({ show: "nothing" });
      const root = lab.pipeline(app, ada, plan);
      const { roots, ended } = await run(root);
      expect(ended).toBe("over");
      const own = lab.world.pipelines.map((each) => `${each.id} ${lab.statusOf(each)}`).sort();
      const seen = pipelinesIn(roots)
        .map(({ id, status }) => `${id} ${status}`)
        .sort();
      expect(seen).toEqual(own);
      const jobs = lab.world.pipelines.flatMap((each) =>
        each.jobs.map((job) => `${job.id} ${lab.statusOf(job)}`),
      );
      const seenJobs = pipelinesIn(roots).flatMap((node) =>
        node.jobs.map(({ id, status }) => `${id} ${status}`),
      );
      expect(seenJobs.sort()).toEqual(jobs.sort());
    }),
    { numRuns: 12 },
  );
});
