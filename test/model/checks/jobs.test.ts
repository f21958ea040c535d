import { describe, expect, test } from "vitest";
import { codes, type Document, told, twins } from "../helper.ts";

const x = { script: ["x"] };
const build = { stage: "build", script: ["x"] };
const tags = (count: number) => Array.from({ length: count }, (_, i) => `t${i}`);
const stop = (more: Document = {}) => ({
  ...x,
  environment: { name: "a", action: "stop", ...more },
});
const start = { ...x, environment: { name: "a", on_stop: "stop" } };
const list = (count: number) => Array.from({ length: count }, (_, i) => i);
const child = (job: string): Document => ({
  trigger: { include: [{ artifact: "a.yml", job }] },
});

describe("jobs in their pipeline", () => {
  twins([
    [
      "stage exists",
      { stages: ["a"], j: { ...x, stage: "a" } },
      { stages: ["a"], j: { ...x, stage: "b" } },
      "STAGE_UNKNOWN",
    ],
    [
      "stage is test when left out",
      { stages: ["test"], j: x },
      { stages: ["a"], j: x },
      "STAGE_UNKNOWN",
    ],
    [
      "dependencies name a job",
      { build, a: { ...x, dependencies: ["build"] } },
      { build, a: { ...x, dependencies: ["bild"] } },
      "DEPENDENCIES_UNKNOWN_JOB",
    ],
    [
      "dependencies lie earlier",
      { build, a: { ...x, dependencies: ["build"] } },
      { b: { ...x, stage: "deploy" }, a: { ...x, dependencies: ["b"] } },
      "DEPENDENCIES_LATER_STAGE",
    ],
    [
      "dependencies are needed",
      { build, a: { ...x, needs: ["build"], dependencies: ["build"] } },
      { build, b: build, a: { ...x, needs: ["b"], dependencies: ["build"] } },
      "DEPENDENCIES_NOT_NEEDED",
    ],
    [
      "an artifact comes from a job",
      { build, c: child("build") },
      { build, c: child("bild") },
      "INCLUDE_UNKNOWN_JOB",
    ],
    [
      "of a parallel job by its expanded name",
      { build: { ...build, parallel: 2 }, c: child("build 1/2") },
      { build: { ...build, parallel: 2 }, c: child("build") },
      "INCLUDE_UNKNOWN_JOB",
    ],
    [
      "and from an earlier stage",
      { build, c: child("build") },
      { b: { ...x, stage: "deploy" }, c: child("b") },
      "INCLUDE_LATER_STAGE",
    ],
    [
      "on_stop names a job",
      { start, stop: stop() },
      { start, halt: stop() },
      "ON_STOP_UNKNOWN_JOB",
    ],
    ["that has an environment", { start, stop: stop() }, { start, stop: x }, "ON_STOP_WRONG_JOB"],
    [
      "of the same name",
      { start, stop: stop() },
      { start, stop: stop({ name: "b" }) },
      "ON_STOP_WRONG_JOB",
    ],
    [
      "and stops it",
      { start, stop: stop() },
      { start, stop: stop({ action: "start" }) },
      "ON_STOP_WRONG_JOB",
    ],
    [
      "a matrix makes 200 jobs at most",
      { j: { ...x, parallel: { matrix: [{ A: list(10), B: list(20) }] } } },
      { j: { ...x, parallel: { matrix: [{ A: list(10), B: list(20) }, { A: 1 }] } } },
      "PARALLEL_TOO_MANY",
    ],
    [
      "fewer than 50 tags",
      { j: { ...x, tags: tags(49) } },
      { j: { ...x, tags: tags(50) } },
      "TAGS_TOO_MANY",
    ],
    ["something is visible", { ".a": x, j: x }, { ".a": x }, "NO_VISIBLE_JOB"],
    [
      "something runs between .pre and .post",
      { a: { ...x, stage: ".pre" }, j: x },
      { a: { ...x, stage: ".pre" } },
      "ONLY_EDGE_STAGES",
    ],
  ]);

  test("an enormous matrix is counted, not expanded", () => {
    const matrix = [{ A: list(1000), B: list(1000), C: list(1000), D: list(1000) }];
    expect(codes({ j: { ...x, parallel: { matrix } }, k: { ...x, needs: ["j"] } })).toEqual([
      "PARALLEL_TOO_MANY",
    ]);
    expect(codes({ j: x, k: { ...x, needs: [{ job: "j", parallel: { matrix } }] } })).toEqual([
      "PARALLEL_TOO_MANY",
    ]);
  });

  test("with include, what is unknown may live in an included file", () => {
    const job = { ...x, stage: "elsewhere", dependencies: ["there"] };
    expect(codes({ include: "more.yml", job, child: child("there") })).toEqual([]);
    expect(codes({ include: "more.yml" })).toEqual([]);
    expect(codes({ include: [] })).toEqual(["NO_VISIBLE_JOB"]);
  });

  test("an unknown stage suggests one", () => {
    expect(told({ j: { ...x, stage: "tets" } })).toBe(
      'child.yml › j › stage: the stage "tets" does not exist. Did you mean "test"?',
    );
  });
});
