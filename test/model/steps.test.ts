import { describe, expect, test } from "vitest";
import { compileJob, reference } from "../../src/model/index.ts";
import { inGitLabsOrder } from "../emit/compact/gitlab-order.ts";
import fc from "../helpers/property.ts";
import { codes, type Document, findings, pipeline, told } from "./helper.ts";

const x = { script: ["x"] };
const compiled = (document: Document, name = "a") => compileJob(pipeline(document), name);

describe("extends comes first, references see what came of it", () => {
  test("a reference reads a keyword that its job has from its base", () => {
    const document = {
      ".c": { before_script: ["c"] },
      ".b": { extends: ".c", ...x },
      a: { script: reference(".b", "before_script") },
    };
    expect(compiled(document)).toEqual({ script: ["c"] });
  });

  test("a reference reads a hash as its base and its job make it together", () => {
    const document = {
      ".c": { variables: { C: "c", BOTH: "c" } },
      ".b": { extends: ".c", variables: { BOTH: "b" } },
      a: { ...x, variables: reference(".b", "variables") },
    };
    expect(compiled(document)?.variables).toEqual({ C: "c", BOTH: "b" });
  });

  test("a reference replaces what extends brings for its key", () => {
    const document = {
      ".b": { ...x, variables: { B: "b" } },
      ".v": { variables: { V: "v" } },
      a: { extends: ".b", variables: reference(".v", "variables") },
    };
    expect(compiled(document)?.variables).toEqual({ V: "v" });
  });

  test("a hash replaces a reference of its base", () => {
    const document = {
      ".v": { variables: { V: "v" } },
      ".b": { ...x, variables: reference(".v", "variables") },
      a: { extends: ".b", variables: { A: "a" } },
    };
    expect(compiled(document)?.variables).toEqual({ A: "a" });
  });

  test("a reference may read the job that it stands in, through its base", () => {
    const document = {
      ".b": { before_script: ["b"] },
      a: { extends: ".b", script: reference("a", "before_script") },
    };
    expect(compiled(document)).toEqual({ before_script: ["b"], script: ["b"] });
  });

  test("a fault that extends brings is told once, where it was written", () => {
    const document = {
      ".b": { ...x, before_script: [reference(".none", "script")] },
      a: { extends: ".b" },
      c: { extends: "a" },
    };
    expect(told(document)).toBe(
      "child.yml › .b: !reference [.none, script] leads to nothing. Check its path: job, keyword, key",
    );
  });

  test.each([
    ["alone", reference(".b", "extends")],
    ["in a list", [".c", reference(".b", "extends")]],
  ])("a reference in extends itself is not resolved: %s", (_, bases) => {
    const document = { ".c": x, ".b": { extends: ".c" }, a: { ...x, extends: bases } };
    const line = 'child.yml › a › extends: extends "!reference [.b, extends]", which no job';
    expect(told(document)).toContain(line);
    expect(codes({ include: "b.yml", ...document })).toEqual(["EXTENDS_UNKNOWN"]);
  });

  test("what an included file may bring is not missed", () => {
    const document = {
      include: "b.yml",
      ".b": { extends: ".far", variables: { B: "b" } },
      a: { ...x, variables: reference(".b", "variables"), tags: reference(".b", "tags") },
    };
    expect(codes(document)).toEqual([]);
  });

  test("a keyword that is read through a job that extends this one is no doubt", () => {
    const document = {
      ".c": { setup: ["c"] },
      ".b": { extends: ".c", ...x },
      a: { script: reference(".b", "setup") },
    };
    expect(pipeline(document).warnings).toEqual([]);
  });
});

const hidden = [".h0", ".h1", ".h2", ".h3", ".h4"];
const bases = (after: number) => fc.subarray(hidden.slice(after)).map((some) => some.slice(0, 2));
const variables = fc.dictionary(fc.constantFrom("A", "B", "C"), fc.constantFrom("1", "2"));
const lists = fc.array(fc.constantFrom("x", "y", "z"), { minLength: 1, maxLength: 3 });
const sometimes = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 2 });

/** A job that extends and reads only jobs behind it, so that nothing goes in a circle. */
const jobAt = (index: number, isLast: boolean): fc.Arbitrary<Document> => {
  const read = (key: string) =>
    fc.constantFrom(...hidden.slice(index)).map((name) => reference(name, key));
  const listOr = (key: string) =>
    isLast
      ? lists
      : fc.oneof(
          lists,
          read(key),
          fc.array(fc.oneof(fc.constant("w"), read(key)), { minLength: 1, maxLength: 3 }),
        );
  const hash = isLast ? variables : fc.oneof(variables, read("variables"));
  const all = isLast ? <T>(value: fc.Arbitrary<T>) => value : sometimes;
  return fc.record({
    extends: isLast ? fc.constant(undefined) : bases(index),
    script: all(listOr("script")),
    before_script: all(listOr("before_script")),
    variables: all(hash),
  });
};

const documents = fc
  .tuple(
    fc.tuple(...hidden.map((_, index) => jobAt(index + 1, index === hidden.length - 1))),
    fc.array(jobAt(0, false), { minLength: 1, maxLength: 4 }),
  )
  .map(([under, visible]): Document => {
    const jobs = [
      ...under.map((job, index) => [hidden[index], job] as const),
      ...visible.map((job, index) => [`job-${index}`, { script: ["own"], ...job }] as const),
    ];
    return Object.fromEntries(jobs);
  })
  .filter((document) => findings(() => pipeline(document)).length === 0);

test("random jobs compile to what GitLab's order of steps gives", () => {
  fc.assert(
    fc.property(documents, (document) => {
      const made = pipeline(document);
      const expected = inGitLabsOrder(made);
      for (const [name, config] of expected) {
        expect(compileJob(made, name)).toEqual(config);
      }
    }),
    { numRuns: 300, seed: 7 },
  );
});
