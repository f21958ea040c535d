import { describe, expect, test } from "vitest";
import {
  definePipeline,
  limitsFor,
  type PipelineDraft,
  Reference,
  readConfiguration,
  reference,
} from "../../src/model/index.ts";
import fc from "../helpers/property.ts";
import { codes, findings, pipeline, told, twins } from "./helper.ts";

const x = { script: ["x"] };
const draft = (name: string, config: unknown = x, origin = "generators/node.ts") => ({
  name,
  origin,
  config,
});
const codesOf = (given: PipelineDraft) => findings(() => definePipeline(given)).map((f) => f.code);

describe("definePipeline", () => {
  test("keeps jobs as they were written, with their owner", () => {
    const made = definePipeline({
      stages: ["test"],
      jobs: [{ ...draft("api:test"), service: "api" }, draft("c", { trigger: "g/a" }), draft(".h")],
    });
    expect(made.jobs).toEqual([
      {
        name: ".h",
        kind: "hidden",
        service: undefined,
        origin: "generators/node.ts",
        stage: undefined,
        config: x,
      },
      {
        name: "api:test",
        kind: "job",
        service: "api",
        origin: "generators/node.ts",
        stage: "test",
        config: x,
      },
      {
        name: "c",
        kind: "trigger",
        service: undefined,
        origin: "generators/node.ts",
        stage: "test",
        config: { trigger: "g/a" },
      },
    ]);
  });

  test("orders hidden jobs first, then by stage, then by code unit", () => {
    const made = pipeline({
      stages: ["test", "build"],
      b: { ...x, stage: "build" },
      z: x,
      Z: x,
      é: x,
      last: { ...x, stage: ".post" },
      first: { ...x, stage: ".pre" },
      ".h": x,
    });
    expect(made.jobs.map(({ name }) => name)).toEqual([".h", "first", "Z", "z", "é", "b", "last"]);
  });

  test("a stage that extends brings counts", () => {
    const made = pipeline({ ".b": { ...x, stage: "deploy" }, a: { extends: ".b" } });
    expect(made.jobs.at(-1)).toMatchObject({
      name: "a",
      stage: "deploy",
      config: { extends: ".b" },
    });
  });

  test.each([
    [undefined, ["build", "test", "deploy"]],
    [
      ["test", ".post", "a", ".pre", "a"],
      ["test", "a"],
    ],
    [
      [["test"], "a"],
      ["test", "a"],
    ],
  ])("stages %j are %j", (stages, expected) => {
    expect(pipeline({ stages, a: x }).stages).toEqual(expected);
  });

  test("tells all faults at once, with where they are", () => {
    expect(
      told({ stages: ["test"], a: { ...x, image: 1 }, b: { scrip: "x" }, default: { imag: 1 } }),
    ).toBe(
      [
        'child.yml › default › imag: unknown keyword. Did you mean "image"?',
        "child.yml › a › image: should be a string or a hash, not a number",
        "child.yml › b: a job needs `script`, `run` or `trigger`. Add one, or begin its name with a dot when it is only material for others",
        'child.yml › b › scrip: unknown keyword. Did you mean "script"?',
      ].join("\n"),
    );
  });

  test("two jobs of one name are told with both origins", () => {
    const twice = { jobs: [draft("a", x, "one.ts"), draft("a", x, "two.ts")] };
    expect(findings(() => definePipeline(twice)).map(({ message }) => message)).toEqual([
      'two jobs are called "a": one of one.ts, one of two.ts. Rename one of them',
    ]);
  });

  twins([
    [
      "names of 255 characters",
      { ["n".repeat(255)]: x },
      { ["n".repeat(256)]: x },
      "JOB_NAME_LENGTH",
    ],
    ["names that are no keywords", { a: x, types2: x }, { a: x, types: x }, "JOB_NAME_RESERVED"],
    ["names with something in them", { a: x }, { a: x, "": x }, "JOB_NAME_EMPTY"],
  ]);

  test.each([
    ["a function", () => 1],
    ["a date", new Date(0)],
    ["a number that is none", Number.NaN],
    ["a symbol", Symbol("s")],
    ["a bigint", 1n],
  ])("%s is no data", (_, value) => {
    expect(codesOf({ jobs: [draft("a", { ...x, variables: { A: value } })] })).toContain(
      "NOT_DATA",
    );
  });

  test("what holds itself is no data", () => {
    const config: Record<string, unknown> = { ...x };
    config.variables = config;
    expect(codesOf({ jobs: [draft("a", config)] })).toContain("NOT_DATA");
  });

  test("members that are undefined are not there", () => {
    const made = definePipeline({ jobs: [draft("a", { ...x, image: undefined })] });
    expect(Object.keys(made.jobs[0]?.config ?? {})).toEqual(["script"]);
  });

  test("an instance's own limit holds", () => {
    const jobs = [draft("a"), draft("b"), draft("c", { ...x, needs: ["a", "b"] })];
    expect(definePipeline({ jobs }).jobs.length).toBe(3);
    const limits = limitsFor({ overrides: { needs: 1 } });
    expect(findings(() => definePipeline({ jobs }, limits)).map((f) => f.code)).toEqual([
      "NEEDS_TOO_MANY",
    ]);
  });

  test("the origin of the top level is told", () => {
    const given = { origin: "fanout.config.ts", default: { imag: 1 }, jobs: [draft("a")] };
    expect(findings(() => definePipeline(given))[0]?.where).toEqual([
      "fanout.config.ts",
      "default",
      "imag",
    ]);
  });
});

describe("warnings", () => {
  const warned = (document: Readonly<Record<string, unknown>>) =>
    pipeline(document).warnings.map(({ code, where }) => [code, ...where.slice(1)]);

  test.each([
    [
      "a misspelt keyword of a hidden job",
      { a: x, ".b": { scrpt: "x" } },
      [["HIDDEN_KEYWORD_UNKNOWN", ".b", "scrpt"]],
    ],
    ["not a rule that an anchor holds", { a: x, ".b": { if: "$A", when: "manual" } }, []],
    [
      "a condition among keywords of a job",
      { a: x, ".b": { if: "$A", tags: ["x"] } },
      [["HIDDEN_KEYWORD_UNKNOWN", ".b", "if"]],
    ],
    ["its wrong value", { a: x, ".b": { tags: "x" } }, [["HIDDEN_KEYWORD_VALUE", ".b", "tags"]]],
    [
      "not one that a reference reads",
      { ".b": { list: ["x"] }, a: { script: reference(".b", "list") } },
      [],
    ],
    [
      "a duration's unread word",
      { a: { ...x, timeout: "30 minutesx" } },
      [["DURATION_WORD", "a", "timeout"]],
    ],
    ["not a duration's own words", { a: { ...x, timeout: "1 hour and 5 min" } }, []],
    [
      "an include that cannot be",
      { a: { trigger: { include: [{ local: 1 }] } } },
      [["TRIGGER_FAILS_LATER", "a", "trigger", "include", 0, "local"]],
    ],
    ["not a sound include", { a: { trigger: { include: [{ local: "a.yml" }] } } }, []],
  ])("%s", (_, document, expected) => expect(warned(document)).toEqual(expected));
});

const isFrozen = (value: unknown): boolean =>
  typeof value !== "object" ||
  value === null ||
  (Object.isFrozen(value) && Object.values(value).every(isFrozen));

const jobs = fc.dictionary(
  fc.stringMatching(/^\.?[a-z]{1,3}$/),
  fc.record(
    {
      script: fc.oneof(fc.string({ minLength: 1 }), fc.array(fc.string(), { minLength: 1 })),
      variables: fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.integer(), fc.constant(null))),
      tags: fc.array(fc.string(), { maxLength: 3 }),
      needs: fc.array(
        fc.record({ job: fc.stringMatching(/^[a-z]$/), optional: fc.constant(true) }),
        { maxLength: 1 },
      ),
      image: fc.option(fc.constantFrom("node", reference("default", "image"))),
    },
    { requiredKeys: ["script"] },
  ),
  { minKeys: 1 },
);

describe("for all inputs", () => {
  test("nothing but a UserError is thrown", () => {
    const keys = fc.constantFrom(
      ..."script needs rules extends trigger include parallel environment cache stages".split(" "),
      ..."default workflow variables artifacts image a b .c __proto__ constructor".split(" "),
    );
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: "small" },
        fc.jsonValue(),
        keys,
        fc.constant(new Reference(["a", "b"])),
        fc.array(tie("value"), { maxLength: 3 }),
        fc.dictionary(keys, tie("value"), { maxKeys: 4 }),
      ),
    }));
    fc.assert(
      fc.property(value, (document) => {
        findings(() => definePipeline(readConfiguration(document, "any.yml")));
        findings(() => definePipeline({ jobs: [draft("a", document), draft("b", document)] }));
      }),
      { numRuns: 1000 },
    );
  });

  test("a pipeline is frozen throughout, and its draft is as it was", () => {
    let valid = 0;
    fc.assert(
      fc.property(jobs, (given) => {
        const document = { default: { image: "node" }, ...given };
        const before = structuredClone({ ...document, ...given });
        const read = readConfiguration(document, "any.yml");
        if (codes(document).length > 0) return;
        valid++;
        expect(isFrozen(definePipeline(read))).toBe(true);
        expect(structuredClone(document)).toEqual(before);
        expect(Object.values(given).some(Object.isFrozen)).toBe(false);
      }),
    );
    expect(valid).toBeGreaterThan(10);
  });

  test("the order of the jobs does not matter", () => {
    fc.assert(
      fc.property(jobs, (given) => {
        const entries = Object.entries(given);
        if (codes(given).length > 0) return;
        expect(pipeline(Object.fromEntries(entries.reverse()))).toEqual(pipeline(given));
      }),
    );
  });
});
