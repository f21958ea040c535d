import { describe, expect, test } from "vitest";
import { define, expectAsPlanned, expectBefore, happened, planned, run, under } from "./scene.ts";

test("one child holds all jobs where they fit", () => {
  const ran = run({});
  expectAsPlanned(ran);
  const names = ["api", "lib", "shop", "web"].flatMap((name) => [`${name}:build`, `${name}:test`]);
  expect(planned(ran).sort()).toEqual(under(...names));
});

describe("services apart", () => {
  test("are grandchildren, in the order of their needs", () => {
    const odd = { root: "services/odd", dependsOn: ["lib"] };
    const ran = run(
      { shape: "services", services: { define: { ...define, "Ü & 'x'": odd } } },
      { files: { "services/odd/uses": "lib\n" } },
    );
    expectAsPlanned(ran);
    const names = ["Ü & 'x'", "api", "lib", "shop", "web"];
    const own = (name: string) => [
      `${name}:pipeline`,
      `${name}:pipeline › ${name}:build`,
      `${name}:pipeline › ${name}:test`,
    ];
    expect(planned(ran).sort()).toEqual(under("fanout-generate-1", ...names.flatMap(own)).sort());
    for (const name of ["Ü & 'x'", "api", "shop", "web"]) {
      expectBefore(ran, "lib:pipeline › lib:build", `${name}:pipeline › ${name}:build`);
    }
  });

  test("stand beside jobs of the child and static files", () => {
    const legacy = { root: "services/legacy", dependsOn: ["lib"], generators: ["include"] };
    const api = { ...define.api, shape: "services" };
    const file = `
own:
  script:
    - test "$SERVICE_NAME,$SERVICE_DIR,$FANOUT" = legacy,services/legacy,
    - test -f built/lib
`;
    const ran = run(
      { services: { define: { ...define, api, legacy } } },
      { files: { "services/legacy/.gitlab-ci.yml": file } },
    );
    expectAsPlanned(ran, "legacy:pipeline › own");
    expect(planned(ran)).toEqual(
      expect.arrayContaining(
        under("api:pipeline › api:build", "legacy:pipeline", "lib:build", "web:test"),
      ),
    );
    expectBefore(ran, "lib:build", "api:pipeline › api:build");
    expectBefore(ran, "lib:build", "legacy:pipeline › own");
  });

  test("have globals, rules and paths as the child has them, from any directory", () => {
    const more = `
common: { script: [test "$COMMON" = yes] }
never: { rules: [{ if: $NOPE }], script: ["false"] }
by-hand: { when: manual, script: ["false"] }
`;
    const ran = run(
      {
        shape: "services",
        services: {
          define: {
            api: { root: "services/api", generators: ["./ci/more.yml"] },
            web: { root: "services/web", generators: ["./ci/never.yml"] },
          },
        },
        pipeline: { stages: ["test"], variables: { COMMON: "yes" } },
      },
      {
        files: {
          "ci/more.yml": more,
          "ci/never.yml": "a: { rules: [{ if: $NOPE }], script: [x] }\n",
        },
        generate:
          "cd services && $FANOUT generate --all --config ../fanout.config.json --report ../fanout-report.json",
        includes: ["services/generated-config.yml"],
      },
    );
    expect(ran.jobs, ran.output).toEqual({
      "generate-config": "PASS",
      "[child-pipeline] -> fanout-generate-1": "PASS",
      "[child-pipeline -> api:pipeline] -> api:common": "PASS",
      "[child-pipeline -> api:pipeline] -> api:by-hand": "SKIP",
      "[child-pipeline -> web:pipeline] -> fanout:always": "PASS",
      "[child-pipeline] -> api:pipeline": "PASS",
      "[child-pipeline] -> web:pipeline": "PASS",
      "child-pipeline": "PASS",
    });
    expect(happened(ran).sort()).toEqual(planned(ran).sort());
  });

  test("that fail fail the child, and those that need them do not begin", () => {
    const broken = { "ci/build.sh": 'test "$SERVICE_NAME" != lib\n' };
    const { jobs, status } = run({ shape: "services" }, { files: broken });
    expect(jobs).toMatchObject({
      "[child-pipeline -> lib:pipeline] -> lib:build": "FAIL",
      "[child-pipeline] -> lib:pipeline": "FAIL",
      "[child-pipeline] -> api:pipeline": "SKIP",
      "child-pipeline": "FAIL",
    });
    expect(status).toBe(1);
  });
});

describe("a matrix", () => {
  const matrix = { OS: ["linux", "mac os"], ARCH: ["amd64", 64] };
  const files = {
    "ci/say.yml": "say: { stage: test, script: ['echo \"$OS,$ARCH\" >> built/said'] }\n",
  };
  const generators = ["./ci/jobs.yml", "./ci/say.yml"];
  const api = { ...define.api, matrix, generators };

  test.each([
    ["jobs", ""],
    ["services", "api:pipeline › "],
  ])("runs a job for each cell, in the shape %s", (shape, before) => {
    const ran = run({ services: { define: { ...define, api: { ...api, shape } } } }, { files });
    const cells = ["[linux, 64]", "[linux, amd64]", "[mac os, 64]", "[mac os, amd64]"];
    const parallel = new Map(
      ["api:build", "api:say"].map((job) => [
        `child-pipeline › ${before}${job}`,
        under(...cells.map((cell) => `${before}${job}: ${cell}`)),
      ]),
    );
    const jobs = planned(ran).flatMap((job) => parallel.get(job) ?? [job]);
    expect(happened(ran).sort(), ran.output).toEqual(jobs.sort());
    // What needs a build needs that of its own cell.
    expect(jobs).toEqual(expect.arrayContaining(under(`${before}api:test:mac-os:64`)));
    const said = ran.text("built/said").trim().split("\n").sort();
    expect(said).toEqual(["linux,64", "linux,amd64", "mac os,64", "mac os,amd64"]);
    expect(ran.status).toBe(0);
  });
});
