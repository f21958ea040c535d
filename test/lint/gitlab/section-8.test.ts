import { describe, expect, test } from "vitest";
import {
  evaluateExpression,
  expandGlob,
  matchesExists,
  matchGlob,
} from "../../../src/rules/index.ts";
import { refusals } from "./helper.ts";

/** Whether the rule matches; undefined where GitLab refuses the expression. */
type Verdict = boolean | undefined;
type Row = readonly [expression: string, verdict: Verdict, variables?: Record<string, string>];

const inputs = { x: "a", flag: true, none: null };
const verdictOf = (text: string, variables: Record<string, string> = {}): Verdict => {
  const judged = evaluateExpression(text, variables, { inputs });
  return judged.valid ? judged.truthful : undefined;
};
const tokens = (count: number) => `${"!".repeat(count - 1)}$A`;

const expressions: Readonly<Record<string, readonly Row[]>> = {
  "every lexeme": [
    ["($A)", true, { A: "a" }],
    ["$A", true, { A: "a" }],
    ["$a_1", true, { a_1: "a" }],
    ["${A}", undefined, { A: "a" }],
    ["$", undefined],
    ['"a"', true],
    ["'a'", true],
    [String.raw`"a\"b"`, undefined],
    [String.raw`$A == "a\n"`, true, { A: String.raw`a\n` }],
    ["$A =~ /ab/ismU", true, { A: "ab" }],
    ["$A =~ /ab/x", undefined, { A: "ab" }],
    ["null", false],
    ["true", true],
    ["false", false],
    ["$[[ inputs.x ]]", true],
    ["$[[inputs.x]] == 'a'", true],
    ["$[[ inputs.flag ]]", true],
    ["$[[ inputs.none ]] == null", true],
    ["$[[ x ]]", undefined],
    ["$A == 'a'", true, { A: "a" }],
    ["$A != 'a'", false, { A: "a" }],
    ["$A =~ /ab/", true, { A: "xaby" }],
    ["$A !~ /ab/", false, { A: "xaby" }],
    ["$A && $B", true, { A: "a", B: "b" }],
    ["$A || $B", true, { A: "a" }],
    ["!$A", true],
    ["A", undefined],
    ["$A = 'a'", undefined],
    ["$A & $B", undefined],
    ["", undefined],
  ],
  "the tightest first: !, then comparisons, &&, ||": [
    ['!$A == "x"', false, { A: "x" }],
    ['!$A == "x"', false, { A: "y" }],
    ['!($A == "x")', true, { A: "y" }],
    ["$A || $B && $C", true, { A: "a" }],
    ["($A || $B) && $C", false, { A: "a" }],
    ["$A == 'a' && $B == 'b'", true, { A: "a", B: "b" }],
    ["$A == 'a' || $B == 'b' && $C == 'c'", true, { A: "a" }],
    ["!$A && $B", false, { A: "a", B: "b" }],
    ["!$A || $B", true, { A: "a", B: "b" }],
    ["!!$A", true, { A: "a" }],
  ],
  "what is not there is null and not empty": [
    ["$A == null", true],
    ['$A == ""', false],
    ["$A != null", false],
    ["$A == null", false, { A: "" }],
    ['$A == ""', true, { A: "" }],
    ["$A == $B", true],
  ],
  "the result must not be blank": [
    ["$A", false, { A: "" }],
    ["$A", false, { A: "   " }],
    ["$A", false, { A: "\t\n" }],
    ["$A", true, { A: "0" }],
    ["$A", true, { A: "false" }],
    ["$A", false],
    ['"  "', false],
  ],
  "&& and || return a value, and empty text is true to them, not to !": [
    ["$EMPTY || $SET", false, { EMPTY: "", SET: "a" }],
    ["$EMPTY && $SET", true, { EMPTY: "", SET: "a" }],
    ["$SET && $EMPTY", false, { EMPTY: "", SET: "a" }],
    ["$NONE || $SET", true, { SET: "a" }],
    ["$NONE && $SET", false, { SET: "a" }],
    ["!$EMPTY", true, { EMPTY: "" }],
    ["!$BLANK", true, { BLANK: " " }],
  ],
  "regular expressions": [
    ["$A =~ /a/", undefined, { A: "a" }],
    ["$A =~ /ab/", true, { A: "xabx" }],
    ["$A =~ /^ab$/", false, { A: "xabx" }],
    ["$A =~ /AB/", false, { A: "ab" }],
    ["$A =~ /AB/i", true, { A: "ab" }],
    ["$A =~ /a(?=b)/", undefined, { A: "ab" }],
    ["$A =~ /(?<!b)ab/", undefined, { A: "ab" }],
    ["$A =~ /[ab/", undefined, { A: "ab" }],
    [String.raw`$A =~ /a\/b/`, true, { A: "a/b" }],
    ["$A =~ /$B/", false, { A: "main", B: "main" }],
    ["$A =~ /.*/", true],
    ["$A =~ /^$/", true],
    ["$A !~ /ab/", true],
    ["$A =~ null", false, { A: "a" }],
    ["$A !~ null", true, { A: "a" }],
    ["$A =~ $B", false, { A: "a" }],
    ["$A !~ $B", true, { A: "a" }],
  ],
  "a variable on the right is a pattern between slashes, else text that holds the left": [
    ["$A =~ $B", true, { A: "main", B: "/^ma/" }],
    ["$A =~ $B", false, { A: "main", B: "/^MA/" }],
    ["$A =~ $B", true, { A: "main", B: "/^MA/i" }],
    ["$A =~ $B", true, { A: "main", B: "x-main-y" }],
    ["$A =~ $B", false, { A: "x-main-y", B: "main" }],
    ["$A =~ $B", false, { A: "main", B: "^ma" }],
    ["$A !~ $B", false, { A: "main", B: "x-main-y" }],
    ["$A !~ $B", true, { A: "x-main-y", B: "main" }],
    ["$A =~ 'x-main-y'", true, { A: "main" }],
  ],
  "booleans are compared as text": [
    ["$A == true", true, { A: "true" }],
    ["$A == true", false, { A: "1" }],
    ["true == 'true'", true],
    ["false != 'false'", false],
    ["$A == false", false],
    ["$[[ inputs.flag ]] == 'true'", true],
  ],
  "a hundred tokens": [
    [tokens(99), true, { A: "a" }],
    [tokens(98), false, { A: "a" }],
    [tokens(100), undefined, { A: "a" }],
    [`${"$A || ".repeat(49)}$A`, true, { A: "a" }],
    [`${"$A || ".repeat(50)}$A`, undefined, { A: "a" }],
  ],
};

describe.each(Object.entries(expressions))("rules:if, %s", (_, rows) => {
  for (const [expression, verdict, variables] of rows) {
    test(`${expression} is ${verdict} with ${JSON.stringify(variables)}`, () => {
      expect(verdictOf(expression, variables)).toBe(verdict);
    });
  }

  test("what cannot be read is GitLab's own refusal", async () => {
    for (const [expression, verdict] of rows) {
      const text = `b: {script: x, rules: [{if: ${JSON.stringify(expression)}}]}`;
      const said = verdict === undefined ? ["jobs:b:rules:rule if invalid expression syntax"] : [];
      expect([expression, await refusals(text)]).toEqual([expression, said]);
    }
  });
});

type Match = readonly [glob: string, path: string, matches: boolean];

const globs: Readonly<Record<string, readonly Match[]>> = {
  "`docs/**` is one level": [
    ["docs/**", "docs/a", true],
    ["docs/**", "docs/x/a", false],
    ["docs/**", "docs/.a", true],
    ["docs/**", "docs", false],
  ],
  "`docs/**/*` is every level": [
    ["docs/**/*", "docs/a", true],
    ["docs/**/*", "docs/x/y/a", true],
    ["docs/**/*", "docsx/a", false],
  ],
  "`**/*.md` begins at the root": [
    ["**/*.md", "README.md", true],
    ["**/*.md", "a/b/README.md", true],
    ["**/*.md", "a/b/README.mdx", false],
  ],
  "`**` is the root's files": [
    ["**", "README.md", true],
    ["**", "a/README.md", false],
  ],
  "a directory, a step of its own and a double slash match nothing": [
    ["docs", "docs/a", false],
    ["docs/", "docs/a", false],
    ["./a", "a", false],
    ["/a", "a", false],
    ["a//b", "a/b", false],
  ],
  "dotfiles are files": [
    ["*", ".env", true],
    ["**/*", ".env", true],
    ["**/*", "a/.b/.env", true],
    ["?env", ".env", true],
  ],
  "braces, classes and one character": [
    ["{a,{b,c}}", "a", true],
    ["{a,{b,c}}", "b", true],
    ["{a,{b,c}}", "c", true],
    ["{a,{b,c}}", "d", false],
    ["[ab]", "b", true],
    ["[ab]", "c", false],
    ["[a-c]x", "bx", true],
    ["[!a]", "b", true],
    ["[!a]", "a", false],
    ["[^a]", "b", true],
    ["[^a]", "a", false],
    ["?", "a", true],
    ["?", "ab", false],
    ["a?b", "a/b", false],
    ["a*b", "a/b", false],
  ],
  "no negation and no other pattern": [
    ["!a", "b", false],
    ["!a", "!a", true],
    ["@(a|b)", "a", false],
    ["@(a|b)", "@(a|b)", true],
  ],
  "case counts": [
    ["A", "a", false],
    ["*.MD", "a.md", false],
  ],
};

describe.each(Object.entries(globs))("globs, %s", (_, rows) => {
  test.each(rows)("%s and %s: %s", (glob, path, matches) => {
    expect(matchGlob(glob, path)).toBe(matches);
  });
});

describe("globs with variables", () => {
  test.each([
    ["$DIR/*", "src/*"],
    ["${DIR}/*", "src/*"],
    ["$NONE/*", "$NONE/*"],
  ])("%s is %s", (glob, expanded) => {
    expect(expandGlob(glob, { DIR: "src" })).toBe(expanded);
  });
});

const files = ["a/b.md", "docs/x/y.md", "z.txt"];

test.each([
  ["a/b.md", true],
  ["b.md", false],
  ["**/*.md", true],
  ["**/*.rs", false],
  ["docs/", true],
  ["docs", false],
  ["none/", false],
  ["docs/*", false],
  ["docs/**/*", true],
])("rules:exists %s: %s", (glob, matches) => {
  expect(matchesExists([glob], files)).toBe(matches);
});
