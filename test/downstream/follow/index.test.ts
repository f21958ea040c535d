import { describe, expect, test } from "vitest";
import { asked, scene, short } from "./scene.ts";

describe("a tree is followed to its end", () => {
  test("children, grandchildren and other projects", async () => {
    const { lab, app, ada, io, run } = await scene();
    const lint = { name: "lint", polls: ["failed"], trace: "a\nb\n" } as const;
    const grandchild = { jobs: [{ name: "unit", at: [[40, "success"]] as const }] };
    const child = {
      jobs: [{ name: "inner", starts: { plan: grandchild, strategy: "depend" as const } }],
    };
    const root = lab.pipeline(app, ada, {
      jobs: [
        { name: "build", polls: ["running", "success"] },
        { name: "child", starts: { plan: child, strategy: "mirror" } },
        { name: "lib", starts: { project: "group/lib", plan: { jobs: [lint] }, after: 15 } },
      ],
    });
    const { roots, ended, exit, why, failures } = await run(root);
    expect(roots.map(short)).toEqual([
      "group/app success [build success, " +
        "child success > group/app success [inner success > group/app success [unit success]], " +
        "lib success > group/lib failed [lint failed]]",
    ]);
    expect({ ended, exit, why }).toEqual({
      ended: "over",
      exit: 1,
      why: [expect.stringMatching(/^group\/lib#\d+ failed$/)],
    });
    expect(failures).toMatchObject([{ job: "lint", log: ["a", "b"], reason: "script_failure" }]);
    expect(io.stderr()).toMatch(/^\[00:00\] group\/app#\d+ runs$/m);
    expect(io.stderr()).toMatch(
      /^\[00:0\d\] group\/lib#\d+ failed, started by lib of group\/app#\d+$/m,
    );
  });

  test("a pipeline that is over is asked once, and its jobs once", async () => {
    const { lab, app, ada, run } = await scene();
    const slow = lab.pipeline(app, ada, {
      at: [
        [0, "running"],
        [300, "success"],
      ],
    });
    const quick = lab.pipeline(app, ada, { polls: ["success"], jobs: [{ name: "a" }] });
    expect(await run(slow, quick)).toMatchObject({ ended: "over", exit: 0 });
    expect(asked(lab, new RegExp(`pipelines/${quick.id}$`))).toBe(1);
    expect(asked(lab, new RegExp(`pipelines/${quick.id}/jobs$`))).toBe(1);
    expect(asked(lab, new RegExp(`pipelines/${slow.id}$`))).toBeLessThan(25);
  });
});
