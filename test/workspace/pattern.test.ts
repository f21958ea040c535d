import { minimatch } from "minimatch";
import { describe, expect, test } from "vitest";
import { literal, parsePattern } from "../../src/workspace/index.ts";
import fc from "../helpers/property.ts";

const read = (text: string) => {
  const pattern = parsePattern(text);
  if (typeof pattern === "string") throw new Error(`${text} ${pattern}`);
  return pattern;
};

describe("what a pattern matches", () => {
  const cases: [pattern: string, matches: string[], others: string[]][] = [
    ["ci/**", ["ci/a", "ci/.hidden/b", "ci/a/b/c.yml"], ["ci", "xci/a", "a/ci/b"]],
    ["ci/", ["ci/a", "ci/a/b"], ["ci", "cia/b"]],
    ["ci", ["ci", "ci/a", "ci/a/b"], ["a/ci", "ci.yml"]],
    ["ci/**/*", ["ci/a", "ci/a/b"], ["ci"]],
    ["go.mod", ["go.mod"], ["go.modx", "a/go.mod"]],
    ["**", ["a", ".a", "a/b"], []],
    [".", ["a", "a/b"], []],
    ["./ci/**", ["ci/a"], ["a/ci/b"]],
    ["/ci/**", ["ci/a"], ["a/ci/b"]],
    ["a//b/./c", ["a/b/c"], ["a/b"]],
    ["*", ["a", ".env"], ["a/b"]],
    ["*.md", ["README.md", ".md"], ["docs/README.md", "README.mdx"]],
    ["**/*.md", ["README.md", "a/b/.x.md"], ["a.md/b"]],
    ["libs/*.md", ["libs/a.md"], ["a.md", "libs/a/b.md"]],
    ["libs/**/*.test.ts", ["libs/a.test.ts", "libs/a/b.test.ts"], ["libs/a.ts", "x/a.test.ts"]],
    ["**/package.json", ["package.json", "a/b/package.json"], ["a/xpackage.json"]],
    ["a/**/b/c", ["a/b/c", "a/x/b/c", "a/x/y/b/c"], ["a/c", "b/c", "a/xb/c"]],
    ["**/fixtures/**", ["fixtures/a", "a/fixtures/b/c"], ["fixtures", "a/xfixtures/b"]],
    ["a/**/a/**", ["a/a/b", "a/x/a/b"], ["a/b", "a/a"]],
    ["apps/*/src/**", ["apps/web/src/a", "apps/web/src/b/c"], ["apps/src/a", "apps/a/b/src/c"]],
    ["*.{ts,tsx}", ["a.ts", "a.tsx"], ["a.js"]],
    ["{ci,docs/}", ["ci", "ci/a", "docs/a"], ["docs"]],
    ["a[0-9]", ["a1"], ["ab", "a[0-9]"]],
    ["a\\[0-9]", ["a[0-9]", "a[0-9]/b"], ["a1"]],
    ["#notes", ["#notes", "#notes/a"], ["notes"]],
    ["+(a|b)", ["+(a|b)"], ["a", "ab"]],
    ["app/(group)/@modal/*", ["app/(group)/@modal/page.tsx"], ["app/group/@modal/page.tsx"]],
    ["Docs/**", ["Docs/a"], ["docs/a"]],
    ["\\!important", ["!important"], ["important"]],
  ];
  test.each(cases)("%s", (text, matches, others) => {
    const pattern = read(text);
    expect(matches.filter((path) => !pattern.test(path))).toEqual([]);
    expect(others.filter((path) => pattern.test(path))).toEqual([]);
  });
});

test.each([
  ["", "is empty"],
  ["!", "has nothing behind its !"],
  ["../secrets/**", "leads out of the repository"],
  ["a/{b,..}/c", "leads out of the repository"],
  ["{1..60}{1..60}", "has more than 1000 alternatives"],
  ["a".repeat(10_001), "is longer than 10000 characters"],
])("%.20s is no pattern", (text, problem) => {
  expect(parsePattern(text)).toBe(problem);
});

const options = {
  dot: true,
  nocomment: true,
  nonegate: true,
  noext: true,
  platform: "linux",
} as const;

/** What the patterns mean, said with minimatch alone. */
const oracle = (text: string, path: string): boolean =>
  minimatch.braceExpand(text).some((branch) => {
    const whole = branch.endsWith("/") ? `${branch}**` : branch;
    const below = !/[*?[]/.test(branch) && path.startsWith(`${branch}/`);
    return below || minimatch(path, whole, options);
  });

const name = fc.constantFrom("a", "b", "ab", ".a", "a.ts", "b.ts", "a.d.ts", "a.", "x.md", "#a");
const path = fc.array(name, { minLength: 1, maxLength: 5 }).map((names) => names.join("/"));
const glob = fc.oneof(
  { weight: 3, arbitrary: name },
  { weight: 2, arbitrary: fc.constantFrom("*", "**") },
  fc.constantFrom("*.ts", "*.d.ts", "*.", "*s", "a*", "?", "??", "a?ts", "*a*", "***", "a**"),
  fc.constantFrom("[ab]", "[!a]", "{a,b}", "*.{ts,md}", "{a,*}", "+(a)", "*(a)", "!(a)", "[a"),
);
const globs = fc
  .tuple(fc.array(glob, { minLength: 1, maxLength: 5 }), fc.constantFrom("", "", "", "/"))
  .map(([segments, end]) => segments.join("/") + end)
  .filter((text) => !text.startsWith("!"));

test("the short ways agree with minimatch", () => {
  fc.assert(
    fc.property(globs, path, (text, candidate) => {
      expect(read(text).test(candidate)).toBe(oracle(text, candidate));
    }),
    { numRuns: 20_000 },
  );
});

test("a literal pattern matches its path and what is below, whatever its name", () => {
  const wild = fc
    .array(fc.string({ unit: fc.constantFrom(..."ab*?[]{}()!#+@|,.\\ \n$") }), { minLength: 1 })
    .map((names) => names.filter((each) => !["", ".", ".."].includes(each)).join("/"))
    .filter((each) => each !== "");
  fc.assert(
    fc.property(wild, wild, (one, other) => {
      const pattern = read(literal(one));
      expect(pattern.negated).toBe(false);
      expect(pattern.test(one)).toBe(true);
      expect(pattern.test(`${one}/a`)).toBe(true);
      expect(pattern.test(other)).toBe(other === one || other.startsWith(`${one}/`));
    }),
    { numRuns: 5000 },
  );
});
