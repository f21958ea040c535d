import { expect, test } from "vitest";
import { applyFixes } from "../../src/lint/fix.ts";
import type { Fix } from "../../src/lint/types.ts";
import { yamlReader } from "../../src/yaml/index.ts";
import fc from "../helpers/property.ts";

const { parseYaml } = await yamlReader();

const text = `build:
  stage: build # first
  needs: [a, b, c]
  script:
    - one
    - two
    - three
test:
  extends: build
`;

test("fixes come in any order, and paths lead to where things stood before", async () => {
  const fixes: Fix[] = [
    { path: ["build"], rename: "compile" },
    { path: ["build", "script", 0], remove: true },
    { path: ["build", "script", 2], set: "last" },
    { path: ["build", "needs", 1], remove: true },
    { path: ["build", "stage"], set: "test" },
  ];
  const fixed = await applyFixes(text, fixes);
  expect(fixed.applied).toEqual(fixes);
  expect(fixed.text).toBe(`compile:
  stage: test # first
  needs: [a, c]
  script:
    - two
    - last
test:
  extends: build
`);
});

test.each<[string, Fix[], Fix[]]>([
  ["none", [], []],
  [
    "the same place twice",
    [
      { path: ["build", "stage"], set: "x" },
      { path: ["build", "stage"], set: "z" },
    ],
    [{ path: ["build", "stage"], set: "x" }],
  ],
  [
    "within what goes",
    [
      { path: ["build"], remove: true },
      { path: ["build", "stage"], set: "z" },
    ],
    [{ path: ["build"], remove: true }],
  ],
  [
    "what goes around it",
    [
      { path: ["build", "stage"], set: "z" },
      { path: ["build"], remove: true },
    ],
    [{ path: ["build", "stage"], set: "z" }],
  ],
  [
    "two names for one key",
    [
      { path: ["build"], rename: "one" },
      { path: ["build"], rename: "two" },
    ],
    [{ path: ["build"], rename: "one" }],
  ],
  [
    "one name for two keys",
    [
      { path: ["build"], rename: "one" },
      { path: ["test"], rename: "one" },
    ],
    // The later place is the first to be mended.
    [{ path: ["test"], rename: "one" }],
  ],
  [
    "a name for what goes",
    [
      { path: ["test"], rename: "one" },
      { path: ["test"], remove: true },
    ],
    [{ path: ["test"], rename: "one" }],
  ],
])("of fixes that meet one is made: %s", async (_, fixes, applied) => {
  expect((await applyFixes(text, fixes)).applied).toEqual(applied);
});

test("what is in another file, an alias or a merge key is left", async () => {
  const shared = "a: &a\n  retry: 1\nb:\n  <<: *a\nc: *a\n";
  const fixes: Fix[] = [
    { path: ["b", "retry"], set: 2 },
    { path: ["c", "retry"], remove: true },
    { path: ["a", "retry"], set: 2 },
    { path: ["elsewhere", "retry"], set: 2 },
  ];
  expect(await applyFixes(shared, fixes)).toEqual({ text: shared, applied: [] });
});

test.each<[string, Fix[], number, string]>([
  [
    "made together",
    [
      {
        path: ["build"],
        steps: [
          { path: ["build", "tags"], set: ["x"] },
          { path: ["build", "needs"], remove: true },
        ],
      },
    ],
    1,
    text.replace("  needs: [a, b, c]\n", "").replace("three\n", "three\n  tags: [x]\n"),
  ],
  [
    "none where one cannot be made",
    [
      {
        path: ["build"],
        steps: [
          { path: ["build", "needs"], remove: true },
          { path: ["build", "odd"], rename: "even" },
        ],
      },
    ],
    0,
    text,
  ],
  [
    "none where a comment would go",
    [{ path: ["build"], steps: [{ path: ["build", "stage"], remove: true }] }],
    0,
    text,
  ],
  [
    "none where one meets another fix",
    [
      { path: ["build", "needs"], set: ["z"] },
      {
        path: ["build"],
        steps: [
          { path: ["build", "needs", 0], remove: true },
          { path: ["build", "tags"], set: ["x"] },
        ],
      },
    ],
    1,
    text.replace("[a, b, c]", "[z]"),
  ],
  [
    "none where the rest of them is what another has made",
    [
      { path: ["test"], rename: "tags" },
      {
        path: ["build"],
        steps: [
          { path: ["build", "needs"], remove: true },
          { path: ["build"], rename: "tags" },
        ],
      },
    ],
    1,
    text.replace("test:\n", "tags:\n"),
  ],
])("steps: %s", async (_, fixes, count, expected) => {
  const fixed = await applyFixes(text, fixes);
  expect(fixed.applied).toHaveLength(count);
  expect(fixed.text).toBe(expected);
});

test("many fixes in a long file, and one in the middle that cannot be made", async () => {
  const names = Array.from({ length: 500 }, (_, index) => `job${index}`);
  const long = names.map((name) => `${name}:\n  script: [a]  # ${name}\n`).join("");
  const fixes: Fix[] = names.map((name, index) =>
    index === 99 ? { path: [name], rename: "job3" } : { path: [name, "script"], set: ["b"] },
  );
  const fixed = await applyFixes(long, fixes);
  expect(fixed.applied).toHaveLength(499);
  const expected = long.replaceAll("[a]", "[b]").replace("[b]  # job99\n", "[a]  # job99\n");
  expect(fixed.text).toBe(expected);
});

test("steps in a thousand places, half of them with a comment in what goes", async () => {
  const jobs = Array.from({ length: 1000 }, (_, index) => ({
    name: `job${index}`,
    tags: index % 2 === 0 ? "  tags: [x] # why\n" : "  tags: [x]\n",
  }));
  const long = jobs.map(({ name, tags }) => `${name}:\n  trigger: a/b\n${tags}`).join("");
  const fixes = jobs.map(({ name }): Fix => {
    return { path: [name], steps: [{ path: [name, "tags"], remove: true }] };
  });
  const fixed = await applyFixes(long, fixes);
  expect(fixed.applied).toEqual(fixes.filter((_, index) => index % 2 === 1));
  expect(fixed.text).toBe(long.replaceAll("  tags: [x]\n", ""));
});

const names = ["a", "b", "c", "d"];
const step = fc.constantFrom<string | number>(...names, 0, 1, 2);
const fix: fc.Arbitrary<Fix> = fc
  .tuple(fc.array(step, { minLength: 1, maxLength: 2 }), fc.nat(2), fc.constantFrom(...names))
  .map(([path, kind, name]) =>
    kind === 0 ? { path, set: name } : kind === 1 ? { path, rename: name } : { path, remove: true },
  );

test("whatever fixes there are, the text stays readable, and what was set is set", async () => {
  const before = "a:\n  b: 1 # b\n  c: 2\n# list\nb:\n  - x\n  - z # z\n  - w\nc: {a: 1, d: 2}\n";
  let made = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(fix, { maxLength: 6 }), async (fixes) => {
      const fixed = await applyFixes(before, fixes);
      made += fixed.applied.length;
      parseYaml(fixed.text, "a.yml");
      expect(fixes).toEqual(expect.arrayContaining([...fixed.applied]));
      // Setting and naming is done once and for all.
      const lasting = fixed.applied.filter(({ path }) => !path.includes(0) && !path.includes(1));
      const isLasting = lasting.length === fixes.length && fixes.every((each) => "set" in each);
      if (isLasting) expect((await applyFixes(fixed.text, fixes)).text).toBe(fixed.text);
    }),
    { numRuns: 150, seed: 3 },
  );
  expect(made).toBeGreaterThan(50);
});
