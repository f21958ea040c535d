import { describe, expect, test } from "vitest";
import { codes, type Document, told, twins } from "../helper.ts";

const build = { stage: "build", script: ["x"] };
const x = { script: ["x"] };
const some = (count: number, keywords: Document = {}): Document =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`j${i}`, { ...build, ...keywords }]));
const names = (count: number) => Array.from({ length: count }, (_, i) => `j${i}`);
const needing = (needs: unknown, more: Document = {}): Document => ({ ...x, needs, ...more });
const cross = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ pipeline: "$P", job: `o${i}` }));
const long = "l".repeat(250);
const rules = (condition: string, more: Document = {}) => ({
  rules: [{ if: condition, ...more }],
});

const [a, b, tag] = [{ if: "$A" }, { if: "$B" }, { if: "$CI_COMMIT_TAG" }];
const [same, own] = [{ A: "x" }, { CI_COMMIT_TAG: "x" }];

describe("needs across jobs", () => {
  twins([
    [
      "name a job",
      { build, a: needing(["build"]) },
      { build, a: needing(["biuld"]) },
      "NEEDS_UNKNOWN_JOB",
    ],
    [
      "do not name a hidden job",
      { ".b": build, build, a: needing(["build"]) },
      { ".b": build, build, a: needing([".b"]) },
      "NEEDS_UNKNOWN_JOB",
    ],
    [
      "may name nothing when optional",
      { a: needing([{ job: "none", optional: true }]) },
      { a: needing([{ job: "none", optional: false }]) },
      "NEEDS_UNKNOWN_JOB",
    ],
    [
      "may name one of a parallel job",
      { build: { ...build, parallel: 2 }, a: needing(["build 2/2"]) },
      { build: { ...build, parallel: 2 }, a: needing(["build 3/3"]) },
      "NEEDS_UNKNOWN_JOB",
    ],
    [
      "may choose cells of a matrix",
      {
        build: { ...build, parallel: { matrix: [{ A: ["x", "y"], B: "z" }] } },
        a: needing([{ job: "build", parallel: { matrix: [{ A: "y", B: "z" }] } }]),
      },
      {
        build: { ...build, parallel: { matrix: [{ A: ["x", "y"], B: "z" }] } },
        a: needing([{ job: "build", parallel: { matrix: [{ A: "w", B: "z" }] } }]),
      },
      "NEEDS_UNKNOWN_JOB",
    ],
    [
      "of a rule name a job too",
      { build, a: { ...x, rules: [{ if: "$A", needs: ["build"] }] } },
      { build, a: { ...x, rules: [{ if: "$A", needs: ["none"] }] } },
      "NEEDS_UNKNOWN_JOB",
    ],
    [
      "of a rule write the own name of a job that parallel makes",
      { b: { ...build, parallel: 2 }, a: { ...x, rules: [{ if: "$A", needs: ["b 1/2"] }] } },
      { b: { ...build, parallel: 2 }, a: { ...x, rules: [{ if: "$A", needs: ["b"] }] } },
      "NEEDS_UNKNOWN_JOB",
    ],
    [
      "lie in the same or an earlier stage",
      { b: x, a: needing(["b"]) },
      { b: { ...x, stage: "deploy" }, a: needing(["b"]) },
      "NEEDS_LATER_STAGE",
    ],
    [
      "lie there even when optional",
      { b: { ...x, stage: ".pre" }, a: needing([{ job: "b", optional: true }]) },
      { b: { ...x, stage: ".post" }, a: needing([{ job: "b", optional: true }]) },
      "NEEDS_LATER_STAGE",
    ],
    [
      "come once",
      { ...some(2), a: needing(["j0", "j1"]) },
      { ...some(2), a: needing(["j0", { job: "j0" }]) },
      "NEEDS_TWICE",
    ],
    [
      "come once after expansion",
      { b: { ...build, parallel: 2 }, a: needing(["b 1/2", "b 2/2"]) },
      { b: { ...build, parallel: 2 }, a: needing(["b", "b 2/2"]) },
      "NEEDS_TWICE",
    ],
    [
      "make no circle",
      { a: x, b: needing(["a"]), c: needing(["b", "a"]) },
      { a: needing(["c"]), b: needing(["a"]), c: needing(["b"]) },
      "NEEDS_CYCLE",
    ],
    ["are not the job itself", { a: x, b: needing(["a"]) }, { b: needing(["b"]) }, "NEEDS_CYCLE"],
    [
      "are 50 at most",
      { ...some(50), a: needing(names(50)) },
      { ...some(51), a: needing(names(51)) },
      "NEEDS_TOO_MANY",
    ],
    [
      "are 50 at most after expansion",
      { ...some(5, { parallel: 10 }), a: needing(names(5)) },
      { ...some(5, { parallel: 11 }), a: needing(names(5)) },
      "NEEDS_TOO_MANY",
    ],
    [
      "are 5 at most on other pipelines",
      { a: needing(cross(5)) },
      { a: needing(cross(6)) },
      "NEEDS_CROSS_TOO_MANY",
    ],
    [
      "have names of 255 characters at most",
      { [long]: { ...build, parallel: 9 }, a: needing([long]) },
      { [long]: { ...build, parallel: 10 }, a: needing([long]) },
      "NEEDS_NAME_LENGTH",
    ],
    [
      "are optional when rules may leave the job out",
      { b: { ...build, ...rules("$A") }, a: needing([{ job: "b", optional: true }]) },
      { b: { ...build, ...rules("$A") }, a: needing(["b"]) },
      "NEEDS_CONDITIONAL_JOB",
    ],
    [
      "are certain when both jobs have the same conditions",
      { b: { ...build, ...rules("$A") }, a: needing(["b"], rules("$A", { when: "manual" })) },
      { b: { ...build, ...rules("$A") }, a: needing(["b"], rules("$A || $B")) },
      "NEEDS_CONDITIONAL_JOB",
    ],
    [
      "are certain when the needed job has the conditions and more",
      { b: { ...build, rules: [a, b] }, a: needing(["b"], { rules: [b, { when: "never" }] }) },
      { b: { ...build, rules: [a, { ...b, when: "never" }] }, a: needing(["b"], { rules: [b] }) },
      "NEEDS_CONDITIONAL_JOB",
    ],
    [
      "are not certain when the other job has conditions of its own",
      { b: { ...build, rules: [a, b] }, a: needing(["b"], { rules: [b, a] }) },
      { b: { ...build, rules: [a, b] }, a: needing(["b"], { rules: [b, { if: "$C" }] }) },
      "NEEDS_CONDITIONAL_JOB",
    ],
    [
      "are not certain when the jobs read other values into the conditions",
      {
        b: { ...build, rules: [a, b], variables: same },
        a: needing(["b"], { rules: [b], variables: same }),
      },
      { b: { ...build, rules: [a, b], variables: same }, a: needing(["b"], { rules: [b] }) },
      "NEEDS_CONDITIONAL_JOB",
    ],
    [
      "are certain when the conditions read only what GitLab sets",
      { b: { ...build, rules: [tag, a], variables: same }, a: needing(["b"], { rules: [tag] }) },
      { b: { ...build, rules: [tag, a], variables: own }, a: needing(["b"], { rules: [tag] }) },
      "NEEDS_CONDITIONAL_JOB",
    ],
    [
      "are not certain under only",
      { b: { ...build, only: ["main"] }, a: needing(["b"], { only: ["main"] }) },
      { b: { ...build, only: ["main"] }, a: needing(["b"]) },
      "NEEDS_CONDITIONAL_JOB",
    ],
    [
      "see the rules that extends brings",
      { ".r": { rules: [{ when: "always" }] }, b: { ...build, extends: ".r" }, a: needing(["b"]) },
      { ".r": rules("$A"), b: { ...build, extends: ".r" }, a: needing(["b"]) },
      "NEEDS_CONDITIONAL_JOB",
    ],
  ]);

  test("with include, unknown names may live in an included file", () => {
    expect(codes({ include: "more.yml", a: needing(["elsewhere"]) })).toEqual([]);
  });

  test("a matrix that fills in a need is not judged", () => {
    const matrix = [{ A: ["x", "y"] }];
    const need = { job: "b", parallel: { matrix: [{ A: "$[[ matrix.A ]]" }] } };
    const document = {
      b: { ...build, parallel: { matrix } },
      a: { ...needing([need]), parallel: { matrix } },
    };
    expect(codes(document)).toEqual([]);
  });

  test("a circle is told with its members, and each circle once", () => {
    const circle = { a: needing(["c"]), b: needing(["a"]), c: needing(["b"]), d: needing(["a"]) };
    expect(told(circle)).toBe(
      "child.yml › b › needs[0]: jobs need each other in a circle: a -> c -> b -> a. Take one of these needs away",
    );
  });

  test("an unknown need suggests a name", () => {
    expect(told({ build, a: needing(["biuld"]) })).toBe(
      'child.yml › a › needs[0]: needs "biuld", which no job is called. Did you mean "build"?',
    );
  });

  test("ten thousand jobs of one wrong need each are told", () => {
    const jobs = Object.fromEntries(
      Array.from({ length: 10_000 }, (_, i) => [
        `service-${i}:test`,
        needing([`service-${i}:bild`]),
      ]),
    );
    expect(codes(jobs)).toEqual(["NEEDS_UNKNOWN_JOB"]);
  });
});
