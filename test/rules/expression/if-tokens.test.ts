import { describe, expect, test } from "vitest";
import { ifTokens } from "../../../src/rules/index.ts";
import fc from "../../helpers/property.ts";

test.each([
  ["", 0],
  ["  \n ", 0],
  ["$A", 1],
  ['$CI_COMMIT_BRANCH == "main"', 3],
  ["$A != 'it is \"so\"'", 3],
  ["$A =~ /^v\\d+\\/x y$/i", 3],
  ["$A !~ /a b/", 3],
  ["!$A", 2],
  ["!($A && $B) || $C==null", 10],
  ["true == false", 3],
  ["$[[ inputs.deploy-to ]] == true", 3],
  ['"/ab/" == "$A"', 3],
  ["/ab/ && /c\\/d/U", 3],
])("%j has %d", (expression, count) => expect(ifTokens(expression)).toBe(count));

describe("whatever the tokens", () => {
  const token = fc.constantFrom(
    ..."( ) $A $b_1 \"x y\" '' /ab/i /a\\/b/ null true == != =~ !~ && || ! $[[inputs.a]]"
      .replace("x y", "x\u00a0y")
      .split(" "),
  );
  test("between spaces each counts once", () => {
    fc.assert(
      fc.property(fc.array(token, { maxLength: 40 }), (tokens) => {
        expect(ifTokens(tokens.join(" "))).toBe(tokens.length);
      }),
    );
  });
});

test.each(["/", "/\\", "!", '"', "x "])("no more than 1,000 of %j are counted", (text) => {
  expect(ifTokens(text.repeat(400))).toBeLessThan(1000);
  expect(ifTokens(text.repeat(20_000))).toBeLessThanOrEqual(1000);
});
