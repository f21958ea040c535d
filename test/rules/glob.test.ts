import { describe, expect, test } from "vitest";
import { matchGlob } from "../../src/rules/index.ts";
import fc from "../helpers/property.ts";
import { verdicts } from "./verdicts.ts";

test("Ruby's own verdicts", () => {
  const rows = verdicts<{ glob: string; path: string; match: boolean }>("globs.jsonl");
  expect(rows).toHaveLength(400);
  expect(rows.filter(({ glob, path, match }) => matchGlob(glob, path) !== match)).toEqual([]);
});

/** Each was asked of Ruby 3.1: paths that match, paths that do not. */
const table: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  ["docs/**", ["docs/a", "docs/.a"], ["docs/x/a", "docs", "a/docs/b"]],
  ["docs/**/*", ["docs/a", "docs/x/y/a", "docs/.x/.a"], ["docs", "xdocs/a"]],
  ["**/*.md", ["README.md", "a/b/c.md", ".md", "a/.b/.c.md"], ["README.MD", "a.md/b"]],
  ["**", ["a", ".a"], ["a/b"]],
  ["**/*", ["a", "a/b", ".a/.b"], []],
  ["*", ["a", ".env"], ["a/b"]],
  ["docs", ["docs"], ["docs/a"]],
  ["docs/", ["docs/"], ["docs", "docs/a"]],
  ["./a", ["./a"], ["a"]],
  ["/a", ["/a"], ["a"]],
  ["a//b", ["a//b"], ["a/b"]],
  ["{a,{b,c}}", ["a", "b", "c"], ["d", "{b,c}"]],
  ["[ab]", ["a", "b"], ["c", "ab", "[ab]"]],
  ["[!a]", ["b", "!"], ["a", "/"]],
  ["[^a]", ["b", "^"], ["a", ""]],
  ["?", ["a", "é", "😀", "."], ["", "ab", "/"]],
  ["!a", ["!a"], ["a", "b"]],
  ["@(a|b)", ["@(a|b)"], ["a", "b", "@(a"]],
  ["README.md", ["README.md"], ["readme.md", "README-md"]],

  // Two stars go through directories only between slashes.
  ["a**/b", ["a/b", "axx/b"], ["a/x/b"]],
  ["**a/b", ["a/b", "xa/b"], ["x/a/b"]],
  ["***/b", ["a/b"], ["b", "a/a/b"]],
  ["**/**/b", ["b", "x/b", "x/y/b"], ["b/x"]],
  ["a/**/b/**/c", ["a/b/c", "a/x/b/y/z/c", "a/b/b/c"], ["a/c", "x/a/b/c"]],
  ["**\\/b", ["a/b"], ["b", "a/a/b"]],
  ["a\\/**/b", ["a/b", "a/x/y/b"], ["b"]],
  ["{*,a}*/b", ["b", "x/y/b", "ab/b"], ["a/bb"]],
  ["**/", ["a/", "a/b/", ""], ["a", "a/b"]],

  // Braces.
  ["{a}", ["a"], ["{a}"]],
  ["a{}b", ["ab"], ["a{}b"]],
  ["a{,b}", ["a", "ab"], ["a,b", "b"]],
  ["{a,b", [], ["a", "b", "{a,b"]],
  ["a}{b}", ["a}b"], ["ab"]],
  ["a,b", ["a,b"], ["a", "b"]],
  ["{a\\,b,c}", ["a,b", "c"], ["a", "b"]],
  ["\\{a,b}", ["{a,b}"], ["a", "b"]],
  ["{a/b,c}/d", ["a/b/d", "c/d"], ["a/d"]],
  ["{1..3}", ["1..3"], ["1", "2"]],
  ["[{a,b}]", ["a", "b"], ["{", "ab"]],

  // Brackets.
  ["[", [], ["["]],
  ["a[b", [], ["a[b", "ab"]],
  ["[]", [], ["[]", "]", ""]],
  ["[!]", ["a", "]", "!"], ["[!]", ""]],
  ["[]a]", [], ["]", "a", "]a]"]],
  ["[\\]a]", ["]", "a"], ["\\"]],
  ["[a-c]", ["a", "b", "c"], ["d", "-", "B"]],
  ["[c-a]", ["a", "c"], ["b"]],
  ["[a-]", ["a", "-"], ["b"]],
  ["[-a]", ["a", "-"], ["b"]],
  ["[a\\-c]", ["a", "-", "c"], ["b"]],
  ["[à-é]", ["é", "ç"], ["e"]],
  ["x[a/]y", ["xay"], ["x/y"]],
  ["[[:alpha:]]", ["a]", ":]"], ["b", "b]"]],

  // Backslashes.
  ["\\*", ["*"], ["a", "\\*"]],
  ["\\a", ["a"], ["\\a"]],
  ["\\\\", ["\\"], ["\\\\"]],
  ["a\\", ["a"], ["a\\"]],
  ["*\\", ["a", "a\\"], ["a/"]],
  ["", [""], ["a"]],
];

describe.each(table)("%j", (glob, yes, no) => {
  test.each(yes.map((path) => [path]))("matches %j", (path) => {
    expect(matchGlob(glob, path)).toBe(true);
  });
  test.each(no.map((path) => [path]))("does not match %j", (path) => {
    expect(matchGlob(glob, path)).toBe(false);
  });
});

describe("a hostile glob is read once", () => {
  const path = `${"a".repeat(2000)}/${"b/".repeat(500)}c`;
  test.each([
    ["stars", `${"*a".repeat(2000)}b`, false],
    ["stars through directories", `${"**/*b/".repeat(300)}x`, false],
    ["braces side by side", `${"{a,b,}".repeat(2000)}/x`, false],
    ["braces in braces", `${"{a,".repeat(3000)}b${"}".repeat(3000)}`, false],
    ["braces of stars", `${"{*,**/,?}".repeat(200)}`, true],
    ["brackets", `${"[!b]".repeat(1990)}*/**/c`, true],
    ["ranges in braces", `[${"{a,b-,\\}}".repeat(300)}]`, false],
  ])("%s", (_, glob, expected) => expect(matchGlob(glob, path)).toBe(expected));
});

test("a path matches itself when all is escaped", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (path) => {
      expect(matchGlob(path.replace(/[\\*?[\]{},]/g, "\\$&"), path)).toBe(true);
    }),
  );
});

test("no glob throws", () => {
  const sign = fc.constantFrom(..."ab/*?[]{},\\!^-.é");
  fc.assert(
    fc.property(fc.array(sign), fc.array(sign), (glob, path) => {
      expect(typeof matchGlob(glob.join(""), path.join(""))).toBe("boolean");
    }),
    { numRuns: 1000 },
  );
});
