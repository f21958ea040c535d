import { describe, expect, test } from "vitest";
import { evaluateExpression, parseExpression, variablesIn } from "../../../src/rules/index.ts";
import fc from "../../helpers/property.ts";

const problem = (text: string) => {
  const parsed = parseExpression(text);
  return parsed.ok ? undefined : `${parsed.column}: ${parsed.problem}`;
};

describe("the column, and what was expected", () => {
  test.each([
    ["", "1: is empty"],
    [" \n ", "1: is empty"],
    ["$A &&", "6: expected a value after &&, found the end"],
    ["$A && \n", "6: expected a value after &&, found the end"],
    ["== $A", "1: expected a value, found =="],
    ["$A == == $B", "7: expected a value after ==, found =="],
    ["$A == )", "7: expected a value after ==, found )"],
    ["()", "2: expected a value after (, found )"],
    ["!", "2: expected a value after !, found the end"],
    ["$A $B", "4: expected an operator or the end, found $B"],
    ['$A "b" == $C', '4: expected an operator or the end, found "b"'],
    ["$A ($B)", "4: expected an operator or the end, found ("],
    ["($A", "1: opens a bracket that is never closed"],
    ["(($A) || $B", "1: opens a bracket that is never closed"],
    ["$A)", "3: closes a bracket that is not open"],
    ["${A} == 1", "1: expected a variable as $NAME, found ${"],
    ["$-A", "1: expected the name of a variable after $"],
    ["$[[ name ]]", "1: expected an input as $[[ inputs.name ]]"],
    ['$A == "b', '7: expected a string that ends with " in its line'],
    ["$A == 'a\nb'", "7: expected a string that ends with ' in its line"],
    ["$A =~ /a/", "7: expected a pattern of at least two characters between its slashes"],
    ["$A =~ /😀/", "7: expected a pattern of at least two characters between its slashes"],
    ["$A =~ /ab", "7: expected a pattern that ends with /"],
    ["$A =~ /ab/g", "11: expected a value or an operator, found g"],
    ["$A =~ /(?=a)b/", "7: RE2 refuses the pattern /(?=a)b/, which knows no look-around"],
    ["$A =~ /(?<!a)b/", "7: RE2 refuses the pattern /(?<!a)b/, which knows no look-around"],
    ["$A =~ /a(b/", "7: RE2 refuses the pattern /a(b/"],
    ["$A && $A =~ /a(b/", "13: RE2 refuses the pattern /a(b/"],
    ["$A = $B", "4: expected == or =~, found ="],
    ["$A & $B", "4: expected &&, found &"],
    ["$A | $B", "4: expected ||, found |"],
    ["$A and $B", "4: expected a value or an operator, found and"],
    ["$A == main", "7: expected a value or an operator, found main"],
    ["$A == trues", "7: expected a value or an operator, found trues"],
    ["$A\u00a0== 1", "3: expected a value or an operator, found \u00a0"],
    ["$A == 😀", "7: expected a value or an operator, found 😀"],
  ])("%j", (text, expected) => expect(problem(text)).toBe(expected));
});

describe("no more than 99 tokens", () => {
  test.each([
    ["!".repeat(98), undefined],
    ["!".repeat(99), "100: has more than 99 tokens, where GitLab gives up"],
    [" !".repeat(99), "199: has more than 99 tokens, where GitLab gives up"],
  ])("%s$A", (text, expected) => expect(problem(`${text} $A`.replace(" $", "$"))).toBe(expected));
});

test("the tree says where its parts stand", () => {
  expect(parseExpression(' !$A ==\n"b"')).toEqual({
    ok: true,
    ast: {
      kind: "operation",
      operator: "==",
      column: 6,
      length: 2,
      left: {
        kind: "not",
        column: 2,
        length: 1,
        operand: { kind: "variable", name: "A", column: 3, length: 2 },
      },
      right: { kind: "string", value: "b", column: 9, length: 3 },
    },
  });
  expect(parseExpression("/a\\/b/iU")).toEqual({
    ok: true,
    ast: { kind: "pattern", text: "/a\\/b/iU", pattern: "(?iU)a/b", column: 1, length: 8 },
  });
});

/** The tree in words, each operation in brackets. */
const words = (text: string): string => {
  const parsed = parseExpression(text);
  const tell = (node: (typeof parsed & { ok: true })["ast"]): string => {
    if (node.kind === "variable") return node.name;
    if (node.kind === "not") return `!${tell(node.operand)}`;
    if (node.kind !== "operation") return node.kind;
    return `(${tell(node.left)} ${node.operator} ${tell(node.right)})`;
  };
  return parsed.ok ? tell(parsed.ast) : "refused";
};

describe("what binds tighter", () => {
  test.each([
    ["$A || $B && $C", "(A || (B && C))"],
    ["$A && $B || $C", "((A && B) || C)"],
    ["($A || $B) && $C", "((A || B) && C)"],
    ["$A == $B && $C != $D", "((A == B) && (C != D))"],
    ["$A == $B == $C", "((A == B) == C)"],
    ["!$A == $B", "(!A == B)"],
    ["$A == !$B && $C", "((A == !B) && C)"],
    ["!!($A && !$B)", "!!(A && !B)"],
    ["null||true&&$[[ inputs.a ]]", "(null || (boolean && input))"],
  ])("%s is %s", (text, expected) => expect(words(text)).toBe(expected));

  // Nobody writes this, but GitLab takes it.
  test.each([
    ["$A $B ==", "(A == B)"],
    ["== $A $B", "(A == B)"],
    ["$A !", "!A"],
    ["$A () == $B", "(A == B)"],
    ["$A ($B ==)", "(A == B)"],
  ])("%s is %s", (text, expected) => expect(words(text)).toBe(expected));
});

test("the variables of an expression, each once", () => {
  const parsed = parseExpression('$B == "$X" && !($A =~ $B || $C_1 != /$Y/)');
  expect(parsed.ok && variablesIn(parsed.ast)).toEqual(["B", "A", "C_1"]);
});

describe("whatever the text", () => {
  const piece = fc.constantFrom(
    ..."$A $B ${ $ == != =~ !~ && || ! ( ) ' \" / \\ /ab/ /a(/i \"x\" 'y' null true x 1 é".split(
      " ",
    ),
    " ",
    "\n",
    "$[[ inputs.a ]]",
  );
  const texts = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.array(piece).map((all) => all.join("")),
  );
  test("it is judged or refused at a column of it", () => {
    fc.assert(
      fc.property(texts, texts, (text, A) => {
        const made = evaluateExpression(text, { A });
        if (made.valid) return;
        expect(made.problem).not.toBe("");
        expect(made.column).toBeGreaterThanOrEqual(1);
        expect(made.column).toBeLessThanOrEqual(text.length + 1);
      }),
      { numRuns: 2000 },
    );
  });

  // Each would hold up an engine or a lexer that goes back.
  test.each([
    ["a pattern that is never closed", `$A =~ /${"a\\/".repeat(50_000)}`, false],
    ["a string that is never closed", `$A == "${"a'".repeat(50_000)}`, false],
    ["brackets", "(".repeat(100_000), false],
    ["a pattern that has many ways", `$A =~ /^(a+)+${"(a|a)*".repeat(30)}$/`, true],
    ["repeats in repeats", "$A =~ /((a{100}){100}){100}/", false],
  ])("%s", (_, text, valid) => {
    expect(evaluateExpression(text, { A: `${"a".repeat(2000)}!` }).valid).toBe(valid);
  });
});
