import { describe, expect, test } from "vitest";
import { evaluateExpression } from "../../../src/rules/index.ts";

const matches = (pattern: string, A: string) => {
  const made = evaluateExpression(`$A =~ ${pattern}`, { A });
  return made.valid ? made.truthful : "refused";
};

/** As RE2 answers (re2 of Debian 12), with the group that GitLab puts around. */
describe("patterns are those of RE2", () => {
  test.each([
    ["/^v\\d+\\.\\d+$/", "v1.20", true],
    ["/^v\\d+\\.\\d+$/", "v1.20\n", false],
    ["/[[:alpha:]]+/", "123", false],
    ["/\\pL+/", "é", true],
    ["/\\p{Greek}/", "a", false],
    ["/\\bmain\\b/", "my-main", true],
    ["/(?i:ma)in/", "MAin", true],
    ["/(?P<name>ab)/", "ab", true],
    ["/(?<name>ab)/", "ab", true],
    ["/a{,2}b/", "a{,2}b", true],
    ["/ſk/i", "S\u212a", true],
    ["/\\Qa.b\\E/", "axb", false],
    ["/a|\\Qb/", "a", false],
    ["/(a)|\\Qb/", "a", true],
    ["/.^a/", "\na", false],
    ["/.^a/sm", "\na", true],
    ["/a{1000}/", "a", false],
    ["/a{1001}/", "a", "refused"],
    ["/a**/", "a", "refused"],
    ["/(a)\\1/", "aa", "refused"],
    ["/(?>a)/", "a", "refused"],
    ["/[b-a]/", "a", "refused"],
    ["/\\Z./", "a", "refused"],
    ["/(?<=a)b/", "ab", "refused"],
  ])("%s on %j: %s", (pattern, text, expected) => expect(matches(pattern, text)).toBe(expected));
});
