import { describe, expect, test } from "vitest";
import { follow, type Status } from "../../../src/downstream/index.ts";
import type { JobPlan, Plan } from "../../helpers/gitlab/index.ts";
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

describe("what may go wrong in between", () => {
  const twice = {
    at: [
      [0, "running"],
      [60, "success"],
    ],
  } as const;

  test.each([
    ["a proxy's page", "html"],
    ["no connection", "cut before"],
    ["half an answer", "cut within"],
    ["502", { status: 502, body: "<html>" }],
    ["429 without a time", { status: 429, body: "Retry later\n" }],
    ["429 with a time", { status: 429, headers: { "retry-after": "90" } }],
  ] as const)("%s is ridden out", async (_, as) => {
    const { lab, app, ada, run } = await scene();
    const root = lab.pipeline(app, ada, { ...twice, jobs: [{ name: "a" }] });
    lab.fail({ method: "GET", path: /pipelines\/\d+$/, nth: [2, 3, 5], as });
    lab.fail({ method: "GET", path: /jobs$/, nth: [2, 3], as });
    const { roots, exit, ended } = await run(root);
    expect({ tree: roots.map(short), exit, ended }).toEqual({
      ...{ tree: ["group/app success [a success]"], exit: 0, ended: "over" },
    });
  });

  test("a GitLab that never comes back is waited for until the time limit", async () => {
    const { lab, app, ada, io, run } = await scene({ timeout: 600_000 });
    const root = lab.pipeline(app, ada, { polls: ["running"] });
    lab.fail({ nth: [4, ...Array.from({ length: 500 }, (_, at) => at + 5)], as: { status: 503 } });
    const begun = lab.clock.now();
    const { ended, exit, why } = await run(root);
    expect({ ended, exit }).toEqual({ ended: "time", exit: 1 });
    expect(why).toEqual([`group/app#${root.id} runs, and the time is up`]);
    expect(lab.clock.now() - begun).toBeLessThan(700_000);
    // The same trouble is told once a minute.
    expect(io.stderr().match(/answers 503/g)?.length).toBeLessThan(13);
  });

  test("a root that may not be read is told, and is no success", async () => {
    const { lab, run } = await scene();
    const secret = lab.project("group/secret", { bob: "owner" });
    const root = lab.pipeline(secret, lab.user("bob"), { polls: ["running"] });
    const { exit, why } = await run(root);
    expect(exit).toBe(5);
    expect(why).toEqual([
      `group/secret#${root.id} cannot be read: GitLab's API refuses GITLAB_TOKEN (404 Project Not Found). Check the id and group/secret: GitLab says the same of what the owner of a token may not see`,
    ]);
  });

  test("of a project that may not be read its trigger job tells the end", async () => {
    const { lab, app, ada, io, run } = await scene();
    lab.project("group/secret", { bob: "owner" });
    const plan: Plan = {
      at: [
        [0, "running"],
        [200, "failed"],
      ],
    };
    const starts = { project: "group/secret", plan };
    const root = lab.pipeline(app, ada, { jobs: [{ name: "secret", starts }] });
    const { roots, exit } = await run(root);
    expect(exit).toBe(1);
    expect(roots.map(short)).toEqual(["group/app success [secret success > group/secret failed]"]);
    expect(io.stderr()).toContain("cannot be read: GitLab's API refuses GITLAB_TOKEN (404");
  });

  test("an instance before 19.2 is asked for bridges, after one 404", async () => {
    const { lab, app, ada, run } = await scene();
    lab.world.version = "18.9.0";
    const plan: Plan = {
      at: [
        [0, "running"],
        [90, "success"],
      ],
    };
    const root = lab.pipeline(app, ada, { jobs: [{ name: "child", starts: { plan } }] });
    expect((await run(root)).roots.map(short)).toEqual([
      "group/app success [child success > group/app success]",
    ]);
    expect(asked(lab, /trigger_jobs$/)).toBe(1);
  });

  test("a trigger job that started nothing is told as such", async () => {
    const { lab, app, ada, run } = await scene();
    const failing: JobPlan = {
      name: "child",
      polls: ["failed"],
      failureReason: "downstream_bridge_project_not_found",
      starts: {},
    };
    const { roots, failures } = await run(lab.pipeline(app, ada, { jobs: [failing] }));
    expect(roots.map(short)).toEqual(["group/app failed [child failed > not created]"]);
    expect(failures).toMatchObject([{ job: "child", what: expect.stringContaining("not there") }]);
  });
});

describe("manual and delayed jobs", () => {
  const held = (status: Status): Plan => ({
    jobs: [{ name: "a" }, { name: "b", polls: [status] }],
  });

  test.each([
    ["wait", "manual", "time", 1],
    ["succeed", "manual", "held", 0],
    ["fail", "manual", "held", 1],
    ["succeed", "scheduled", "held", 0],
    ["fail", "scheduled", "held", 1],
    ["succeed", "waiting_for_resource", "time", 1],
  ] as const)("--on-manual %s: %s", async (onManual, status, ended, exit) => {
    const { lab, app, ada, run } = await scene({ onManual, timeout: 300_000 });
    const root = lab.pipeline(app, ada, held(status));
    expect(await run(root)).toMatchObject({ ended, exit });
  });

  test("a parent that waits for a child that waits is held as well", async () => {
    const { lab, app, ada, run } = await scene({ onManual: "succeed" });
    const child = { plan: held("manual"), strategy: "depend" } as const;
    const root = lab.pipeline(app, ada, {
      jobs: [
        { name: "child", starts: child },
        { name: "later", polls: ["created"] },
      ],
    });
    const { ended, exit, roots } = await run(root);
    expect({ ended, exit }).toEqual({ ended: "held", exit: 0 });
    expect(roots.map(short)[0]).toContain("group/app running [child running > group/app manual");
  });

  test("whoever waits goes on when somebody starts the job", async () => {
    const { lab, app, ada, io, run } = await scene();
    const root = lab.pipeline(app, ada, {
      jobs: [
        {
          name: "b",
          at: [
            [0, "manual"],
            [700, "running"],
            [760, "success"],
          ],
        },
      ],
    });
    expect(await run(root)).toMatchObject({ ended: "over", exit: 0 });
    expect(io.stderr()).toContain("waits for somebody to start a manual job");
  });
});

test("200 downstream pipelines: few requests a minute, and no end is missed", async () => {
  const { lab, app, ada, run } = await scene({ show: "nothing" });
  const starts = (at: number): JobPlan => ({
    name: `lib ${at}`,
    starts: {
      project: "group/lib",
      plan: {
        jobs: [
          {
            name: "unit",
            at: [
              [0, "running"],
              [20 + at / 2, at === 7 ? "failed" : "success"],
            ],
          },
        ],
      },
    },
  });
  const jobs = Array.from({ length: 200 }, (_, at) => starts(at));
  const { roots, ended, failures } = await run(lab.pipeline(app, ada, { jobs }));
  expect(ended).toBe("over");
  const ends = roots[0]?.jobs.map(({ downstream }) => (downstream as { status: Status }).status);
  expect(ends?.filter((status) => status === "success")).toHaveLength(199);
  expect(failures).toMatchObject([{ job: "unit" }]);
  expect(lab.busiest()).toBeLessThanOrEqual(660);
  expect(lab.calls.length).toBeLessThan(2_500);
});

test("an address that cannot be right is told at once", async () => {
  const { io, env, lab } = await scene();
  const named = { ...io, env: { ...env, CI_API_V4_URL: lab.url.replace("http:", "https:") } };
  const options = { strategy: "depend", onManual: "wait", timeout: 3_600_000 } as const;
  const refs = [{ project: "group/app", id: 1 }];
  const world = { io: named, clock: lab.clock };
  const begun = lab.clock.now();
  const { exit, why } = await follow(refs, { ...options, show: "nothing" }, world);
  expect([exit, why]).toEqual([5, [expect.stringContaining("its address begins with http://")]]);
  expect(lab.clock.now() - begun).toBeLessThan(10_000);
});
