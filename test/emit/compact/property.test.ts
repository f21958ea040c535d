import { expect, test } from "vitest";
import { compacted } from "../../../src/emit/compact/compact.ts";
import { compact, emit } from "../../../src/emit/index.ts";
import {
  compileJob,
  definePipeline,
  limitsFor,
  type Pipeline,
  readConfiguration,
  reference,
} from "../../../src/model/index.ts";
import { parseYaml } from "../../../src/yaml/read.ts";
import fc from "../../helpers/property.ts";
import { type Document, findings, pipeline } from "../../model/helper.ts";
import { inGitLabsOrder } from "./gitlab-order.ts";

const text = fc.constantFrom("x", "npm ci", "npm run build --if-present --workspaces", "$A && b");
const texts = fc.array(text, { minLength: 1, maxLength: 3 });
const variable = fc.oneof(
  text,
  fc.integer({ min: 0, max: 3 }),
  fc.record({ value: text, expand: fc.boolean() }),
);
const names = fc.constantFrom("A", "B", "MODE", "SERVICE_DIR", "__proto__", "constructor", "1");
const variables = fc.dictionary(names, variable, { maxKeys: 9, noNullPrototype: true });
const partly = <T>(members: { [K in keyof T]: fc.Arbitrary<T[K]> }) =>
  fc.record(members, { requiredKeys: [] });

/** Keywords that stand in `default` as well as in a job. */
const defaults = {
  image: fc.oneof(
    fc.constantFrom("node:22", "golang:1.24"),
    fc.record({ name: text, entrypoint: fc.constant([""]) }, { requiredKeys: ["name"] }),
  ),
  cache: fc.oneof(
    partly({ key: fc.oneof(text, fc.constant({ files: ["go.sum"] })), paths: texts }),
    fc.constant([{ paths: [".npm"] }]),
  ),
  artifacts: partly({
    paths: texts,
    expire_in: fc.constantFrom("1 day", "2 weeks"),
    reports: partly({ junit: text, dotenv: text }),
  }),
  before_script: texts,
  retry: fc.oneof(fc.constant(1), partly({ max: fc.constant(2), when: fc.constant("always") })),
  interruptible: fc.boolean(),
  tags: fc.constantFrom(["docker"], ["docker", "linux"]),
};

const inherit = partly({
  default: fc.oneof(fc.boolean(), fc.subarray(["image", "cache", "tags", "interruptible"])),
  variables: fc.boolean(),
});
const rules = fc.constantFrom([{ when: "always" }], [{ if: "$CI_COMMIT_TAG" }, { when: "never" }]);
const both = { variables, inherit, rules, stage: fc.constantFrom("build", "test") };
const nullable = <T>(members: { [K in keyof T]: fc.Arbitrary<T[K]> }) =>
  Object.fromEntries(
    Object.entries<fc.Arbitrary<unknown>>(members).map(([key, value]) => [
      key,
      fc.oneof({ weight: 9, arbitrary: value }, { weight: 1, arbitrary: fc.constant(null) }),
    ]),
  );
const script = { script: fc.oneof(text, texts) };
const optional = nullable({ ...defaults, ...both, allow_failure: fc.boolean() });

const runs = fc.record({ ...optional, ...script }, { requiredKeys: ["script"] });
const triggers = fc.record(
  {
    ...nullable({ ...both, interruptible: fc.boolean() }),
    trigger: fc.record(
      { include: fc.constantFrom("a.yml", "b.yml"), strategy: fc.constant("depend") },
      { requiredKeys: ["include"] },
    ),
  },
  { requiredKeys: ["trigger"] },
);
const merges = fc.record(
  { ...optional, extends: fc.constantFrom(".base", "job-0", [".base", "job-1"]), ...script },
  { requiredKeys: ["extends", "script"] },
);
const reads = fc.record(
  {
    ...optional,
    script: fc.constantFrom([reference("job-0", "script")], [reference(".base", "script")]),
  },
  { requiredKeys: ["script"] },
);
const kinds = fc.oneof(
  { weight: 12, arbitrary: runs },
  { weight: 2, arbitrary: triggers },
  { weight: 1, arbitrary: merges },
  { weight: 1, arbitrary: reads },
);

/** Some kinds of jobs, each used several times with something of its own: what generators make. */
const jobs = fc
  .tuple(
    fc.array(kinds, { minLength: 1, maxLength: 6 }),
    fc.array(
      fc.record({ kind: fc.nat(5), own: partly({ variables, rules }), isRuled: fc.boolean() }),
      { minLength: 2, maxLength: 14 },
    ),
  )
  .map(([pool, uses]) =>
    uses.map(({ kind, own, isRuled }, index): Document => {
      // A list of its own, of which one item is common.
      const ruled = { rules: [{ if: `$N == "${index}"` }, { if: "$CI_COMMIT_TAG" }] };
      return { ...pool[kind % pool.length], ...own, ...(isRuled && ruled) };
    }),
  );

const documents: fc.Arbitrary<Document> = fc
  .record({
    default: partly(defaults),
    variables: fc.constant({ GLOBAL: "1" }),
    base: runs,
    first: fc.array(runs, { minLength: 2, maxLength: 2 }),
    jobs,
  })
  .map(({ base, first, jobs: made, ...top }) => ({
    ...top,
    ".base": base,
    ".fanout:2": { script: ["taken"] },
    ...Object.fromEntries([...first, ...made].map((job, index) => [`job-${index}`, job])),
  }));
const valid = documents.filter((document) => findings(() => pipeline(document)).length === 0);

const file = (made: Pipeline) =>
  emit(made, { path: "a.yml", header: [], services: new Map() }, limitsFor({})).files[0]!;
const compiled = (made: Pipeline) =>
  made.jobs
    .filter(({ kind }) => kind !== "hidden")
    .map(({ name, kind, stage }) => ({ name, kind, stage, config: compileJob(made, name) }));
const readBack = (made: Pipeline) =>
  definePipeline(readConfiguration(parseYaml(file(made).text, "a.yml"), "a.yml"));

test("every job compiles to the same, in no more bytes, without being put back", () => {
  let smaller = 0;
  let pooled = 0;
  fc.assert(
    fc.property(valid, (document) => {
      const plain = pipeline(document);
      const { pipeline: small, kept } = compacted(plain);
      expect(kept).toEqual([]);
      expect(compiled(small)).toEqual(compiled(plain));
      expect(compiled(readBack(small))).toEqual(compiled(plain));
      expect(inGitLabsOrder(small)).toEqual(inGitLabsOrder(plain));
      expect(file(small).parsedBytes).toBeLessThanOrEqual(file(plain).parsedBytes);
      if (small === plain) return;
      expect(file(small).parsedBytes).toBeLessThan(file(plain).parsedBytes);
      expect(Object.isFrozen(small)).toBe(true);
      smaller++;
      if (small.jobs.some(({ config }) => Object.hasOwn(config, "i1"))) pooled++;
    }),
    { numRuns: 120, seed: 7 },
  );
  expect(smaller).toBeGreaterThan(40);
  expect(pooled).toBeGreaterThan(5);
});

test("the same pipeline gives the same, in whatever order its jobs were written", () => {
  fc.assert(
    fc.property(valid, (document) => {
      const turned = Object.fromEntries(Object.entries(document).reverse());
      expect(file(compact(pipeline(turned))).text).toBe(file(compact(pipeline(document))).text);
    }),
    { numRuns: 40, seed: 7 },
  );
});
