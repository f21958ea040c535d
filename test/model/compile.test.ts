import { describe, expect, test } from "vitest";
import { compileJob, reference } from "../../src/model/index.ts";
import { codes, type Document, pipeline, told, twins } from "./helper.ts";

const x = { script: ["x"] };
const compiled = (document: Document, name = "a") => compileJob(pipeline(document), name);

/** `count` hidden jobs, each extending the next; the last is plain. */
const chain = (count: number): Document =>
  Object.fromEntries(
    Array.from({ length: count }, (_, i) => [
      `.h${i}`,
      i === count - 1 ? { tags: ["x"] } : { extends: `.h${i + 1}` },
    ]),
  );
/** `count` references, each leading to the next; the last is a script. */
const trail = (count: number): Document =>
  Object.fromEntries(
    Array.from({ length: count }, (_, i) => [
      `.r${i}`,
      { script: i === count - 1 ? ["x"] : reference(`.r${i + 1}`, "script") },
    ]),
  );

describe("extends", () => {
  twins([
    [
      "names a job",
      { ".b": x, a: { extends: ".b" } },
      { ".b": x, a: { ...x, extends: ".c" } },
      "EXTENDS_UNKNOWN",
    ],
    [
      "names a hash",
      { ".b": x, a: { extends: [".b"] } },
      { ".b": ["x"], a: { ...x, extends: ".b" } },
      "EXTENDS_NO_HASH",
    ],
    [
      "goes ten levels deep",
      { ...chain(11), a: { ...x, extends: ".h0" } },
      { ...chain(12), a: { ...x, extends: ".h0" } },
      "EXTENDS_DEPTH",
    ],
    [
      "does not come back",
      { ".b": { extends: ".c" }, ".c": x, a: { extends: ".b" } },
      { ".b": { extends: ".c" }, ".c": { extends: ".b" }, a: { ...x, extends: ".b" } },
      "EXTENDS_LOOP",
    ],
    [
      "is judged in unused hidden jobs too",
      { a: x, ".b": { extends: "a" } },
      { a: x, ".b": { extends: "c" } },
      "EXTENDS_UNKNOWN",
    ],
  ]);

  test("hashes merge, lists and scalars replace, later bases win", () => {
    const document = {
      ".one": { variables: { A: 1, B: 1 }, script: ["one"], tags: ["one"] },
      ".two": { variables: { B: 2, C: 2 }, tags: ["two"] },
      a: { extends: [".one", ".two"], variables: { C: 3 }, image: null },
    };
    expect(compiled(document)).toEqual({
      variables: { A: 1, B: 2, C: 3 },
      script: ["one"],
      tags: ["two"],
      image: null,
    });
  });

  test("an unknown base may live in an included file", () => {
    expect(codes({ include: "b.yml", a: { extends: ".b" } })).toEqual([]);
    expect(codes({ include: "b.yml", a: { extends: ".b", scrpt: "x" } })).toEqual([
      "KEYWORD_UNKNOWN",
    ]);
  });

  test("a fault is told once, where it was written", () => {
    const document = { ".b": { ...x, imag: "x" }, a: { extends: ".b" }, c: { extends: ".b" } };
    expect(told(document)).toBe('child.yml › .b › imag: unknown keyword. Did you mean "image"?');
  });

  test("of two bases the one that wins is blamed", () => {
    const document = { ".b": { image: 1 }, ".c": { image: 2 }, a: { ...x, extends: [".b", ".c"] } };
    expect(told(document)).toBe(
      "child.yml › .c › image: should be a string or a hash, not a number",
    );
  });

  test("a chain of ten thousand is refused, not overflowed", () => {
    expect(codes({ ...chain(10_000), a: { ...x, extends: ".h0" } })).toEqual(["EXTENDS_DEPTH"]);
  });
});

describe("!reference", () => {
  twins([
    [
      "leads to a value",
      { ".b": x, a: { script: reference(".b", "script") } },
      { ".b": x, a: { ...x, before_script: reference(".b", "before_script") } },
      "REFERENCE_UNRESOLVED",
    ],
    [
      "goes ten levels deep",
      { ...trail(10), a: { script: reference(".r0", "script") } },
      { ...trail(11), a: { script: ["y", reference(".r0", "script")] } },
      "REFERENCE_UNRESOLVED",
    ],
    [
      "does not lead to itself",
      { ".b": x, a: { script: [reference(".b", "script")] } },
      { a: { script: ["x", reference("a", "script")] } },
      "REFERENCE_UNRESOLVED",
    ],
    [
      "is checked for what it leads to",
      { ".b": { list: ["x"] }, a: { ...x, tags: reference(".b", "list") } },
      { ".b": { list: "x" }, a: { ...x, tags: reference(".b", "list") } },
      "KEYWORD_TYPE",
    ],
  ]);

  test("lists in lists are flat where GitLab makes them so", () => {
    const rules = [reference(".b", "rules"), { when: "manual" }];
    const document = { ".b": { rules: [{ if: "$A" }] }, a: { ...x, rules } };
    expect(codes(document)).toEqual([]);
    expect(compiled(document)?.rules).toEqual([[{ if: "$A" }], { when: "manual" }]);
  });

  test("stands at the top level too", () => {
    const document = { a: x, ".s": { all: ["test"] }, stages: reference(".s", "all") };
    expect(pipeline(document).stages).toEqual(["test"]);
  });
});

describe("default", () => {
  const defaults = { image: "node", tags: ["docker"], interruptible: true, retry: 1 };

  test.each([
    ["goes under a job", {}, { ...defaults }],
    [
      "gives way to the job's own",
      { image: "go", retry: 0 },
      { image: "go", retry: 0, tags: ["docker"], interruptible: true },
    ],
    ["can be left out", { inherit: { default: false } }, { inherit: { default: false } }],
    [
      "can be chosen from",
      { inherit: { default: ["image"] } },
      { inherit: { default: ["image"] }, image: "node" },
    ],
    ["comes back for nothing", { image: null }, { ...defaults }],
  ])("%s", (_, job, expected) => {
    expect(compiled({ default: defaults, a: { ...x, ...job } })).toEqual({ ...x, ...expected });
  });

  test("gives a trigger job only interruptible", () => {
    const document = { default: defaults, a: { trigger: "g/a" } };
    expect(compiled(document)).toEqual({ trigger: "g/a", interruptible: true });
  });

  test("does not reach hidden jobs", () => {
    expect(compiled({ default: defaults, a: x, ".b": { tags: ["x"] } }, ".b")).toEqual({
      tags: ["x"],
    });
  });

  test("a name that is not there has no job", () =>
    expect(compiled({ a: x }, "b")).toBeUndefined());
});
