import { expect, test } from "vitest";
import { applyRules, type Linted, rules } from "../../../src/lint/index.ts";
import { type Hash, isHash, limitsFor } from "../../../src/model/index.ts";
import fc from "../../helpers/property.ts";
import { linted } from "./helper.ts";

const keys = [
  "__proto__ constructor extends script before_script trigger include artifact job needs stage rules",
  "if changes exists paths when only except variables value inherit forward artifacts expire_in parallel",
  "matrix allow_failure workflow default stages strategy project name a b .c",
].flatMap((line) => line.split(" "));
const texts = [
  ...[
    "a",
    "b",
    ".c",
    "",
    "$X",
    "./a.yml",
    "a/**",
    "!x",
    "never",
    "manual",
    "test",
    "1 day",
    "merge_requests",
  ],
  ...[
    "$CI_PIPELINE_SOURCE == 'push'",
    "$X &&",
    "git merge-base a b",
    "curl -X POST /trigger/pipeline",
    "echo $TOKEN",
  ],
  ...["{{{[[[", "\\", "**/**/**/**", "%A%", "$(", "'\""],
];

const value = fc.letrec<{ any: unknown }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 5, depthSize: "medium" },
    fc.constantFrom(...texts),
    fc.constantFrom(null, true, false, 0, 1, -1, 2.5),
    fc.array(tie("any"), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...keys), tie("any"), { maxKeys: 5 }),
  ),
})).any;
const odd = { maxLength: 3 };
const name = fc.constantFrom("a", "b", "a 1/2");

/** A job whose keywords are mostly where they belong, and mostly hold anything. */
const job = fc.record(
  {
    script: fc.oneof(fc.array(fc.constantFrom(...texts), odd), value),
    trigger: fc.record(
      {
        include: fc.array(fc.record({ artifact: fc.constantFrom(...texts), job: name }), odd),
        strategy: fc.constantFrom("depend", "mirror"),
        forward: value,
      },
      { requiredKeys: [] },
    ),
    artifacts: fc.record(
      { paths: fc.array(fc.constantFrom(...texts), odd), expire_in: value },
      { requiredKeys: [] },
    ),
    needs: fc.oneof(
      fc.array(fc.oneof(name, fc.record({ job: name, optional: value })), odd),
      value,
    ),
    rules: fc.array(
      fc.oneof(
        value,
        fc.record(
          {
            if: fc.constantFrom(...texts),
            changes: fc.array(fc.constantFrom(...texts)),
            when: value,
          },
          { requiredKeys: [] },
        ),
      ),
      odd,
    ),
    variables: fc.dictionary(fc.constantFrom("TOKEN", "X", "__proto__"), fc.constantFrom(...texts)),
    parallel: fc.oneof(
      value,
      fc.constantFrom(2, 1e12),
      fc.record({ matrix: fc.array(value, odd) }),
    ),
    stage: value,
    when: value,
    extends: fc.oneof(name, value),
  },
  { requiredKeys: [] },
);
const document = fc.oneof(
  fc.dictionary(fc.constantFrom(...keys), value, { maxKeys: 6 }),
  fc.dictionary(fc.constantFrom("a", "b", ".c", "__proto__"), job, { maxKeys: 4 }),
);

const from = (hash: Hash, startedBy?: Linted["startedBy"]): Linted => ({
  role: startedBy ? "child" : "parent",
  ...(startedBy ? { startedBy } : {}),
  document: hash,
  pipeline: undefined,
  jobs: new Map(Object.entries(hash).flatMap(([name, job]) => (isHash(job) ? [[name, job]] : []))),
  open: false,
  repository: { paths: ["a", "b/c"], read: async () => undefined },
  limits: limitsFor({}),
  version: undefined,
});

test("whatever a document holds, rules have an answer, in order, and the document stays", async () => {
  await fc.assert(
    fc.asyncProperty(document, document, async (above, below) => {
      const before = JSON.stringify([above, below]);
      const parent = from(above);
      const all = [
        ...(await applyRules(parent, rules)),
        ...(await applyRules(from(below, { job: "a", linted: parent }), rules)),
      ];
      expect(JSON.stringify([above, below])).toBe(before);
      for (const { message } of all) expect(message).not.toMatch(/undefined|\[object/);
    }),
    { numRuns: 500 },
  );
});

test("names of jobs that every object has", async () => {
  const text = `
__proto__: {script: [git merge-base a b]}
constructor: {script: x, needs: [__proto__], extends: [toString]}
child: {trigger: {include: [{artifact: c.yml, job: constructor}]}}
`;
  const found = await applyRules(linted(text), rules);
  expect(found.map(({ code, path }) => `${code} ${path[0]}`)).toEqual([
    "shallow-comparison __proto__",
    "child-needs-generator child",
    "child-artifact-produced child",
  ]);
});

test("a long line and a deep list take no time", async () => {
  const line = `echo ${"$( ".repeat(20_000)}${"\"'".repeat(20_000)}`;
  const glob = `${"**/".repeat(200)}${"{a,".repeat(50)}`;
  const hash: Hash = {
    a: { script: [line, `curl ${"-x ".repeat(30_000)}/trigger/pipeline`] },
    b: { script: "x", rules: [{ changes: [glob, `${"*a".repeat(500)}/**`] }] },
    gen: { script: "x", artifacts: { paths: [`${"*a".repeat(200)}`] } },
    c: { trigger: { include: [{ artifact: `${"a".repeat(500)}/b.yml`, job: "gen" }] } },
  };
  expect((await applyRules(from(hash), rules)).length).toBeGreaterThan(0);
});
